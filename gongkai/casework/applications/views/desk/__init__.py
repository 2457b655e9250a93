"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``, ``assigning``,
``moves``), and one of them (``reading``)."""

from .assigning import AssignmentProgress, Assignments
from .calendar import Months
from .chasing import Chasing
from .listing import Applications
from .moves import Revision, Revisions
from .reading import application

__all__ = [
    "Applications",
    "AssignmentProgress",
    "Assignments",
    "Chasing",
    "Months",
    "Revision",
    "Revisions",
    "application",
]
