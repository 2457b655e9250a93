"""What the ledger keeps about how things are shelved, numbered and watched."""

from .negative_list import NegativeEntry, NegativeEntryQuerySet, NegativeEntryVersion, folded
from .numbers import IndexPattern, IndexPatternQuerySet, NumberSeries, series_of
from .redirects import Redirect, RedirectQuerySet
from .shelves import Column, KeyArea, Kind
from .words import WatchWord, WatchWordQuerySet

__all__ = [
    "Column",
    "IndexPattern",
    "IndexPatternQuerySet",
    "KeyArea",
    "Kind",
    "NegativeEntry",
    "NegativeEntryQuerySet",
    "NegativeEntryVersion",
    "NumberSeries",
    "Redirect",
    "RedirectQuerySet",
    "WatchWord",
    "WatchWordQuerySet",
    "folded",
    "series_of",
]
