"""What can be done with a consultation, from the first draft to the published result."""

from .announcing import CONSULTATION_TOPIC
from .comments import CommentFields, categorise, comment, enter_comment, erase
from .contacts import clear_contacts
from .dispositions import dispose, mark_duplicates, unmark_duplicate
from .drafting import attach, detach, draft, revise
from .fields import ConsultationFields
from .result import link, publish_result, write_result
from .review import approve, end, return_to_drafter, review_secrecy, submit
from .term import CLOSING_TOPIC, OPENING_TOPIC, close_due, extend, open_due

__all__ = [
    "CLOSING_TOPIC",
    "CONSULTATION_TOPIC",
    "OPENING_TOPIC",
    "CommentFields",
    "ConsultationFields",
    "approve",
    "attach",
    "categorise",
    "clear_contacts",
    "close_due",
    "comment",
    "detach",
    "dispose",
    "draft",
    "end",
    "enter_comment",
    "erase",
    "extend",
    "link",
    "mark_duplicates",
    "open_due",
    "publish_result",
    "return_to_drafter",
    "review_secrecy",
    "revise",
    "submit",
    "unmark_duplicate",
    "write_result",
]
