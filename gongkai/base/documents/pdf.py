"""The tree as PDF, set by typst in the layout of GB/T 9704-2012: tagged, fonts embedded, equal bytes when set again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.documents.fonts import FontPlan, FontsMissing, fonts_in_use
from gongkai.base.documents.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inlines,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Signature,
    Strong,
    Table,
    address_on_paper,
    chinese_date,
    numbered_blocks,
    plain,
)

LAYOUT = Path(__file__).parent / "data" / "gbt9704.typ"
CHARACTERS = 35  # of a table's largest print, across the type area
LONG_CELL = 12  # lines; a row with a longer cell may go over to the next page


def render_pdf(document: Document, *, stamp: datetime, base_url: str = "") -> bytes:
    """The document as PDF 1.7.

    ``stamp`` (aware) is the date inside the file: the same document, stamp and fonts give the same bytes. Links that
    begin with "/" lead to ``base_url`` + address ("https://gk.example.gov.cn"), or nowhere when it is empty.
    Raises ``FontsMissing`` when no Chinese typeface is installed.
    """
    if stamp.tzinfo is None:
        raise Refused(_("文件的时间必须注明时区。"))
    pdf = _compiler(document, stamp, base_url).compile(format="pdf", timestamp=int(stamp.timestamp()))
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(document: Document, stamp: datetime, base_url: str) -> typst.Compiler:
    plan = fonts_in_use()
    data = json.dumps(_data(document, plan, stamp, base_url), ensure_ascii=False)
    return typst.Compiler(LAYOUT.read_bytes(), font_paths=engine_fonts(plan), sys_inputs={"document": data})


@lru_cache(maxsize=4)
def engine_fonts(plan: FontPlan) -> typst.Fonts:
    """The files of the plan and no others; typst takes folders, so they are linked into one it reads once."""
    with TemporaryDirectory() as folder:
        for position, file in enumerate(plan.files):
            (Path(folder) / f"{position}-{file.name}").symlink_to(file)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    known = fonts.families()
    for face in plan.faces:
        if face.family not in known:
            raise FontsMissing(
                _("字体文件 %(file)s 里没有 %(family)s，不能生成PDF。请重新安装该字体，或者移走该文件。")
                % {"file": face.file.name, "family": face.family}
            )
    return fonts


def _data(document: Document, plan: FontPlan, stamp: datetime, base_url: str) -> dict[str, Any]:
    """What the layout file reads: plain data, with every number and position worked out."""
    parts = {"body": plan.body, "heading": plan.heading, "kai": plan.kai, "title": plan.title, "song": plan.song}
    # A character the first face lacks is taken from the body's substitute or the heading's, never from elsewhere.
    faces = {
        part: {
            "families": list(dict.fromkeys((face.family, plan.body.family, plan.heading.family))),
            "weight": face.weight,
        }
        for part, face in parts.items()
    }
    at = stamp.astimezone(UTC)
    language, _dash, region = document.language.partition("-")
    return {
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number,
        "keywords": [f"{name}：{value}" for name, value in document.meta],
        "language": language,
        "region": region or None,
        "stamp": {
            "year": at.year,
            "month": at.month,
            "day": at.day,
            "hour": at.hour,
            "minute": at.minute,
            "second": at.second,
        },
        "faces": faces,
        "blocks": [_block(label, block, base_url) for label, block in numbered_blocks(document)],
    }


def _block(label: str, block: Block, base_url: str) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": label + text}
        case Paragraph(content, indented):
            return {"kind": "paragraph", "indented": indented, "content": _inlines(content, base_url)}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "caption-shown": block.caption_shown,
                "widths": [column.width for column in block.columns],
                "header": _cells(block, block.header, base_url, first=0),
                "rows": _cells(block, block.rows, base_url, first=len(block.header)),
                "note": block.note,
                "repeated": block.repeated,
            }
        case Picture(svg, alt, caption):
            return {"kind": "picture", "svg": svg, "alt": alt, "caption": caption}
        case PageBreak():
            return {"kind": "pagebreak"}
        case Signature(unit, day, seal):
            return {"kind": "signature", "unit": unit, "date": chinese_date(day), "seal": seal}
        case Note(text):
            return {"kind": "note", "text": text}


def _inlines(content: Inlines, base_url: str) -> list[dict[str, Any]]:
    return [
        {
            "text": item.text,
            "strong": isinstance(item, Strong),
            "handed-in": isinstance(item, Figure) and item.handed_in,
            "url": address_on_paper(item, base_url),
        }
        for item in content
    ]


def _cells(table: Table, rows: tuple[Row, ...], base_url: str, *, first: int) -> list[dict[str, Any]]:
    """The cells with their places; the rows of the head come first, ``first`` is the row the count starts at."""
    written = []
    long = {y for y, x, cell in table.placed(rows) if _lines(table, x, cell) > LONG_CELL}
    for y, x, cell in table.placed(rows):
        scope = "col" if first == 0 else cell.header
        written.append(
            {
                "x": x,
                "y": y + first,
                "colspan": cell.colspan,
                "rowspan": cell.rowspan,
                "align": cell.align or ("center" if scope == "col" else table.columns[x].align),
                "indent": cell.indent,
                "head": scope == "col",
                "breakable": cell.rowspan > 1 or y in long,
                "content": _inlines(cell.content, base_url),
            }
        )
    return written


def _lines(table: Table, x: int, cell: Cell) -> float:
    """About how many lines a cell takes, rather too many than too few."""
    widths = [column.width for column in table.columns]
    room = CHARACTERS * sum(widths[x : x + cell.colspan]) / sum(widths) - 1 - cell.indent
    text = plain(cell.content)
    return len(text) / max(room, 1) + text.count("\n")
