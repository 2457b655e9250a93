"""Which printed row, and which number in a sentence, is which figure of a known form."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.law.report.formats import ReportFormat, Row, Table, format_names, load_format
from gongkai.law.report.identities import Relation, Severity
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.documents import compact
from gongkai.oversight.annual_report.checker.sentences import Mention
from gongkai.oversight.annual_report.checker.tables import Cell, FigureTable

_ALIKE = 0.84  # of two labels of one table: a character or two left out
_ENOUGH_ROWS = 4
_SHORTEST = 4  # characters of a label shared by two rows
_NEARLY_ALL = 0.8

Bound = Mapping[str, Cell]


def recognise(tables: Sequence[FigureTable]) -> tuple[ReportFormat | None, Bound]:
    """The known form the tables follow, and its figures found in them; (None, {}) when they follow none."""
    best: tuple[ReportFormat | None, Bound] = (None, {})
    for form in map(load_format, format_names()):
        bound = _bind(form, tables)
        follows = any(_follows(form, table, set(bound.values())) for table in tables)
        if follows and len(bound) >= _ENOUGH_ROWS and len(bound) > len(best[1]):
            best = form, bound
    return best


def _follows(form: ReportFormat, table: FigureTable, bound: set[Cell]) -> bool:
    """Whether a table is one of the form: by its number or title and a row of it, or by nearly all of its rows."""
    known = [row for row in table.rows if row in bound]
    if any(_same_table(expected, table) for expected in form.tables):
        return bool(known)
    return len(known) >= _ENOUGH_ROWS - 1 and len(known) >= _NEARLY_ALL * len(table.rows)


def _bind(form: ReportFormat, tables: Sequence[FigureTable]) -> dict[str, Cell]:
    """Rows by label: exact anywhere, alike only within the table of the same number or title."""
    bound: dict[str, Cell] = {}
    for table in tables:
        for printed in table.rows:
            for key in _keys(form, table, printed):
                bound.setdefault(key, printed)
                break
        for expected in form.tables:
            if _same_table(expected, table):
                _bind_by_place(expected, table, bound)
    return bound


def _bind_by_place(expected: Table, table: FigureTable, bound: dict[str, Cell]) -> None:
    """Rows printed with a shorter label that two rows of the form end with ("被依法纠错数"): the one between their known neighbours."""
    keys = {cell: key for key, cell in bound.items()}
    order = {row.key: place for place, row in enumerate(expected.rows)}
    for at, printed in enumerate(table.rows):
        if printed in keys:
            continue
        before = [order[keys[row]] for row in table.rows[:at] if keys.get(row) in order]
        after = [order[keys[row]] for row in table.rows[at + 1 :] if keys.get(row) in order]
        between = expected.rows[max(before, default=-1) + 1 : min(after, default=len(expected.rows))]
        likely = [row for row in between if row.key not in bound and row.label.endswith(printed.label)]
        if len(likely) == 1 and len(printed.label) >= _SHORTEST:
            bound[likely[0].key] = printed
            keys[printed] = likely[0].key


def _keys(form: ReportFormat, table: FigureTable, printed: Cell) -> Iterable[str]:
    for row in form.rows.values():
        if printed.label in _labels(row):
            yield row.key
    for expected in form.tables:
        if _same_table(expected, table):
            alike = {row.key: max(_likeness(printed.label, label) for label in _labels(row)) for row in expected.rows}
            key = max(alike, key=lambda key: alike[key])
            if alike[key] >= _ALIKE:
                yield key


@lru_cache(maxsize=2_000)
def _labels(row: Row) -> tuple[str, ...]:
    """What may be printed of it, as printed labels are compared."""
    return tuple(
        dict.fromkeys(each for label in (row.label, *row.aliases) for each in (label, labels.bare(compact(label))))
    )


def _same_table(expected: Table, table: FigureTable) -> bool:
    return expected.number == table.number or expected.title == table.title


def _likeness(a: str, b: str) -> float:
    """How much of two labels is shared when one only leaves characters out of the other; 0 when one is exchanged (微博, 微信)."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return 0.0 if any(step[0] == "replace" for step in matcher.get_opcodes()) else matcher.ratio()


def figure_said(mention: Mention, form: ReportFormat | None) -> str | None:
    """The figure a number in a sentence states, by the form's own wordings; None when its words are narrower or others."""
    if form is None:
        return None
    words = labels.unled(mention.label)
    if labels.NARROWING.search(words):
        return None
    for row in form.rows.values():
        if any(pattern.fullmatch(words) for pattern in row.says):
            return row.key
    return None


def open_totals(form: ReportFormat | None) -> frozenset[str]:
    """Totals whose scope the form does not declare: those whose partition is only a soft identity."""
    if form is None:
        return frozenset()
    parted = (entry for entry in form.identities if entry.relation is Relation.PARTITION)
    return frozenset(entry.left[0] for entry in parted if entry.severity is Severity.SOFT)
