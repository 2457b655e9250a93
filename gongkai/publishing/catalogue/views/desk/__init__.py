"""The screens on which the openness office keeps the catalogue and everybody else reads it."""

from .negative_list import EntryCreate, EntryDetail, EntryEdit, EntryList, EntryStep
from .numbers import PatternCancel, PatternCreate, PatternList
from .redirects import ColumnAddress, RedirectDetail, RedirectEnter, RedirectList
from .shelves import ColumnCreate, ColumnEdit, ColumnList, KindCreate, KindEdit, KindList, StandardKinds
from .words import WordCreate, WordEdit, WordImport, WordList, WordRetire

__all__ = [
    "ColumnAddress",
    "ColumnCreate",
    "ColumnEdit",
    "ColumnList",
    "EntryCreate",
    "EntryDetail",
    "EntryEdit",
    "EntryList",
    "EntryStep",
    "KindCreate",
    "KindEdit",
    "KindList",
    "PatternCancel",
    "PatternCreate",
    "PatternList",
    "RedirectDetail",
    "RedirectEnter",
    "RedirectList",
    "StandardKinds",
    "WordCreate",
    "WordEdit",
    "WordImport",
    "WordList",
    "WordRetire",
]
