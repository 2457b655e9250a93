"""What is asked for at the desk: what a list may be narrowed by (``listing``), to whom many cases go (``assigning``)."""

from .assigning import AssignmentForm
from .listing import FilterForm, MonthForm

__all__ = ["AssignmentForm", "FilterForm", "MonthForm"]
