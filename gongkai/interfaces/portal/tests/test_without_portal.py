"""An office that publishes on somebody else's site: nothing is baked or served here but where the information is."""

from __future__ import annotations

import importlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import clear_url_caches

from config import urls
from gongkai.interfaces.portal.models import BakedFile
from gongkai.publishing.delivery import actions as delivery
from gongkai.publishing.delivery.choices import PlatformKind
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def off(settings, tmp_path):
    """The portal is turned off, as its environment variable does it."""
    settings.GONGKAI_PORTAL = False
    settings.GONGKAI_PORTAL_ROOT = tmp_path / "public"
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "notice"
    importlib.reload(urls)
    clear_url_caches()
    yield settings.GONGKAI_PUBLIC_ROOT
    settings.GONGKAI_PORTAL = True
    importlib.reload(urls)
    clear_url_caches()


def files(root):
    return {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() and ".oven" not in path.parts
    }


def verify() -> str:
    said = StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


def test_nothing_published_is_baked_and_one_page_says_where_it_is(
    off, make_item, bake, zone, openness_officer, now
) -> None:
    item = make_item(Status.PUBLISHED)
    bake()
    assert not off.exists() or not {name for name in files(off) if name.endswith((".html", ".json"))}
    fields = delivery.PlatformFields(
        "某市人民政府网站", zone, PlatformKind.PACKAGE, "https://www.gov.example/", date(2018, 1, 1), is_on=True
    )
    delivery.enter_platform("city", fields, by=openness_officer, now=now)
    bake()
    page = (off / "index.html").read_text()
    assert '<a href="https://www.gov.example/">某市人民政府网站</a>' in page
    assert item.title not in page
    assert {name for name in files(off) if not name.startswith("assets/") and not name.endswith(".gz")} == {
        "index.html", "404.html",
    }  # fmt: skip
    for gone in ("/search/", "/log/", "/columns/", "/feed.xml", "/mourning.css"):
        assert gone not in page + (off / "404.html").read_text()
    call_command("rebuild", "search", stdout=StringIO())
    assert "一致" in verify()


def test_the_doors_are_shut_and_the_desk_is_open(off, drafter) -> None:
    for path in ("/hall/consultations/", "/search/?q=港区", "/api/v1/items", "/gkmlpt/api/all/0"):
        response = Client().get(path)
        assert response.status_code == 404, path
    assert "这项功能没有开放" in response.content.decode()
    assert Client().get("/desk/").status_code == 302


def test_turning_it_off_removes_what_stood_and_turning_it_on_brings_it_back(
    settings, tree, make_item, bake, request
) -> None:
    item = make_item(Status.PUBLISHED)
    bake()
    assert (tree / f"{item.path}.html").exists()
    request.getfixturevalue("off")
    with pytest.raises(Exception, match="不一致"):
        verify()
    call_command("rebuild", stdout=StringIO())
    assert not tree.exists()
    assert set(BakedFile.objects.values_list("path", flat=True)) == {
        name for name in files(settings.GONGKAI_PUBLIC_ROOT) if not name.endswith(".gz")
    }
    assert "一致" in verify()
    settings.GONGKAI_PORTAL, settings.GONGKAI_PUBLIC_ROOT = True, tree
    call_command("rebuild", "pages", "--processes", "1", stdout=StringIO())
    assert (tree / f"{item.path}.html").exists()
    assert "一致" in verify()
