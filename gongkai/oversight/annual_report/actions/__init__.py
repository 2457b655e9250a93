"""Everything that can be done to a report, one verb each: compile, write, freeze, submit, and following what becomes of its item."""

from .compilation import PrintedNumber, compile_report, write_claims, write_narrative
from .freezing import freeze, reopen
from .publication import (
    REPORT_TOPIC,
    mark_published,
    mark_retracted,
    refresh_pages,
    submit_for_publication,
)

__all__ = [
    "REPORT_TOPIC",
    "PrintedNumber",
    "compile_report",
    "freeze",
    "mark_published",
    "mark_retracted",
    "refresh_pages",
    "reopen",
    "submit_for_publication",
    "write_claims",
    "write_narrative",
]
