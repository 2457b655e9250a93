"""公开时限: the limits written in standard catalogues of openness (国办发〔2019〕54号), read so that they can be kept.

A catalogue states the limit of each matter in words, and everybody words it otherwise. `parse` turns the words into rules
whose last day can be computed; what cannot be computed (及时公开) is kept with its words and said to be so, never given a
number. Where another law sets a limit that law prevails (条例 2019 art. 26): the limits here are a local catalogue's own.
"""

from __future__ import annotations

from .grammar import parse
from .rules import Base, Every, Limit, NotCheckable, OnRequest, Period, Recurring, Reference, Rule, Term, Unit

__all__ = [
    "Base",
    "Every",
    "Limit",
    "NotCheckable",
    "OnRequest",
    "Period",
    "Recurring",
    "Reference",
    "Rule",
    "Term",
    "Unit",
    "parse",
]
