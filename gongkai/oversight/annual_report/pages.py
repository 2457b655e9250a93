"""What stands on the public site about a published report: itself in every format, the list behind each number, the comparison, the
corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import Table, with_tables
from gongkai.base.documents.html import render_html
from gongkai.base.documents.tree import Document, Picture
from gongkai.law.report.formats import load_format
from gongkai.oversight.statistics.queries import Row

from .models import FrozenFigure, Report
from .queries import (
    Consolidation,
    compared,
    corrections_of,
    differences,
    document_of,
    figure_path,
    flattened,
    frozen_figures,
    frozen_rows,
    hidden_records,
    lawful_sentence,
    report_json,
    report_xlsx,
)

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
    corrections, published = differences(report, public=True), corrections_of(report)
    consolidation = Consolidation(report, public_only=True)
    claims = compared(report, figures)
    document = document_of(report)
    files = [*_files(report), *_further_files(report, document)]
    yield Page(
        f"{report.folder}/index.html",
        "annual_report/report.html",
        {
            "report": report,
            "text": render_html(document, titled=False, pictured=True),
            "files": [(file.path.rpartition("/")[2], PurePath(file.path).suffix, len(file.content)) for file in files],
            "compared": bool(claims),
            "corrections": len(corrections),
            "corrected": len(published),
            "due": lawful_sentence(report),
        },
    )
    for figure in figures.values():
        yield from _lists(report, figure, figures, consolidation)
    if claims:
        rows = [(row, f"/{figure_path(report, row.claim.code)}") for row in claims]
        yield Page(
            f"{report.folder}/published-computed.html",
            "annual_report/compared.html",
            {"report": report, "rows": rows, "agreeing": sum(row.agrees for row in claims)},
        )
    if corrections or published:
        yield Page(
            f"{report.folder}/corrections.html",
            "annual_report/corrections.html",
            {"report": report, "corrections": corrections, "published": published},
        )
    yield from files
    for block in document.blocks:
        if isinstance(block, Picture):
            yield Bytes(block.href.lstrip("/"), block.svg.encode())


def _lists(
    report: Report, figure: FrozenFigure, figures: Mapping[str, FrozenFigure], consolidation: Consolidation
) -> Iterator[Page | Bytes]:
    hidden = hidden_records(figure, figures) if figure.record_count else 0
    parts = max(1, -(-(figure.record_count - hidden) // PART))
    context: dict[str, Any] = {
        "report": report,
        "figure": figure,
        "shares": [
            (depth, share, f"/{figure_path(share.report, figure.code)}" if share.report else "")
            for depth, share in flattened(consolidation.of(figure))
        ],
        "made_of": [_link(report, figures[code]) for code in figure.parts],
        "handed_in": figure.code.partition("@")[0] in load_format(report.format).collected,
        "hidden": hidden,
        "parts": parts,
        "size": PART,
    }
    rows: Iterator[list[Row]] = iter([[]])
    if figure.record_count > hidden:
        rows = frozen_rows(figure, figures, part=PART, public=True)
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


def _further_files(report: Report, document: Document) -> Iterator[Bytes]:
    """The tables for spreadsheets and the figures for programs, made again from what was frozen."""
    yield Bytes(f"{report.folder}/report.xlsx", report_xlsx(report, document))
    yield Bytes(f"{report.folder}/report.json", report_json(report))
