"""Old addresses that lead on: entered by the openness office line by line, or left behind by a column that moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refused

from .. import choices, policies
from ..models import Column, Redirect
from .words import LineResult

#: Outbox topic: the table of old addresses changed. The payload is empty.
REDIRECTS_TOPIC = "catalogue.redirects"
#: Outbox topic: a column has another address; ``{"column": slug, "left": old address}``.
COLUMN_TOPIC = "catalogue.column"
MOST_LINES = 20_000


@transaction.atomic
def enter_redirects(lines: Sequence[tuple[int, str, str]], *, reason: str, by: User, now: datetime) -> list[LineResult]:
    """Take in lines (number, old address, new address) and tell of each what became of it; a bad line keeps out no other.

    A line for an old address that is known gives it another target. Refused without a reason or when there are too many lines.
    """
    policies.check_can_keep(by, on=localdate(now))
    reason = _reason(reason)
    if not lines:
        raise Refused(_("请填写旧地址和新地址，一行一条。"))
    if len(lines) > MOST_LINES:
        raise Refused(_("一次最多录入 %(most)d 行，请分次录入。") % {"most": MOST_LINES})
    known = {one.source: one for one in Redirect.objects.select_for_update()}
    rules = {source: one.target for source, one in known.items() if one.active}
    seen: dict[str, int] = {}
    results = []
    for line, old, new in lines:
        try:
            source, target = policies.source_of(old), policies.target_of(new)
            if source in seen:
                raise Refused(_("与第 %(line)d 行重复。") % {"line": seen[source]})
            policies.check_leads_on(source, target, rules)
            seen[source] = line
            outcome, sentence = _enter(known.get(source), source, target, reason=reason, by=by, now=now)
            rules[source] = target
        except Refused as refusal:
            outcome, sentence = "refused", str(refusal)
        results.append(LineResult(line, old.strip()[:80], outcome, sentence))
    enqueue(REDIRECTS_TOPIC, "redirects", now=now)
    return results


@transaction.atomic
def retire_redirect(redirect: Redirect, *, reason: str, by: User, now: datetime) -> Redirect:
    """Let an old address lead nowhere again; it stays on record and can be entered anew."""
    policies.check_can_keep(by, on=localdate(now))
    redirect = Redirect.objects.select_for_update().get(pk=redirect.pk)
    if not redirect.active:
        raise NotAllowed(_("该转接已经停用，不必重复操作。"))
    reason = _reason(reason)
    redirect.active = False
    redirect.save(update_fields=["active"])
    record(choices.REDIRECT_RETIRED, redirect, by=by, at=now, reason=reason)
    enqueue(REDIRECTS_TOPIC, "redirects", now=now)
    return redirect


@transaction.atomic
def readdress_column(column: Column, address: str, *, reason: str, by: User, now: datetime) -> Column:
    """Give a column another address; the old one leads to it, with everything below.

    What the log has sealed names the column by its ``slug``, which stays. Refused when the address is another column's, now or before.
    """
    policies.check_can_keep(by, on=localdate(now))
    column = Column.objects.select_for_update().get(pk=column.pk)
    address = address.strip()
    policies.check_code(address, _("地址"), 60)
    reason = _reason(reason)
    left = column.address
    if address == left:
        raise Refused(_("该栏目的地址就是“%(address)s”。") % {"address": address})
    policies.check_address_is_free(address, column)
    Redirect.objects.filter(source=f"/columns/{address}/").update(active=False)  # it comes home
    column.moved_to = "" if address == column.slug else address
    column.save(update_fields=["moved_to"])
    rules = Redirect.objects.rules()
    source, target = f"/columns/{left}/", f"/columns/{address}/"
    policies.check_leads_on(source, target, rules)
    _enter(Redirect.objects.filter(source=source).first(), source, target, reason=reason, by=by, now=now)
    record(choices.COLUMN_READDRESSED, column, by=by, at=now, reason=reason, left=left, address=address)
    enqueue(COLUMN_TOPIC, f"column:{column.slug}", now=now, column=column.slug, left=left)
    return column


def _enter(
    redirect: Redirect | None, source: str, target: str, *, reason: str, by: User, now: datetime
) -> tuple[str, str]:
    if redirect is None:
        redirect = Redirect.objects.create(source=source, target=target)
        outcome, sentence = "added", _("已录入。")
    elif redirect.active and redirect.target == target:
        return "unchanged", _("已有这条转接，没有变化。")
    else:
        redirect.target, redirect.active = target, True
        redirect.save(update_fields=["target", "active"])
        outcome, sentence = "amended", _("原有转接已按新地址修改。")
    record(choices.REDIRECT_ENTERED, redirect, by=by, at=now, reason=reason, target=target)
    return outcome, sentence


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    policies.check_line(reason.strip(), _("理由"), 300)
    return reason.strip()
