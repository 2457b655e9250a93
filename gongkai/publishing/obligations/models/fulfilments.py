from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Carrier
from gongkai.publishing.disclosure.models import InformationItem

from ..choices import SHOWING, STANDING, FulfilmentState, How


class FulfilmentQuerySet(models.QuerySet["Fulfilment"]):
    def standing(self) -> FulfilmentQuerySet:
        """Neither sent back nor voided."""
        return self.filter(state__in=STANDING)

    def counting(self, *, on: date) -> FulfilmentQuerySet:
        """What meets its occasion on a day.

        An item that was taken down by then does not, unless it had been shown as long as the limit wants (公示); nor does a
        notice that was taken down too early, nor one on a carrier the row does not mark.
        """
        end = make_aware(datetime.combine(on + timedelta(days=1), time.min))
        stands = (
            Q(item=None)
            | Q(item__withdrawn_at=None)
            | Q(item__withdrawn_at__gte=end)
            | Q(display_until__isnull=False, item__withdrawn_at__date__gte=F("display_until"))
        )
        long_enough = (
            Q(until_date=None) | Q(display_until=None) | Q(until_date__gt=on) | Q(until_date__gte=F("display_until"))
        )
        return self.standing().filter(stands, long_enough, counts=True, met_date__lte=on)


class Fulfilment(models.Model):
    """What met an occasion (an item, a photograph of where it was shown), or the words that say why nothing has to."""

    occasion = models.ForeignKey(
        "obligations.Occasion", models.PROTECT, related_name="fulfilments", verbose_name=_("公开事由")
    )
    how = models.CharField(_("方式"), max_length=16, choices=How.choices)
    item = models.ForeignKey(
        InformationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fulfilments",
        verbose_name=_("信息"),
    )
    carrier = models.CharField(_("渠道和载体"), max_length=20, choices=Carrier.choices, blank=True)
    place = models.CharField(_("公开地点"), max_length=200, blank=True)
    #: The statement (本期无此类信息) or the reason (不适用).
    words = models.CharField(_("说明"), max_length=500, blank=True)
    #: The day from which it was public, or on which it was said.
    met_date = models.DateField(_("公开日期"))
    #: The day it was taken down; None while it still stands.
    until_date = models.DateField(_("公示结束日期"), null=True, blank=True)
    #: The first day on which it may be taken down, where the limit says how long it is shown.
    display_until = models.DateField(_("最早可结束日期"), null=True, blank=True)
    #: Whether its carrier is one the row marks; what is shown elsewhere besides is kept and does not count.
    counts = models.BooleanField(_("计入"), default=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=FulfilmentState.choices, default=FulfilmentState.RECORDED
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    #: Who accepted, sent back or voided it.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核查人")
    )
    decided_at = models.DateTimeField(_("核查时间"), null=True, blank=True)
    opinion = models.CharField(_("核查意见"), max_length=300, blank=True)

    objects = FulfilmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开情况")
        verbose_name_plural = _("公开情况")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "how", "id"], name="fulfilment_by_state")]
        constraints = [
            models.CheckConstraint(
                name="fulfilment_by_what_it_says",
                condition=Q(how="item", item__isnull=False)
                | Q(how="photograph", item=None) & ~Q(place="")
                | Q(how__in=["nothing", "not_applicable"], item=None) & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="fulfilment_shown_on_a_carrier",
                condition=Q(how__in=["item", "photograph"]) & ~Q(carrier="")
                | Q(how__in=["nothing", "not_applicable"], carrier="", counts=True),
            ),
            models.CheckConstraint(
                name="fulfilment_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("met_date")),
            ),
            models.CheckConstraint(
                name="fulfilment_decided_by_somebody",
                condition=Q(state="recorded", decided_by=None, decided_at=None)
                | ~Q(state="recorded") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="fulfilment_not_checked_by_who_recorded_it",
                condition=~Q(state__in=["accepted", "returned"]) | ~Q(decided_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="fulfilment_sent_back_with_reason",
                condition=~Q(state__in=["returned", "voided"]) | ~Q(opinion=""),
            ),
            models.UniqueConstraint(
                fields=["occasion", "item"],
                condition=Q(state__in=["recorded", "accepted"]),
                name="fulfilment_item_once_an_occasion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion.number}的公开情况"

    @property
    def stands(self) -> bool:
        """Neither sent back nor voided."""
        return self.state in STANDING

    @property
    def is_showing(self) -> bool:
        """Whether something is shown, rather than said."""
        return self.how in SHOWING


class Photograph(models.Model):
    """A picture of where and how something was shown. Never public: there may be people in it."""

    fulfilment = models.ForeignKey(Fulfilment, models.PROTECT, related_name="photographs", verbose_name=_("公开情况"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("公开现场照片")
        verbose_name_plural = _("公开现场照片")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fulfilment", "file"], name="photograph_once")]

    def __str__(self) -> str:
        return self.name
