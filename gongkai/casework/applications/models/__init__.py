"""The ledger of applications: the case (``applications``), who applied (``applicants``), what was asked of whom on the way (``steps``),
the answers (``replies``), the letters (``letters``), files given out in part (``redactions``), the parts of units (``parts``; many at
once: ``assignments``), money (``fees``) and what was brought against it (``challenges``); which limits a notice moved (``moves``);
requests to correct one's own record (``corrections``), what is proposed to be public (``proposals``); at the citizens' door what is being
written (``drafts``), handed in (``enclosures``) and done by applicants (``door``), and what these were told by message (``notices``);
what was destroyed (``destruction``)."""

from .applicants import Applicant, same_parts
from .applications import Application, ApplicationQuerySet
from .assignments import Assignment, AssignmentLine
from .challenges import Challenge, ChallengeQuerySet
from .corrections import Correction, CorrectionQuerySet
from .destruction import DestroyedFile
from .door import Acknowledgement, Diversion, QueryCode, Rating, Withdrawal
from .drafts import Draft, DraftQuerySet
from .enclosures import Enclosure
from .fees import Fee, FeeNotice, FeeQuerySet
from .letters import Letter, LetterHead
from .moves import LimitRevision, MovedLimit
from .notices import Notice, NoticeQuerySet
from .parts import Part
from .proposals import Proposal, ProposalQuerySet
from .redactions import Redaction, RedactionBox
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
    "Assignment",
    "AssignmentLine",
    "Challenge",
    "ChallengeQuerySet",
    "Consultation",
    "Correction",
    "CorrectionQuerySet",
    "DestroyedFile",
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
    "LimitRevision",
    "MovedLimit",
    "Notice",
    "NoticeQuerySet",
    "Part",
    "Proposal",
    "ProposalQuerySet",
    "QueryCode",
    "Rating",
    "ReasonsRequest",
    "Redaction",
    "RedactionBox",
    "Reminder",
    "Reply",
    "SearchRecord",
    "Service",
    "Voidable",
    "Withdrawal",
    "same_parts",
]
