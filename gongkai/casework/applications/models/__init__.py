"""The ledger of applications: the case (``applications``), who applied (``applicants``), what was asked of whom on the way (``steps``),
the answers (``replies``), the letters (``letters``), files given out in part (``redactions``), the parts of units (``parts``), money
(``fees``), what was brought against it (``challenges``), requests to correct one's own record (``corrections``), and what is
proposed to be public (``proposals``)."""

from .applicants import Applicant
from .applications import Application, ApplicationQuerySet
from .challenges import Challenge, ChallengeQuerySet
from .corrections import Correction, CorrectionQuerySet
from .fees import Fee, FeeNotice, FeeQuerySet
from .letters import Letter, LetterHead
from .parts import Part
from .proposals import Proposal, ProposalQuerySet
from .redactions import Redaction, RedactionBox
from .reminders import Reminder
from .replies import Reply, SearchRecord, Service
from .steps import Amendment, Consultation, Extension, ReasonsRequest
from .voiding import Voidable

__all__ = [
    "Amendment",
    "Applicant",
    "Application",
    "ApplicationQuerySet",
    "Challenge",
    "ChallengeQuerySet",
    "Consultation",
    "Correction",
    "CorrectionQuerySet",
    "Extension",
    "Fee",
    "FeeNotice",
    "FeeQuerySet",
    "Letter",
    "LetterHead",
    "Part",
    "Proposal",
    "ProposalQuerySet",
    "ReasonsRequest",
    "Redaction",
    "RedactionBox",
    "Reminder",
    "Reply",
    "SearchRecord",
    "Service",
    "Voidable",
]
