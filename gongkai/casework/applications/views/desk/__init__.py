"""The room's screens at the desk: lists of applications, one of them, and what lies below it."""

from .corrections import (
    CORRECTION_STEPS,
    CorrectionEvidence,
    CorrectionLetter,
    CorrectionNew,
    CorrectionPage,
    Corrections,
    CorrectionStep,
)
from .groups import JOINT, Joint, JointStep, Split
from .history import History
from .listing import applications
from .reading import application
from .redactions import RedactionDrop, RedactionFile, RedactionMake, RedactionPage, RedactionPicture, Redactions

__all__ = [
    "CORRECTION_STEPS",
    "JOINT",
    "CorrectionEvidence",
    "CorrectionLetter",
    "CorrectionNew",
    "CorrectionPage",
    "CorrectionStep",
    "Corrections",
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
