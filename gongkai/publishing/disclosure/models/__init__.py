"""What the ledger keeps about disclosure, one noun a module."""

from .attachments import Attachment
from .documents import DocumentFile, OfficialDocument, OfficialDocumentQuerySet
from .interpretations import Interpretation, InterpretationPlan
from .items import (
    SECRET_DATES,
    SECRET_LISTS,
    SECRET_TEXTS,
    InformationItem,
    InformationItemQuerySet,
    items_announced,
    shown,
)
from .negative_list import ListDecision
from .operations import BulkLine, BulkOperation, Mourning, MourningQuerySet
from .relations import Relation
from .review import (
    Approval,
    ApprovalBatch,
    ApprovalLine,
    ApprovalQuerySet,
    Clearance,
    ClearanceQuerySet,
    Submission,
    SubmissionQuerySet,
)
from .screening import Screening, ScreeningFinding, ScreeningFindingQuerySet
from .versions import ItemVersion, VersionFile

__all__ = [
    "SECRET_DATES",
    "SECRET_LISTS",
    "SECRET_TEXTS",
    "Approval",
    "ApprovalBatch",
    "ApprovalLine",
    "ApprovalQuerySet",
    "Attachment",
    "BulkLine",
    "BulkOperation",
    "Clearance",
    "ClearanceQuerySet",
    "DocumentFile",
    "InformationItem",
    "InformationItemQuerySet",
    "Interpretation",
    "InterpretationPlan",
    "ItemVersion",
    "ListDecision",
    "Mourning",
    "MourningQuerySet",
    "OfficialDocument",
    "OfficialDocumentQuerySet",
    "Relation",
    "Screening",
    "ScreeningFinding",
    "ScreeningFindingQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "VersionFile",
    "items_announced",
    "shown",
]
