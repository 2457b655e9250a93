"""Plain text: UTF-8 (with or without mark), UTF-16 with mark, or GB18030; a line is a paragraph."""

import codecs
import re

from gongkai.oversight.annual_report.checker.documents import Document, Unreadable, paragraph

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(content: bytes) -> str:
    """The text of the bytes. Raises Unreadable when they are not text; a stray bad byte in a long page is forgiven."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text[:100_000]) is None:
            return text
    readings = [content.decode(encoding, errors="replace") for encoding in encodings]
    best = min(readings, key=lambda text: len(_CONTROLS.findall(text)))
    if len(_CONTROLS.findall(best)) * 500 > len(best):
        raise Unreadable("文件不是文本、网页或 DOCX，无法读取。")
    return best


def read(page: str) -> Document:
    """One paragraph a line, named by its line number."""
    lines = page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = (paragraph(line, f"第{number}行") for number, line in enumerate(lines, start=1))
    return Document.of("text", (block for block in blocks if block))
