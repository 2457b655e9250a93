"""The screens on which staff write, pass on and withdraw items. Each reads the clock once and calls one action."""

from . import documents
from .editing import ItemCreate, ItemDetails, ItemEdit, SecretCreate
from .files import AttachmentFile, ScanFile
from .later import ALL_STEPS as STEPS
from .listing import ItemList
from .operations import BulkCreate, BulkProgress, InterpretationList, MourningScreen, ScheduleList
from .reading import ItemClear, ItemDetail, ItemStep
from .related import ItemCompare, ItemInterpret, ItemRelate, VersionDownload
from .review import Batch, ClearanceList, ClearanceScan, ItemClearances, LevelScan, ReviewQueue
from .screening import ItemScreening, ScreeningFile
from .standing import GuideList, ProposalShares

__all__ = [
    "STEPS",
    "AttachmentFile",
    "Batch",
    "BulkCreate",
    "BulkProgress",
    "ClearanceList",
    "ClearanceScan",
    "GuideList",
    "InterpretationList",
    "ItemClear",
    "ItemClearances",
    "ItemCompare",
    "ItemCreate",
    "ItemDetail",
    "ItemDetails",
    "ItemEdit",
    "ItemInterpret",
    "ItemList",
    "ItemRelate",
    "ItemScreening",
    "ItemStep",
    "LevelScan",
    "MourningScreen",
    "ProposalShares",
    "ReviewQueue",
    "ScanFile",
    "ScheduleList",
    "ScreeningFile",
    "SecretCreate",
    "VersionDownload",
    "documents",
]
