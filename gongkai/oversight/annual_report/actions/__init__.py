"""Everything that can be done to a report, one verb each: compile, write, explain, freeze, sign, check, submit, send, correct, and
following what becomes of its item."""

from .compilation import PrintedNumber, compile_report, write_claims, write_narrative
from .correcting import publish_correction
from .due_notices import cancel_due_notice, enter_due_notice
from .explaining import explain
from .freezing import freeze, reopen
from .publication import REPORT_TOPIC, mark_published, mark_retracted, refresh_pages, submit_for_publication
from .sending import file_receipt, send
from .signing import file_scan, pass_check, sign, sign_on_paper

__all__ = [
    "REPORT_TOPIC",
    "PrintedNumber",
    "cancel_due_notice",
    "compile_report",
    "enter_due_notice",
    "explain",
    "file_receipt",
    "file_scan",
    "freeze",
    "mark_published",
    "mark_retracted",
    "pass_check",
    "publish_correction",
    "refresh_pages",
    "reopen",
    "send",
    "sign",
    "sign_on_paper",
    "submit_for_publication",
    "write_claims",
    "write_narrative",
]
