"""How days, instants and amounts are written on the public site."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import format_datetime

from django.utils.timezone import get_default_timezone

from gongkai.law import calendar


def _local(value: datetime) -> datetime:
    """Where the office is, whatever zone a request may have asked for."""
    return value.astimezone(get_default_timezone())


def iso_date(value: date | datetime | None) -> str:
    """``2018-03-14``, for tables; an instant is told where the office is. Empty for None."""
    day = _local(value).date() if isinstance(value, datetime) else value
    return day.isoformat() if day else ""


def iso_minute(value: datetime) -> str:
    """``2018-03-14 09:30``, where the office is."""
    return _local(value).isoformat(" ", "minutes")[:16]


def iso_instant(value: datetime) -> str:
    """``2018-03-14T09:30:00+08:00``, where the office is."""
    return _local(value).isoformat(timespec="seconds")


def chinese_date(value: date | datetime | None) -> str:
    """``2018年3月14日``, for running text."""
    day = _local(value).date() if isinstance(value, datetime) else value
    return calendar.chinese_date(day) if day else ""


def rfc822(value: datetime) -> str:
    """``Wed, 14 Mar 2018 09:30:00 +0800``, as RSS wants it."""
    return format_datetime(_local(value))


def thousands(value: int) -> str:
    """``7,385``."""
    return f"{value:,}"


def file_size(value: int) -> str:
    """``36 KB``, ``1.2 MB``."""
    if value < 1024:
        return f"{value} B"
    return f"{value / 1024:.0f} KB" if value < 1024**2 else f"{value / 1024**2:.1f} MB"
