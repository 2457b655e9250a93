"""What case staff may see (``cases``), when a reply is due and why (``limits``, ``courses``), what an end still lacks (``needs``), who
asked before (``applicants``), what letters say (``letters``), which list of the desk a case stands on (``worklists``); at the citizens'
door who it is (``codes``), what is told and shown (``door``, ``timeline``) and printed (``paper``)."""

from .applicants import applications_of_same, doubles, duplicates_of, history_of, items_before_in_month, same_words
from .cases import CASE_STAFF, current_reply, events_of, version_of, visible_applications
from .chasing import Wanted, reminders_wanted, told_of
from .codes import (
    application_by,
    code_digest,
    draft_hash,
    grouped,
    new_draft_code,
    new_token,
    plain_code,
    plain_number,
    query_code_of,
    submission_key_of,
)
from .corrections import correction_document, correction_pdf, correction_words, visible_corrections
from .courses import Arrival, Moved, arrival_of, course_told
from .door import (
    Answers,
    answers_to,
    content_of,
    contents_of,
    draft_by,
    given_out,
    left_of,
    letters_for_applicant,
    receiving_units,
    sent_with,
    served_reply,
    status_sentence,
    ways_to,
)
from .groups import family_of, group_of
from .letters import Words, document_of, docx_of, letter_reply, pdf_of, tree_of, words_of
from .limits import course_of, explained, limit_of_application, reply_due_of, stops_of
from .months import Day, month_of
from .needs import CLASSIFIED_REASON, unmet
from .paper import form_pdf
from .past_cases import Judged, PastCase, judge_past_case
from .proposals import visible_proposals
from .redactions import boxes_by_page, corners, redacted_files_of, redactions_of
from .registers import register_of
from .timeline import Step, timeline
from .worklists import SOON_DAYS, Standing, counts, has_lapsed, standing_of, waiting_for, worklist

__all__ = [
    "CASE_STAFF",
    "CLASSIFIED_REASON",
    "SOON_DAYS",
    "Answers",
    "Arrival",
    "Day",
    "Judged",
    "Moved",
    "PastCase",
    "Standing",
    "Step",
    "Wanted",
    "Words",
    "answers_to",
    "application_by",
    "applications_of_same",
    "arrival_of",
    "boxes_by_page",
    "code_digest",
    "content_of",
    "contents_of",
    "corners",
    "correction_document",
    "correction_pdf",
    "correction_words",
    "counts",
    "course_of",
    "course_told",
    "current_reply",
    "document_of",
    "docx_of",
    "doubles",
    "draft_by",
    "draft_hash",
    "duplicates_of",
    "events_of",
    "explained",
    "family_of",
    "form_pdf",
    "given_out",
    "group_of",
    "grouped",
    "has_lapsed",
    "history_of",
    "items_before_in_month",
    "judge_past_case",
    "left_of",
    "letter_reply",
    "letters_for_applicant",
    "limit_of_application",
    "month_of",
    "new_draft_code",
    "new_token",
    "pdf_of",
    "plain_code",
    "plain_number",
    "query_code_of",
    "receiving_units",
    "redacted_files_of",
    "redactions_of",
    "register_of",
    "reminders_wanted",
    "reply_due_of",
    "same_words",
    "sent_with",
    "served_reply",
    "standing_of",
    "status_sentence",
    "stops_of",
    "submission_key_of",
    "timeline",
    "told_of",
    "tree_of",
    "unmet",
    "version_of",
    "visible_applications",
    "visible_corrections",
    "visible_proposals",
    "waiting_for",
    "ways_to",
    "words_of",
    "worklist",
]
