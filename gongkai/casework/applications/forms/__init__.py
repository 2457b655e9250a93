"""What is asked for: at the desk what a list may be narrowed by (``listing``) and to whom many cases go (``assigning``); at the citizens'
door everything (``door``)."""

from .assigning import AssignmentForm
from .door import TYPED, AmendForm, DoorForm, RateForm, WithdrawForm
from .listing import FilterForm, MonthForm

__all__ = ["TYPED", "AmendForm", "AssignmentForm", "DoorForm", "FilterForm", "MonthForm", "RateForm", "WithdrawForm"]
