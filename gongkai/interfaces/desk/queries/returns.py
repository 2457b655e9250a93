"""Returns whose next act is the user's, and those that are late."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.oversight.returns import policies, queries
from gongkai.oversight.returns.choices import Status
from gongkai.oversight.returns.models import Return

from .rows import SHOWN, Row, Worklist

_DONE = (Status.SENT, Status.CANCELLED)


def returns(user: User, *, on: date) -> list[Worklist]:
    """Open returns the user has something to do with, the earliest last day first; no list at all for whom none waits."""
    found = []
    for owner in queries.visible_returns(user, on=on).exclude(status__in=_DONE).order_by("due_date", "pk"):
        act = _next_act(user, owner, on=on)
        if act:
            found.append((owner, act))
    if not found:
        return []
    more = reverse("returns:returns") if len(found) > SHOWN else ""
    rows = [_row(owner, act, on=on) for owner, act in found[:SHOWN]]
    return [Worklist("returns", _("统计报送"), "", rows, len(found), more)]


def _next_act(user: User, owner: Return, *, on: date) -> str:
    acts = (
        (policies.check_can_approve, _("审批")),
        (policies.check_can_send, _("登记报送")),
        (policies.check_can_submit, _("去填报")),
    )
    return next((label for check, label in acts if not policies.can(check, user, owner, on=on)), "")


def _row(owner: Return, act: str, *, on: date) -> Row:
    days = (owner.due_date - on).days
    facts = {"day": owner.due_date.isoformat(), "days": abs(days)}
    said = _("应于 %(day)s 前报送，还有 %(days)d 天") if days >= 0 else _("应于 %(day)s 前报送，已逾期 %(days)d 天")
    url = reverse("returns:return", kwargs={"unit": owner.unit.code, "year": owner.year, "serial": owner.serial})
    return Row(str(owner), owner.asked_number, f"{said % facts}；{owner.get_status_display()}", act, url)
