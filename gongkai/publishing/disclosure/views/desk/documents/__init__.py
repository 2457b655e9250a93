"""The register of official documents at the desk (发文登记): the list, one document, its form, and the worklists."""

from .listing import CopiesDue, DocumentList, NotYetPublic, NumberGaps, OfficeReview, Reassessments
from .reading import DocumentDetail, DocumentDownload, DocumentStep
from .registering import DocumentAmend, DocumentCreate
from .steps import STEPS

__all__ = [
    "STEPS",
    "CopiesDue",
    "DocumentAmend",
    "DocumentCreate",
    "DocumentDetail",
    "DocumentDownload",
    "DocumentList",
    "DocumentStep",
    "NotYetPublic",
    "NumberGaps",
    "OfficeReview",
    "Reassessments",
]
