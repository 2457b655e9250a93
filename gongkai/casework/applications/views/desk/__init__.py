"""The room's screens at the desk: lists of applications, one of them, and every act on it (``steps``).

Each reads the clock once and calls one action.
"""

from .acting import Act
from .drafting import Draft
from .lettering import Head, LetterDetail, Letters, Write
from .listing import applications
from .reading import CaseDetail, CaseFile
from .registering import ReceiptTold, Register
from .steps import STEPS

__all__ = [
    "STEPS",
    "Act",
    "CaseDetail",
    "CaseFile",
    "Draft",
    "Head",
    "LetterDetail",
    "Letters",
    "ReceiptTold",
    "Register",
    "Write",
    "applications",
]
