"""Entering a platform and changing what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Column

from .. import choices, policies
from ..choices import PlatformKind
from ..models import Platform, PlatformColumn
from ..outside.addresses import Address, parsed
from ..outside.requests import is_named
from .queueing import PLATFORMS_TOPIC, SWEEP_TOPIC, wake


@dataclass(frozen=True)
class PlatformFields:
    """What the openness office says of a platform; ``columns`` by our columns' slugs, those not named are not delivered."""

    name: str
    unit: Unit
    kind: PlatformKind
    base_address: str
    since_date: date
    api_address: str = ""
    is_on: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def enter_platform(code: str, fields: PlatformFields, *, by: User, now: datetime) -> Platform:
    """Enter a platform. Refused when its code is taken or an address is none."""
    policies.check_can_configure(by, fields.unit, on=localdate(now))
    if Platform.objects.filter(code=code).exists():
        raise Refused(_("代码“%(code)s”已被使用。") % {"code": code})
    platform = Platform(code=code)
    _set(platform, fields, by=by, now=now)
    record(choices.PLATFORM_ENTERED, platform, by=by, at=now)
    return platform


@transaction.atomic
def revise_platform(platform: Platform, fields: PlatformFields, *, by: User, now: datetime) -> Platform:
    """Change a platform's settings. What is there stays there; what it was never told of and now belongs there is handed over."""
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    for unit in (platform.unit, fields.unit):
        policies.check_can_configure(by, unit, on=localdate(now))
    if platform.kind != fields.kind and platform.deliveries.exists():
        raise Refused(_("该平台已有交付记录，交付方式不能再改；请另登记一个平台。"))
    was = platform.is_on
    _set(platform, fields, by=by, now=now)
    said = {(False, True): _("启用"), (True, False): _("停用")}.get((was, platform.is_on), _("更正设置"))
    record(choices.PLATFORM_REVISED, platform, by=by, at=now, reason=said)
    return platform


def _set(platform: Platform, fields: PlatformFields, *, by: User, now: datetime) -> None:
    base = parsed(fields.base_address.strip())
    api = parsed(fields.api_address.strip()) if fields.kind == PlatformKind.API and fields.api_address.strip() else None
    if fields.kind == PlatformKind.API and api is None:
        raise Refused(_("按接口交付的平台须填写接口地址。"))
    if api is not None:
        _check_confidential(api)
    if not fields.name.strip():
        raise Refused(_("请填写平台名称。"))
    slugs = {slug: theirs.strip() for slug, theirs in fields.columns.items() if theirs.strip()}
    columns = Column.objects.in_bulk(slugs, field_name="slug")
    platform.name, platform.unit, platform.kind = fields.name.strip(), fields.unit, fields.kind
    platform.base_address, platform.api_address = str(base), str(api) if api else ""
    platform.since_date, platform.is_on = fields.since_date, fields.is_on
    platform.changed_by, platform.changed_at = by, now
    platform.failures, platform.paused_until, platform.trouble = 0, None, ""
    platform.save()
    platform.columns.all().delete()
    PlatformColumn.objects.bulk_create(
        [PlatformColumn(platform=platform, column=columns[slug], theirs=slugs[slug][:60]) for slug in sorted(columns)]
    )
    enqueue(PLATFORMS_TOPIC, "platforms", now=now)
    if platform.is_on:
        enqueue(SWEEP_TOPIC, f"delivery:{platform.pk}:sweep", now=now, platform=platform.pk, after=0)
        wake(platform, at=now, now=now)


def _check_confidential(api: Address) -> None:
    """Credentials travel encrypted, or inside networks the operator has named."""
    if api.scheme != "https" and not is_named(api.host):
        raise Refused(
            _(
                "接口地址须以 https:// 开头；内部网络中的接口，由运维人员在 GONGKAI_DELIVERY_INNER_HOSTS 中列出后可用 http。"
            )
        )
