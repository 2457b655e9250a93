"""Making a package: what waits is noted, frozen line by line in steps that may be killed at any instant, and put into one file."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.audit.models import Event
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refused

from .. import choices, policies
from ..choices import Act, PackageState, State
from ..models import Delivery, Package, PackageLine, Platform
from ..queries import articles_of, columns_of, wanted

#: Outbox topic; the payload is ``{"package": pk}``.
PACKAGE_TOPIC = "delivery.package"
#: Lines one step freezes; lines and bytes of attachments one package may hold: more goes into the next.
STEP = 50
MOST_LINES, MOST_BYTES = 1000, 200 * 1024 * 1024


@transaction.atomic
def begin_package(platform: Platform, *, by: User, now: datetime) -> Package:
    """Note what is to be handed over now; a worker makes the package of it. Refused when nothing waits."""
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=platform.pk)
    policies.check_can_pack(by, platform, on=localdate(now))
    keys = list(platform.deliveries.due(at=now).values_list("pk", flat=True)[:MOST_LINES])
    if not keys:
        raise Refused(_("没有等待交付的信息，不必做上传包。"))
    serial = (platform.packages.aggregate(Max("serial"))["serial__max"] or 0) + 1
    package = Package.objects.create(platform=platform, serial=serial, begun_by=by, begun_at=now, total=len(keys))
    PackageLine.objects.bulk_create(
        [PackageLine(package=package, delivery_id=key, position=place) for place, key in enumerate(keys, 1)],
        batch_size=400,
    )
    record(choices.PACKAGE_BEGUN, package, by=by, at=now, reason=_("%(count)d 件") % {"count": len(keys)})
    _go_on(package, now=now)
    return package


@transaction.atomic
def fill_package(package: Package, *, by: User, now: datetime) -> Package:
    """Freeze the next lines as the ledger has them now. Nothing happens to a package that is made."""
    package = Package.objects.select_for_update(of=("self",)).select_related("platform").get(pk=package.pk)
    if package.state != PackageState.BUILDING:
        return package
    lines = list(package.lines.filter(filled_at=None).order_by("position")[:STEP])
    deliveries = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("platform", "item")
        .in_bulk([line.delivery_id for line in lines])
    )
    items = articles_of([one.item_id for one in deliveries.values()])
    columns = columns_of(package.platform)
    events: list[Event] = []
    for line in lines:
        delivery = deliveries[line.delivery_id]
        want = wanted(delivery, items[delivery.item_id], columns)
        _freeze(package, line, delivery, want.act, want.article, want.fingerprint)
        line.filled_at = now
        if line.act not in ("", Act.NONE):
            events.append(event_of(choices.DELIVERY_PACKED, delivery, by=by, at=now, reason=str(package)))
    PackageLine.objects.bulk_update(lines, ["act", "article", "fingerprint", "sentence", "filled_at"], batch_size=100)
    Delivery.objects.bulk_update(
        deliveries.values(), ["state", "fingerprint", "attempts", "retry_at", "sentence"], batch_size=100
    )
    record_many(events)
    package.done += len(lines)
    package.save(update_fields=["done", "weight"])
    if package.done < package.total:
        _go_on(package, now=now)
    return package


@transaction.atomic
def finish_package(package: Package, content: File[bytes] | None, *, by: User, now: datetime) -> Package:
    """Keep the file that was made of the frozen lines; without one, nothing was left to be handed over."""
    package = Package.objects.select_for_update(of=("self",)).select_related("platform").get(pk=package.pk)
    if package.state != PackageState.BUILDING:
        return package
    if package.done < package.total:
        raise NotAllowed(_("%(package)s还没有整理完。") % {"package": package})
    package.state, package.ready_at = PackageState.EMPTY, now
    if content is not None:
        package.state, package.size = PackageState.READY, content.size
        package.content.save(f"delivery/{package.platform.code}-{package.serial}.zip", content, save=False)
    package.save()
    count = package.lines.exclude(act__in=["", Act.NONE]).count()
    record(choices.PACKAGE_READY, package, by=by, at=now, reason=_("%(count)d 件") % {"count": count})
    return package


def _freeze(
    package: Package, line: PackageLine, delivery: Delivery, act: Act, article: dict[str, object], fingerprint: str
) -> None:
    """Settle what the package says of one delivery, and where the delivery stands from now on."""
    files: list[dict[str, int]] = article.get("attachment", [])  # type: ignore[assignment]
    weight = sum(one["size"] for one in files)
    if package.weight and package.weight + weight > MOST_BYTES:
        line.sentence = _("附件太大，放入下一个上传包。")
        return
    package.weight += weight
    line.act, line.article, line.fingerprint = act, article, fingerprint
    if act == Act.REMOVE:
        # Only its number and where it stands: what has to go is not said again.
        line.article = {"identifier": delivery.item.number, "url": delivery.address}
    delivery.state = State.NOT_NEEDED if act == Act.NONE else State.PACKED
    delivery.attempts, delivery.retry_at, delivery.sentence = 0, None, ""
    if act in (Act.PUT, Act.UPDATE):
        delivery.fingerprint = fingerprint


def _go_on(package: Package, *, now: datetime) -> None:
    enqueue(PACKAGE_TOPIC, f"package:{package.pk}", now=now, package=package.pk)
