"""The words that are looked for."""

from __future__ import annotations

from ..models import WatchWord, WatchWordQuerySet


def watch_words() -> WatchWordQuerySet:
    """Every word in use, in one query; ``text``, ``kind``, ``replacement`` and ``spared`` are what a search needs of each."""
    return WatchWord.objects.in_use()
