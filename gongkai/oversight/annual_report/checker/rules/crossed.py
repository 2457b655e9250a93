"""The crossed tables of the national forms: their sums and flows, blanks, and whether the form is that of the year."""

from collections.abc import Iterable

from gongkai.law.report.identities import Identity, Severity, evaluate
from gongkai.oversight.annual_report.checker.crossed import Crossed
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.tables import Cell

#: Of more numbers than these only those that count for something are spelled out.
_MANY = 8
_OPEN_ENDED = 9999


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    read = report.crossed
    if read is None:
        return
    _identities(read, outcome)
    _blanks(read, outcome)
    first, last = read.form.years
    if first <= report.year <= last:
        outcome.hold(Rule.FORM_OF_YEAR, read.form.title, str(report.year))
    else:
        why = "表格不是报告年度的格式。"
        computed = f"这种格式用于{first}年度起" + ("" if last == _OPEN_ENDED else f"至{last}年度")
        spots = [next(iter(read.figures.values())).spot]
        outcome.find(
            Rule.FORM_OF_YEAR, Severity.FORM, read.form.title, f"报告年度{report.year}年", computed, why, at=spots
        )


def _identities(read: Crossed, outcome: Outcome) -> None:
    printed = {key: cell.value for key, cell in read.figures.items()}
    for table in read.form.crossed:
        printed = table.apart(printed)
    wanted = {key for entry in read.form.identities for key in entry.keys}
    values = {key: value for key, value in printed.items() if key in wanted}
    for key in [key for key, value in values.items() if value is not None and value < 0]:
        cell = read.figures[key]
        why = "件数不会小于零。"
        outcome.find(
            Rule.TABLE_IDENTITY, Severity.HARD, cell.where, str(cell.value), "应当不小于 0", why, at=[cell.spot]
        )
        values[key] = None
    result = evaluate(read.form.identities, values)
    for violation in result.violations:
        entry = violation.identity
        said = spelled(read, entry.keys)
        computed = f"{violation.left} 对 {violation.right}（相差 {violation.difference:+}）"
        spots = [read.figures[key].spot for key in entry.keys if key in read.figures]
        outcome.find(Rule.TABLE_IDENTITY, entry.severity, _place(read, entry), said, computed, entry.why, at=spots)
    for entry in result.passed:
        outcome.hold(Rule.TABLE_IDENTITY, _place(read, entry), spelled(read, entry.keys))


def _blanks(read: Crossed, outcome: Outcome) -> None:
    blank = [cell for cell in read.figures.values() if cell.value is None]
    why = "空白是没有填写，不等于零；没有发生的应当填 0。"
    for table in dict.fromkeys(key.partition(".")[0] for key in read.figures):
        cells = [cell for key, cell in read.figures.items() if cell.value is None and key.startswith(f"{table}.")]
        if len(cells) > _MANY:  # a whole table left empty is one thing to say
            spots, said = [cell.spot for cell in cells], f"这里起 {len(cells)} 格空白"
            outcome.find(Rule.BLANK_CELL, Severity.FORM, cells[0].where, said, "应当都是数", why, at=spots)
            continue
        for cell in cells:
            outcome.find(Rule.BLANK_CELL, Severity.FORM, cell.where, "空白", "应当是一个数", why, at=[cell.spot])
    if not blank:
        outcome.hold(Rule.BLANK_CELL, read.form.title, f"{len(read.figures)} 格都有数")


def _place(read: Crossed, entry: Identity) -> str:
    """The row or the column the identity is for, where its first printed figure stands."""
    first = next((read.figures[key] for key in entry.keys if key in read.figures), None)
    return _line(first, entry) if first else read.form.title


def _line(cell: Cell, entry: Identity) -> str:
    of_row = len({key.split(".")[1] for key in entry.keys}) == 1
    place = cell.where.partition("“")[0]
    row, column = _crossing(cell)
    return f"{place}“{row}”行" if of_row else f"{place}“{column}”列"


def spelled(read: Crossed, keys: Iterable[str]) -> str:
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
