"""What the room's screens ask for. Nothing is decided here: actions refuse, forms collect."""

from .negative_list import DecisionForm, EntryForm, NewEntryForm, entry_started
from .numbers import CancelForm, PatternForm
from .redirects import AddressForm, RedirectFilter, RedirectsForm
from .shelves import ColumnForm, DetailRows, KindForm, NewColumnForm, NewKindForm, column_started, rows_started
from .tables import rows_of, rows_pasted
from .words import ImportForm, NewWordForm, RetireForm, WordFilter, WordForm, word_started

__all__ = [
    "AddressForm",
    "CancelForm",
    "ColumnForm",
    "DecisionForm",
    "DetailRows",
    "EntryForm",
    "ImportForm",
    "KindForm",
    "NewColumnForm",
    "NewEntryForm",
    "NewKindForm",
    "NewWordForm",
    "PatternForm",
    "RedirectFilter",
    "RedirectsForm",
    "RetireForm",
    "WordFilter",
    "WordForm",
    "column_started",
    "entry_started",
    "rows_of",
    "rows_pasted",
    "rows_started",
    "word_started",
]
