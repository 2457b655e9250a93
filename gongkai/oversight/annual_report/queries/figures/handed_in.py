"""Figures no ledger of ours holds, as the forms declare them (``collected`` in ``law/report/data``): licences, penalties, fees, staff.

They are decisions and money of the units that take them, or work nobody records here; each is handed in with its source and is blank
until then. A form that was not there when the program started has its own registered by ``register``.
"""

from __future__ import annotations

from gongkai.law.report.formats import ReportFormat, format_names, load_format
from gongkai.oversight.statistics.queries import collected, figure_of
from gongkai.oversight.statistics.queries.registry import COLLECTED


def register(form: ReportFormat) -> None:
    """Make the numbers a form collects figures; those another form collects already are the same. ValueError when it prints a
    figure nobody knows.
    """
    for table in form.crossed:
        if table.collected:
            for row in table.rows:
                for column in table.columns:
                    code = table.codes[table.figure(row.key, column.key)]
                    label, unit = f"{row.label}·{column.label}", column.unit or table.unit
                    _collect(code, label, unit, column.decimals, table.definition)
    for line in form.rows.values():
        if line.collected:
            _collect(line.code, line.label, line.unit, line.decimals)
    for code in form.codes:
        try:
            figure_of(code)
        except LookupError as unknown:
            raise ValueError(f"{form.name}: {unknown}") from unknown


def _collect(code: str, label: str, unit: str, decimals: int, definition: str = "") -> None:
    try:
        figure_of(code)
    except LookupError:
        collected(code, label[:60], unit=unit, definition=definition or COLLECTED, decimals=decimals)


for _name in format_names():
    register(load_format(_name))
