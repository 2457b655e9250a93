"""What this room wants to stand on the public site: an item's page and what lies beside it, and its line in every list."""

from .items import Link, PublicFile, attachment_path, must_not_stand, of_keys, of_numbers
from .lines import Line, is_gone, line, lines_by_key

__all__ = [
    "Line",
    "Link",
    "PublicFile",
    "attachment_path",
    "is_gone",
    "line",
    "lines_by_key",
    "must_not_stand",
    "of_keys",
    "of_numbers",
]
