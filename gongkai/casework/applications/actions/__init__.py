"""Everything that can be done to an application, one verb each. Events name its number, never its applicant.

``receiving`` · ``splitting`` · ``amendments`` · ``parts`` · ``consultations`` · ``extensions`` · ``reasons`` · ``searches`` · ``fees`` ·
``redactions`` on the way; ``replies`` · ``serving`` · ``endings`` at the end; ``challenges`` and ``proposals`` to publish after it;
``letters`` all along; ``limits`` when a holiday notice comes; ``chasing`` and ``notices`` before they run out; ``applicants`` for who
looks; ``corrections`` by themselves.
"""

from .amendments import ask_amendment, receive_amendment
from .applicants import erase_applicant, reseal, see_applicant, see_history
from .challenges import answer_challenge, challenge, decide, receive_copy
from .chasing import chase
from .consultations import answer_consultation, consult, deliver_consultation
from .corrections import (
    add_evidence,
    approve_correction,
    draft_correction,
    receive_correction,
    return_correction,
    see_correction,
    tell_correction,
    withdraw_correction,
)
from .endings import archive, close, reopen, void, withdraw
from .extensions import grant_extension, request_extension
from .fees import charge, deliver_fee_notice, notify_fee, pay
from .letters import issue_letter, set_letter_head
from .limits import fix_due_dates
from .notices import tell_applicants
from .parts import assign, hand_in, return_part
from .proposals import accept_proposal, decline_proposal, draft_proposal, propose
from .reasons import ask_reasons, judge_reasons
from .receiving import confirm, receive, register
from .redactions import BoxFields, begin_redaction, draw_boxes, drop_redaction, make_redacted
from .replies import approve, draft, record_paper_approval, return_draft, review
from .searches import record_search
from .serving import reply, serve
from .splitting import approve_together, draft_together, join, part, review_together, split

__all__ = [
    "BoxFields",
    "accept_proposal",
    "add_evidence",
    "answer_challenge",
    "answer_consultation",
    "approve",
    "approve_correction",
    "approve_together",
    "archive",
    "ask_amendment",
    "ask_reasons",
    "assign",
    "begin_redaction",
    "challenge",
    "charge",
    "chase",
    "close",
    "confirm",
    "consult",
    "decide",
    "decline_proposal",
    "deliver_consultation",
    "deliver_fee_notice",
    "draft",
    "draft_correction",
    "draft_proposal",
    "draft_together",
    "draw_boxes",
    "drop_redaction",
    "erase_applicant",
    "fix_due_dates",
    "grant_extension",
    "hand_in",
    "issue_letter",
    "join",
    "judge_reasons",
    "make_redacted",
    "notify_fee",
    "part",
    "pay",
    "propose",
    "receive",
    "receive_amendment",
    "receive_copy",
    "receive_correction",
    "record_paper_approval",
    "record_search",
    "register",
    "reopen",
    "reply",
    "request_extension",
    "reseal",
    "return_correction",
    "return_draft",
    "return_part",
    "review",
    "review_together",
    "see_applicant",
    "see_correction",
    "see_history",
    "serve",
    "set_letter_head",
    "split",
    "tell_applicants",
    "tell_correction",
    "void",
    "withdraw",
    "withdraw_correction",
]
