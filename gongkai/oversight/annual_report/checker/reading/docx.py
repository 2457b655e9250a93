"""Word files (.docx): paragraphs and tables of the body, in order."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from docx import Document as open_docx
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph

from gongkai.oversight.annual_report.checker.documents import Document, Grid, Paragraph, Unreadable, paragraph

_DAMAGED = "DOCX 文件已损坏，无法读取。"
_LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes; a small archive may hold an endless file


def read(content: bytes) -> Document:
    """The body of the file. Raises Unreadable when it is no DOCX file or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        raise Unreadable(_DAMAGED) from None
    if "word/document.xml" not in names:
        raise Unreadable("这是压缩包，但不是 DOCX 文件。")
    if unpacked > _LARGEST_UNPACKED:
        raise Unreadable("DOCX 文件解开后过大，不像一份年度报告。")
    try:
        parts = walk(open_docx(io.BytesIO(content)).iter_inner_content())
        return Document.of("docx", [block for block, _source in parts])
    except MemoryError:
        raise
    except Exception:  # a damaged part makes the library raise almost anything, from zlib.error to AttributeError
        raise Unreadable(_DAMAGED) from None


def walk(parts: Iterable[DocxParagraph | Table]) -> Iterator[tuple[Paragraph | Grid, DocxParagraph | Table]]:
    """Every block that is read, with the part of the file it was read from."""
    lines = grids = 0
    for part in parts:
        if isinstance(part, Table):
            grids += 1
            yield Grid(_cells(part), f"第{grids}个表格"), part
            continue
        for line in part.text.split("\n"):
            block = paragraph(line, f"第{lines + 1}段")
            if block:
                lines += 1
                yield block, part


def _cells(table: Table) -> tuple[tuple[str, ...], ...]:
    """The words of each cell; a merged cell speaks once."""
    seen: set[object] = set()
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            cells.append("" if cell._tc in seen else " ".join(cell.text.split()))
            seen.add(cell._tc)  # the element, not its id(): the proxy of a dropped one is made again elsewhere
        rows.append(tuple(cells))
    return tuple(rows)
