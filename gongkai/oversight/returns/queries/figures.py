"""Figures of the website's work table: those of the ledger no annual report prints, and those that are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gongkai.casework.work_orders.choices import Source
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.report.website import load_work_table
from gongkai.law.vocabulary import InterpretationForm
from gongkai.oversight.statistics.queries import Counted, Listing, Period, Records, Scope, collected, list_as
from gongkai.oversight.statistics.queries.registry import register_cell
from gongkai.publishing.consultations.choices import ConsultationKind
from gongkai.publishing.consultations.choices import Status as ConsultationStatus
from gongkai.publishing.consultations.models import Comment, Consultation
from gongkai.publishing.disclosure.models import InformationItem, Interpretation

if TYPE_CHECKING:
    from gongkai.publishing.disclosure.models import InformationItemQuerySet

#: 解读产品: what is looked at or listened to. Every other form is 解读材料.
_PRODUCTS = (
    InterpretationForm.DIAGRAM,
    InterpretationForm.AUDIO,
    InterpretationForm.VIDEO,
    InterpretationForm.ANIMATION,
)

list_as(
    Consultation,
    Listing(
        number="number",
        at="opened_at",
        kind="kind",
        kinds=dict(ConsultationKind.choices),
        standing="opened_at",
    ),
)
list_as(
    Comment,
    Listing(
        number="serial",
        at="received_at",
        unit="consultation__unit__short_name",
        kind="consultation__number",
    ),
)


def interpretations(period: Period, scope: Scope) -> Records:
    """Items published in the period that interpret a policy."""
    items = InformationItem.objects.published_in(period.start, period.end).of_units(scope.unit_ids)
    return Records(items.filter(Exists(Interpretation.objects.filter(item=OuterRef("pk")))))


def interpretation_texts(period: Period, scope: Scope) -> Records:
    """Of these, the ones in words."""
    return Records(_interpreting(period, scope, told_in_pictures=False))


def interpretation_products(period: Period, scope: Scope) -> Records:
    """Of these, the ones in pictures, sound or moving pictures."""
    return Records(_interpreting(period, scope, told_in_pictures=True))


def _interpreting(period: Period, scope: Scope, *, told_in_pictures: bool) -> InformationItemQuerySet:
    ones = Interpretation.objects.filter(item=OuterRef("pk"))
    ones = ones.filter(form__in=_PRODUCTS) if told_in_pictures else ones.exclude(form__in=_PRODUCTS)
    return InformationItem.objects.published_in(period.start, period.end).of_units(scope.unit_ids).filter(Exists(ones))


def messages(period: Period, scope: Scope) -> Records:
    """Messages left on the site."""
    orders = WorkOrder.objects.standing().of_units(scope.unit_ids).filter(source=Source.PORTAL)
    return Records(orders.received_in(period.start, period.end))


def messages_done(period: Period, scope: Scope) -> Records:
    """Of the messages left in the period, those closed in it."""
    orders = WorkOrder.objects.standing().of_units(scope.unit_ids).filter(source=Source.PORTAL)
    return Records(orders.received_in(period.start, period.end).closed_by(period.end))


def consultations(period: Period, scope: Scope) -> Records:
    """Drafts opened to the public in the period."""
    return Records(_opened(scope).filter(opened_at__gte=period.start, opened_at__lt=period.end))


def results(period: Period, scope: Scope) -> Records:
    """Consultations whose result was published in the period."""
    return Records(_opened(scope).filter(answered_at__gte=period.start, answered_at__lt=period.end))


def comments(period: Period, scope: Scope) -> Records:
    """Comments received in the period; a repeated one counts once."""
    taken = Comment.objects.filter(consultation__unit__in=scope.unit_ids, duplicate_of=None)
    return Records(taken.filter(received_at__gte=period.start, received_at__lt=period.end))


def _opened(scope: Scope):  # type: ignore[no-untyped-def]
    return Consultation.objects.filter(unit__in=scope.unit_ids).exclude(status=ConsultationStatus.DRAFT)


for code, label, unit, definition, compute in (
    ("w.interpretations", _("解读信息发布总数"), _("条"), _("时段内公开、解读政策文件的信息。"), interpretations),
    (
        "w.interpretation_texts",
        _("解读材料数量"),
        _("条"),
        _("其中用文字、问答等形式解读的。"),
        interpretation_texts,
    ),
    (
        "w.interpretation_products",
        _("解读产品数量"),
        _("个"),
        _("其中用图解、音频、视频、动漫形式解读的。"),
        interpretation_products,
    ),
    ("w.messages", _("收到留言数量"), _("条"), _("时段内通过网站收到的网民留言。"), messages),
    ("w.messages_done", _("办结留言数量"), _("条"), _("时段内收到、并在时段内办结的网民留言。"), messages_done),
    ("w.consultations", _("征集调查期数"), _("期"), _("时段内在网站公布草案、征求公众意见的次数。"), consultations),
    ("w.comments", _("收到意见数量"), _("条"), _("时段内收到的公众意见，重复提交的计一条。"), comments),
    ("w.results", _("公布调查结果期数"), _("期"), _("时段内公布意见采纳情况的次数。"), results),
):
    register_cell(Counted(code, label, unit, definition, compute))
for row in load_work_table().rows:
    if row.collected:
        collected(row.collected, row.label, unit=row.unit, definition=row.definition, decimals=row.decimals)
