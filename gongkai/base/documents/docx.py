"""The tree as DOCX, in the layout of GB/T 9704-2012, for the colleague who must edit it or send it on.

The typefaces are named as the standard names them (仿宋, 黑体, 楷体, 方正小标宋简体); the reader's machine supplies them. The same
document and stamp give the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_UNDERLINE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.base.core.errors import Refused
from gongkai.base.documents import tree
from gongkai.base.documents.drawings import as_png
from gongkai.base.documents.ooxml import SIZE, element, indent, page_number, set_face, settled, width_of
from gongkai.base.documents.tree import Figure, Inlines, Row, Strong, address_on_paper, chinese_date, numbered_blocks

BODY, SANS, KAI, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
TABLE_TEXT = "表格文字"
CHARACTER = 156 / 28 / 25.4 * 72  # points: 28 characters fill the type area of 156 mm
PITCH = 28.95  # points: 22 lines fill its 225 mm, rounded down to a twip or the last would not fit
TWIP = 635  # EMU: the step Word measures in, rounded down so that a table never grows past the type area
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def render_docx(document: tree.Document, *, stamp: datetime, base_url: str = "") -> bytes:
    """The document as DOCX. ``stamp`` (aware) and ``base_url`` as for ``pdf.render_pdf``."""
    if stamp.tzinfo is None:
        raise Refused(_("文件的时间必须注明时区。"))
    return _Writer(document, stamp, base_url).written()


class _Writer:
    """One DOCX being written, block by block."""

    def __init__(self, document: tree.Document, stamp: datetime, base_url: str) -> None:
        self.document = document
        self.stamp = stamp.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.base_url = base_url
        self.file = docx.Document()
        self.new_page = False
        self.table_text = ""

    def written(self) -> bytes:
        self._properties()
        self._styles()
        self._page()
        self._line(self.document.title, "Title")
        if self.document.number:
            self._line(self.document.number, "Normal", align="center")
        self._line("", "Normal")
        for label, block in numbered_blocks(self.document):
            self._block(label, block)
        buffer = BytesIO()
        self.file.save(buffer)
        return settled(buffer.getvalue())

    def _properties(self) -> None:
        properties = self.file.core_properties
        properties.title = self.document.title[:255]
        properties.author = properties.last_modified_by = self.document.issuer[:255]
        properties.language = self.document.language
        properties.keywords = "；".join(f"{name}：{value}" for name, value in self.document.meta)[:255]
        properties.created = properties.modified = self.stamp
        properties.comments, properties.revision = "", 1

    def _styles(self) -> None:
        normal = self.file.styles["Normal"]
        set_face(normal, BODY, SIZE)
        normal.element.rPr.append(element("w:lang", val="en-US", eastAsia=self.document.language))
        layout = normal.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
        for level, face in enumerate((SANS, KAI, BODY, BODY), start=1):
            heading = self.file.styles[f"Heading {level}"]
            set_face(heading, face, SIZE)
            heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
            heading.paragraph_format.keep_with_next = True
            indent(heading.element.get_or_add_pPr(), 2)
        title = self.file.styles["Title"]
        set_face(title, TITLE, 22)
        for border in title.element.pPr.findall(qn("w:pBdr")):
            title.element.pPr.remove(border)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_after = Pt(0)
        title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        title.paragraph_format.line_spacing = Pt(32)
        # Rows of a table are as high as their words, not as the grid of the page.
        table = self.file.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        table.base_style = normal
        table.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        table.element.pPr.insert(0, element("w:snapToGrid", val=0))
        self.table_text = table.style_id
        caption = self.file.styles["Caption"]
        set_face(caption, SANS, 14)
        caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(4)

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        # The dashes of the page number stand 7 mm below the type area; a line of 14 pt ends half its height lower.
        section.footer_distance = Mm(35 - 7) - Pt(7)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)
        grid = element("w:docGrid", type="linesAndChars", linePitch=round(PITCH * 20))
        grid.set(qn("w:charSpace"), str(round((CHARACTER - SIZE) * 4096)))
        section._sectPr.append(grid)
        self.file.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            line = footer.paragraphs[0]
            line.style = self.file.styles["Normal"]
            line.alignment = ALIGN[side]
            line.paragraph_format.line_spacing = Pt(14)
            setattr(line.paragraph_format, f"{side}_indent", Pt(14))
            page_number(line)

    def _line(self, text: str, style: str, align: str = "left") -> Any:
        line = self._started(self.file.add_paragraph(text, style=style))
        if align != "left":
            line.alignment = ALIGN[align]
        return line

    def _started(self, line: Any) -> Any:
        """The line, on a new page if one was asked for: a break of its own would leave an empty line there."""
        if self.new_page:
            line.paragraph_format.page_break_before = True
            self.new_page = False
        return line

    def _block(self, label: str, block: tree.Block) -> None:
        match block:
            case tree.Heading(level, text):
                self._line(label + text, f"Heading {level}")
            case tree.Paragraph(content, indented):
                line = self._line("", "Normal")
                self._inlines(line, content)
                line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
                if indented:
                    indent(line._p.get_or_add_pPr(), 2)
            case tree.Table():
                self._table(block)
            case tree.Picture():
                self._picture(block)
            case tree.PageBreak():
                self.new_page = True
            case tree.Signature(unit, day, seal):
                self._signature(unit, chinese_date(day), seal=seal)
            case tree.Note(text):
                indent(self._line(f"（{text}）", "Normal")._p.get_or_add_pPr(), 2)

    def _picture(self, picture: tree.Picture) -> None:
        line = self._line("", "Normal", align="center")
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(BytesIO(as_png(picture.svg)), width=Mm(150))
        for name, told in (("descr", picture.alt), ("title", picture.caption)):
            shape._inline.docPr.set(name, told)
        self._line(picture.caption, "Caption").paragraph_format.keep_with_next = False

    def _signature(self, unit: str, day: str, *, seal: bool) -> None:
        """The date four characters in and the unit centred over it; a unit too long for that ends at the margin.

        With a seal two lines of white stand above and one below, and the last lines of the text stay on its page.
        """
        above = self._line("", "Normal")
        above.paragraph_format.keep_with_next = True
        if seal:
            if above._p.getprevious() is not None and above._p.getprevious().tag == qn("w:p"):
                last = above._p.getprevious().get_or_add_pPr()
                last.get_or_add_keepNext()
                last.get_or_add_widowControl()
            self._line("", "Normal").paragraph_format.keep_with_next = True
        overhang = (width_of(unit) - width_of(day)) / 2
        for text, inset in ((unit, 4 - overhang), (day, max(4, overhang))):
            line = self._line(text, "Normal", align="right")
            line.paragraph_format.right_indent = Pt(max(inset, 0) * CHARACTER)
            line.paragraph_format.keep_together = True
        line._p.getprevious().pPr.get_or_add_keepNext()
        if seal:
            line.paragraph_format.keep_with_next = True
            self._line("", "Normal")

    def _inlines(self, line: Any, content: Inlines, face: str = "", size: float = 0) -> None:
        for item in content:
            run = line.add_run(item.text)
            if isinstance(item, Strong) or face:
                set_face(run, face or SANS, size or SIZE)
            elif size:
                run.font.size = Pt(size)
            if isinstance(item, Figure) and item.handed_in:
                run.font.underline = WD_UNDERLINE.DOUBLE
            if url := address_on_paper(item, self.base_url):
                link = element("w:hyperlink", history=1)
                link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                run._r.addprevious(link)
                link.append(run._r)

    def _table(self, table: tree.Table) -> None:
        if table.caption_shown:
            self._line(table.caption, "Caption")
        size = 12 if len(table.columns) <= 6 else 10.5 if len(table.columns) <= 10 else 9
        rows = table.header + table.rows
        grid = self.file.add_table(len(rows), len(table.columns), style="Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        grid.autofit = False
        self._started(grid.cell(0, 0).paragraphs[0])
        # What a screen reader says of the table.
        grid._tbl.tblPr.append(element("w:tblCaption", val=table.caption))
        share = Mm(156) / sum(column.width for column in table.columns)
        widths = [int(share * column.width) // TWIP * TWIP for column in table.columns]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        cells = [list(line.cells) for line in grid.rows]
        self._rows(table, table.header, cells, widths, size, head=True)
        self._rows(table, table.rows, cells[len(table.header) :], widths, size, head=False)
        for position, line in enumerate(grid._tbl.tr_lst):
            properties = line.get_or_add_trPr()
            properties.append(element("w:cantSplit"))
            if table.repeated and position < len(table.header):
                properties.append(element("w:tblHeader"))
        # A line stands below every table, with or without a note: Word joins tables that touch.
        for run in self._line(table.note, TABLE_TEXT).runs:
            run.font.size = Pt(size)

    def _rows(
        self,
        table: tree.Table,
        rows: tuple[Row, ...],
        cells: list[list[Any]],
        widths: list[int],
        size: float,
        *,
        head: bool,
    ) -> None:
        for y, x, cell in table.placed(rows):
            place = cells[y][x]
            for row in cells[y : y + cell.rowspan]:
                for at in range(x, x + cell.colspan):
                    row[at].width = widths[at]
            if cell.colspan > 1 or cell.rowspan > 1:
                place = place.merge(cells[y + cell.rowspan - 1][x + cell.colspan - 1])
            heading = head or cell.header == "col"
            place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            line = place.paragraphs[0]
            line.alignment = ALIGN[cell.align or ("center" if heading else table.columns[x].align)]
            # Set by its id: looking the style up by name for every cell takes longer than all the rest.
            line._p.style = self.table_text
            if cell.indent:
                indent(line._p.get_or_add_pPr(), cell.indent, size=size, first_line=False)
            self._inlines(line, cell.content, face=SANS if heading else "", size=size)
