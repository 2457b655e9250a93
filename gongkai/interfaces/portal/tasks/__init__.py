"""What follows from a committed act on the public site, and making the whole site again."""

from .addresses import bake_column, bake_redirects
from .indexing import ask_to_index, rebuild_search
from .publication import bake_item, bake_items, bake_report
from .rebuilding import rebuild

__all__ = [
    "ask_to_index",
    "bake_column",
    "bake_item",
    "bake_items",
    "bake_redirects",
    "bake_report",
    "rebuild",
    "rebuild_search",
]
