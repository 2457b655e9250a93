"""What screens about many cases share: who may see any, the way between them, and a case as a line of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import WorkingCalendar

from ... import policies, queries
from ...choices import Tone, Waits
from ...models import Application, ApplicationQuerySet, Part
from .ways import address_of

#: Cases on one page of a list.
ROWS = 50


class Register(Paginator):
    """Pages of a list that may hold a million cases: counted up to ``COUNTED``, beyond that one narrows it."""

    COUNTED = 10_000

    @cached_property
    def found(self) -> int:
        """How many there are, as far as it is counted; one more than that stands for more."""
        applications: Any = self.object_list
        return int(applications[: self.COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        """How many can be turned to."""
        return min(self.found, self.COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more than can be turned to."""
        return self.found > self.COUNTED


class ListScreen(Screen):
    """A screen about many cases: whoever may see none is told so."""

    header_icon = "mail"
    breadcrumbs_items: Sequence[dict[str, Any]] = (
        TODAY,
        {"url": reverse_lazy("applications:list"), "label": gettext_lazy("依申请公开")},
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.units = units_of(self.user, *queries.CASE_STAFF, on=self.today)
        if not self.units.exists():
            raise NotAllowed(_("公开申请含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))
        self.calendar = calendar()
        return super().dispatch(request, *args, **kwargs)

    def ways(self) -> list[tuple[str, str]]:
        """The other screens about many cases, for whoever may enter them."""
        ways = [(_("期限日历"), reverse("applications:calendar"))]
        if policies.handled_units(self.user, on=self.today).exists():
            ways.append((_("批量交办"), reverse("applications:assignments")))
        ways.append((_("期限变动"), reverse("applications:revisions")))
        if policies.chased_units(self.user, on=self.today).exists():
            ways.append((_("催办"), reverse("applications:chasing")))
        ways.append((_("更正申请"), reverse("applications:corrections")))
        ways.append((_("主动公开建议"), reverse("applications:proposals")))
        return ways


@dataclass(frozen=True)
class Line:
    """A case on a list: its address, its limit in words and the tone of them, who deals with parts of it, the act that waits."""

    application: Application
    url: str
    tone: Tone
    limit: str
    why: str
    parts: list[Part]
    act: str


def with_parts(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """Cases with what a line shows, in one query more."""
    parts = Part.objects.filter(done_date=None, returned_date=None).select_related("unit", "officer").defer("opinion")
    return applications.select_related("unit").prefetch_related(
        Prefetch("parts", parts.order_by("due_date", "pk"), to_attr="open_parts")
    )


def lines_of(applications: Iterable[Application], *, on: date, calendar: WorkingCalendar) -> list[Line]:
    """Cases as lines, why some of them stand still included: three queries, however many."""
    ones = list(applications)
    stops = queries.stops_of([one.pk for one in ones if one.paused_date])
    lines = []
    for one in ones:
        standing = queries.standing_of(one, on=on, calendar=calendar)
        why = "、".join(dict.fromkeys(stop.reason for stop in stops.get(one.pk, ()) if stop.ended is None))
        waits = getattr(one, "waits", "")
        act = Waits(waits).label if waits else ""
        lines.append(
            Line(
                application=one,
                url=address_of(one),
                tone=standing.tone,
                limit=said(standing, one),
                why=why,
                parts=getattr(one, "open_parts", []),
                act=str(act),
            )
        )
    return lines


def said(standing: queries.Standing, application: Application) -> str:
    """The limit in words: colour alone tells nobody anything."""
    match standing:
        case queries.Standing(tone=Tone.NONE):
            return ""
        case queries.Standing(tone=Tone.PAUSED):
            return _("%(since)s起计时中止") % {"since": application.paused_date}
        case queries.Standing(tone=Tone.OVERDUE, left=None):
            return _("已超期")
        case queries.Standing(left=None):
            return _("放假安排尚未公布")
        case queries.Standing(tone=Tone.OVERDUE, left=0):
            return _("已超期，其后尚无工作日")
        case queries.Standing(tone=Tone.OVERDUE, left=int() as left):
            return _("已超 %(days)d 个工作日") % {"days": -left}
        case queries.Standing(left=0):
            return _("今天到期")
    return _("还剩 %(days)d 个工作日") % {"days": standing.left}
