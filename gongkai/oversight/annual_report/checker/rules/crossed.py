"""The crossed tables of the national forms: their sums and flows, blanks, and what the text says of the same counts."""

import re
from collections.abc import Iterable
from decimal import Decimal

from gongkai.law.report.identities import Identity, Severity, evaluate
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.crossed import Crossed
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.tables import Cell

#: What a sentence calls a count of table three or four, and the sums of figures it may be: the first is what the words say.
_SAID: tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...] = (
    (
        re.compile(
            r"(?:新?收到?|受理|接收|接到|办理)(?:的)?(?:政府)?(?:信息公开|信息依申请公开|依申请公开)(?:的)?申请$"
        ),
        (("t3.new.total",), ("t3.new.total", "t3.carried_in.total")),
    ),
    (re.compile(r"(?:政府)?信息公开行政复议(?:案件)?$"), (("t4.review.total",),)),
    (
        re.compile(r"(?:政府)?信息公开行政诉讼(?:案件)?$"),
        (("t4.suit_direct.total", "t4.suit_after.total"), ("t4.suit_direct.total",), ("t4.suit_after.total",)),
    ),
)
#: Of more numbers than these only those that count for something are spelled out.
_MANY = 8


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    read = report.crossed
    if read is None:
        return
    _identities(read, outcome)
    _blanks(read, outcome)
    _text(report, read, outcome)


def _identities(read: Crossed, outcome: Outcome) -> None:
    printed = {key: cell.value for key, cell in read.figures.items()}
    for table in read.form.crossed:
        printed = table.apart(printed)
    wanted = {key for entry in read.form.identities for key in entry.keys}
    values = {key: value for key, value in printed.items() if key in wanted}
    for key in [key for key, value in values.items() if value is not None and value < 0]:
        cell = read.figures[key]
        why = "件数不会小于零。"
        outcome.find(Rule.TABLE_IDENTITY, Severity.HARD, cell.where, str(cell.value), "应当不小于 0", why)
        values[key] = None
    result = evaluate(read.form.identities, values)
    for violation in result.violations:
        entry = violation.identity
        said = _spelled(read, entry.keys)
        computed = f"{violation.left} 对 {violation.right}（相差 {violation.difference:+}）"
        outcome.find(Rule.TABLE_IDENTITY, entry.severity, _place(read, entry), said, computed, entry.why)
    for entry in result.passed:
        outcome.hold(Rule.TABLE_IDENTITY, _place(read, entry), _spelled(read, entry.keys))


def _blanks(read: Crossed, outcome: Outcome) -> None:
    blank = [cell for cell in read.figures.values() if cell.value is None]
    for cell in blank:
        why = "空白是没有填写，不等于零；没有发生的应当填 0。"
        outcome.find(Rule.BLANK_CELL, Severity.FORM, cell.where, "空白", "应当是一个数", why)
    if not blank:
        outcome.hold(Rule.BLANK_CELL, read.form.title, f"{len(read.figures)} 格都有数")


def _text(report: Report, read: Crossed, outcome: Outcome) -> None:
    for sentence in report.sentences:
        for mention in sentence.counts:
            if mention.period != "year" or mention.aside or mention.value is None:
                continue
            words = labels.unled(mention.label)
            for pattern, sums in _SAID:
                if not pattern.search(words):
                    continue
                told = [total for keys in sums if (total := _total(read, keys)) is not None]
                if not told:
                    continue
                said = f"{mention.said}；{_spelled(read, sums[0])}"
                if mention.value in told:
                    outcome.hold(Rule.SAME_NAME, sentence.where, said)
                else:
                    why = "正文与表格的件数不同；如果统计范围不同，应当写明。"
                    computed = f"相差 {abs(Decimal(mention.value) - told[0])}"
                    outcome.find(Rule.SAME_NAME, Severity.SOFT, sentence.where, said, computed, why)


def _total(read: Crossed, keys: Iterable[str]) -> Decimal | None:
    values = [cell.value if (cell := read.figures.get(key)) else None for key in keys]
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if len(known) == len(values) else None


def _place(read: Crossed, entry: Identity) -> str:
    """The row or the column the identity is for, where its first printed figure stands."""
    first = next((read.figures[key] for key in entry.keys if key in read.figures), None)
    return _line(first, entry) if first else read.form.title


def _line(cell: Cell, entry: Identity) -> str:
    of_row = len({key.split(".")[1] for key in entry.keys}) == 1
    place = cell.where.partition("“")[0]
    row, column = _crossing(cell)
    return f"{place}“{row}”行" if of_row else f"{place}“{column}”列"


def _spelled(read: Crossed, keys: Iterable[str]) -> str:
    """Each number with its name; where all stand in one row or column that is not said again, and of many the zeros are left out."""
    cells = [read.figures[key] for key in keys if key in read.figures]
    names = [tuple(_crossing(cell)) for cell in cells]
    shared = [len({name[side] for name in names}) == 1 and len(names) > 1 for side in (0, 1)]
    told = [
        ("·".join(part for part, same in zip(name, shared, strict=True) if not same) or name[0], cell.value)
        for name, cell in zip(names, cells, strict=True)
    ]
    few = told if len(told) <= _MANY else [(name, value) for name, value in told if value != 0]
    said = [f"{name} {'空白' if value is None else value}" for name, value in few]
    return "，".join([*said, *(["其余各项 0"] if len(few) < len(told) else [])])


def _crossing(cell: Cell) -> list[str]:
    """The row and the column in whose crossing it stands."""
    return cell.where.partition("“")[2].removesuffix("”列").split("”行“")
