"""What case staff may see (``cases``), when a reply is due and why (``limits``), what an end still lacks (``needs``), who asked before
(``applicants``), what letters say (``letters``), which list of the desk a case stands on (``worklists``)."""

from .applicants import applications_of_same, duplicates_of, history_of, items_before_in_month
from .cases import CASE_STAFF, current_reply, visible_applications
from .chasing import Wanted, reminders_wanted, told_of
from .letters import Words, document_of, docx_of, letter_reply, pdf_of, tree_of, words_of
from .limits import course_of, explained, limit_of_application, reply_due_of, stops_of
from .months import Day, month_of
from .needs import CLASSIFIED_REASON, unmet
from .past_cases import Judged, PastCase, judge_past_case
from .registers import register_of
from .worklists import SOON_DAYS, Standing, counts, has_lapsed, standing_of, waiting_for, worklist

__all__ = [
    "CASE_STAFF",
    "CLASSIFIED_REASON",
    "SOON_DAYS",
    "Day",
    "Judged",
    "PastCase",
    "Standing",
    "Wanted",
    "Words",
    "applications_of_same",
    "counts",
    "course_of",
    "current_reply",
    "document_of",
    "docx_of",
    "duplicates_of",
    "explained",
    "has_lapsed",
    "history_of",
    "items_before_in_month",
    "judge_past_case",
    "letter_reply",
    "limit_of_application",
    "month_of",
    "pdf_of",
    "register_of",
    "reminders_wanted",
    "reply_due_of",
    "standing_of",
    "stops_of",
    "told_of",
    "tree_of",
    "unmet",
    "visible_applications",
    "waiting_for",
    "words_of",
    "worklist",
]
