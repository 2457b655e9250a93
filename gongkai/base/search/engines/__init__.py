"""The engines behind the port. `open_search` gives the one the settings name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.base.search.port import Search


def open_search(name: str = "") -> Search:
    """The search of this installation: the same object for the same settings, to be used by any thread.

    Without a name it is what the public finds. A name (letters) is an index of its own beside that one: other folder, other alias, nothing
    of the one can ever be found in the other.
    """
    return _open(str(settings.GONGKAI_SEARCH_ENGINE), Path(settings.GONGKAI_SEARCH_ROOT), name)


@cache
def _open(address: str, root: Path, name: str) -> Search:
    # An installation has one engine: the other one's library is not even loaded.
    if address:
        from gongkai.base.search.engines.opensearch import OpenSearch

        return OpenSearch(address, name=f"gongkai-{name}" if name else "gongkai")
    from gongkai.base.search.engines.tantivy import TantivySearch

    return TantivySearch(root / name)
