"""May this person, on this application, now? Every refusal is the sentence the desk shows beside the disabled button.

``cases``: seeing, receiving, ending. ``steps``: what is asked of others on the way. ``replies``: the answer and its three people.
``money`` and ``challenges``: what the names say.
"""

from .cases import (
    can,
    check_can_archive,
    check_can_chase,
    check_can_close,
    check_can_confirm,
    check_can_erase,
    check_can_receive,
    check_can_reopen,
    check_can_reseal,
    check_can_see,
    check_can_see_applicant,
    check_can_void,
)
from .challenges import check_can_answer_challenge, check_can_challenge, check_can_decide
from .letters import check_can_issue_letter, check_can_set_letter_head
from .money import check_can_charge, check_can_deliver_fee_notice, check_can_notify_fee, check_can_pay
from .redactions import check_can_change_redaction, check_can_redact, check_can_see_redactions
from .replies import (
    check_can_approve,
    check_can_draft,
    check_can_record_paper_approval,
    check_can_reply,
    check_can_return,
    check_can_review,
    check_can_serve,
    check_ends,
)
from .splitting import check_can_join, check_can_see_group, check_can_split
from .steps import (
    check_can_answer_consultation,
    check_can_ask_amendment,
    check_can_ask_reasons,
    check_can_assign,
    check_can_consult,
    check_can_extend,
    check_can_grant_extension,
    check_can_hand_in,
    check_can_judge_reasons,
    check_can_receive_amendment,
    check_can_record_search,
)

__all__ = [
    "can",
    "check_can_answer_challenge",
    "check_can_answer_consultation",
    "check_can_approve",
    "check_can_archive",
    "check_can_ask_amendment",
    "check_can_ask_reasons",
    "check_can_assign",
    "check_can_challenge",
    "check_can_change_redaction",
    "check_can_charge",
    "check_can_chase",
    "check_can_close",
    "check_can_confirm",
    "check_can_consult",
    "check_can_decide",
    "check_can_deliver_fee_notice",
    "check_can_draft",
    "check_can_erase",
    "check_can_extend",
    "check_can_grant_extension",
    "check_can_hand_in",
    "check_can_issue_letter",
    "check_can_join",
    "check_can_judge_reasons",
    "check_can_notify_fee",
    "check_can_pay",
    "check_can_receive",
    "check_can_receive_amendment",
    "check_can_record_paper_approval",
    "check_can_record_search",
    "check_can_redact",
    "check_can_reopen",
    "check_can_reply",
    "check_can_reseal",
    "check_can_return",
    "check_can_review",
    "check_can_see",
    "check_can_see_applicant",
    "check_can_see_group",
    "check_can_see_redactions",
    "check_can_serve",
    "check_can_set_letter_head",
    "check_can_split",
    "check_can_void",
    "check_ends",
]
