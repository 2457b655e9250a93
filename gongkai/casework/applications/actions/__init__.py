"""Everything that can be done to an application, one verb each. Events name its number, never its applicant.

``receiving`` · ``splitting`` · ``amendments`` · ``parts`` (many at once: ``assigning``) · ``consultations`` ·
``extensions`` · ``reasons`` · ``searches`` · ``fees`` · ``redactions`` (made by ``making``) on the way; ``replies`` · ``serving`` ·
``endings`` at the end; ``challenges`` and ``proposals`` to publish after it; ``letters`` all along; ``corrections`` by
themselves; ``limits`` when a holiday notice comes; ``chasing`` and ``notices`` before they run out, ``undelivered`` when
one never arrived; ``applicants`` for who looks, ``erasing`` when they are forgotten; ``seeing`` when two act at once;
``exporting`` for what is taken away, ``history`` for past years. At the citizens' door:
``drafts``, ``applying``, and in ``door`` what applicants do with their own; ``enclosures`` for their files."""

from .amendments import ask_amendment, receive_amendment
from .applicants import reseal, see_applicant, see_history
from .applying import ApplicationFields, OpenAlready, Sent, apply, divert
from .assigning import continue_assignment, start_assignment, stop_assignment
from .challenges import (
    answer_challenge,
    challenge,
    decide,
    link_challenge,
    open_challenge,
    receive_copy,
    see_challenge,
)
from .chasing import chase
from .consultations import answer_consultation, consult, deliver_consultation
from .corrections import (
    add_evidence,
    approve_correction,
    draft_correction,
    erase_correction,
    receive_correction,
    return_correction,
    see_correction,
    tell_correction,
    withdraw_correction,
)
from .door import acknowledge, amend, explain_reasons, issue_query_code, rate, take_back
from .drafts import Saved, erase_drafts, give_up_draft, keep_draft, save_draft
from .enclosures import see_enclosure
from .endings import archive, close, reopen, void, withdraw
from .erasing import erase_applicant
from .exporting import export_register
from .extensions import grant_extension, request_extension
from .fees import charge, deliver_fee_notice, notify_fee, pay
from .history import enter_past_cases
from .late_notices import fix_due_dates
from .letters import issue_letter, set_letter_head
from .making import ask_redacted, continue_redacted
from .notices import tell_applicants
from .parts import assign, hand_in, return_part
from .proposals import accept_proposal, decline_proposal, draft_proposal, propose
from .reasons import ask_reasons, judge_reasons
from .receiving import confirm, receive, register
from .redactions import BoxFields, begin_redaction, draw_boxes, drop_redaction
from .replies import approve, draft, record_paper_approval, return_draft, review
from .searches import record_search
from .seeing import act_as_seen
from .serving import reply, serve
from .splitting import approve_together, draft_together, join, part, review_together, split
from .undelivered import note_undelivered, see_addressee, send_again, settle_notice

__all__ = [
    "ApplicationFields",
    "BoxFields",
    "OpenAlready",
    "Saved",
    "Sent",
    "accept_proposal",
    "acknowledge",
    "act_as_seen",
    "add_evidence",
    "amend",
    "answer_challenge",
    "answer_consultation",
    "apply",
    "approve",
    "approve_correction",
    "approve_together",
    "archive",
    "ask_amendment",
    "ask_reasons",
    "ask_redacted",
    "assign",
    "begin_redaction",
    "challenge",
    "charge",
    "chase",
    "close",
    "confirm",
    "consult",
    "continue_assignment",
    "continue_redacted",
    "decide",
    "decline_proposal",
    "deliver_consultation",
    "deliver_fee_notice",
    "divert",
    "draft",
    "draft_correction",
    "draft_proposal",
    "draft_together",
    "draw_boxes",
    "drop_redaction",
    "enter_past_cases",
    "erase_applicant",
    "erase_correction",
    "erase_drafts",
    "explain_reasons",
    "export_register",
    "fix_due_dates",
    "give_up_draft",
    "grant_extension",
    "hand_in",
    "issue_letter",
    "issue_query_code",
    "join",
    "judge_reasons",
    "keep_draft",
    "link_challenge",
    "note_undelivered",
    "notify_fee",
    "open_challenge",
    "part",
    "pay",
    "propose",
    "rate",
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
    "save_draft",
    "see_addressee",
    "see_applicant",
    "see_challenge",
    "see_correction",
    "see_enclosure",
    "see_history",
    "send_again",
    "serve",
    "set_letter_head",
    "settle_notice",
    "split",
    "start_assignment",
    "stop_assignment",
    "take_back",
    "tell_applicants",
    "tell_correction",
    "void",
    "withdraw",
    "withdraw_correction",
]
