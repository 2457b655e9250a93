"""Everything that can be done to a return: taken in, filled in and submitted (``filling``), approved, sent and published (``sending``)."""

from .filling import ask, cancel, give_back, submit, write
from .sending import approve, approve_on_paper, file_receipt, publish, send

__all__ = [
    "approve",
    "approve_on_paper",
    "ask",
    "cancel",
    "file_receipt",
    "give_back",
    "publish",
    "send",
    "submit",
    "write",
]
