"""Reading a register of official documents from a table: XLSX, CSV, or the JSON lines of an OA's export, by the names of its columns.

``reading`` gives rows with their line numbers, ``columns`` knows what offices call each column, ``values`` reads a cell, ``rows`` says what
a row registers. What cannot be read is refused line by line; only a file that is no table at all stops.
"""

from .reading import Table, open_table
from .rows import Row, row_of

__all__ = ["Row", "Table", "open_table", "row_of"]
