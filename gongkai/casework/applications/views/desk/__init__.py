"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``, ``assigning``, ``moves``), one of them
(``reading``), with what came through the citizens' door (``door``), and every act on it (``steps``).

Each reads the clock once and calls one action."""

from .acting import Act
from .assigning import AssignmentProgress, Assignments
from .calendar import Months
from .chasing import Chasing
from .corrections import (
    CORRECTION_STEPS,
    CorrectionEvidence,
    CorrectionLetter,
    CorrectionNew,
    CorrectionPage,
    Corrections,
    CorrectionStep,
)
from .door import enclosure, query_code
from .drafting import Draft
from .groups import JOINT, Joint, JointStep, Split
from .history import History
from .lettering import Head, LetterDetail, Letters, Write
from .listing import Applications
from .moves import Revision, Revisions
from .proposals import PROPOSAL_STEPS, ProposalPage, Proposals, ProposalStep, Propose
from .reading import CaseDetail, CaseFile
from .redactions import RedactionDrop, RedactionFile, RedactionMake, RedactionPage, RedactionPicture, Redactions
from .registering import ReceiptTold, Register
from .steps import STEPS

__all__ = [
    "CORRECTION_STEPS",
    "JOINT",
    "PROPOSAL_STEPS",
    "STEPS",
    "Act",
    "Applications",
    "AssignmentProgress",
    "Assignments",
    "CaseDetail",
    "CaseFile",
    "Chasing",
    "CorrectionEvidence",
    "CorrectionLetter",
    "CorrectionNew",
    "CorrectionPage",
    "CorrectionStep",
    "Corrections",
    "Draft",
    "Head",
    "History",
    "Joint",
    "JointStep",
    "LetterDetail",
    "Letters",
    "Months",
    "ProposalPage",
    "ProposalStep",
    "Proposals",
    "Propose",
    "ReceiptTold",
    "RedactionDrop",
    "RedactionFile",
    "RedactionMake",
    "RedactionPage",
    "RedactionPicture",
    "Redactions",
    "Register",
    "Revision",
    "Revisions",
    "Split",
    "Write",
    "enclosure",
    "query_code",
]
