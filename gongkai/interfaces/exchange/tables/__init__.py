"""Reading a register from a table: XLSX, CSV, or the JSON lines of an office's export, by the names of its columns.

``reading`` gives rows with their line numbers, ``columns`` knows what offices call each column of a register of official documents,
``values`` reads a cell, ``rows`` says what a row registers; ``cases`` has the columns and rows of a register of applications. What cannot
be read is refused line by line; only a file that is no table at all stops.
"""

from .cases import CASE_COLUMNS, CASE_NAMES, NEEDED, CaseRow, case_of
from .reading import Table, open_table
from .rows import Row, row_of

__all__ = ["CASE_COLUMNS", "CASE_NAMES", "NEEDED", "CaseRow", "Row", "Table", "case_of", "open_table", "row_of"]
