"""What the columns of a catalogue are called: one line of headings, or two where 公开事项 and 公开渠道 have columns of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cells import carrier_named, plain
from .grids import Grid

#: How far down the headings are looked for: above them stands the catalogue's name.
WITHIN = 20

_LABELS = {
    "serial": "序号 编号 id serial no",
    "area": "领域 试点领域 领域名称 所属领域 area field26 field policyarea",
    "matter": "公开事项 事项 事项名称 公开事项名称 matter",
    "matter1": "一级事项 一级 一级公开事项 公开事项一级 level1",
    "matter2": "二级事项 二级 二级公开事项 公开事项二级 level2",
    "matter3": "三级事项 三级 三级公开事项 公开事项三级 level3",
    "content": "公开内容 公开内容和要素 内容 公开要素 公开内容要素 content",
    "basis": "公开依据 依据 法律法规依据 basis",
    "limit": "公开时限 时限 公开时间 timelimittext timelimit limit deadline",
    "subject": "公开主体 公开责任主体 责任主体 责任单位 公开单位 subject responsible",
    "carriers": "公开渠道和载体 公开渠道与载体 公开渠道及载体 公开渠道 公开载体 渠道和载体 channel channels carriers carrier",
    "audience": "公开对象 对象 audience",
    "mode": "公开方式 方式 mode",
    "levels": "公开层级 层级 公开级别 governmentlevel tier",
}
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels.split()}
#: A table of these at least is a catalogue.
_NEEDED = ({"limit"}, {"subject", "content", "basis"}, {"matter", "matter1", "matter2"})
#: Headings that may have columns of their own below them.
_PARENTS = ("matter", "carriers", "audience", "mode", "levels")
_BRACKETS = re.compile(r"\(.*?\)")


@dataclass(frozen=True)
class Column:
    """What a column holds. ``part``: which of its parent's columns it is (a carrier, 主动, 县级); empty for the whole."""

    field: str
    part: str = ""


@dataclass(frozen=True)
class Heading:
    """Where the rows begin, and what their columns hold."""

    first: int
    columns: dict[int, Column]
    #: The headings as printed: a page break repeats them.
    printed: tuple[tuple[str, ...], ...]


def find(grid: Grid) -> Heading | None:
    """The heading of a sheet; None where there is none of a catalogue."""
    for place, row in enumerate(grid.rows[:WITHIN]):
        fields = {number: _field(text) for number, text in enumerate(row) if _field(text)}
        below = grid.rows[place + 1] if place + 1 < len(grid.rows) else []
        parts = _parts(row, fields, below)
        columns = {number: Column(field) for number, field in fields.items()} | parts
        held = {column.field for column in columns.values()}
        if all(held & needed for needed in _NEEDED):
            lines = 2 if parts else 1
            printed = tuple(tuple(plain(text) for text in line) for line in grid.rows[place : place + lines])
            return Heading(place + lines, _numbered(columns), printed)
    return None


def _field(text: str) -> str:
    said = _BRACKETS.sub("", plain(text)).lower().replace("_", "").replace("-", "")
    return _FIELDS.get(said, "")


def _parts(row: list[str], fields: dict[int, str], below: list[str]) -> dict[int, Column]:
    """The columns a second line of headings names, each below the nearest parent to its left; none where it is a line of content."""
    found, parent = {}, ""
    for number, text in enumerate(below):
        above = row[number] if number < len(row) else ""
        if above:
            parent = fields.get(number, "")
        if not text or plain(text) == plain(above):
            continue
        part = _part(parent, text) if parent in _PARENTS else None
        if part is None:
            return {}
        found[number] = part
    return found


def _part(parent: str, text: str) -> Column | None:
    said = _BRACKETS.sub("", plain(text))
    if not said:
        return None
    if parent == "matter":
        field = _field(text)
        return Column(field) if field.startswith("matter") else None
    if parent == "carriers":
        carrier = carrier_named(text)
        return Column("carriers", carrier) if carrier else None
    words = {"audience": ("社会", "特定"), "mode": ("主动", "申请"), "levels": ("县", "区", "市", "乡", "镇", "村")}
    return Column(parent, said) if any(word in said for word in words[parent]) else None


def _numbered(columns: dict[int, Column]) -> dict[int, Column]:
    """公开事项 over several columns without names of their own: the first level, the second, the third."""
    unnamed = [number for number, column in sorted(columns.items()) if column.field == "matter"]
    named = {column.field for column in columns.values()}
    levels = [level for level in ("matter1", "matter2", "matter3") if level not in named]
    renamed = {number: Column(level) for number, level in zip(unnamed, levels, strict=False)}
    return {number: column for number, column in columns.items() if column.field != "matter"} | renamed
