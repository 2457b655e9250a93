"""Asking for figures: periods and scopes (``periods``), records (``records``), names (``registry``), values (``measuring``), ``tables``.

``handed_in`` knows the numbers units type for what no ledger holds.
"""

from .handed_in import Handed, asked_of, collected_codes, form_leaves, is_typed, off_system
from .id_lists import pack, unpack
from .measuring import Measured, measure, records_of
from .pasting import Grid, grids, read_number, read_pasted
from .periods import Period, Scope, scope_of
from .records import Listing, Records, Row, count_hidden, count_rows, list_as, listing_of, rows_of
from .registry import (
    Collected,
    Counted,
    Figure,
    Growth,
    Ratio,
    Summed,
    Whole,
    codes,
    collected,
    figure,
    figure_of,
    growth,
    leaves_of,
    ratio,
    summed,
    whole,
)
from .sheets import Line, Progress, decimals_of, history_of, progress, sheet_of, unsigned
from .tables import Table, cell, code_of, codes_of, measure_table, table, total

__all__ = [
    "Collected",
    "Counted",
    "Figure",
    "Grid",
    "Growth",
    "Handed",
    "Line",
    "Listing",
    "Measured",
    "Period",
    "Progress",
    "Ratio",
    "Records",
    "Row",
    "Scope",
    "Summed",
    "Table",
    "Whole",
    "asked_of",
    "cell",
    "code_of",
    "codes",
    "codes_of",
    "collected",
    "collected_codes",
    "count_hidden",
    "count_rows",
    "decimals_of",
    "figure",
    "figure_of",
    "form_leaves",
    "grids",
    "growth",
    "history_of",
    "is_typed",
    "leaves_of",
    "list_as",
    "listing_of",
    "measure",
    "measure_table",
    "off_system",
    "pack",
    "progress",
    "ratio",
    "read_number",
    "read_pasted",
    "records_of",
    "rows_of",
    "scope_of",
    "sheet_of",
    "summed",
    "table",
    "total",
    "unpack",
    "unsigned",
    "whole",
]
