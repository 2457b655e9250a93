"""A report with its numbers and text (``reports``), who consented to it (``signing``), by when it is due and where it went
(``due``), and what was signed about numbers that do not fit or were corrected (``breaks``)."""

from .breaks import Correction, Explanation
from .due import DueNotice, DueNoticeQuerySet, Sending
from .reports import Claim, FrozenFigure, Narrative, Report, ReportQuerySet
from .signing import Signature, SignatureQuerySet

__all__ = [
    "Claim",
    "Correction",
    "DueNotice",
    "DueNoticeQuerySet",
    "Explanation",
    "FrozenFigure",
    "Narrative",
    "Report",
    "ReportQuerySet",
    "Sending",
    "Signature",
    "SignatureQuerySet",
]
