"""The ledger of applications: the case (``applications``), who applied (``applicants``), what was asked of whom on the way (``steps``),
the answers (``replies``), the letters (``letters``), the parts of units (``parts``; many at once: ``assignments``), money (``fees``) and
what was brought against it (``challenges``); which limits a notice moved (``moves``)."""

from .applicants import Applicant
from .applications import Application, ApplicationQuerySet
from .assignments import Assignment, AssignmentLine
from .challenges import Challenge, ChallengeQuerySet
from .fees import Fee, FeeNotice, FeeQuerySet
from .letters import Letter, LetterHead
from .moves import LimitRevision, MovedLimit
from .parts import Part
from .reminders import Reminder
from .replies import Reply, SearchRecord, Service
from .steps import Amendment, Consultation, Extension, ReasonsRequest
from .voiding import Voidable

__all__ = [
    "Amendment",
    "Applicant",
    "Application",
    "ApplicationQuerySet",
    "Assignment",
    "AssignmentLine",
    "Challenge",
    "ChallengeQuerySet",
    "Consultation",
    "Extension",
    "Fee",
    "FeeNotice",
    "FeeQuerySet",
    "Letter",
    "LetterHead",
    "LimitRevision",
    "MovedLimit",
    "Part",
    "ReasonsRequest",
    "Reminder",
    "Reply",
    "SearchRecord",
    "Service",
    "Voidable",
]
