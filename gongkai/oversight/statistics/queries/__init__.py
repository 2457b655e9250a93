"""Asking for figures: periods and scopes (``periods``), records (``records``), names (``registry``), values (``measuring``), ``tables``."""

from .id_lists import pack, unpack
from .measuring import Measured, measure, records_of
from .periods import Period, Scope, scope_of
from .records import Listing, Records, Row, list_as, listing_of, rows_of
from .registry import (
    Counted,
    Figure,
    Growth,
    Ratio,
    Summed,
    Whole,
    codes,
    figure,
    figure_of,
    growth,
    leaves_of,
    ratio,
    summed,
    whole,
)
from .tables import Table, cell, code_of, codes_of, measure_table, table, total

__all__ = [
    "Counted",
    "Figure",
    "Growth",
    "Listing",
    "Measured",
    "Period",
    "Ratio",
    "Records",
    "Row",
    "Scope",
    "Summed",
    "Table",
    "Whole",
    "cell",
    "code_of",
    "codes",
    "codes_of",
    "figure",
    "figure_of",
    "growth",
    "leaves_of",
    "list_as",
    "listing_of",
    "measure",
    "measure_table",
    "pack",
    "ratio",
    "records_of",
    "rows_of",
    "scope_of",
    "summed",
    "table",
    "total",
    "unpack",
    "whole",
]
