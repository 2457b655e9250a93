"""Consents to many items with one press, each an act of its own. Never the secrecy review, which is item by item (逐项).

Every item ticked is an outbox row: a killed worker's rows are taken up by another, and a line that is done is never done again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refusal, Refused

from .. import choices, policies
from ..choices import LineState, Status
from ..models import ApprovalBatch, ApprovalLine, InformationItem
from ..queries import last_submission, next_level
from .publication import approve_and_publish

#: Outbox topic of one line of a batch; the payload is ``{"line": pk}``.
APPROVAL_TOPIC = "disclosure.approval"
#: More than a person has looked at in a day.
MOST_IN_A_BATCH = 500


@transaction.atomic
def approve_many(items: Sequence[InformationItem], *, by: User, now: datetime) -> ApprovalBatch:
    """Start a batch of consents, each to the item at the level where it stands now. Refused when one does not wait for a consent."""
    if not items:
        raise Refused(_("还没有勾选要审批的信息。"))
    if len(items) > MOST_IN_A_BATCH:
        raise Refused(_("一次最多审批 %(most)d 条，请分批办理。") % {"most": MOST_IN_A_BATCH})
    batch = ApprovalBatch.objects.create(by=by, made_at=now)
    for item in items:
        policies.check_can_see(by, item, on=localdate(now))
        submission = last_submission(item)
        level = next_level(submission) if submission and item.status == Status.SECRECY_REVIEWED else None
        if submission is None or level is None:
            raise Refused(
                _("%(item)s现为“%(status)s”，不能批量审批；保密审查须逐项办理。")
                % {"item": item, "status": item.get_status_display()}
            )
        line = ApprovalLine.objects.create(batch=batch, submission=submission, level=level.number)
        enqueue(APPROVAL_TOPIC, f"approval:{line.pk}", now=now, line=line.pk)
    record(choices.BATCH_STARTED, batch, by=by, at=now, items=[item.registration for item in items])
    return batch


@transaction.atomic
def approve_line(line: ApprovalLine, *, by: User, now: datetime) -> ApprovalLine:
    """Give one consent of a batch, or note the sentence with which it was refused. Done once, however often it is called.

    What was ticked is what is agreed to: an item that came back, was rewritten and stands there again is not.
    """
    line = ApprovalLine.objects.select_for_update().select_related("submission__item", "batch__by").get(pk=line.pk)
    if line.state != LineState.WAITING:
        return line
    item = line.submission.item
    try:
        with transaction.atomic():
            level = next_level(line.submission)
            if line.submission.outcome or level is None or level.number != line.level:
                raise Refused(_("勾选之后该信息已有变动，请重新看过再审批。"))
            approve_and_publish(item, by=by, now=now)
    except Refusal as refusal:
        line.state, line.sentence = LineState.REFUSED, str(refusal)[:300]
    else:
        line.state = LineState.DONE
    line.done_at = now
    line.save(update_fields=["state", "sentence", "done_at"])
    return line
