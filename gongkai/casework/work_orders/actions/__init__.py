"""Everything that can be done to a work order, one verb each."""

from .conversion import from_application, to_application
from .handling import assign, close, fix_due_dates, rate, receive, void
from .history import HistoricalWorkOrder, enter_history

__all__ = [
    "HistoricalWorkOrder",
    "assign",
    "close",
    "enter_history",
    "fix_due_dates",
    "from_application",
    "rate",
    "receive",
    "to_application",
    "void",
]
