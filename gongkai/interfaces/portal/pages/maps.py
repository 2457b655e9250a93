"""What search engines and lost readers ask for: the site map, ``robots.txt``, about, help, privacy, contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from django.conf import settings

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.written import iso_date
from gongkai.publishing.catalogue.choices import SITE_PAGES
from gongkai.publishing.disclosure.pages import Line
from gongkai.publishing.disclosure.queries import site_pages

from ..models import ShelfMonth
from ..queries import Group, Shelf, part_of_month

#: Addresses in one part of the site map: a part is baked anew with every publication of its month.
SITEMAP_PART = 1000


def standing() -> list[Page | Bytes]:
    """The pages every site has to have; what the openness office has published for one stands in the place of our own words."""
    robots = "User-agent: *\nDisallow: /desk/\nDisallow: /hall/\nDisallow: /search/\n"
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    stated = site_pages()
    facts = {"contact_months": settings.GONGKAI_CONTACT_MONTHS}
    return [
        Bytes("robots.txt", f"{robots}\nSitemap: {address}/sitemap.xml\n".encode()),
        *(Page(path, f"portal/{path}", {"stated": stated.get(name), **facts}) for name, path in SITE_PAGES.items()),
    ]


def sitemap(shelf: Shelf, month: date, part: int) -> Page:
    """The addresses of one part of a month of a column."""
    return sitemap_of(shelf, month, part, part_of_month(shelf, month, part, SITEMAP_PART))


def sitemap_of(shelf: Shelf, month: date, part: int, lines: Sequence[Line]) -> Page:
    """The same of lines already read."""
    standing = [
        {"address": quote(line.href), "day": iso_date(line.changed_at) or line.published_day}
        for line in lines
        if not line.withdrawn_at
    ]
    return Page(sitemap_path(shelf, month, part), "portal/sitemap.xml", {"lines": standing})


def sitemap_path(shelf: Shelf, month: date, part: int) -> str:
    """Where a part of the site map stands: ``sitemaps/notices/2018-03.xml``."""
    return _part_path(shelf.slug, month, part)


def sitemap_index() -> Page:
    """Every part of the site map, told from the counted months."""
    months = ShelfMonth.objects.filter(group=Group.COLUMNS).order_by("slug", "month")
    paths = [
        _part_path(counted.slug, counted.month, part)
        for counted in months
        for part in range(1, (counted.listed - 1) // SITEMAP_PART + 2)
    ]
    return Page("sitemap.xml", "portal/sitemap_index.xml", {"parts": paths})


def _part_path(slug: str, month: date, part: int) -> str:
    return f"sitemaps/{slug}/{month:%Y-%m}" + (".xml" if part == 1 else f"-{part}.xml")
