"""Without a portal (``GONGKAI_PORTAL=off``): nothing is baked but one page that says where the information is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.base.core.tasks import Handler, handles
from gongkai.publishing.delivery.actions import PLATFORMS_TOPIC

from .. import pages
from ..bakery import oven
from ..models import BakedFile, ShelfMonth


def bakes(topic: str) -> Callable[[Handler], Handler]:
    """Register what is baked after ``topic``: nothing while there is no portal. Turned on again, the whole site is rebuilt."""

    def register(handler: Handler) -> Handler:
        def bake(payload: dict[str, Any]) -> None:
            if settings.GONGKAI_PORTAL:
                handler(payload)

        bake.__doc__ = handler.__doc__
        return handles(topic)(bake)

    return register


@handles(PLATFORMS_TOPIC)
def bake_platforms(payload: dict[str, Any]) -> None:
    """A platform was entered or changed: the page that names them."""
    if not settings.GONGKAI_PORTAL:
        with oven(now=timezone.now()) as baker:
            baker.put_all(pages.elsewhere())


def rebuild_notice(*, now: datetime) -> tuple[int, list[str]]:
    """That page and nothing besides; what stands of a portal is removed. Returns how many files stand, and what was removed."""
    with oven(now=now) as baker:
        baker.put_all(pages.elsewhere())
        standing = set(baker.note())
        baker.keep_only("", standing)
        removed = list(BakedFile.objects.exclude(path__in=standing).order_by("path").values_list("path", flat=True))
        BakedFile.objects.exclude(path__in=standing).delete()
        ShelfMonth.objects.all().delete()
        if settings.GONGKAI_PORTAL_ROOT != settings.GONGKAI_PUBLIC_ROOT:
            shutil.rmtree(settings.GONGKAI_PORTAL_ROOT, ignore_errors=True)
    return len(standing), removed
