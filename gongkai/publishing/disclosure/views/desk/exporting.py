"""Lists of the desk to take away: what the person sees, narrowed as on the screen, as a workbook or as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.core.tables import MOST_ROWS, Table, handed_out

from ...models import InformationItem, OfficialDocument

_FORMS = ("xlsx", "csv")


def taken_away(request: HttpRequest, found: Any, table: Any, *, name: str) -> HttpResponse | None:
    """The whole list as a file when one is asked for, and it is not too long; ``table`` makes it of what was ``found``."""
    form = request.GET.get("format", "")
    if form not in _FORMS:
        return None
    if found.count() > MOST_ROWS:
        messages.error(request, _("超过 %(most)d 条，请先缩小范围再下载。") % {"most": MOST_ROWS})
        return None
    return handed_out(table(name, found), form, name=name)


def of_items(title: str, items: Iterable[InformationItem]) -> Table:
    """Items as the list shows them."""
    columns = (
        ("registration", _("登记号")),
        ("number", _("索引号")),
        ("title", _("标题")),
        ("unit", _("单位")),
        ("column", _("栏目")),
        ("document_number", _("发文字号")),
        ("openness", _("公开属性")),
        ("status", _("状态")),
        ("formed_date", _("成文日期")),
        ("drafted_date", _("拟稿日期")),
        ("published_date", _("发布日期")),
    )
    rows = [
        (
            *(
                item.registration,
                item.number,
                item.title,
                item.unit.short_name,
                item.column.name if item.column else "",
            ),
            *(item.document_number, str(item.get_openness_display()), str(item.get_status_display())),
            *(item.formed_date, localdate(item.drafted_at), item.published_date),
        )
        for item in items
    ]
    return Table(title, columns, rows)


def of_documents(title: str, documents: Iterable[OfficialDocument]) -> Table:
    """Official documents as the register shows them."""
    columns = (
        ("registration", _("登记号")),
        ("document_number", _("发文字号")),
        ("title", _("标题")),
        ("unit", _("发文机关")),
        ("formed_date", _("成文日期")),
        ("issued_date", _("印发日期")),
        ("openness", _("公开属性")),
        ("ground", _("不公开依据")),
        ("ground_reason", _("不主动公开的理由")),
        ("status", _("状态")),
    )
    rows = [
        (
            *(one.registration, one.document_number, one.title, one.unit.short_name, one.formed_date, one.issued_date),
            *(str(one.get_openness_display()), str(one.get_ground_display()), one.ground_reason),
            str(one.get_status_display()),
        )
        for one in documents
    ]
    return Table(title, columns, rows)
