"""An empty index of each engine, and a way to put texts into it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gongkai.base.search.engines.tantivy import TantivySearch
from gongkai.base.search.port import Document, Page, Query, Search, SearchUnavailable

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def root(settings, tmp_path: Path) -> Path:
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    return tmp_path / "search"


@pytest.fixture(params=["tantivy", "opensearch"])
def search(request: pytest.FixtureRequest, root: Path) -> Iterator[Search]:
    """An empty index. The service is only asked where one answers at GONGKAI_OPENSEARCH_URL."""
    if request.param == "tantivy":
        engine: Search = TantivySearch(root)
        engine.clear()
        yield engine
        return
    address = os.environ.get("GONGKAI_OPENSEARCH_URL", "")
    if not address:
        pytest.skip("no OpenSearch: GONGKAI_OPENSEARCH_URL is not set")
    from gongkai.base.search.engines.opensearch import OpenSearch

    engine = OpenSearch(address, name=f"gongkai-test-{os.getpid()}")
    try:
        engine.clear()
    except SearchUnavailable:
        pytest.skip(f"no OpenSearch answers at {address}")
    yield engine
    engine.drop()


@pytest.fixture
def put(search: Search) -> Callable[..., None]:
    """``put(Document(…), …)``: seen at once."""

    def put(*documents: Document) -> None:
        search.put_many(documents)
        search.commit()

    return put


@pytest.fixture
def find(search: Search) -> Callable[..., list[str]]:
    """``find("…", page=1)``: the keys of the hits in order."""

    def find(text: str, **options: object) -> list[str]:
        return keys(search.search(Query(text, **options)))

    return find


def keys(page: Page) -> list[str]:
    return [hit.document.key for hit in page.hits]


def on(year: int, month: int = 6, day: int = 1) -> datetime:
    return datetime(year, month, day, 9, 0, tzinfo=SHANGHAI)
