"""Everything that can be done to an application, one verb each. Events name its number, never its applicant.

``receiving`` · ``amendments`` · ``parts`` (many at once: ``assigning``) · ``consultations`` · ``extensions`` · ``reasons`` ·
``searches`` · ``fees`` on the way; ``replies`` · ``serving`` · ``endings`` at the end; ``challenges`` after it; ``letters`` all along;
``limits`` when a holiday notice comes; ``chasing`` before they run out; ``applicants`` for who looks; ``exporting``
for what is taken away, ``history`` for past years.
"""

from .amendments import ask_amendment, receive_amendment
from .applicants import erase_applicant, reseal, see_applicant
from .assigning import continue_assignment, start_assignment, stop_assignment
from .challenges import answer_challenge, challenge, decide, receive_copy
from .chasing import chase
from .consultations import answer_consultation, consult, deliver_consultation
from .endings import archive, close, reopen, void, withdraw
from .exporting import export_register
from .extensions import grant_extension, request_extension
from .fees import charge, deliver_fee_notice, notify_fee, pay
from .history import enter_past_cases
from .letters import issue_letter, set_letter_head
from .limits import fix_due_dates
from .parts import assign, hand_in, return_part
from .reasons import ask_reasons, judge_reasons
from .receiving import confirm, receive, register
from .replies import approve, draft, record_paper_approval, return_draft, review
from .searches import record_search
from .serving import reply, serve

__all__ = [
    "answer_challenge",
    "answer_consultation",
    "approve",
    "archive",
    "ask_amendment",
    "ask_reasons",
    "assign",
    "challenge",
    "charge",
    "chase",
    "close",
    "confirm",
    "consult",
    "continue_assignment",
    "decide",
    "deliver_consultation",
    "deliver_fee_notice",
    "draft",
    "enter_past_cases",
    "erase_applicant",
    "export_register",
    "fix_due_dates",
    "grant_extension",
    "hand_in",
    "issue_letter",
    "judge_reasons",
    "notify_fee",
    "pay",
    "receive",
    "receive_amendment",
    "receive_copy",
    "record_paper_approval",
    "record_search",
    "register",
    "reopen",
    "reply",
    "request_extension",
    "reseal",
    "return_draft",
    "return_part",
    "review",
    "see_applicant",
    "serve",
    "set_letter_head",
    "start_assignment",
    "stop_assignment",
    "void",
    "withdraw",
]
