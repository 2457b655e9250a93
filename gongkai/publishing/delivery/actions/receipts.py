"""What a platform answered to a package: entered one by one, or from the file it gave back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refusal, Refused

from .. import choices, policies
from ..choices import Act, State
from ..models import Delivery, Platform
from ..outside.addresses import parsed
from ..queries import articles_of, columns_of, latest_line, wanted

#: Lines one file may hold.
MOST_RECEIPTS = 2000


@dataclass(frozen=True)
class Receipt:
    """The platform's answer about one item: its address and since when, or why it was refused."""

    number: str
    address: str = ""
    at: datetime | None = None
    refusal: str = ""


@transaction.atomic
def enter_receipt(delivery: Delivery, receipt: Receipt, *, by: User, now: datetime) -> Delivery:
    """Note where the platform shows it, that it is gone from there, or why it was not taken."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("platform__unit", "item").get(pk=delivery.pk)
    )
    policies.check_can_enter_receipt(by, delivery, on=localdate(now))
    line = latest_line(delivery)
    assert line is not None
    address, refusal = receipt.address.strip(), receipt.refusal.strip()[:300]
    if receipt.at is not None and receipt.at > now:
        raise Refused(_("发布时间 %(at)s 在未来。") % {"at": f"{receipt.at:%Y-%m-%d %H:%M}"})
    if address and refusal:
        raise Refused(_("既有网址又有退回原因，请只填其中一项。"))
    if refusal:
        _settle(delivery, State.REFUSED, line.fingerprint, sentence=refusal)
        if delivery.state == State.REFUSED and line.act == Act.PUT:
            delivery.fingerprint = ""
        said = _("退回，%(reason)s") % {"reason": refusal}
    elif line.act == Act.REMOVE:
        if address:
            raise Refused(_("该信息在上传包中为“需撤下”，回执不应有网址。"))
        delivery.fingerprint, delivery.delivered_at = "", now
        _settle(delivery, State.REMOVED, "")
        said = _("已撤下")
    else:
        delivery.address = _checked(delivery.platform, address)
        delivery.delivered_at, delivery.shown_at = now, receipt.at or now
        _settle(delivery, State.DELIVERED, line.fingerprint)
        said = delivery.address
    delivery.save()
    record(choices.RECEIPT_ENTERED, delivery, by=by, at=now, reason=said)
    return delivery


def enter_receipts(
    platform: Platform, receipts: Sequence[tuple[int, Receipt]], *, by: User, now: datetime
) -> list[tuple[int, str]]:
    """Enter the lines of a file, each by itself; returns the lines that are wrong, each with its sentence."""
    policies.check_can_enter_receipts(by, platform, on=localdate(now))
    if len(receipts) > MOST_RECEIPTS:
        raise Refused(_("一次最多登记 %(most)d 行回执，请分成几个文件。") % {"most": MOST_RECEIPTS})
    numbers = {receipt.number for _line, receipt in receipts}
    known = {
        one.item.number: one
        for one in Delivery.objects.filter(platform=platform, item__number__in=numbers).select_related("item")
    }
    wrong, seen = [], set()
    for line, receipt in receipts:
        try:
            if receipt.number in seen:
                raise Refused(_("索引号 %(number)s 在文件中重复，以前面的一行为准。") % {"number": receipt.number})
            if receipt.number not in known:
                raise Refused(_("没有索引号为“%(number)s”的信息交付给该平台。") % {"number": receipt.number[:60]})
            enter_receipt(known[receipt.number], receipt, by=by, now=now)
            seen.add(receipt.number)
        except Refusal as refusal:
            wrong.append((line, str(refusal)))
    return wrong


def _checked(platform: Platform, address: str) -> str:
    if not address:
        raise Refused(_("请填写平台返回的网址；没有发布的，写明平台退回的原因。"))
    given, base = parsed(address), parsed(platform.base_address)
    if not base.holds(given):
        raise Refused(_("网址 %(address)s 不在 %(base)s 之下。") % {"address": address[:100], "base": base})
    if len(str(given)) > 500:
        raise Refused(_("网址太长，最多 500 个字符。"))
    return str(given)


def _settle(delivery: Delivery, state: State, fingerprint: str, *, sentence: str = "") -> None:
    """The state, unless the item has become another since it was put into the package: then it goes into the next."""
    item = articles_of([delivery.item_id])[delivery.item_id]
    agrees = wanted(delivery, item, columns_of(delivery.platform)).fingerprint == fingerprint
    delivery.state, delivery.sentence = (state, sentence) if agrees else (State.WAITING, "")
    delivery.is_differing, delivery.differences = False, []
