"""What screens about many cases share: who may see any, the way between them, and a case as a line of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds_any, units_of
from gongkai.law.calendar import WorkingCalendar
from gongkai.law.vocabulary import ReceiptChannel, Role

from ... import queries
from ...choices import Status, Tone, Waits
from ...models import ApplicationQuerySet, Part
from .ways import address_of

#: Cases on one page of a list.
ROWS = 50


class Register(Paginator):
    """Pages of a list that may hold a million cases: counted up to ``COUNTED``, beyond that one narrows it."""

    COUNTED = 10_000

    def __init__(self, applications: Any, per_page: int, *, counted: int | None = None) -> None:
        """``counted``: how many there are, where the page knows already."""
        super().__init__(applications, per_page)
        self.counted = counted

    @cached_property
    def found(self) -> int:
        """How many there are, as far as it is counted; one more than that stands for more."""
        if self.counted is not None:
            return self.counted
        applications: Any = self.object_list
        # In no order: to stop at the bound nothing need be sorted.
        return int(applications.order_by()[: self.COUNTED + 1].count())

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
        if not holds_any(self.user, *queries.CASE_STAFF, on=self.today):
            raise NotAllowed(_("公开申请含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))
        self.calendar = calendar()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def handles(self) -> bool:
        """Whether the person deals with the cases of any unit."""
        return holds_any(self.user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=self.today)

    def ways(self) -> list[tuple[str, str]]:
        """The other screens about many cases, for whoever may enter them."""
        ways = [(_("期限日历"), reverse("applications:calendar"))]
        if self.handles:
            ways.append((_("批量交办"), reverse("applications:assignments")))
            ways.append((_("未送达的通知"), reverse("applications:undelivered")))
        ways.append((_("期限变动"), reverse("applications:revisions")))
        if holds_any(self.user, Role.OPENNESS_OFFICE, on=self.today):
            ways.append((_("催办"), reverse("applications:chasing")))
        ways.append((_("争议"), reverse("applications:challenges")))
        ways.append((_("更正申请"), reverse("applications:corrections")))
        ways.append((_("主动公开建议"), reverse("applications:proposals")))
        return ways


@dataclass(frozen=True)
class Line:
    """A case on a list, in words: its address, its limit and the tone of it, who deals with parts of it, the act that waits."""

    number: str
    url: str
    unit: str
    channel: str
    received: str
    due: str
    is_provisional: bool
    tone: Tone
    limit: str
    why: str
    parts: str
    status: str
    act: str


def with_parts(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """Cases with what a line of the register shows, in one query more."""
    parts = Part.objects.filter(done_date=None, returned_date=None).select_related("unit", "officer").defer("opinion")
    return applications.select_related("unit").prefetch_related(
        Prefetch("parts", parts.order_by("due_date", "pk"), to_attr="open_parts")
    )


def lines_of(rows: Iterable[queries.Row], *, on: date, calendar: WorkingCalendar) -> list[Line]:
    """Cases as lines, with who deals with them and why some of them stand still: four queries, however many."""
    ones = list(rows)
    stops = queries.stops_of([one.pk for one in ones if one.paused_date])
    parts = queries.parts_told([one.pk for one in ones])
    channels, statuses, acts = (dict(choices.choices) for choices in (ReceiptChannel, Status, Waits))
    # Cases of a list are due on few days: each is reckoned once.
    standings: dict[tuple[object, ...], queries.Standing] = {}
    lines = []
    for one in ones:
        alike = (one.status, one.due_date, one.paused_date, one.voided_at)
        if (standing := standings.get(alike)) is None:
            standing = standings[alike] = queries.standing_of(one, on=on, calendar=calendar)
        why = "、".join(dict.fromkeys(stop.reason for stop in stops.get(one.pk, ()) if stop.ended is None))
        arrived = _("%(day)s到达") % {"day": one.arrived_date}
        lines.append(
            Line(
                number=one.number,
                url=address_of(one),
                unit=one.unit_name,
                channel=str(channels[one.channel]),
                received=str(one.received_date) if one.received_date else arrived,
                due=str(one.due_date or ""),
                is_provisional=one.due_is_provisional,
                tone=standing.tone,
                limit=said(standing, one.paused_date),
                why=why,
                parts="；".join(parts.get(one.pk, ())),
                status=str(_("已作废") if one.voided_at else statuses[one.status]),
                act=str(acts[one.waits]) if one.waits else "",
            )
        )
    return lines


def written(lines: Sequence[Line], *, choosing: bool = False, chosen: Collection[str] = ()) -> str:
    """The table of these lines, compiled once: the desk's own templates took longer for fifty lines than the database for the list.

    Empty without a line. With ``choosing`` each has a box, those ``chosen`` are ticked.
    """
    if not lines:
        return ""
    told = {"rows": lines, "choosing": choosing, "chosen": chosen}
    return mark_safe(render_to_string("applications/lines.html", told, using="jinja2"))  # noqa: S308  escaped by the template


def said(standing: queries.Standing, paused: date | None) -> str:
    """The limit in words: colour alone tells nobody anything."""
    match standing:
        case queries.Standing(tone=Tone.NONE):
            return ""
        case queries.Standing(tone=Tone.PAUSED):
            return _("%(since)s起计时中止") % {"since": paused}
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
