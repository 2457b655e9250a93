"""A report as one document tree: its parts with the figures in them, and the tables exactly as the form has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Signature,
    Text,
)
from gongkai.base.documents.xlsx import render_xlsx
from gongkai.law.report.formats import load_format
from gongkai.law.report.parts import TO_BE_WRITTEN

from ..models import Narrative, Report
from .breaks import notes_of
from .charts import Figures, picture
from .frozen import frozen_figures
from .narratives import lines_of
from .printed_tables import Printer, divided


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


def report_xlsx(report: Report, document: Document) -> bytes:
    """The tables of the frozen report as XLSX; the same bytes whenever it is made again."""
    return render_xlsx(document, stamp=_stamp(report))


def build_document(report: Report, figures: Figures, *, day: date) -> Document:
    """A report with these figures, its parts in printed order, each with its tables and pictures; tables that stand in no part of it are
    appended. Every number leads to the list behind it. What is still to be written stands there as it is: ``check_written`` refuses it.
    """
    form = load_format(report.format)
    narratives = list(report.narratives.order_by("order"))
    printer = _printer(report, figures)
    parts = {part.heading: part for part in form.parts}
    blocks: list[Block] = []
    standing: set[str] = set()
    for narrative in narratives:
        part = parts.get(narrative.heading)
        written = list(_text(report, figures, narrative))
        if part is not None:
            standing.update(part.tables)
            written += printer.standing_in(form, part.tables)
            written += [picture(report, figures, chart) for chart in part.charts]
        if narrative.heading:
            blocks.append(Heading(1, narrative.heading))
            written = written or [Paragraph.of(_("无。"))]
        blocks += written
    if notes := notes_of(report):
        blocks += [Heading(1, _("数据说明")), *(Paragraph.of(str(note)) for note in notes)]
    blocks.append(Signature(report.unit.name, day))
    names = dict.fromkeys([*(str(table.number) for table in form.tables), *(table.key for table in form.crossed)])
    appended = list(printer.standing_in(form, [name for name in names if name not in standing]))
    if appended:
        blocks += [PageBreak(), *appended]
    return Document(
        title=report.title,
        issuer=report.unit.name,
        date=day,
        blocks=tuple(blocks),
        meta=((_("报告年度"), str(report.year)),),
    )


def check_written(report: Report) -> None:
    """Refused when a report has no text yet, or one that is still to be written."""
    narratives = list(report.narratives.order_by("order"))
    if not any(narrative.text.strip() for narrative in narratives):
        raise Refused(_("%(report)s还没有正文。") % {"report": report})
    for narrative in narratives:
        if TO_BE_WRITTEN in narrative.text:
            raise Refused(
                _("“%(part)s”中还有待补写的内容（“%(mark)s…”），补写后才能定稿。")
                % {"part": narrative, "mark": TO_BE_WRITTEN}
            )


def _text(report: Report, figures: Figures, narrative: Narrative) -> Iterator[Block]:
    for line in lines_of(narrative.text):
        if line.is_heading:
            yield Heading(2, "".join(line.pieces))
        else:
            yield Paragraph(tuple(_inlines(report, figures, line.pieces)))


def figure_path(report: Report, code: str, part: int = 1) -> str:
    """Where the list behind a figure stands, relative to the root of the site. No @ in it: screening takes that for an address of mail."""
    return f"{report.folder}/{code.replace('@', '-')}{f'-{part}' if part > 1 else ''}.html"


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


def _figure(report: Report, figures: Figures, code: str, *, handed_in: bool = False) -> Inline:
    """The number as it is printed, leading to its list; nothing where it is blank."""
    printed = figures[code].printed
    return Figure(printed, f"/{figure_path(report, code)}", code, handed_in) if printed else Text("")


def _printer(report: Report, figures: Figures) -> Printer:
    def number(code: str, collected: bool, per: int) -> Cell:
        one = _figure(report, figures, code, handed_in=collected)
        value = figures[code].number
        if per != 1 and value is not None and isinstance(one, Figure):
            one = replace(one, text=divided(Decimal(value), per))
        return Cell.of(one)

    def words(note: str) -> str:
        return "".join(
            figures[piece].printed if position % 2 else piece
            for line in lines_of(note)
            for position, piece in enumerate(line.pieces)
        )

    return Printer(number, words)
