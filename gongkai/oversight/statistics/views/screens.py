"""What the room's screens share: how a span is called in an address, and the way back."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.organisations.models import Unit

from ..queries import Period

_SPAN = re.compile(r"(20\d\d)(h1)?")
#: Years offered, the last one first.
YEARS = 6


def period_of(span: str) -> Period:
    """``2024`` is the year, ``2024h1`` its first half. Http404 for anything else."""
    match = _SPAN.fullmatch(span)
    if match is None:
        raise Http404
    year = Period.of_year(int(match[1]))
    return year.until(6, 30) if match[2] else year


def span_name(span: str) -> str:
    """What people call it."""
    year = span[:4]
    return _("%(year)s年上半年") % {"year": year} if span.endswith("h1") else _("%(year)s年度") % {"year": year}


class CollectedScreen(Screen):
    """A screen of the room with its breadcrumbs."""

    header_icon = "table"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("statistics:overview"), "label": gettext_lazy("数据报送")})


def sheet_address(unit: Unit, span: str) -> str:
    """The address of a unit's sheet."""
    return reverse("statistics:sheet", kwargs={"unit": unit.code, "span": span})


def spans(today: date) -> list[str]:
    """The spans offered: this year's first half, and years that are over with theirs."""
    offered = [f"{today.year}h1"]
    for year in range(today.year - 1, today.year - YEARS, -1):
        offered += [str(year), f"{year}h1"]
    return offered
