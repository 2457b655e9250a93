"""The shelves, what their archives list, and where ledger, log and tree differ."""

from .archive import PART, month_of, newest, part_of, part_of_month, tally, whole_month
from .differences import differences, pieces
from .facets import Choice, facet_titles, value_names
from .holdings import HOLDINGS, count_all_holdings, counted, holdings, recount_holdings
from .library import facet_counts, facet_groups, facet_months, newest_policies
from .shelves import Group, Shelf, all_shelves, of_column, of_policies, shelf, shelves_of

__all__ = [
    "HOLDINGS",
    "PART",
    "Choice",
    "Group",
    "Shelf",
    "all_shelves",
    "count_all_holdings",
    "counted",
    "differences",
    "facet_counts",
    "facet_groups",
    "facet_months",
    "facet_titles",
    "holdings",
    "month_of",
    "newest",
    "newest_policies",
    "of_column",
    "of_policies",
    "part_of",
    "part_of_month",
    "pieces",
    "recount_holdings",
    "shelf",
    "shelves_of",
    "tally",
    "value_names",
    "whole_month",
]
