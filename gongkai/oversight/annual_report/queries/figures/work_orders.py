"""Citizens' requests as work orders (咨询情况): what came in, what was due, what was done in time, what people said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.casework.work_orders.choices import Rating
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import RequestCategory
from gongkai.oversight.statistics.queries import Listing, Period, Records, Scope, figure, growth, list_as, ratio, whole

if TYPE_CHECKING:
    from gongkai.casework.work_orders.models import WorkOrderQuerySet

list_as(
    WorkOrder,
    Listing(
        number="number",
        at="received_at",
        kind="category",
        kinds=dict(RequestCategory.choices),
        desk="work_orders:work_order",
        standing="voided_at",
        is_standing=lambda voided_at: voided_at is None,
    ),
)

#: The day to which the report's sentence about the hotline counts.
CUT_OFF = (11, 30)


def _orders(scope: Scope) -> WorkOrderQuerySet:
    return WorkOrder.objects.standing().of_units(scope.unit_ids)


def _received(period: Period, scope: Scope) -> WorkOrderQuerySet:
    return _orders(scope).received_in(period.start, period.end)


def _of_category(category: RequestCategory, period: Period, scope: Scope) -> Records:
    return Records(_received(period, scope).of_category(category))


@figure("b.requests.inquiry", _("咨询类诉求"), unit=_("宗"), definition=_("年内受理的咨询类市民诉求。"))
def inquiry(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.INQUIRY, period, scope)


@figure("b.requests.help", _("求助类诉求"), unit=_("宗"), definition=_("年内受理的求助类市民诉求。"))
def help_(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.HELP, period, scope)


@figure("b.requests.complaint", _("投诉类诉求"), unit=_("宗"), definition=_("年内受理的投诉类市民诉求。"))
def complaint(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.COMPLAINT, period, scope)


@figure("b.requests.report", _("举报类诉求"), unit=_("宗"), definition=_("年内受理的举报类市民诉求。"))
def report(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.REPORT, period, scope)


@figure("b.requests.suggestion", _("建议类诉求"), unit=_("宗"), definition=_("年内受理的建议类市民诉求。"))
def suggestion(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.SUGGESTION, period, scope)


@figure("b.requests.praise", _("表扬类诉求"), unit=_("宗"), definition=_("年内受理的表扬类市民诉求。"))
def praise(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.PRAISE, period, scope)


@figure("b.requests.other", _("其他诉求"), unit=_("宗"), definition=_("年内受理的其他市民诉求。"))
def other(period: Period, scope: Scope) -> Records:
    return _of_category(RequestCategory.OTHER, period, scope)


whole(
    "a3.requests",
    _("接受咨询数量"),
    unit=_("条"),
    definition=_("年内通过12345热线和网民留言受理的市民诉求，各类都计入，不只是咨询。"),
    parts=tuple(f"b.requests.{category}" for category in RequestCategory.values),
)


@figure(
    "b.requests.last_year",
    _("上年受理的市民诉求"),
    unit=_("宗"),
    definition=_("上一年通过12345热线和网民留言受理的市民诉求。"),
)
def last_year(period: Period, scope: Scope) -> Records:
    return Records(_received(period.a_year_earlier(), scope))


growth(
    "b.requests.growth",
    _("市民诉求比上年增长"),
    definition=_("年内受理的市民诉求比上年增加的件数占上年件数的比例，四舍五入到整数。"),
    current="a3.requests",
    previous="b.requests.last_year",
    decimals=0,
)


def _due(period: Period, scope: Scope) -> WorkOrderQuerySet:
    return _orders(scope).due_in(period.first, period.last)


@figure(
    "b.requests.on_time",
    _("按时办结的诉求"),
    unit=_("宗"),
    definition=_("办理期限在年内、在期限当日或者以前办结的市民诉求。"),
)
def on_time(period: Period, scope: Scope) -> Records:
    return Records(_due(period, scope).closed_on_time())


@figure(
    "b.requests.late",
    _("逾期办结的诉求"),
    unit=_("宗"),
    definition=_("办理期限在年内、超过期限但在年底以前办结的市民诉求。"),
)
def late(period: Period, scope: Scope) -> Records:
    return Records(_due(period, scope).closed_by(period.end).filter(closed_date__gt=F("due_date")))


@figure(
    "b.requests.undone",
    _("应办结而未办结的诉求"),
    unit=_("宗"),
    definition=_("办理期限在年内、到年底仍未办结的市民诉求。"),
)
def undone(period: Period, scope: Scope) -> Records:
    return Records(_due(period, scope).filter(Q(closed_at=None) | Q(closed_at__gte=period.end)))


whole(
    "b.requests.done",
    _("实际办结的诉求"),
    unit=_("宗"),
    definition=_("办理期限在年内、到年底已经办结的市民诉求。"),
    parts=("b.requests.on_time", "b.requests.late"),
)
whole(
    "b.requests.due",
    _("应办结的诉求"),
    unit=_("宗"),
    definition=_("办理期限在年内的市民诉求，上年受理的也计入。"),
    parts=("b.requests.done", "b.requests.undone"),
)
ratio(
    "b.requests.on_time_share",
    _("按时办结率"),
    definition=_("按时办结的诉求占应办结的诉求的比例，四舍五入到两位小数。"),
    numerator="b.requests.on_time",
    denominator="b.requests.due",
    decimals=2,
)


@figure(
    "b.requests.satisfied",
    _("评价满意的诉求"),
    unit=_("宗"),
    definition=_("年内受理、市民回访评价为满意的诉求。"),
)
def satisfied(period: Period, scope: Scope) -> Records:
    return Records(_received(period, scope).satisfied())


@figure(
    "b.requests.dissatisfied",
    _("评价不满意的诉求"),
    unit=_("宗"),
    definition=_("年内受理、市民回访评价为不满意的诉求。"),
)
def dissatisfied(period: Period, scope: Scope) -> Records:
    return Records(_received(period, scope).filter(rating=Rating.DISSATISFIED))


whole(
    "b.requests.rated",
    _("经回访评价的诉求"),
    unit=_("宗"),
    definition=_("年内受理、市民已作回访评价的诉求。"),
    parts=("b.requests.satisfied", "b.requests.dissatisfied"),
)
ratio(
    "b.requests.satisfied_share",
    _("工单满意率"),
    definition=_("评价满意的诉求占经回访评价的诉求的比例，四舍五入到两位小数。"),
    numerator="b.requests.satisfied",
    denominator="b.requests.rated",
    decimals=2,
)


@figure(
    "b.requests.november_closed",
    _("截至11月30日已回复的诉求"),
    unit=_("宗"),
    definition=_("1月1日至11月30日受理、到11月30日已经办结的市民诉求。"),
)
def november_closed(period: Period, scope: Scope) -> Records:
    span = period.until(*CUT_OFF)
    return Records(_received(span, scope).closed_by(span.end))


@figure(
    "b.requests.november_pending",
    _("截至11月30日待回复的诉求"),
    unit=_("宗"),
    definition=_("1月1日至11月30日受理、到11月30日仍未办结的市民诉求。"),
)
def november_pending(period: Period, scope: Scope) -> Records:
    span = period.until(*CUT_OFF)
    return Records(_received(span, scope).filter(Q(closed_at=None) | Q(closed_at__gte=span.end)))


whole(
    "b.requests.november",
    _("截至11月30日受理的诉求"),
    unit=_("宗"),
    definition=_("1月1日至11月30日受理的市民诉求。"),
    parts=("b.requests.november_closed", "b.requests.november_pending"),
)
ratio(
    "b.requests.november_closed_share",
    _("截至11月30日的回复率"),
    definition=_("截至11月30日已回复的诉求占同期受理的诉求的比例，四舍五入到两位小数。"),
    numerator="b.requests.november_closed",
    denominator="b.requests.november",
    decimals=2,
)
