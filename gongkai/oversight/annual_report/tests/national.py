"""An invented county's report in the form of 2021, balanced, told as web page, Word file, PDF and lines of text; a test changes a cell."""

import io
import random
from collections.abc import Mapping
from html import escape

import typst
from docx import Document as new_docx

from gongkai.law.report.crossed import CrossTable
from gongkai.law.report.formats import load_format

FORM = load_format("national_2021")
T2 = [table for table in FORM.crossed if table.key == "t2"]
T3, T4 = (next(table for table in FORM.crossed if table.key == key) for key in ("t3", "t4"))
TITLE = "青禾县人民政府2024年政府信息公开工作年度报告"
KINDS = [column.key for column in T3.columns if column.key != "total"]
LEAVES = [row.key for row in T3.rows if row.key not in ("new", "carried_in", "done_total", "carried_out")]
CATEGORIES = {
    "refuse": "（三）不予公开",
    "unable": "（四）无法提供",
    "noproc": "（五）不予处理",
    "other": "（六）其他处理",
}
Figures = Mapping[str, object]


def balanced(seed: int, most: int = 40) -> dict[str, object]:
    """All 200 figures of a report that keeps every identity."""
    chance = random.Random(seed)
    told: dict[str, object] = {key: chance.randrange(most) for table in T2 for key in table.figures}
    for kind in KINDS:
        leaves = {leaf: chance.randrange(most) if chance.random() < 0.5 else 0 for leaf in LEAVES}
        done, out = sum(leaves.values()), chance.randrange(most)
        carried_in = chance.randrange(min(most, done + out) + 1)
        rows = {
            **leaves,
            "carried_in": carried_in,
            "new": done + out - carried_in,
            "done_total": done,
            "carried_out": out,
        }
        told |= {f"t3.{row}.{kind}": number for row, number in rows.items()}
    for row in T3.rows:
        told[f"t3.{row.key}.total"] = sum(int(str(told[f"t3.{row.key}.{kind}"])) for kind in KINDS)
    for block in T4.rows:
        parts = [chance.randrange(most) for _column in T4.columns[:-1]]
        told |= {
            T4.figure(block.key, column.key): n for column, n in zip(T4.columns, [*parts, sum(parts)], strict=True)
        }
    return told


def labels_of(row: str, label: str, number: int) -> list[str]:
    """The cells before the numbers of a row of table three, as printed: what spans several rows stands in the first of them."""
    category = row.partition("_")[0]
    if row in ("new", "carried_in", "carried_out"):
        return [f"{'一二四'[('new', 'carried_in', 'carried_out').index(row)]}、{label}", "", ""]
    first = "三、本年度办理结果" if row == "granted" else ""
    if row in ("granted", "partial", "done_total"):
        sign = {"granted": "（一）", "partial": "（二）", "done_total": "（七）"}[row]
        return [first, sign + label, ""]
    return [first, CATEGORIES[category] if number == 1 else "", f"{number}.{label}"]


def lines_of_three(figures: Figures) -> list[list[str]]:
    """The rows of table three: three places of labels and seven of numbers."""
    rows, before, number = [], "", 0
    for row in T3.rows:
        if T3.figure(row.key, "total") not in figures:
            continue
        category = row.key.partition("_")[0]
        number = number + 1 if category == before else 1
        before = category
        numbers = [str(figures[T3.figure(row.key, column.key)]) for column in T3.columns]
        rows.append([*labels_of(row.key, row.label, number), *numbers])
    return rows


def grids(figures: Figures) -> list[list[list[str]]]:
    """Every table as rows of cells; a cell that spans others is followed by empty ones."""
    two = [_two(table, figures) for table in T2]
    heads = [column.label for column in T3.columns]
    three = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "", "申请人情况", *[""] * 6],
        ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "", *heads[1:6], ""],
        *lines_of_three(figures),
    ]
    columns = [column.label for column in T4.columns]
    four = [
        ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
        [*columns, "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""],
        [*[""] * 5, *columns, *columns],
        [str(figures[key]) for key in T4.figures],
    ]
    return [*two, three, four]


def _two(table: CrossTable, figures: Figures) -> list[list[str]]:
    rows = [[row.label, *(str(figures[table.figure(row.key, one.key)]) for one in table.columns)] for row in table.rows]
    return [["信息内容", *(column.label for column in table.columns)], *rows]


def text(figures: Figures) -> list[str]:
    """The sentences of the report; the number of applications is told in words too."""
    return [
        TITLE,
        "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
        "一、总体情况",
        f"2024年，全县共收到政府信息公开申请{figures['t3.new.total']}件，均在法定期限内答复。主动公开工作稳步推进。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "工作中还存在一些不足，下一年将改进。",
        "六、其他需要报告的事项",
        "全年没有收取信息处理费。",
    ]


def as_html(figures: Figures, *, words: list[str] | None = None) -> bytes:
    """A web page; every cell a td, without spans."""
    said = words or text(figures)
    tables = [
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in grid)
        + "</table>"
        for grid in grids(figures)
    ]
    return "".join(["<html><body>", *(f"<p>{escape(line)}</p>" for line in said), *tables, "</body></html>"]).encode()


def as_docx(figures: Figures) -> bytes:
    """A Word file with merged cells where a label spans rows."""
    document = new_docx()
    for line in text(figures):
        document.add_paragraph(line)
    for grid in grids(figures):
        table = document.add_table(len(grid), len(grid[0]))
        for y, row in enumerate(grid):
            for x, cell in enumerate(row):
                table.cell(y, x).text = cell
        if len(grid) > 20:
            table.cell(0, 0).merge(table.cell(2, 2))
            for y in (3, 4):
                table.cell(y, 0).merge(table.cell(y, 2))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_pdf(figures: Figures) -> bytes:
    """A PDF whose tables run over pages."""
    parts = ['#set page(height: 12cm, width: 21cm, margin: 1.5cm)\n#set text(font: "Noto Serif CJK SC", size: 9pt)']
    parts += [f"{line}\n" for line in text(figures)]
    for grid in grids(figures):
        cells = ", ".join(f"[{cell.replace('“', '').replace('”', '')}]" for row in grid for cell in row)
        parts.append(f"#table(columns: {len(grid[0])}, {cells})")
    return bytes(typst.compile("\n\n".join(parts).encode()))


def as_lines(figures: Figures) -> bytes:
    """Plain text, a row a line, as copied out of a PDF."""
    rows = [" ".join([*[cell for cell in row[:3] if cell], *row[3:]]) for row in lines_of_three(figures)]
    return "\n".join([*text(figures), *rows]).encode()
