"""May this person, on this consultation, now? Every refusal is the sentence the desk or the door shows."""

from .comments import (
    check_can_comment,
    check_can_dispose,
    check_can_enter,
    check_can_erase,
    check_can_read_comments,
    check_comment,
    check_files,
)
from .drafts import (
    can,
    check_can_approve,
    check_can_draft,
    check_can_end,
    check_can_extend,
    check_can_return,
    check_can_review,
    check_can_revise,
    check_can_see,
    check_can_submit,
    wrote,
)
from .results import check_can_link, check_can_publish_result, check_can_write_result
from .texts import check_names_nobody, check_repeats_no_name, check_term

__all__ = [
    "can",
    "check_can_approve",
    "check_can_comment",
    "check_can_dispose",
    "check_can_draft",
    "check_can_end",
    "check_can_enter",
    "check_can_erase",
    "check_can_extend",
    "check_can_link",
    "check_can_publish_result",
    "check_can_read_comments",
    "check_can_return",
    "check_can_review",
    "check_can_revise",
    "check_can_see",
    "check_can_submit",
    "check_can_write_result",
    "check_comment",
    "check_files",
    "check_names_nobody",
    "check_repeats_no_name",
    "check_term",
    "wrote",
]
