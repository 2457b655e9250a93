"""The stream of a DOC ([MS-DOC]): one row of characters in which body, notes, headers, comments and boxes follow each other."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

import olefile

from .docx import COMMENTED, REVISED
from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _

#: The stories in the order in which they follow each other, with the field of the FIB that holds their length.
STORIES = ("", "脚注", "页眉页脚", "宏", "批注", "尾注", "文本框", "页眉的文本框")
_COUNTS = 0x4C
#: Pairs (offset, length) of the FIB that are used here, by their number.
PIECES, RUNS, NAMES, REVISERS, SAVERS = 33, 12, 32, 51, 71
_PAIRS = 0x9A
DELETED, INSERTED = 0x0800, 0x0801
_ENCRYPTED, _WHICH_TABLE = 0x0100, 0x0200
#: A field: its code stands between 0x13 and 0x14, what it shows between 0x14 and 0x15.
_CODE = re.compile("\x13([^\x13\x14\x15]*)\x14?")
_PLAIN = {
    0x07: "\t",
    0x0B: "\n",
    0x0C: "\n",
    0x1E: "-",
    0x1F: None,
    0x14: None,
    0x15: None,
    0x13: None,
    1: None,
    2: None,
    8: None,
    5: None,
}


@dataclass(frozen=True)
class _Piece:
    """Characters [first, last) of the document stand at ``offset`` of the stream, one byte each or two."""

    first: int
    last: int
    offset: int
    width: int


def examine(container: olefile.OleFileIO, found: Examination) -> dict[str, bytes]:
    """Read the text; the streams that change: names that the table keeps beside the properties are blanked."""
    main = container.openstream("WordDocument").read()
    if len(main) < 0x200 or main[:2] not in (b"\xec\xa5", b"\xdc\xa5"):
        raise Unacceptable(BROKEN)
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if flags & _ENCRYPTED:
        raise Unacceptable(_("已加密，请去除密码后重新上传"))
    table_name = "1Table" if flags & _WHICH_TABLE else "0Table"
    if not container.exists(table_name):
        found.nothing_to_read(_("这种旧格式没有提取文字，请人工查看"), failed=True)
        return {}
    table = container.openstream(table_name).read()
    pieces = _pieces(main, table)
    text = "".join(_characters(main, piece) for piece in pieces)
    marked = _marked(main, table)
    _tell(text, _flags(pieces, marked), main, found)
    return _blank_names(main, table, table_name, found, revised=bool(marked))


def _pair(main: bytes, number: int) -> tuple[int, int]:
    at = _PAIRS + 8 * number
    return struct.unpack_from("<II", main, at) if at + 8 <= len(main) else (0, 0)


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    start, length = _pair(main, PIECES)
    at, end = start, min(start + length, len(table))
    while at < end and table[at] == 1:  # formatting shared by pieces comes first
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise Unacceptable(BROKEN)
    (size,) = struct.unpack_from("<I", table, at + 1)
    count = (size - 4) // 12
    at += 5
    if count < 1 or at + size > len(table):
        raise Unacceptable(BROKEN)
    positions = struct.unpack_from(f"<{count + 1}I", table, at)
    found = []
    for number in range(count):
        (word,) = struct.unpack_from("<I", table, at + 4 * (count + 1) + 8 * number + 2)
        single = bool(word & 0x40000000)
        offset = (word & 0x3FFFFFFF) // 2 if single else word
        if positions[number] > positions[number + 1]:
            raise Unacceptable(BROKEN)
        found.append(_Piece(positions[number], positions[number + 1], offset, 1 if single else 2))
    return found


def _characters(main: bytes, piece: _Piece) -> str:
    raw = main[piece.offset : piece.offset + (piece.last - piece.first) * piece.width]
    text = raw.decode("cp1252", "replace") if piece.width == 1 else raw.decode("utf-16-le", "surrogatepass")
    return text.ljust(piece.last - piece.first)[: piece.last - piece.first]


def _marked(main: bytes, table: bytes) -> list[tuple[int, int, bool]]:
    """Byte ranges of the stream whose characters were inserted or deleted under revision: (first, last, deleted)."""
    start, length = _pair(main, RUNS)
    count = (length - 4) // 8
    if count < 1 or start + length > len(table):
        return []
    marked = []
    for (page,) in struct.iter_unpack("<I", table[start + 4 * (count + 1) : start + 4 * (count + 1) + 4 * count]):
        block = main[(page & 0x3FFFFF) * 512 :][:512]
        if len(block) < 512:
            continue
        runs = min(block[511], 101)
        bounds = struct.unpack_from(f"<{runs + 1}I", block, 0)
        for number in range(runs):
            at = block[4 * (runs + 1) + number] * 2
            if not at:
                continue
            for code, operand in _modifiers(block[at + 1 : at + 1 + block[at]]):
                if code in (DELETED, INSERTED) and operand[:1] == b"\x01":
                    marked.append((bounds[number], bounds[number + 1], code == DELETED))
    return marked


def _modifiers(raw: bytes) -> list[tuple[int, bytes]]:
    """(code, operand) of each property modifier; stops where the row is not understood."""
    found, at = [], 0
    while at + 2 <= len(raw):
        (code,) = struct.unpack_from("<H", raw, at)
        at += 2
        size = (1, 1, 2, 4, 2, 2, -1, 3)[code >> 13]
        if size < 0:
            if at >= len(raw):
                break
            size = 1 + raw[at]
        found.append((code, raw[at : at + size]))
        at += size
    return found


def _flags(pieces: list[_Piece], marked: list[tuple[int, int, bool]]) -> bytearray:
    """For each character: 0 as it was, 1 inserted, 2 deleted."""
    flags = bytearray(pieces[-1].last)
    for first, last, deleted in marked:
        for piece in pieces:
            start = max(first, piece.offset)
            end = min(last, piece.offset + (piece.last - piece.first) * piece.width)
            if start < end:
                a = piece.first + (start - piece.offset) // piece.width
                b = min(piece.first + -(-(end - piece.offset) // piece.width), piece.last)
                flags[a:b] = (b"\x02" if deleted else b"\x01") * (b - a)
    return flags


def _tell(text: str, flags: bytearray, main: bytes, found: Examination) -> None:
    at = 0
    for called, count in zip(STORIES, struct.unpack_from(f"<{len(STORIES)}I", main, _COUNTS), strict=True):
        number = 0
        for paragraph in re.finditer("[^\r\x07]+", text[at : at + count]):
            first, last = at + paragraph.start(), at + paragraph.end()
            whole = text[first:last]
            if not whole.translate(_PLAIN).strip():
                continue
            number += 1
            place = f"{called}第{number}段" if called else f"第{number}段"
            gone = "".join(text[one] for one in range(first, last) if flags[one] == 2) if any(flags[first:last]) else ""
            live = "".join(text[one] for one in range(first, last) if flags[one] != 2) if gone else whole
            found.text(place, _CODE.sub("", live).translate(_PLAIN))
            found.text(f"{place}的域代码", " ".join(_CODE.findall(whole)))
            found.text(f"{place}修订删除的文字", gone.translate(_PLAIN))
            if any(flags[first:last]):
                found.object_to(REVISED, place)
            if called == "批注":
                found.object_to(COMMENTED, f"批注{number}")
        at += count
    found.text("正文之外的文字", text[at:].translate(_PLAIN))


def _blank_names(main: bytes, table: bytes, table_name: str, found: Examination, *, revised: bool) -> dict[str, bytes]:
    """Overwrite, letter by letter, who wrote and saved the document and where."""
    changed = bytearray(table)
    for number, called in ((NAMES, "作者、标题等关联文字"), (SAVERS, "历次保存者与路径"), (REVISERS, "修订者姓名")):
        start, length = _pair(main, number)
        if start + length > len(table) or length < 6 or (number == REVISERS and revised):
            continue
        if _blank_strings(changed, start, start + length):
            found.remove(called)
    return {table_name: bytes(changed)} if changed != table else {}


def _blank_strings(table: bytearray, at: int, end: int) -> bool:
    """The strings of one string table become spaces; whether that changed anything."""
    wide = table[at : at + 2] == b"\xff\xff"
    if not wide:
        return False
    count, extra = struct.unpack_from("<HH", table, at + 2)
    at, changed = at + 6, False
    for _number in range(count):
        if at + 2 > end:
            break
        (length,) = struct.unpack_from("<H", table, at)
        first, last = at + 2, min(at + 2 + 2 * length, end)
        spaces = b" \0" * ((last - first) // 2)
        if table[first : first + len(spaces)] != spaces:
            table[first : first + len(spaces)] = spaces
            changed = True
        at = last + extra
    return changed
