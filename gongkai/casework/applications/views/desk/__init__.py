"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``, ``assigning``, ``moves``), one of them
(``reading``), with what came through the citizens' door (``door``), and every act on it (``steps``).

Each reads the clock once and calls one action."""

from .acting import Act
from .assigning import AssignmentProgress, Assignments
from .calendar import Months
from .chasing import Chasing
from .door import enclosure, query_code
from .drafting import Draft
from .lettering import Head, LetterDetail, Letters, Write
from .listing import Applications
from .moves import Revision, Revisions
from .reading import CaseDetail, CaseFile
from .registering import ReceiptTold, Register
from .steps import STEPS

__all__ = [
    "STEPS",
    "Act",
    "Applications",
    "AssignmentProgress",
    "Assignments",
    "CaseDetail",
    "CaseFile",
    "Chasing",
    "Draft",
    "Head",
    "LetterDetail",
    "Letters",
    "Months",
    "ReceiptTold",
    "Register",
    "Revision",
    "Revisions",
    "Write",
    "enclosure",
    "query_code",
]
