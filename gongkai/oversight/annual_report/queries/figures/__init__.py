"""Every number of the yearly report, by name: a1–a5 are the rows of the appended tables, b.* the numbers of its
sentences; t2, t3 and t4 are the tables of the form of 2021, t3_2019 of the trial form, n3 to n5 blocks of the national table before it.

Each submodule registers its figures when it is imported. Totals are wholes of their parts wherever every record is in exactly one
part, so a table cannot contradict itself; what remains to be told is in the identities of ``law.report``.
"""

from . import national, proactive, table_four, table_three, table_two, upon_request, work_orders  # isort: skip
from . import handed_in  # isort: skip  # last: what a room counts is not handed in

__all__ = [
    "handed_in",
    "national",
    "proactive",
    "table_four",
    "table_three",
    "table_two",
    "upon_request",
    "work_orders",
]
