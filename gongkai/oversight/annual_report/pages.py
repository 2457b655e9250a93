"""What stands on the public site about a published report: itself, the list behind each number, the comparison, the corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import Table, with_tables
from gongkai.base.documents.html import render_html
from gongkai.oversight.statistics.queries import Row

from .models import FrozenFigure, Report
from .queries import compared, differences, document_of, figure_path, frozen_figures, frozen_rows

#: Rows of a list on one page.
PART = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A figure as another figure's page names it."""

    code: str
    label: str
    printed: str
    unit_word: str
    href: str


def trees(*, unit: str = "", year: int | None = None) -> Iterator[tuple[str, Iterator[Page | Bytes]]]:
    """(folder, what shall stand in it) of every published report, or of one; for one that is not public the folder is empty."""
    reports = Report.objects.select_related("unit", "item", "frozen_by")
    if unit:
        reports = reports.filter(unit__code=unit)
    if year is not None:
        reports = reports.filter(year=year)
    public = set(reports.public().values_list("pk", flat=True))
    for report in reports.order_by("unit__code", "year"):
        yield report.folder, of_report(report) if report.pk in public else iter(())


def of_report(report: Report) -> Iterator[Page | Bytes]:
    """Every page and file of one published report."""
    figures = frozen_figures(report)
    corrections = differences(report)
    claims = compared(report, figures)
    files = list(_files(report))
    yield Page(
        f"{report.folder}/index.html",
        "annual_report/report.html",
        {
            "report": report,
            "text": render_html(document_of(report), titled=False),
            "files": [(file.path.rpartition("/")[2], PurePath(file.path).suffix, len(file.content)) for file in files],
            "compared": bool(claims),
            "corrections": len(corrections),
        },
    )
    for figure in figures.values():
        yield from _lists(report, figure, figures)
    if claims:
        rows = [(row, f"/{figure_path(report, row.claim.code)}") for row in claims]
        yield Page(
            f"{report.folder}/published-computed.html",
            "annual_report/compared.html",
            {"report": report, "rows": rows, "agreeing": sum(row.agrees for row in claims)},
        )
    if corrections:
        yield Page(
            f"{report.folder}/corrections.html",
            "annual_report/corrections.html",
            {"report": report, "corrections": corrections},
        )
    yield from files


def _lists(report: Report, figure: FrozenFigure, figures: Mapping[str, FrozenFigure]) -> Iterator[Page | Bytes]:
    parts = max(1, -(-figure.record_count // PART))
    context: dict[str, Any] = {
        "report": report,
        "figure": figure,
        "made_of": [_link(report, figures[code]) for code in figure.parts],
        "parts": parts,
        "size": PART,
    }
    rows: Iterator[list[Row]] = frozen_rows(figure, figures, part=PART) if figure.record_count else iter([[]])
    for part, listed in enumerate(rows, start=1):
        page = Page(
            figure_path(report, figure.code, part),
            "annual_report/figure.html",
            {
                **context,
                "part": part,
                "rows": listed,
                "previous": f"/{figure_path(report, figure.code, part - 1)}" if part > 1 else "",
                "following": f"/{figure_path(report, figure.code, part + 1)}" if part < parts else "",
            },
        )
        if listed:
            yield from with_tables(page, _table(figure, listed))
        else:
            yield page


def _table(figure: FrozenFigure, rows: list[Row]) -> Table:
    columns = (
        ("number", _("编号")),
        ("date", _("日期")),
        ("unit", _("单位")),
        ("kind", _("类别")),
        ("address", _("地址")),
        ("state", _("状态")),
    )
    told = [
        (row.number, row.day, row.unit, str(row.kind), row.href, "" if row.standing else _("定稿后已撤下或作废"))
        for row in rows
    ]
    return Table(figure.label, columns, told)


def _link(report: Report, figure: FrozenFigure) -> Link:
    return Link(figure.code, figure.label, figure.printed, figure.unit_word, f"/{figure_path(report, figure.code)}")


def _files(report: Report) -> Iterator[Bytes]:
    """The very bytes that were reviewed and published with the item."""
    assert report.item is not None
    for attachment in report.item.attachments.select_related("file"):
        suffix = PurePath(attachment.name).suffix
        with attachment.file.content.open("rb") as content:
            yield Bytes(f"{report.folder}/report{suffix}", content.read())
