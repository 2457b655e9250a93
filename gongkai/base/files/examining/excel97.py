"""The stream of an XLS ([MS-XLS], BIFF8, and BIFF5 before it): a row of records, one for each cell, string, note and setting."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from .docx import COMMENTED
from .findings import BROKEN, Examination, Unacceptable, ranges
from .findings import gettext_noop as _
from .ooxml import REFUSED_RELATIONS
from .xlsx import HIDDEN_ROWS, HIDDEN_SHEET, column_name

BOF, EOF, CONTINUE, FILEPASS, WRITEACCESS, BOUNDSHEET, SST = 0x809, 0x0A, 0x3C, 0x2F, 0x5C, 0x85, 0xFC
LABEL, LABELSST, NUMBER, RK, MULRK, RSTRING, FORMULA, STRING = 0x204, 0xFD, 0x203, 0x27E, 0xBD, 0xD6, 0x06, 0x207
NOTE, TXO, COLINFO, ROW, HEADER, FOOTER, SUPBOOK, CODEPAGE, HLINK = (
    0x1C,
    0x1B6,
    0x7D,
    0x208,
    0x14,
    0x15,
    0x1AE,
    0x42,
    0x1B8,
)
_SELF = (b"\x01\x04", b"\x01\x3a")


def examine(container: olefile.OleFileIO, found: Examination) -> dict[str, bytes]:
    """Read cells and notes; the stream changes where it says who saved the workbook last."""
    name = "Workbook" if container.exists("Workbook") else "Book"
    stream = container.openstream(name).read()
    book = _Book(stream, found)
    book.read()
    return {name: bytes(book.changed)} if book.changed != stream else {}


@dataclass
class _Sheet:
    name: str
    place: str
    columns: list[tuple[int, int]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class _Book:
    def __init__(self, stream: bytes, found: Examination) -> None:
        self.stream, self.found = stream, found
        self.changed = bytearray(stream)
        self.wide, self.codepage = True, "cp936"
        self.strings: list[str] = []
        self.starts: dict[int, str] = {}
        self.sheet: _Sheet | None = None
        self.last_cell = ""

    def records(self) -> Iterator[tuple[int, int, bytes, list[bytes]]]:
        """(kind, offset of the body, body, bodies of the records that continue it)."""
        at, size = 0, len(self.stream)
        while at + 4 <= size:
            kind, length = struct.unpack_from("<HH", self.stream, at)
            start, at = at + 4, at + 4 + length
            if at > size:
                raise Unacceptable(BROKEN)
            body, more = self.stream[start:at], []
            if kind in (SST, TXO):
                while at + 4 <= size and struct.unpack_from("<H", self.stream, at)[0] == CONTINUE:
                    (length,) = struct.unpack_from("<H", self.stream, at + 2)
                    more.append(self.stream[at + 4 : at + 4 + length])
                    at += 4 + length
            yield kind, start, body, more
            if kind == 0 and length == 0:
                return

    def read(self) -> None:
        depth = 0
        for kind, start, body, more in self.records():
            if kind == BOF:
                if depth == 0:
                    self._begin(start - 4, body)
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth == 0:
                    self._finish()
            elif kind == FILEPASS:
                raise Unacceptable(_("已加密，请去除密码后重新上传"))
            elif depth == 1 and self.sheet is None:
                self._global(kind, start, body, more)
            elif self.sheet is not None:
                self._cell(kind, body, more)
        if not self.starts:
            raise Unacceptable(BROKEN)

    def _begin(self, at: int, body: bytes) -> None:
        if at == 0:
            self.wide = struct.unpack_from("<H", body)[0] >= 0x600
        elif at in self.starts:
            self.sheet = _Sheet(self.starts[at], f"工作表“{self.starts[at]}”")

    def _finish(self) -> None:
        if self.sheet is None:
            return
        if self.sheet.hidden_rows:
            self.found.object_to(HIDDEN_ROWS, f"{self.sheet.place}第{ranges(self.sheet.hidden_rows)}行")
        if self.sheet.hidden_columns:
            names = "、".join(column_name(number) for number in sorted(self.sheet.hidden_columns)[:10])
            self.found.object_to(HIDDEN_ROWS, f"{self.sheet.place}{names}列")
        self.sheet = None

    def _global(self, kind: int, start: int, body: bytes, more: list[bytes]) -> None:
        if kind == CODEPAGE:
            page = struct.unpack_from("<H", body)[0]
            self.codepage = "cp936" if page in (1200, 0) else f"cp{page}"
        elif kind == WRITEACCESS and body.strip(b" \0"):
            blank = (b"\0\0\0" if self.wide else b"\0").ljust(len(body), b" ")[: len(body)]
            if blank != body:
                self.changed[start : start + len(body)] = blank
                self.found.remove("保存者")
        elif kind == BOUNDSHEET:
            offset, state, sheet_kind = struct.unpack_from("<IBB", body)
            name = self._short(body[6:])
            self.starts[offset] = name
            self.found.text("工作表名称", name)
            if state & 3:
                self.found.object_to(HIDDEN_SHEET, f"工作表“{name}”")
            if sheet_kind in (1, 6):
                self.found.object_to(REFUSED_RELATIONS["xlMacrosheet"])
        elif kind == SUPBOOK and body[2:4] not in _SELF:
            self.found.object_to(REFUSED_RELATIONS["externalLink"])
        elif kind == SST:
            self.strings = list(_shared(body, more))

    def _cell(self, kind: int, body: bytes, more: list[bytes]) -> None:
        assert self.sheet is not None
        if kind == LABELSST:
            row, column, _format, index = struct.unpack_from("<HHHI", body)
            self._say(row, column, self.strings[index] if index < len(self.strings) else "")
        elif kind in (LABEL, RSTRING):
            row, column = struct.unpack_from("<HH", body)
            self._say(row, column, self._long(body[6:]))
        elif kind == NUMBER:
            row, column, _format, number = struct.unpack_from("<HHHd", body)
            self._say(row, column, _said(number))
        elif kind == RK:
            row, column, _format, packed = struct.unpack_from("<HHHI", body)
            self._say(row, column, _said(_unpacked(packed)))
        elif kind == MULRK:
            row, column = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                self._say(row, column + number, _said(_unpacked(struct.unpack_from("<I", body, 6 + 6 * number)[0])))
        elif kind == FORMULA:
            row, column = struct.unpack_from("<HH", body)
            self.last_cell = f"{row} {column}"
            if body[12:14] != b"\xff\xff":
                self._say(row, column, _said(struct.unpack_from("<d", body, 6)[0]))
        elif kind == STRING and self.last_cell:
            row, column = map(int, self.last_cell.split())
            self._say(row, column, self._long(body))
        else:
            self._other(kind, body, more)

    def _other(self, kind: int, body: bytes, more: list[bytes]) -> None:
        sheet = self.sheet
        assert sheet is not None
        if kind == NOTE:
            row, column = struct.unpack_from("<HH", body)
            self.found.object_to(COMMENTED, f"{sheet.place}{column_name(column + 1)}{row + 1}")
            if not self.wide:
                self.found.text(
                    f"{sheet.place}{column_name(column + 1)}{row + 1}的批注", body[6:].decode(self.codepage, "replace")
                )
        elif kind == TXO and more and more[0]:
            encoding = "utf-16-le" if more[0][0] & 1 else "latin-1"
            self.found.text(f"{sheet.place}的文本框或批注", more[0][1:].decode(encoding, "replace"))
        elif kind == COLINFO:
            first, last, width, _format, options = struct.unpack_from("<HHHHH", body)
            if options & 1 or width == 0:
                sheet.columns.append((first, last))
        elif kind == ROW:
            row, _first, _last, height = struct.unpack_from("<HHHH", body)
            if struct.unpack_from("<H", body, 12)[0] & 0x20 or height & 0x7FFF == 0:
                sheet.rows.add(row)
        elif kind in (HEADER, FOOTER) and body:
            self.found.text(
                f"{sheet.place}{'页眉' if kind == HEADER else '页脚'}",
                self._long(body) if self.wide else self._short(body),
            )
        elif kind == HLINK:
            self.found.text(f"{sheet.place}的链接", body[8:].decode("utf-16-le", "ignore"))

    def _say(self, row: int, column: int, text: str) -> None:
        sheet = self.sheet
        if sheet is None or not text.strip():
            return
        self.found.text(f"{sheet.place}{column_name(column + 1)}{row + 1}", text)
        if row in sheet.rows:
            sheet.hidden_rows.add(row + 1)
        if any(first <= column <= last for first, last in sheet.columns):
            sheet.hidden_columns.add(column + 1)

    def _short(self, raw: bytes) -> str:
        """A string with one byte of length."""
        if not self.wide:
            return raw[1 : 1 + raw[0]].decode(self.codepage, "replace")
        return _decoded(raw[2:], raw[0], raw[1])

    def _long(self, raw: bytes) -> str:
        """A string with two bytes of length."""
        (length,) = struct.unpack_from("<H", raw)
        if not self.wide:
            return raw[2 : 2 + length].decode(self.codepage, "replace")
        options = raw[2] if len(raw) > 2 else 0
        return _decoded(raw[3 + (2 if options & 8 else 0) + (4 if options & 4 else 0) :], length, options)


def _decoded(raw: bytes, length: int, options: int) -> str:
    return raw[: 2 * length].decode("utf-16-le", "replace") if options & 1 else raw[:length].decode("latin-1")


def _shared(body: bytes, more: list[bytes]) -> Iterator[str]:
    """The shared strings; one that runs into the next record starts there with its width anew."""
    (count,) = struct.unpack_from("<I", body, 4)
    records, at = [body, *more], 8
    number = 0

    def take(size: int) -> bytes:
        nonlocal number, at
        taken = b""
        while size > 0 and number < len(records):
            piece = records[number][at : at + size]
            taken, size, at = taken + piece, size - len(piece), at + len(piece)
            if size > 0:
                number, at = number + 1, 0
        return taken

    for _index in range(count):
        head = take(3)
        if len(head) < 3:
            return
        left, options = struct.unpack("<HB", head)
        runs = struct.unpack("<H", take(2))[0] if options & 8 else 0
        extended = struct.unpack("<I", take(4))[0] if options & 4 else 0
        text = []
        while left > 0 and number < len(records):
            width = 2 if options & 1 else 1
            here = min(left, (len(records[number]) - at) // width)
            text.append(take(here * width).decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            left -= here
            if left > 0:
                number, at = number + 1, 0
                if number < len(records) and records[number]:
                    options, at = records[number][0], 1
        yield "".join(text)
        take(4 * runs + extended)


def _unpacked(packed: int) -> float:
    """A number of 30 bits: whole or the upper half of a double, perhaps of a hundredth."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (number,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))
    return number / 100 if packed & 1 else number


def _said(number: float) -> str:
    return str(int(number)) if number == number and abs(number) < 1e21 and number.is_integer() else repr(number)
