"""The newest items for feed readers: Atom and RSS, of the whole site and of each column."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime

from gongkai.base.core.pages import Page
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import first_words

from ..queries import Shelf
from .shelves import newest_of_all

#: Entries of the feed of the site, and of that of a shelf.
FEED, SHELF_FEED = 50, 20


def feeds() -> list[Page]:
    """The newest items of the site."""
    return _both("", None, newest_of_all(FEED, body=True))


def shelf_feeds(shelf: Shelf) -> list[Page]:
    """The newest items of a shelf."""
    items = (
        InformationItem.objects.public().current().filter(**shelf.where).newest_first().select_related("unit", "kind")
    )
    return _both(f"{shelf.folder}/", shelf, list(items[:SHELF_FEED]))


def _both(folder: str, shelf: Shelf | None, items: list[InformationItem]) -> list[Page]:
    entries = [
        {"item": item, "at": localtime(item.published_at), "updated": localtime(item.changed_at or item.published_at)}
        | {"summary": first_words(item)}
        for item in items
    ]
    updated = max((entry["updated"] for entry in entries), default=None)  # type: ignore[type-var]
    context: dict[str, Any] = {"shelf": shelf, "folder": folder, "entries": entries, "updated": updated}
    return [
        Page(f"{folder}feed.xml", "portal/feed.xml", context),
        Page(f"{folder}rss.xml", "portal/rss.xml", context),
    ]
