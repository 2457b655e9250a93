"""The citizens' door of 依申请公开, without an account and without a script: the guide, applying, and asking after an application.

What was typed always comes back. Who has shown a number and its code is known for half an hour by a sealed cookie of this door alone;
no address holds a number, a code or a word of anybody's.
"""

from .applying import answered, check, form, give_up, keep, kept, paper_filled, receipt, resume
from .asking import case, file, leave, letter, query
from .guide import guide, paper
from .own import acknowledge, amend, explain, rate, withdraw

__all__ = [
    "acknowledge",
    "amend",
    "answered",
    "case",
    "check",
    "explain",
    "file",
    "form",
    "give_up",
    "guide",
    "keep",
    "kept",
    "leave",
    "letter",
    "paper",
    "paper_filled",
    "query",
    "rate",
    "receipt",
    "resume",
    "withdraw",
]
