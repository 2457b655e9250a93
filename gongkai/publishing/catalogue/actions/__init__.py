"""Setting up the shelves, taking numbers, keeping the lists."""

from .negative_list import (
    NEGATIVE_LIST_TOPIC,
    EntryFields,
    adopt_entry,
    amend_entry,
    propose_entry,
    reject_entry,
    retire_entry,
    review_entry,
)
from .numbers import Numbered, PatternFields, cancel_pattern, set_pattern, take_index_numbers, take_numbers
from .redirects import COLUMN_TOPIC, REDIRECTS_TOPIC, enter_redirects, readdress_column, retire_redirect
from .shelves import (
    ColumnFields,
    KindFields,
    add_column,
    add_kind,
    arrange_column,
    arrange_kind,
    define_key_area,
    define_kind,
    open_column,
)
from .standard import adopt_standard_kinds
from .words import LineResult, WordFields, add_word, amend_word, import_words, restore_word, retire_word

__all__ = [
    "COLUMN_TOPIC",
    "NEGATIVE_LIST_TOPIC",
    "REDIRECTS_TOPIC",
    "ColumnFields",
    "EntryFields",
    "KindFields",
    "LineResult",
    "Numbered",
    "PatternFields",
    "WordFields",
    "add_column",
    "add_kind",
    "add_word",
    "adopt_entry",
    "adopt_standard_kinds",
    "amend_entry",
    "amend_word",
    "arrange_column",
    "arrange_kind",
    "cancel_pattern",
    "define_key_area",
    "define_kind",
    "enter_redirects",
    "import_words",
    "open_column",
    "propose_entry",
    "readdress_column",
    "reject_entry",
    "restore_word",
    "retire_entry",
    "retire_redirect",
    "retire_word",
    "review_entry",
    "set_pattern",
    "take_index_numbers",
    "take_numbers",
]
