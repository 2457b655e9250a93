"""The room's screens at the desk: lists of applications, one of them, and what lies below it."""

from .listing import applications
from .reading import application
from .redactions import RedactionDrop, RedactionFile, RedactionMake, RedactionPage, RedactionPicture, Redactions

__all__ = [
    "RedactionDrop",
    "RedactionFile",
    "RedactionMake",
    "RedactionPage",
    "RedactionPicture",
    "Redactions",
    "application",
    "applications",
]
