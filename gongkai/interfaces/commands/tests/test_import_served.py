"""Real documents of other portals, imported as published history, stand on ours and agree with the log."""

from __future__ import annotations

import gzip
import html
import json
from io import StringIO

import pytest
from django.core.management import call_command

from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.base.search.engines import open_search
from gongkai.interfaces.portal.queries import differences
from gongkai.publishing.catalogue.actions import define_kind
from gongkai.publishing.disclosure.models import InformationItem

REAL = 300


@pytest.mark.shared
@pytest.mark.django_db
def test_three_hundred_real_documents_are_baked_and_verified(
    shared_dir, settings, tmp_path, drafter, column, founder, now
):
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    open_search().clear()
    define_kind(code="normative", name="规范性文件", order=1, by=founder, now=now)
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz") as file:
        given = [next(file) for _line in range(REAL)]
    path = tmp_path / "real.jsonl"
    path.write_bytes(b"".join(given))

    call_command("import", "items", str(path), "--unit", "117", "--column", "notices", "--published", stdout=StringIO())
    drain()

    assert not OutboxEntry.objects.pending().exists()
    assert list(differences()) == []
    items = InformationItem.objects.public().select_related("imported_line")
    assert REAL - 60 < items.count() <= REAL
    for item in items:
        real = json.loads(given[item.imported_line.line - 1])
        page = html.unescape((settings.GONGKAI_PUBLIC_ROOT / f"{item.path}.html").read_text())
        assert " ".join(real["title"].split()) in page
        for line in real["body"].splitlines()[:50]:
            assert line.strip() in page
        assert (settings.GONGKAI_PUBLIC_ROOT / f"{item.path}.json").exists()
