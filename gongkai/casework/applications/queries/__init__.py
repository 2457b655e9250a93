"""What case staff may see (``cases``), when a reply is due and why (``limits``), what an end still lacks (``needs``), who asked before
(``applicants``), what letters say (``letters``)."""

from .applicants import applications_of_same, doubles, duplicates_of, history_of, items_before_in_month, same_words
from .cases import CASE_STAFF, current_reply, visible_applications
from .chasing import Wanted, reminders_wanted
from .corrections import correction_document, correction_pdf, correction_words, visible_corrections
from .groups import family_of, group_of
from .letters import Words, document_of, docx_of, letter_reply, pdf_of, tree_of, words_of
from .limits import course_of, explained, limit_of_application, reply_due_of, stops_of
from .needs import CLASSIFIED_REASON, unmet
from .proposals import visible_proposals
from .redactions import boxes_by_page, corners, redacted_files_of, redactions_of

__all__ = [
    "CASE_STAFF",
    "CLASSIFIED_REASON",
    "Wanted",
    "Words",
    "applications_of_same",
    "boxes_by_page",
    "corners",
    "correction_document",
    "correction_pdf",
    "correction_words",
    "course_of",
    "current_reply",
    "document_of",
    "docx_of",
    "doubles",
    "duplicates_of",
    "explained",
    "family_of",
    "group_of",
    "history_of",
    "items_before_in_month",
    "letter_reply",
    "limit_of_application",
    "pdf_of",
    "redacted_files_of",
    "redactions_of",
    "reminders_wanted",
    "reply_due_of",
    "same_words",
    "stops_of",
    "tree_of",
    "unmet",
    "visible_applications",
    "visible_corrections",
    "visible_proposals",
    "words_of",
]
