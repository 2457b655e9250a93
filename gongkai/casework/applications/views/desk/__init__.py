"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``), and one of them (``reading``)."""

from .calendar import Months
from .chasing import Chasing
from .listing import Applications
from .reading import application

__all__ = ["Applications", "Chasing", "Months", "application"]
