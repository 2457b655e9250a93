"""A return as one document tree: the situation report with its figures, then the tables of its form as an annual report prints them.

The workbook, the PDF, the screen and the published page are all made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.documents.fonts import FontsMissing
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
from gongkai.law.report.formats import load_format
from gongkai.law.report.website import WorkRow, load_work_table
from gongkai.oversight.annual_report.queries import Printed, Printer, divided, read_out

from ..choices import WEBSITE_TABLE
from ..models import Return

Figures = Mapping[str, Printed]
#: Where the list behind a figure stands, by its code.
Leads = Callable[[str], str]


def return_document(
    owner: Return, figures: Figures, *, day: date, leads: Leads | None = None, blank: str = ""
) -> Document:
    """The return with these figures. Its numbers are words without ``leads``; ``blank`` is what an empty cell says."""
    shown = _Shown(owner, figures, leads, blank)
    blocks: list[Block] = [
        Heading(1, line.text) if line.is_heading else Paragraph((Text(line.text),))
        for line in read_out(owner.text, figures)
    ]
    if blocks:
        blocks += [Signature(owner.unit.name, day), PageBreak()]
    blocks += shown.work_tables() if owner.format == WEBSITE_TABLE else shown.report_tables()
    return Document(
        title=str(owner),
        issuer=owner.unit.name,
        date=day,
        blocks=tuple(blocks),
        meta=((_("报送要求"), owner.asked_number),),
    )


def sent_document(owner: Return, figures: Figures, *, day: date) -> Document:
    """The same for the files that are sent: what was handed in is marked, and no number leads anywhere."""
    return return_document(owner, figures, day=day, leads=lambda code: "#")


def return_pdf(document: Document, *, stamp: datetime) -> bytes:
    """The same as PDF. Refused when no typeface is installed."""
    try:
        return render_pdf(document, stamp=stamp, base_url=settings.WAGTAILADMIN_BASE_URL)
    except FontsMissing as missing:
        raise Refused(str(missing)) from missing


class _Shown:
    """The tables of one return, its numbers shown in one way."""

    def __init__(self, owner: Return, figures: Figures, leads: Leads | None, blank: str) -> None:
        self.owner, self.figures, self.leads, self.blank = owner, figures, leads, blank
        self.printer = Printer(self.number, self.words)

    def report_tables(self) -> Iterator[Table]:
        """All tables of a form of annual reports, in printed order."""
        form = load_format(self.owner.format)
        names = [*(str(table.number) for table in form.tables), *(table.key for table in form.crossed)]
        return self.printer.standing_in(form, names)

    def work_tables(self) -> Iterator[Table]:
        """The website's table: one for each of its groups, with the rows that are words."""
        groups = load_work_table().groups
        last = [group for group in groups if any(row.collected for row in group.rows)][-1:]
        for group in groups:
            yield Table(
                caption=group.title,
                columns=(Column("left", 3), Column("center", 1), Column("right", 2)),
                header=(tuple(Cell.of(head) for head in (_("项目"), _("单位"), _("内容"))),),
                rows=tuple(
                    (Cell.of(row.label, indent=row.indent, header="row"), Cell.of(row.unit), self.content(row))
                    for row in group.rows
                ),
                note=self.printer.note([], self.leads is not None and group in last),
            )

    def content(self, row: WorkRow) -> Cell:
        """What a row of the website's table says."""
        if row.code:
            return self.number(row.code, bool(row.collected), 1)
        return Cell.of(str(self.owner.words.get(row.key, "")) or self.blank)

    def number(self, code: str, collected: bool, per: int) -> Cell:
        """The cell of a figure; an empty one is blank, which is not zero."""
        said = self.figures[code].printed if code in self.figures else ""
        if said and per != 1:
            said = divided(Decimal(said.replace(",", "")), per)
        return Cell.of(self.leading(said or self.blank, code, collected and bool(said)))

    def leading(self, said: str, code: str, handed_in: bool) -> Inline:
        """Words that lead to the list behind a figure, where they lead anywhere."""
        return Figure(said, self.leads(code), code, handed_in) if said and self.leads else Text(said)

    def words(self, note: str) -> str:
        """A note with its figures."""
        return "\n".join(line.text for line in read_out(note, self.figures))
