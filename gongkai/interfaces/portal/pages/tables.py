"""Lists to take away: what a list page shows, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.timezone import get_default_timezone

from gongkai.base.core.pages import site_text as _
from gongkai.base.core.tables import Table
from gongkai.publishing.disclosure.pages import Line


def of_lines(title: str, lines: Iterable[Line]) -> Table:
    """Lines of a list of items."""
    public, withdrawn, zone = _("公开"), _("已撤下"), get_default_timezone()
    return Table(
        title,
        (
            ("number", _("索引号")),
            ("title", _("标题")),
            ("unit", _("单位")),
            ("document_number", _("发文字号")),
            ("published_date", _("发布日期")),
            ("state", _("状态")),
            ("formed_date", _("成文日期")),
            ("validity", _("有效性")),
            ("address", _("地址")),
        ),
        [
            (
                entry.number,
                entry.title,
                entry.unit,
                entry.document_number,
                entry.published_at.astimezone(zone).date(),
                withdrawn if entry.withdrawn_at else public,
                entry.formed_date,
                entry.validity,
                entry.href,
            )
            for entry in lines
        ],
    )


def of_places(title: str, groups: Iterable[tuple[str, Iterable[Any]]], folder: str) -> Table:
    """The shelves of the catalogue with their counts, those below another after it."""

    def rows(group: str, above: str, places: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        for place in places:
            href = f"/{folder}/{place.slug}/index.html" if place.slug else ""
            yield group, above, place.name, place.count, href
            yield from rows(group, place.name, place.below)

    return Table(
        title,
        (("group", _("分组")), ("above", _("上级")), ("name", _("名称")), ("count", _("件数")), ("address", _("地址"))),
        [row for group, places in groups for row in rows(group, "", places)],
    )
