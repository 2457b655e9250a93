"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``, ``assigning``, ``moves``), and one of them
(``reading``), with what came through the citizens' door (``door``)."""

from .assigning import AssignmentProgress, Assignments
from .calendar import Months
from .chasing import Chasing
from .door import enclosure, query_code
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
    "enclosure",
    "query_code",
]
