"""What is kept of people who came through the citizens' door: the code they ask with, and what they did with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.models import InformationItem

from .applications import Application
from .replies import Reply


class QueryCode(models.Model):
    """查询码: what an applicant shows beside the number. Only a salted hash is kept; nobody here can read the code."""

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="query_code", verbose_name=_("公开申请")
    )
    salt = models.CharField(_("盐"), max_length=32)
    digest = models.CharField(_("查询码的散列"), max_length=64)
    #: Tells the same form sent twice from two applications; says nothing about what is in it.
    submission_key = models.CharField(_("提交标识"), max_length=64, unique=True)
    issued_at = models.DateTimeField(_("发给时间"))

    class Meta:
        verbose_name = _("查询码")
        verbose_name_plural = _("查询码")

    def __str__(self) -> str:
        return str(self.application)


class Withdrawal(models.Model):
    """撤回: the applicant took the application back, and why, in words of their own."""

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="withdrawal", verbose_name=_("公开申请")
    )
    reason = SealedField(_("撤回的理由"), blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"))

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")

    def __str__(self) -> str:
        return str(self.application)


class Acknowledgement(models.Model):
    """确认收到: the applicant said that an answer has reached them. Beside the service, never in its place."""

    reply = models.OneToOneField(
        Reply, models.PROTECT, primary_key=True, related_name="acknowledgement", verbose_name=_("答复")
    )
    acknowledged_at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = _("确认收到")
        verbose_name_plural = _("确认收到")

    def __str__(self) -> str:
        return str(self.reply)


class Rating(models.Model):
    """评价: one to five, with words if somebody has any; once for an application."""

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="rating", verbose_name=_("公开申请")
    )
    score = models.PositiveSmallIntegerField(_("评分"))
    words = SealedField(_("评价意见"), blank=True)
    rated_at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        constraints = [
            models.CheckConstraint(name="rating_is_one_to_five", condition=Q(score__gte=1, score__lte=5)),
        ]

    def __str__(self) -> str:
        return str(self.application)


class DiversionQuerySet(models.QuerySet["Diversion"]):
    def diverted_in(self, first: date, last: date) -> DiversionQuerySet:
        """From ``first`` to ``last``, both included."""
        return self.filter(diverted_date__gte=first, diverted_date__lte=last)

    def of_units(self, unit_ids: Sequence[int]) -> DiversionQuerySet:
        """Of those who were about to apply to these units."""
        return self.filter(unit_id__in=unit_ids)


class Diversion(models.Model):
    """Somebody was about to apply, and a published item answered them: counted, without a word about the person."""

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="+", verbose_name=_("已公开的信息"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("拟申请的单位"))
    diverted_date = models.DateField(_("日期"), db_index=True)

    objects = DiversionQuerySet.as_manager()

    class Meta:
        verbose_name = _("已公开信息解答")
        verbose_name_plural = _("已公开信息解答")

    def __str__(self) -> str:
        return str(self.item.number)
