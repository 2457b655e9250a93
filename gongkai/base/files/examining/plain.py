"""TXT and CSV: bytes in one of the encodings Chinese offices write."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import BinaryIO

from .findings import Examination, Unacceptable
from .findings import gettext_noop as _

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
#: A cell that starts another program when a spreadsheet opens it.
_COMMAND = re.compile(r"^\s*[=+\-@].*\|.*!", re.DOTALL)
#: Lines to one piece of a text file: a place a person can find, and not a piece for every line of a log.
LINES = 20


def examine_txt(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    content = file.read()
    lines = decoded(content).splitlines()
    for start in range(0, len(lines), LINES):
        block = lines[start : start + LINES]
        place = f"第{start + 1}行" if len(block) == 1 else f"第{start + 1}–{start + len(block)}行"
        found.text(place, "\n".join(block))
    _tell_when_empty(found)
    out.write(content)


def examine_csv(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    content = file.read()
    text = decoded(content)
    # Never lowered: the limit is the whole process's, and others read tables in it.
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            place = f"第{row}行第{column}列"
            found.text(place, cell)
            if _COMMAND.match(cell):
                found.object_to(_("%(where)s的内容会让表格软件运行程序，请改正后重新上传"), place)
    _tell_when_empty(found)
    out.write(content)


def decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-8, else GB 18030. Unacceptable when it is none of them or holds zeros."""
    encodings = [encoding for mark, encoding in _MARKS.items() if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unacceptable(_("不是文本文件，或编码不是 UTF-8、UTF-16、GB 18030"))


def _tell_when_empty(found: Examination) -> None:
    if not found.parts:
        found.nothing_to_read(_("文件里没有文字"))
