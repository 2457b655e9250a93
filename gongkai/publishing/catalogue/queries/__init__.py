"""Asking about the shelves and the lists the openness office keeps."""

from .negative_list import due_for_review, matching, published_list
from .numbers import is_used, next_number, owner_of, page_path, patterns_of
from .words import watch_words

__all__ = [
    "due_for_review",
    "is_used",
    "matching",
    "next_number",
    "owner_of",
    "page_path",
    "patterns_of",
    "published_list",
    "watch_words",
]
