"""What is asked for: at the desk what a list may be narrowed by (``listing``), at the citizens' door everything (``door``)."""

from .door import TYPED, AmendForm, DoorForm, RateForm, WithdrawForm
from .listing import FilterForm

__all__ = ["TYPED", "AmendForm", "DoorForm", "FilterForm", "RateForm", "WithdrawForm"]
