"""The tree as DOCX, in the layout of GB/T 9704-2012, for the colleague who must edit it or send it on.

The typefaces are named as the standard names them (仿宋, 黑体, 楷体, 方正小标宋简体); the reader's machine supplies them. The same
document and stamp give the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.base.core.errors import Refused
from gongkai.base.documents import tree
from gongkai.base.documents.tree import Inlines, Row, Strong, address_on_paper, chinese_date, numbered_blocks

LATIN, BODY, SANS, KAI, TITLE = "Times New Roman", "仿宋", "黑体", "楷体", "方正小标宋简体"
TABLE_TEXT = "表格文字"
SIZE = 16  # points: 3号
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
        return _settled(buffer.getvalue())

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
        _face(normal, BODY, SIZE)
        normal.element.rPr.append(_element("w:lang", val="en-US", eastAsia=self.document.language))
        layout = normal.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
        for level, face in enumerate((SANS, KAI, BODY, BODY), start=1):
            heading = self.file.styles[f"Heading {level}"]
            _face(heading, face, SIZE)
            heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
            heading.paragraph_format.keep_with_next = True
            _indent(heading.element.get_or_add_pPr(), 2)
        title = self.file.styles["Title"]
        _face(title, TITLE, 22)
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
        table.element.pPr.insert(0, _element("w:snapToGrid", val=0))
        caption = self.file.styles["Caption"]
        _face(caption, SANS, 14)
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
        grid = _element("w:docGrid", type="linesAndChars", linePitch=round(PITCH * 20))
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
            _page_number(line)

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
                    _indent(line._p.get_or_add_pPr(), 2)
            case tree.Table():
                self._table(block)
            case tree.PageBreak():
                self.new_page = True
            case tree.Signature(unit, day):
                self._signature(unit, chinese_date(day))
            case tree.Note(text):
                _indent(self._line(f"（{text}）", "Normal")._p.get_or_add_pPr(), 2)

    def _signature(self, unit: str, day: str) -> None:
        """The date four characters in and the unit centred over it; a unit too long for that ends at the margin."""
        self._line("", "Normal").paragraph_format.keep_with_next = True
        overhang = (_width(unit) - _width(day)) / 2
        for text, inset in ((unit, 4 - overhang), (day, max(4, overhang))):
            line = self._line(text, "Normal", align="right")
            line.paragraph_format.right_indent = Pt(max(inset, 0) * CHARACTER)
            line.paragraph_format.keep_together = True
        line._p.getprevious().pPr.get_or_add_keepNext()

    def _inlines(self, line: Any, content: Inlines, face: str = "", size: float = 0) -> None:
        for item in content:
            run = line.add_run(item.text)
            if isinstance(item, Strong) or face:
                _face(run, face or SANS, size or SIZE)
            elif size:
                run.font.size = Pt(size)
            if url := address_on_paper(item, self.base_url):
                link = _element("w:hyperlink", history=1)
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
        grid._tbl.tblPr.append(_element("w:tblCaption", val=table.caption))
        share = Mm(156) / sum(column.width for column in table.columns)
        widths = [int(share * column.width) // TWIP * TWIP for column in table.columns]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        cells = [list(line.cells) for line in grid.rows]
        self._rows(table, table.header, cells, widths, size, head=True)
        self._rows(table, table.rows, cells[len(table.header) :], widths, size, head=False)
        for position, line in enumerate(grid._tbl.tr_lst):
            properties = line.get_or_add_trPr()
            properties.append(_element("w:cantSplit"))
            if position < len(table.header):
                properties.append(_element("w:tblHeader"))
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
            line.style = TABLE_TEXT
            if cell.indent:
                _indent(line._p.get_or_add_pPr(), cell.indent, size=size, first_line=False)
            self._inlines(line, cell.content, face=SANS if heading else "", size=size)


def _element(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _face(styled: Any, name: str, size: float) -> None:
    """Set a style or run in a Chinese typeface: black, upright, not bold, digits and Latin in Times New Roman."""
    styled.font.name = LATIN
    styled.font.size = Pt(size)
    styled.font.bold = styled.font.italic = False
    properties = styled.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    for inherited in ("w:color", "w:spacing", "w:kern"):
        for found in properties.findall(qn(inherited)):
            properties.remove(found)


def _indent(properties: Any, characters: int, size: float = SIZE, first_line: bool = True) -> None:
    """Indent the first line, or the whole paragraph, by so many characters."""
    indent = properties.get_or_add_ind()
    side = "firstLine" if first_line else "left"
    indent.set(qn(f"w:{side}Chars"), str(characters * 100))
    indent.set(qn(f"w:{side}"), str(round(characters * size * 20)))


def _width(text: str) -> float:
    """Characters of width, an ASCII letter or digit counting half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _page_number(line: Any) -> None:
    """— 1 —, 4号, the number a field."""
    for part in ("— ", ("begin", "PAGE", "end"), " —"):
        if isinstance(part, str):
            run = line.add_run(part)
        else:
            run = line.add_run()
            run._r.append(_element("w:fldChar", fldCharType=part[0]))
            instruction = _element("w:instrText")
            instruction.text = part[1]
            run._r.append(instruction)
            run._r.append(_element("w:fldChar", fldCharType=part[2]))
        _face(run, "宋体", 14)


def _settled(packed: bytes) -> bytes:
    """The same archive with its parts in order of name and no clock in it."""
    buffer = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        # [Content_Types].xml stays first: some readers look for it there.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
