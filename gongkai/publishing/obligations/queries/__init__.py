"""What a limit asks, how things stand on a day, what a new edition changes, and which items propose themselves."""

from .editions import Change, Comparison, compare, read_edition, rows_of
from .limits import (
    asked_days,
    checkability_of,
    cycle_of,
    display_end,
    due_of,
    future_bases,
    period_title,
    periods_ended,
    vague_words,
)
from .matching import matching_rule, suggestions
from .periods import Pending, periods_to_open
from .standing import (
    Selection,
    VagueWords,
    matrix,
    occasions,
    pairs,
    tally,
    uncheckable,
    unmet_of,
)
from .telling import met_on, said, status_of, with_counting

__all__ = [
    "Change",
    "Comparison",
    "Pending",
    "Selection",
    "VagueWords",
    "asked_days",
    "checkability_of",
    "compare",
    "cycle_of",
    "display_end",
    "due_of",
    "future_bases",
    "matching_rule",
    "matrix",
    "met_on",
    "occasions",
    "pairs",
    "period_title",
    "periods_ended",
    "periods_to_open",
    "read_edition",
    "rows_of",
    "said",
    "status_of",
    "suggestions",
    "tally",
    "uncheckable",
    "unmet_of",
    "vague_words",
    "with_counting",
]
