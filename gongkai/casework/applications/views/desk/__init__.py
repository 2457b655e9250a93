"""The room's screens at the desk: lists of applications (``listing``, ``calendar``, ``chasing``, ``assigning``, ``moves``), one of them
(``reading``), with what came through the citizens' door (``door``), every act on it (``steps``), notices that never arrived
(``undelivered``), and what is brought against us (``challenges``).

Each reads the clock once and calls one action."""

from .acting import Act
from .assigning import AssignmentProgress, Assignments
from .calendar import Months
from .challenges import CHALLENGE_STEPS, ChallengeOpen, ChallengePage, Challenges, ChallengeStep
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
from .redactions import (
    RedactionDrop,
    RedactionFile,
    RedactionMake,
    RedactionMaking,
    RedactionPage,
    RedactionPicture,
    Redactions,
)
from .registering import ReceiptTold, Register
from .steps import STEPS
from .undelivered import NoticeAgain, NoticeOtherwise, NoticePage, Undelivered

__all__ = [
    "CHALLENGE_STEPS",
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
    "ChallengeOpen",
    "ChallengePage",
    "ChallengeStep",
    "Challenges",
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
    "NoticeAgain",
    "NoticeOtherwise",
    "NoticePage",
    "ProposalPage",
    "ProposalStep",
    "Proposals",
    "Propose",
    "ReceiptTold",
    "RedactionDrop",
    "RedactionFile",
    "RedactionMake",
    "RedactionMaking",
    "RedactionPage",
    "RedactionPicture",
    "Redactions",
    "Register",
    "Revision",
    "Revisions",
    "Split",
    "Undelivered",
    "Write",
    "enclosure",
    "query_code",
]
