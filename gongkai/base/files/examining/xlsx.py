"""XLSX: every cell with its address, and what a sheet keeps out of sight."""

from __future__ import annotations

import re
from typing import BinaryIO

from lxml import etree

from .archives import Archive
from .docx import COMMENTED
from .findings import Examination, ranges
from .findings import gettext_noop as _
from .ooxml import Package
from .xml import attribute, every, forget, local, stream

HIDDEN_SHEET = _("%(where)s是隐藏的，请取消隐藏或删除后重新上传")
HIDDEN_ROWS = _("%(where)s是隐藏的（可能是筛选或分组造成），请取消隐藏或删除后重新上传")
_SHEET_TAGS = (
    *("row", "col", "sheetFormatPr", "hyperlink", "formula1", "formula2", "dataValidation"),
    *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
)
_HEADERS = {"Header": "页眉", "Footer": "页脚"}
_QUOTED = re.compile(r'"[^"]+"')


def examine(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    package = Package(Archive(file, found), found)
    package.judge()
    main = package.main()
    workbook = package.xml(main)
    strings = _Strings(package, main)
    paths = {relation.id: relation.target for relation in package.relations(main)}
    for sheet in every(workbook, "sheet"):
        name, state = attribute(sheet, "name"), attribute(sheet, "state")
        place, part = f"工作表“{name}”", paths.get(attribute(sheet, "id"), "")
        if state in ("hidden", "veryHidden"):
            found.object_to(HIDDEN_SHEET, place)
        found.text("工作表名称", name)
        if package.archive.find(part) and package.type_of(part).endswith("worksheet+xml"):
            _Sheet(package, part, place, strings).read()
        for kind in ("comments", "threadedComment"):
            for comments in package.related(part, kind):
                _comments(package.xml(comments), place, found)
    for defined in every(workbook, "definedName"):
        if defined.text and '"' in defined.text:
            found.text(f"名称“{attribute(defined, 'name')}”", defined.text)
    for text in strings.unused():
        found.text("未被单元格使用的文字", text)
    package.leftovers()
    if not found.parts:
        found.nothing_to_read(_("文件里没有文字（可能全是图片），请人工查看"))
    package.write(out)


class _Strings:
    """The shared strings, and which of them a cell has used."""

    def __init__(self, package: Package, main: str) -> None:
        self._texts: list[str] = []
        for part in package.related(main, "sharedStrings"):
            package.taken.add(part)
            with package.archive.open(part) as file:
                for item in stream(file, ("si",)):
                    self._texts.append("".join(one.text or "" for one in every(item, "t")))
                    forget(item)
        self._used = bytearray(len(self._texts))

    def __getitem__(self, index: str | None) -> str:
        number = int(index) if index and index.strip().isdecimal() else -1
        if not 0 <= number < len(self._texts):
            return ""
        self._used[number] = 1
        return self._texts[number]

    def unused(self) -> list[str]:
        return [text for text, used in zip(self._texts, self._used, strict=True) if not used]


class _Sheet:
    """One worksheet, read as a stream: a million rows need no more memory than one."""

    def __init__(self, package: Package, part: str, place: str, strings: _Strings) -> None:
        self.package, self.part, self.place, self.strings = package, part, place, strings
        self.found = package.found
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: set[int] = set()
        self.used_hidden_columns: set[int] = set()
        self.rows_hidden_by_default = False

    def read(self) -> None:
        self.package.taken.add(self.part)
        with self.package.archive.open(self.part) as file:
            row_number = 0
            for element in stream(file, _SHEET_TAGS):
                name = local(element)
                if name == "row":
                    row_number = _number(element.get("r")) or row_number + 1
                    self._row(element, row_number)
                    forget(element)
                else:
                    self._other(element, name)
        if self.hidden_rows:
            self.found.object_to(HIDDEN_ROWS, f"{self.place}第{ranges(self.hidden_rows)}行")
        if self.used_hidden_columns:
            names = "、".join(column_name(number) for number in sorted(self.used_hidden_columns)[:10])
            self.found.object_to(HIDDEN_ROWS, f"{self.place}{names}列")

    def _row(self, row: etree._Element, row_number: int) -> None:
        hidden = row.get("hidden") in ("1", "true") or _is_zero(row.get("ht"))
        if self.rows_hidden_by_default and row.get("hidden") is None and row.get("ht") is None:
            hidden = True
        if self.found.cut and not hidden and not self.hidden_columns:
            return
        column_number, filled = 0, False
        for cell in row:
            address = cell.get("r", "")
            column_number = column_of(address) or column_number + 1
            value = self._value(cell)
            if not value:
                continue
            filled = True
            self.found.text(f"{self.place}{column_name(column_number)}{row_number}", value)
            if any(first <= column_number <= last for first, last in self.hidden_columns):
                self.used_hidden_columns.add(column_number)
        if hidden and filled:
            self.hidden_rows.add(row_number)

    def _value(self, cell: etree._Element) -> str:
        kind, value, formula = cell.get("t", "n"), "", ""
        for child in cell:
            name = local(child)
            if name == "v":
                value = self.strings[child.text] if kind == "s" else child.text or ""
            elif name == "is":
                value = "".join(one.text or "" for one in every(child, "t"))
            elif name == "f" and child.text:
                formula = " ".join(_QUOTED.findall(child.text))
        if kind == "n":
            value = whole(value)
        return f"{value} {formula}".strip() if formula else value

    def _other(self, element: etree._Element, name: str) -> None:
        if name == "col":
            if element.get("hidden") in ("1", "true") or _is_zero(element.get("width")):
                self.hidden_columns.append((_number(element.get("min")), _number(element.get("max"))))
        elif name == "sheetFormatPr":
            self.rows_hidden_by_default = element.get("zeroHeight") in ("1", "true")
        elif name == "hyperlink":
            address = attribute(element, "ref")
            self.found.text(
                f"{self.place}{address}的链接",
                " ".join(filter(None, map(element.get, ("location", "tooltip", "display")))),
            )
        elif name == "dataValidation":
            said = " ".join(filter(None, map(element.get, ("promptTitle", "prompt", "errorTitle", "error"))))
            self.found.text(f"{self.place}的数据验证", said)
        elif name.startswith("formula"):
            self.found.text(f"{self.place}的数据验证", " ".join(_QUOTED.findall(element.text or "")))
        else:
            called = next(word for end, word in _HEADERS.items() if name.endswith(end))
            self.found.text(
                f"{self.place}{called}", re.sub(r"&[LCRPNDTFAGZ]|&\"[^\"]*\"|&\d+", " ", element.text or "")
            )


def _comments(root: etree._Element, place: str, found: Examination) -> None:
    for comment in every(root, "comment", "threadedComment"):
        address = attribute(comment, "ref")
        found.text(
            f"{place}{address}的批注", "".join(one.text or "" for one in every(comment, "t", "text") if one.text)
        )
        found.object_to(COMMENTED, f"{place}{address}")


def whole(value: str) -> str:
    """A number as it was typed: ``1.38E+10`` is a telephone number."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e21 else value


def column_of(address: str) -> int:
    """``28`` of ``AB7``; 0 when there is none."""
    number = 0
    for letter in address:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    """``AB`` of 28."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


def _is_zero(value: str | None) -> bool:
    try:
        return value is not None and float(value) == 0
    except ValueError:
        return False
