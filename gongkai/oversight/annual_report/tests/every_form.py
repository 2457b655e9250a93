"""An invented report in any form the program knows, all its identities kept, told in any kind of file."""

import io
import random
from collections.abc import Mapping, Sequence
from html import escape
from itertools import product

import typst
from docx import Document as new_docx

from gongkai.law.report.crossed import CrossTable
from gongkai.law.report.formats import ReportFormat
from gongkai.law.report.identities import Identity, Relation, evaluate

Figures = dict[str, int]
#: A paragraph, or a table as rows of cells.
Block = str | list[list[str]]


def balanced_in(form: ReportFormat, seed: int, most: int = 40) -> Figures:
    """A number for each figure of the form, so that every identity holds."""
    for again, raising in product(range(10), (False, True)):
        told = _told(form, seed + again, most)
        for _round in range(60):
            broken = evaluate(form.identities, told).violations
            if not broken:
                return told
            for violation in broken:
                _mend(violation.identity, told, raising=raising)
    raise AssertionError(f"{form.name} does not come to rest")


def _told(form: ReportFormat, seed: int, most: int) -> Figures:
    chance = random.Random(seed)
    keys = [*form.rows, *(key for table in form.crossed for key in table.figures)]
    return {key: chance.randrange(most) for key in keys}


def _mend(entry: Identity, told: Figures, *, raising: bool) -> None:
    """Make one identity hold: by the whole, or (``raising``) by whichever side is less."""
    left, right = (sum(told[key] for key in side) for side in (entry.left, entry.right))
    first = entry.left[0]
    if entry.relation is Relation.OVERLAP:
        told[first] = max(told[key] for key in entry.right)
    elif entry.relation is Relation.TOGETHER:
        for side in (entry.left, entry.right):
            told[side[0]] = max(told[side[0]], 1)
    elif entry.relation is Relation.AT_MOST:
        told[entry.right[0]] += max(0, left - right)
    elif entry.relation is Relation.PARTIAL:
        told[first] = max(left, right)
    elif len(entry.left) == 1 and not raising:
        told[first] = right
    elif left < right:
        told[first] += right - left
    else:
        told[entry.right[-1]] += left - right


def blocks(form: ReportFormat, figures: Mapping[str, object], year: int) -> list[Block]:
    """The report: its title, a few sentences, and every table of the form."""
    told: list[Block] = [
        f"青禾县人民政府{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、主动公开情况", "积极稳妥推进各项工作。",
        "二、依申请公开情况", "依法答复每一位申请人。",
        "三、行政复议、行政诉讼情况", "认真履行法定职责。",
        "四、存在的不足", "解读的形式还不够丰富。",
    ]  # fmt: skip
    for table in form.tables:
        told.append(f"附表{table.number} {table.title}")
        told.append(
            [
                list(table.columns),
                *([_cell(head, row.label, row.unit, figures[row.key]) for head in table.columns] for row in table.rows),
            ]
        )
    for crossed in form.crossed:
        told += [crossed.title, _grid(crossed, figures)]
    return told


def _cell(head: str, label: str, unit: str, number: object) -> str:
    if head.startswith("单位"):
        return unit
    return str(number) if head.startswith(("数量", "统计数")) else label


def _grid(table: CrossTable, figures: Mapping[str, object]) -> list[list[str]]:
    heads = [column.label for column in table.columns]
    if table.side_by_side:
        wide = len(heads) - 1
        return [
            [cell for row in table.rows for cell in (row.label, *[""] * wide)],
            heads * len(table.rows),
            [str(figures[key]) for key in table.figures],
        ]
    rows = [[row.label, *(str(figures[table.figure(row.key, one.key)]) for one in table.columns)] for row in table.rows]
    return [["项目", *heads], *rows]


def html(told: Sequence[Block]) -> bytes:
    parts = []
    for block in told:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block)
        parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def docx(told: Sequence[Block]) -> bytes:
    document = new_docx()
    for block in told:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for printed, row in zip(table.rows, block, strict=True):
            for cell, words in zip(printed.cells, row, strict=True):
                cell.text = words
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pdf(told: Sequence[Block]) -> bytes:
    """Its tables run over pages."""
    parts = ['#set page(height: 14cm, width: 24cm, margin: 1.5cm)\n#set text(font: "Noto Serif CJK SC", size: 9pt)']
    for block in told:
        if isinstance(block, str):
            parts.append(_typed(block))
            continue
        cells = ", ".join(f"[{_typed(cell)}]" for row in block for cell in row)
        parts.append(f"#table(columns: {len(block[0])}, {cells})")
    return bytes(typst.compile("\n\n".join(parts).encode()))


def _typed(words: str) -> str:
    return words.replace("“", "").replace("”", "").replace("*", "")


def text(told: Sequence[Block]) -> bytes:
    """A row a line, its cells apart by tabs, as copied out of a browser."""
    lines: list[str] = []
    for block in told:
        lines += [block] if isinstance(block, str) else ["\t".join(row).strip("\t") for row in block]
    return "\n".join(lines).encode()


WRITERS = {"html": html, "docx": docx, "pdf": pdf, "text": text}
