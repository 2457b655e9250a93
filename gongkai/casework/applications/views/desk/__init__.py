"""The room's screens at the desk: lists of applications, one of them, and what lies below it."""

from .groups import JOINT, Joint, JointStep, Split
from .history import History
from .listing import applications
from .reading import application
from .redactions import RedactionDrop, RedactionFile, RedactionMake, RedactionPage, RedactionPicture, Redactions

__all__ = [
    "JOINT",
    "History",
    "Joint",
    "JointStep",
    "RedactionDrop",
    "RedactionFile",
    "RedactionMake",
    "RedactionPage",
    "RedactionPicture",
    "Redactions",
    "Split",
    "application",
    "applications",
]
