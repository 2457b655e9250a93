"""Applications, their cost, and what was brought against them (条例 2007 art. 32(2)–(4))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.models import Application, Challenge, Fee
from gongkai.law.vocabulary import ReceiptChannel
from gongkai.oversight.statistics.queries import Listing, Period, Records, Scope, figure, list_as, summed, whole

if TYPE_CHECKING:
    from gongkai.casework.applications.models import ApplicationQuerySet, ChallengeQuerySet, FeeQuerySet

list_as(
    Application,
    Listing(
        number="number",
        at="received_date",
        kind="channel",
        kinds=dict(ReceiptChannel.choices),
        desk="applications:application",
        standing="voided_at",
        is_standing=lambda voided_at: voided_at is None,
    ),
)
list_as(
    Fee,
    Listing(
        number="application__number",
        at="charged_date",
        unit="application__unit__short_name",
        kind="waived",
        kinds={True: _("减免"), False: _("收费")},
        desk="applications:application",
        desk_number="application__number",
        standing="voided_at",
        is_standing=lambda voided_at: voided_at is None,
    ),
)
list_as(
    Challenge,
    Listing(
        number="number",
        at="filed_date",
        kind="kind",
        kinds=dict(ChallengeKind.choices),
        desk="applications:challenge_page",
        standing="voided_at",
        is_standing=lambda voided_at: voided_at is None,
    ),
)


def _applications(scope: Scope) -> ApplicationQuerySet:
    return Application.objects.standing().of_units(scope.unit_ids)


def _via(channel: ReceiptChannel, period: Period, scope: Scope) -> Records:
    return Records(_applications(scope).received_in(period.first, period.last).via(channel))


@figure("a2.in_person", _("当面申请数"), unit=_("件"), definition=_("年内当面收到的信息公开申请。"))
def in_person(period: Period, scope: Scope) -> Records:
    return _via(ReceiptChannel.IN_PERSON, period, scope)


@figure("a2.fax_phone", _("传真电话申请数"), unit=_("件"), definition=_("年内通过传真、电话收到的信息公开申请。"))
def fax_phone(period: Period, scope: Scope) -> Records:
    return _via(ReceiptChannel.FAX_PHONE, period, scope)


@figure("a2.network", _("网络申请数"), unit=_("件"), definition=_("年内通过网络收到的信息公开申请。"))
def network(period: Period, scope: Scope) -> Records:
    return _via(ReceiptChannel.NETWORK, period, scope)


@figure("a2.letter", _("信函申请数"), unit=_("件"), definition=_("年内通过信函收到的信息公开申请。"))
def letter(period: Period, scope: Scope) -> Records:
    return _via(ReceiptChannel.LETTER, period, scope)


whole(
    "a2.total",
    _("申请总数"),
    unit=_("件"),
    definition=_("年内通过各种方式收到的信息公开申请。"),
    parts=("a2.in_person", "a2.fax_phone", "a2.network", "a2.letter"),
)


@figure(
    "a2.replied",
    _("对申请答复总数"),
    unit=_("件"),
    definition=_("年内作出答复的信息公开申请，上年结转而在年内答复的也计入。"),
)
def replied(period: Period, scope: Scope) -> Records:
    return Records(_applications(scope).replied_in(period.first, period.last))


@figure(
    "b.applications.carried_in",
    _("上年结转的申请"),
    unit=_("件"),
    definition=_("年初以前收到、到年初仍未答复或终止的信息公开申请。"),
)
def carried_in(period: Period, scope: Scope) -> Records:
    return Records(_applications(scope).pending_on(period.day_before))


@figure(
    "b.applications.closed",
    _("终止的申请"),
    unit=_("件"),
    definition=_("年内未经答复而终止的信息公开申请。"),
)
def closed(period: Period, scope: Scope) -> Records:
    return Records(_applications(scope).filter(closed_date__gte=period.first, closed_date__lte=period.last))


@figure(
    "b.applications.pending",
    _("结转下年的申请"),
    unit=_("件"),
    definition=_("到年底仍未答复或终止的信息公开申请。"),
)
def pending(period: Period, scope: Scope) -> Records:
    return Records(_applications(scope).pending_on(period.last))


def _challenges(period: Period, scope: Scope) -> ChallengeQuerySet:
    return Challenge.objects.standing().filed_in(period.first, period.last).of_units(scope.unit_ids)


@figure("a4.reconsiderations", _("行政复议数"), unit=_("件"), definition=_("年内提起的信息公开行政复议。"))
def reconsiderations(period: Period, scope: Scope) -> Records:
    return Records(_challenges(period, scope).of_kind(ChallengeKind.RECONSIDERATION))


@figure("a4.lawsuits", _("行政诉讼数"), unit=_("件"), definition=_("年内提起的信息公开行政诉讼。"))
def lawsuits(period: Period, scope: Scope) -> Records:
    return Records(_challenges(period, scope).of_kind(ChallengeKind.LAWSUIT))


@figure("b.complaints", _("申诉数"), unit=_("件"), definition=_("年内收到的有关信息公开的申诉，包括信访和举报。"))
def complaints(period: Period, scope: Scope) -> Records:
    return Records(_challenges(period, scope).of_kind(ChallengeKind.COMPLAINT))


@figure(
    "b.corrected",
    _("被依法纠错数"),
    unit=_("件"),
    definition=_("年内提起的信息公开行政复议、行政诉讼中结果为纠正的。"),
)
def corrected(period: Period, scope: Scope) -> Records:
    disputes = (ChallengeKind.RECONSIDERATION, ChallengeKind.LAWSUIT)
    return Records(_challenges(period, scope).filter(kind__in=disputes, outcome=ChallengeOutcome.CORRECTED))


def _fees(period: Period, scope: Scope) -> FeeQuerySet:
    return Fee.objects.standing().charged_in(period.first, period.last).of_units(scope.unit_ids)


@figure(
    "a5.charged",
    _("依申请公开政府信息收费宗数"),
    unit=_("宗"),
    definition=_("年内就信息公开申请收取了费用的收费记录。"),
)
def charged(period: Period, scope: Scope) -> Records:
    return Records(_fees(period, scope).filter(amount__gt=0))


@summed(
    "a5.amount",
    _("依申请公开信息收取的费用"),
    unit=_("元"),
    definition=_("年内就信息公开申请收取的费用合计。"),
    field="amount",
)
def amount(period: Period, scope: Scope) -> Records:
    return Records(_fees(period, scope).filter(amount__gt=0))


@figure(
    "a5.waived_people",
    _("依申请公开政府信息收费减免人数"),
    unit=_("人"),
    definition=_("年内获得费用减免的申请人，一件申请计一人。"),
)
def waived_people(period: Period, scope: Scope) -> Records:
    waivers = _fees(period, scope).waived().filter(application_id=OuterRef("pk"))
    return Records(_applications(scope).filter(Exists(waivers)))


@summed(
    "a5.waived_amount",
    _("依申请公开政府信息收费减免总额"),
    unit=_("元"),
    definition=_("年内就信息公开申请减免的费用合计。"),
    field="waived_amount",
)
def waived_amount(period: Period, scope: Scope) -> Records:
    return Records(_fees(period, scope).waived())
