"""How often is too often?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed


class TooOften(NotAllowed):
    """Somebody came to a door more often than it is answered."""


def window() -> timedelta:
    """For how long knocks are counted together."""
    return timedelta(minutes=settings.GONGKAI_DOOR_MINUTES)


def check_not_too_often(count: int, *, since: datetime) -> None:
    """TooOften beyond the limit of the settings, saying when to come again."""
    limit: int = settings.GONGKAI_DOOR_LIMIT
    if count > limit:
        raise TooOften(
            _("同一网络 %(minutes)d 分钟内最多提交 %(limit)d 次，请在 %(until)s 以后再提交。")
            % {
                "minutes": settings.GONGKAI_DOOR_MINUTES,
                "limit": limit,
                "until": localtime(since + window()).strftime("%H:%M"),
            }
        )
