"""Which limits a holiday notice moved, from which day to which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import MovedClock
from .applications import Application
from .challenges import Challenge
from .corrections import Correction


class LimitRevision(models.Model):
    """期限重新确定: every open limit was reckoned again because a notice came, and some of them changed. ``total`` counts the limits."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    notice = models.CharField(_("放假安排"), max_length=300)
    revised_at = models.DateTimeField(_("重新确定的时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    total = models.PositiveIntegerField(_("变动期限数"), default=0)

    class Meta:
        verbose_name = _("期限重新确定")
        verbose_name_plural = _("期限重新确定")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class MovedLimit(models.Model):
    """One limit of it. The same day before and after: what was provisional is settled, and nothing else."""

    revision = models.ForeignKey(
        LimitRevision, models.PROTECT, related_name="moves", verbose_name=_("期限重新确定"), db_index=False
    )
    clock = models.CharField(_("期限种类"), max_length=12, choices=MovedClock.choices)
    #: What it is the limit of: a case (its reply, a part of it, an opinion asked for), a dispute or a correction.
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公开申请")
    )
    challenge = models.ForeignKey(
        *(Challenge, models.PROTECT),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("争议"),
    )
    correction = models.ForeignKey(
        *(Correction, models.PROTECT),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("更正申请"),
    )
    #: Whom it binds besides the unit of the case: the unit that holds the part, third party or other organ. Never a name.
    whose = models.CharField(_("对象"), max_length=100, blank=True)
    before_date = models.DateField(_("原期限"))
    after_date = models.DateField(_("新期限"))
    is_provisional = models.BooleanField(_("新期限为暂定"))

    class Meta:
        verbose_name = _("变动的期限")
        verbose_name_plural = _("变动的期限")
        indexes = [models.Index(fields=["revision", "after_date", "id"], name="moved_limit_by_day")]
        constraints = [
            models.CheckConstraint(
                name="moved_limit_is_of_one_thing",
                condition=Q(clock__in=("reply", "part", "opinion"), application__isnull=False)
                & Q(challenge=None, correction=None)
                | Q(clock="answer", challenge__isnull=False, application=None, correction=None)
                | Q(clock="correction", correction__isnull=False, application=None, challenge=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}:{self.application or self.challenge or self.correction}"
