"""What case staff may see (``cases``), when a reply is due and why (``limits``), what an end still lacks (``needs``), who asked before
(``applicants``), what letters say (``letters``)."""

from .applicants import applications_of_same, duplicates_of, history_of, items_before_in_month
from .cases import CASE_STAFF, current_reply, visible_applications
from .chasing import Wanted, reminders_wanted
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
from .letters import Words, document_of, docx_of, letter_reply, pdf_of, tree_of, words_of
from .limits import course_of, explained, limit_of_application, reply_due_of, stops_of
from .needs import CLASSIFIED_REASON, unmet
from .paper import form_pdf
from .timeline import Step, timeline

__all__ = [
    "CASE_STAFF",
    "CLASSIFIED_REASON",
    "Answers",
    "Step",
    "Wanted",
    "Words",
    "answers_to",
    "application_by",
    "applications_of_same",
    "code_digest",
    "content_of",
    "contents_of",
    "course_of",
    "current_reply",
    "document_of",
    "docx_of",
    "draft_by",
    "draft_hash",
    "duplicates_of",
    "explained",
    "form_pdf",
    "given_out",
    "grouped",
    "history_of",
    "items_before_in_month",
    "left_of",
    "letter_reply",
    "letters_for_applicant",
    "limit_of_application",
    "new_draft_code",
    "new_token",
    "pdf_of",
    "plain_code",
    "plain_number",
    "query_code_of",
    "receiving_units",
    "reminders_wanted",
    "reply_due_of",
    "sent_with",
    "served_reply",
    "status_sentence",
    "stops_of",
    "submission_key_of",
    "timeline",
    "tree_of",
    "unmet",
    "visible_applications",
    "ways_to",
    "words_of",
]
