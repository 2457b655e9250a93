"""What is asked for at the desk: what a list may be narrowed by (``listing``)."""

from .listing import FilterForm, MonthForm

__all__ = ["FilterForm", "MonthForm"]
