"""The ledger of applications: the case (``applications``), who applied (``applicants``), what was asked of whom on the way (``steps``),
the answers (``replies``), the letters (``letters``), the parts of units (``parts``), money (``fees``) and what was brought against it
(``challenges``); at the citizens' door what is being written (``drafts``), handed in (``enclosures``) and done by applicants (``door``)."""

from .applicants import Applicant
from .applications import Application, ApplicationQuerySet
from .challenges import Challenge, ChallengeQuerySet
from .door import Acknowledgement, Diversion, QueryCode, Rating, Withdrawal
from .drafts import Draft, DraftQuerySet
from .enclosures import Enclosure
from .fees import Fee, FeeNotice, FeeQuerySet
from .letters import Letter, LetterHead
from .parts import Part
from .reminders import Reminder
from .replies import Reply, SearchRecord, Service
from .steps import Amendment, Consultation, Extension, ReasonsRequest
from .voiding import Voidable

__all__ = [
    "Acknowledgement",
    "Amendment",
    "Applicant",
    "Application",
    "ApplicationQuerySet",
    "Challenge",
    "ChallengeQuerySet",
    "Consultation",
    "Diversion",
    "Draft",
    "DraftQuerySet",
    "Enclosure",
    "Extension",
    "Fee",
    "FeeNotice",
    "FeeQuerySet",
    "Letter",
    "LetterHead",
    "Part",
    "QueryCode",
    "Rating",
    "ReasonsRequest",
    "Reminder",
    "Reply",
    "SearchRecord",
    "Service",
    "Voidable",
    "Withdrawal",
]
