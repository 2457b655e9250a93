"""A public tree of the test's own, and a worker that bakes what is due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.base.search.engines import open_search


@pytest.fixture(autouse=True)
def tree(settings, tmp_path: Path) -> Path:
    """The public tree, empty, and an empty index."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    open_search().clear()
    settings.GONGKAI_SITE_NAME = "海港示范区政府信息公开"
    return settings.GONGKAI_PUBLIC_ROOT


@pytest.fixture
def bake() -> Callable[[], None]:
    """``bake()``: do all that follows from what was committed; a handler that failed fails the test."""

    def bake() -> None:
        drain()
        assert not [entry.last_error for entry in OutboxEntry.objects.failing()]

    return bake
