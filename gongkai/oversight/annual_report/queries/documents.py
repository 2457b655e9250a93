"""A report as one document tree: its text with the figures in it, and the appended tables exactly as the form has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tree import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Text,
)
from gongkai.law.report.formats import Table as FormTable
from gongkai.law.report.formats import load_format
from gongkai.oversight.statistics.queries import Measured

from ..models import FrozenFigure, Report
from .frozen import frozen_figures
from .narratives import lines_of

#: Below a table of the form: the relation between its rows that the rows do not show. Codes in braces, as in the text.
NOTES = {
    ("guangdong_2018", 1): gettext_lazy(
        "注：同一信息在几个渠道发布只计一条。总数为前三项{b.items}条加微博、微信的原创信息{b.posts.original}条；"
        "转发网站信息的{b.posts.repeats}条不重复计入总数。"
    ),
    ("guangdong_2018", 2): gettext_lazy(
        "注：上年结转{b.applications.carried_in}件，年内终止{b.applications.closed}件，结转下年{b.applications.pending}件。"
    ),
    ("guangdong_2018", 3): gettext_lazy("注：含投诉、举报、建议等各类市民诉求，其中咨询类{b.requests.inquiry}条。"),
}

Figures = Mapping[str, Measured] | Mapping[str, FrozenFigure]


def document_of(report: Report) -> Document:
    """The frozen report. Refused before it is frozen."""
    if report.frozen_at is None:
        raise Refused(_("%(report)s尚未定稿。") % {"report": report})
    return build_document(report, frozen_figures(report), day=localdate(report.frozen_at))


def report_pdf(report: Report, document: Document) -> bytes:
    """The frozen report as PDF; the same bytes whenever it is made again."""
    return render_pdf(document, stamp=_stamp(report), base_url=settings.WAGTAILADMIN_BASE_URL)


def report_docx(report: Report, document: Document) -> bytes:
    """The frozen report as DOCX; the same bytes whenever it is made again."""
    return render_docx(document, stamp=_stamp(report), base_url=settings.WAGTAILADMIN_BASE_URL)


def build_document(report: Report, figures: Figures, *, day: date) -> Document:
    """A report with these figures. Every number leads to the list behind it. Refused when it has no text yet."""
    narratives = list(report.narratives.order_by("order"))
    if not narratives:
        raise Refused(_("%(report)s还没有正文。") % {"report": report})
    blocks: list[Block] = []
    for narrative in narratives:
        if narrative.heading:
            blocks.append(Heading(1, narrative.heading))
        for line in lines_of(narrative.text):
            if line.is_heading:
                blocks.append(Heading(2, "".join(line.pieces)))
            else:
                blocks.append(Paragraph(tuple(_inlines(report, figures, line.pieces))))
    blocks += [Signature(report.unit.name, day), PageBreak()]
    blocks += [_table(report, figures, table) for table in load_format(report.format).tables]
    return Document(
        title=report.title,
        issuer=report.unit.name,
        date=day,
        blocks=tuple(blocks),
        meta=((_("报告年度"), str(report.year)),),
    )


def figure_path(report: Report, code: str, part: int = 1) -> str:
    """Where the list behind a figure stands, relative to the root of the site."""
    return f"{report.folder}/{code}{f'-{part}' if part > 1 else ''}.html"


def _stamp(report: Report) -> datetime:
    if report.frozen_at is None:
        raise Refused(_("%(report)s尚未定稿。") % {"report": report})
    return report.frozen_at


def _inlines(report: Report, figures: Figures, pieces: tuple[str, ...]) -> Iterator[Inline]:
    for position, piece in enumerate(pieces):
        if position % 2:
            yield _figure(report, figures, piece)
        elif piece:
            yield Text(piece)


def _figure(report: Report, figures: Figures, code: str) -> Figure:
    return Figure(figures[code].printed, f"/{figure_path(report, code)}", code)


def _table(report: Report, figures: Figures, table: FormTable) -> Table:
    with_unit = len(table.columns) == 3
    columns = (
        (Column("left", 3), Column("center", 1), Column("right", 1))
        if with_unit
        else (
            Column("left", 3),
            Column("right", 1),
        )
    )
    return Table(
        caption=_("附表%(number)d　%(title)s") % {"number": table.number, "title": table.title},
        columns=columns,
        header=(tuple(Cell.of(column) for column in table.columns),),
        rows=tuple(
            (
                Cell.of(_row_label(table, position), indent=row.indent, header="row"),
                *((Cell.of(row.unit),) if with_unit else ()),
                Cell.of(_figure(report, figures, row.key)),
            )
            for position, row in enumerate(table.rows)
        ),
        note=_note(report, figures, table),
    )


def _note(report: Report, figures: Figures, table: FormTable) -> str:
    return "".join(
        figures[piece].printed if position % 2 else piece
        for line in lines_of(str(NOTES.get((report.format, table.number), "")))
        for position, piece in enumerate(line.pieces)
    )


def _row_label(table: FormTable, position: int) -> str:
    """The label of a row; the first row under a total says 其中 and those under it are counted, as the form prints them."""
    row = table.rows[position]
    if not row.indent:
        return row.label
    first = position
    while first and table.rows[first - 1].indent:
        first -= 1
    serial = f"{position - first + 1}.{row.label}"
    return _("其中：%(row)s") % {"row": serial} if position == first else serial
