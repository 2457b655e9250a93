"""The desk of annual reports: the list of a year (``listing``), one report (``reading``), its acts (``steps``), its text
(``text``), numbers (``figures``), whose they are and what does not fit (``consolidation``), its files (``files``), and the notices on due
dates (``due``)."""

from .consolidation import Breaks, Corrections, FigureByUnit
from .due import DueNotices
from .figures import Differences
from .files import KeptFile
from .listing import ReportList
from .reading import ReportDetail, ReportStep
from .steps import STEPS
from .text import ReportText

__all__ = [
    "STEPS",
    "Breaks",
    "Corrections",
    "Differences",
    "DueNotices",
    "FigureByUnit",
    "KeptFile",
    "ReportDetail",
    "ReportList",
    "ReportStep",
    "ReportText",
]
