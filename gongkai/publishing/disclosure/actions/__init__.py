"""Everything that can be done to an item, one verb each."""

from .batch import MOST_IN_A_BATCH, approve_line, approve_many
from .bulk import continue_bulk, start_bulk, stop_bulk
from .changes import begin_change, discard
from .clearances import answer_clearance, ask_clearance
from .document_fields import DocumentFields, Entry
from .documents import (
    deliver_copies,
    deliver_copy,
    draft_from,
    note_public,
    pass_document,
    reassess_document,
    return_document,
    seal_document,
)
from .drafting import attach, detach, draft, revise, seal
from .history import Course, HistoricalItem, enter_history
from .interpretation import (
    begin_interpretation,
    link_interpretation,
    plan_interpretation,
    unlink_interpretation,
    waive_interpretation,
)
from .item_fields import EVERYBODY, ItemFields
from .mourning import declare_mourning, end_mourning
from .negative_list import clear_of_entry
from .publication import approve_and_publish, publish, withdraw
from .registration import (
    amend_document,
    cancel_document,
    file_document,
    register_document,
    register_documents,
    unfile_document,
)
from .relations import relate, unrelate
from .review import (
    approve,
    forget_review,
    record_paper_approval,
    record_paper_approval_with_scan,
    return_to_drafter,
    review_secrecy,
    send_back,
    submit,
)
from .screening import Verdict, decide, forget_findings, replace_file, screen
from .sealing import seal_documents
from .shelving import move
from .timing import approve_and_schedule, expire, publish_as_scheduled, schedule, set_expiry, unschedule
from .validity import end_what_it_ends, lapse, mark_validity

__all__ = [
    "EVERYBODY",
    "MOST_IN_A_BATCH",
    "Course",
    "DocumentFields",
    "Entry",
    "HistoricalItem",
    "ItemFields",
    "Verdict",
    "amend_document",
    "answer_clearance",
    "approve",
    "approve_and_publish",
    "approve_and_schedule",
    "approve_line",
    "approve_many",
    "ask_clearance",
    "attach",
    "begin_change",
    "begin_interpretation",
    "cancel_document",
    "clear_of_entry",
    "continue_bulk",
    "decide",
    "declare_mourning",
    "deliver_copies",
    "deliver_copy",
    "detach",
    "discard",
    "draft",
    "draft_from",
    "end_mourning",
    "end_what_it_ends",
    "enter_history",
    "expire",
    "file_document",
    "forget_findings",
    "forget_review",
    "lapse",
    "link_interpretation",
    "mark_validity",
    "move",
    "note_public",
    "pass_document",
    "plan_interpretation",
    "publish",
    "publish_as_scheduled",
    "reassess_document",
    "record_paper_approval",
    "record_paper_approval_with_scan",
    "register_document",
    "register_documents",
    "relate",
    "replace_file",
    "return_document",
    "return_to_drafter",
    "review_secrecy",
    "revise",
    "schedule",
    "screen",
    "seal",
    "seal_document",
    "seal_documents",
    "send_back",
    "set_expiry",
    "start_bulk",
    "stop_bulk",
    "submit",
    "unfile_document",
    "unlink_interpretation",
    "unrelate",
    "unschedule",
    "waive_interpretation",
    "withdraw",
]
