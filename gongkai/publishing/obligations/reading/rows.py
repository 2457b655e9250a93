"""The rows of a catalogue, each as it is printed, with what its limit means; and what there is to say about each line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.law.publication_limits import Reference, parse

from ..choices import Mode
from .cells import area_of, carriers_of, is_optional, is_ticked, levels_of, mode_of, plain
from .grids import Grid, grids
from .headings import Column, Heading, find

#: Fields in the order they are read, each with how long its cell may be, in characters.
_LONGEST = {
    "serial": 20,
    "area": 60,
    "matter1": 200,
    "matter2": 200,
    "matter3": 200,
    "content": 8000,
    "basis": 8000,
    "limit": 500,
    "subject": 200,
    "carriers": 500,
    "audience": 200,
}
#: Cells where nothing means what the line above says.
_GROUPING = ("area", "matter1", "matter2")
#: Cells in which 同上 stands for the cell above.
_DITTO = ("area", "matter1", "matter2", "content", "basis", "subject", "audience")
_SAME = ("同上", "同前", "同上行", "″", '"', "〃")
_DASH = re.compile(r"[-—–－/\\]+")
_NAMES = {
    "serial": gettext_lazy("序号"),
    "area": gettext_lazy("领域"),
    "matter1": gettext_lazy("一级事项"),
    "matter2": gettext_lazy("二级事项"),
    "matter3": gettext_lazy("三级事项"),
    "content": gettext_lazy("公开内容"),
    "basis": gettext_lazy("公开依据"),
    "limit": gettext_lazy("公开时限"),
    "subject": gettext_lazy("公开主体"),
    "carriers": gettext_lazy("公开渠道和载体"),
    "audience": gettext_lazy("公开对象"),
}


@dataclass(frozen=True)
class Printed:
    """A row as it is printed. ``limit_read`` is what the limit means, of a row that says 同上 that of the row at ``limit_source``."""

    place: str = field(compare=False)
    serial: str
    area: str
    area_text: str
    matter1: str
    matter2: str
    matter3: str
    content: str
    basis: str
    limit_text: str
    limit_read: str
    limit_source: str
    subject: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    carriers_text: str
    audience: str
    mode: str
    levels: tuple[str, ...]

    @property
    def path(self) -> str:
        """What tells it from other rows, whatever its serial: area and matter."""
        return path_of(self.area_text, self.matter1, self.matter2, self.matter3)

    @property
    def digest(self) -> str:
        """SHA-256 over all that is printed but the serial and the place of a 同上: the same for the same version."""
        skipped = ("place", "serial", "limit_source")
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in skipped}
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def path_of(*parts: str) -> str:
    """Area and matters as one word, the same however they are spaced."""
    return "/".join(plain(part) for part in parts)


@dataclass(frozen=True)
class Problem:
    """What there is to say about a line. ``refused``: it cannot be taken as it is."""

    place: str
    sentence: str
    refused: bool = False


@dataclass
class Reading:
    """A file read: its rows, and the problems in the order of the lines."""

    rows: list[Printed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        """Lines that could not be taken."""
        return [problem for problem in self.problems if problem.refused]


def read(file: IO[bytes], *, name: str) -> Reading:
    """Read a catalogue. Refused when no sheet has the headings of one, or there is no row below them."""
    reading = Reading()
    sheets = [(grid, heading) for grid in grids(file, name=name) if (heading := find(grid))]
    if not sheets:
        raise Refused(_("没有找到标准目录的表头：应有“公开事项、公开内容、公开依据、公开时限、公开主体”等列名。"))
    for grid, heading in sheets:
        _Sheet(grid, heading, reading, grid.title if len(sheets) > 1 else "").read()
    if not reading.rows and not reading.problems:
        raise Refused(_("表头之下没有内容。"))
    return reading


class _Sheet:
    """One sheet being read, with the row above."""

    def __init__(self, grid: Grid, heading: Heading, reading: Reading, title: str) -> None:
        self.grid, self.heading, self.reading, self.title = grid, heading, reading, title
        self.above: dict[str, str] = {}
        self.limit_above: tuple[str, str] | None = None
        self.seen = {row.digest: row.place for row in reading.rows}

    def read(self) -> None:
        """Every line below the heading."""
        for number in range(self.heading.first, len(self.grid.rows)):
            place = _("第 %(line)d 行") % {"line": number + 1}
            self.place = f"“{self.title}”{place}" if self.title else place
            line = self.grid.rows[number]
            if self._is_a_row(line):
                self._row(line)

    def _is_a_row(self, line: list[str]) -> bool:
        said = {text for text in line if text}
        if not said or tuple(plain(text) for text in line) in self.heading.printed:
            return False
        if len(said) == 1:
            # A title between rows, or a remark below them: one cell over the whole width.
            self._say(_("只有“%(said)s”，按标题或说明略过。") % {"said": next(iter(said))[:40]})
            return False
        return True

    def _row(self, line: list[str]) -> None:
        cells = dict(self._cells(line))
        for name, limit in _LONGEST.items():
            if len(cells[name]) > limit:
                said = {"name": _NAMES[name], "limit": limit}
                return self._say(_("“%(name)s”超过 %(limit)d 字，可能错了列。") % said, refused=True)
        if not cells["matter1"]:
            return self._say(_("没有写公开事项。"), refused=True)
        if not cells["subject"]:
            return self._say(_("没有写公开主体，不知道由谁公开。"), refused=True)
        self.above = cells
        row = self._printed(line, cells)
        if row.digest in self.seen:
            return self._say(_("与%(place)s完全相同，只计一次。") % {"place": self.seen[row.digest]})
        self.seen[row.digest] = row.place
        self.reading.rows.append(row)
        for sentence in _remarks(row):
            self._say(sentence)
        return None

    def _cells(self, line: list[str]) -> Iterator[tuple[str, str]]:
        """Each field of a line; what is left empty as in print, and 同上, filled in from the line above."""
        continues = not self._text("matter1", line)
        for name in _LONGEST:
            text = "" if name == "carriers" else self._text(name, line)
            # A line that names its own first level has no second one unless it says so.
            if name in _GROUPING and not text and (continues or name == "area"):
                text = self.above.get(name, "")
            if name in _DITTO and plain(text) in _SAME:
                text = self.above.get(name, "")
            if name == "carriers":
                text = "、".join(
                    line[at] for at in self._columns("carriers", whole=True) if at < len(line) and line[at]
                )
            yield name, text

    def _text(self, name: str, line: list[str]) -> str:
        parts = []
        for at in self._columns(name):
            said = line[at] if at < len(line) else ""
            part = self.heading.columns[at].part
            if part and said:  # 公开对象 in two columns: ticked, or named
                said = part if is_ticked(said) else "" if is_optional(said) else said
            if said and not _DASH.fullmatch(said):
                parts.append(said)
        return "；".join(dict.fromkeys(parts))

    def _columns(self, name: str, *, whole: bool = False) -> list[int]:
        columns = sorted(self.heading.columns.items())
        return [at for at, column in columns if column.field == name and not (whole and column.part)]

    def _ticked(self, name: str, line: list[str]) -> list[tuple[Column, str]]:
        """The columns of a field that have names of their own, with what this line says in each."""
        columns = sorted(self.heading.columns.items())
        return [(column, line[at]) for at, column in columns if column.field == name and column.part and at < len(line)]

    def _printed(self, line: list[str], cells: dict[str, str]) -> Printed:
        carriers = carriers_of(cells["carriers"])
        ticked = self._ticked("carriers", line)
        required = (*carriers.required, *(column.part for column, said in ticked if is_ticked(said)))
        optional = (*carriers.optional, *(column.part for column, said in ticked if is_optional(said)))
        limit_read, limit_source = self._limit(cells["limit"])
        return Printed(
            place=self.place,
            serial=cells["serial"],
            area=area_of(cells["area"]),
            area_text=cells["area"].strip("()（）"),
            matter1=cells["matter1"],
            matter2=cells["matter2"],
            matter3=cells["matter3"],
            content=cells["content"],
            basis=cells["basis"],
            subject=cells["subject"],
            audience=cells["audience"],
            limit_text=cells["limit"],
            limit_read=limit_read,
            limit_source=limit_source,
            required=tuple(dict.fromkeys(required)),
            optional=tuple(each for each in dict.fromkeys(optional) if each not in required),
            carriers_text=cells["carriers"],
            mode=mode_of(self._text("mode", line)),
            levels=levels_of(self._text("levels", line)),
        )

    def _limit(self, text: str) -> tuple[str, str]:
        """What a limit means in prescribed words, and from which line it is copied."""
        limit = parse(text)
        source = ""
        if limit.rules == (Reference(),) and self.limit_above:
            read, source = self.limit_above
        else:
            read = str(limit)
        self.limit_above = (read, source or self.place)
        return read, source

    def _say(self, sentence: str, *, refused: bool = False) -> None:
        self.reading.problems.append(Problem(self.place, sentence, refused))


def _remarks(row: Printed) -> Iterator[str]:
    """What a person should look at in a row that is taken."""
    if row.area_text and not row.area:
        yield _("“%(area)s”不是 26 个试点领域之一，按原文保留。") % {"area": row.area_text}
    if "*" in row.limit_text or "＊" in row.limit_text:
        yield _("公开时限中的数字被“*”遮住，请核对原文。")
    limit = parse(row.limit_read)
    if limit.cut:
        yield _("公开时限“%(said)s”没有写完，请核对原文。") % {"said": row.limit_text}
    if not limit.is_checkable and row.mode != Mode.ON_REQUEST:
        yield _("公开时限“%(said)s”不能完全核对。") % {"said": row.limit_text or _("（空）")}


def with_area(row: Printed, area: str, label: str) -> Printed:
    """The row in the area of its catalogue, where it names none."""
    return row if row.area_text else replace(row, area=area, area_text=label)
