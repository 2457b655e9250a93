"""A list as a file: CSV that a spreadsheet opens, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.models import Unit

from ... import queries
from ...choices import OF_PAIRS, Status
from ...models import Obligation
from .screens import RoomScreen

#: Rows of one file: a spreadsheet holds a million, a request should not.
MOST = 50_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Export(RoomScreen):
    """The rows of one status, narrowed as the list is."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        asked = request.GET.get("status", "")
        if kind not in ("csv", "xlsx") or asked not in Status.values:
            raise Http404
        _form, selection = self.selected()
        status = Status(asked)
        lines = self.pairs(selection, status) if status in OF_PAIRS else self.occasions(selection, status)
        table = [_headings(), *lines]
        content, media_type = (_csv(table), "text/csv; charset=utf-8") if kind == "csv" else (_workbook(table), _XLSX)
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="obligations-{status}-{self.today}.{kind}"'
        return response

    def occasions(self, selection: queries.Selection, status: Status) -> Iterator[list[str]]:
        found = queries.occasions(selection, on=self.today).in_status(status)
        found = queries.with_counting(
            found.select_related("unit", "obligation__catalogue", "obligation__subject"), on=self.today
        )
        working = calendar()
        for each in found[:MOST]:
            told = queries.said(each, each.status, each.counting, on=self.today, calendar=working)
            by = "、".join(str(met.item or met.place or met.words) for met in each.counting)
            yield [
                *_row(each.obligation, each.unit),
                *(each.number, each.title, str(each.due_date or ""), str(status.label), told, by),
            ]

    def pairs(self, selection: queries.Selection, status: Status) -> Iterator[list[str]]:
        units = {unit.pk: unit for unit in selection.units}
        for each in queries.pairs(selection, status, on=self.today).select_related("catalogue", "subject")[:MOST]:
            yield [*_row(each, units[each.bearer]), "", "", "", str(status.label), each.vague, ""]


def _headings() -> list[str]:
    return [
        *(_("标准目录"), _("行号"), _("领域"), _("公开事项"), _("公开时限"), _("公开主体"), _("责任单位")),
        *(_("编号"), _("事由"), _("公开期限"), _("状态"), _("说明"), _("公开情况")),
    ]


def _row(obligation: Obligation, unit: Unit) -> list[str]:
    return [
        *(obligation.catalogue.name, str(obligation.row), obligation.area_label, obligation.matter),
        *(obligation.limit_text, obligation.subject.text, unit.name),
    ]


def _plain(value: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _csv(table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_plain(value) for value in line] for line in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _workbook(table: list[list[str]]) -> bytes:
    book: Any = Workbook(write_only=True)
    sheet = book.create_sheet(_("标准目录"))
    for line in table:
        sheet.append([_plain(value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
