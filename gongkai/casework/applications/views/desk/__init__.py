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
from .proposals import PROPOSAL_STEPS, ProposalPage, Proposals, ProposalStep, Propose
from .reading import application
from .redactions import RedactionDrop, RedactionFile, RedactionMake, RedactionPage, RedactionPicture, Redactions

__all__ = [
    "CORRECTION_STEPS",
    "JOINT",
    "PROPOSAL_STEPS",
    "CorrectionEvidence",
    "CorrectionLetter",
    "CorrectionNew",
    "CorrectionPage",
    "CorrectionStep",
    "Corrections",
    "History",
    "Joint",
    "JointStep",
    "ProposalPage",
    "ProposalStep",
    "Proposals",
    "Propose",
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
