from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.organisations.models import Unit

from ..choices import ChallengeKind, ChallengeOutcome
from ..choices.beside import ChallengeGround
from .applications import Application
from .voiding import Voidable


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def standing(self) -> ChallengeQuerySet:
        """Challenges that were not declared void."""
        return self.filter(voided_at=None)

    def filed_in(self, first: date, last: date) -> ChallengeQuerySet:
        """Filed from ``first`` to ``last``, both included."""
        return self.filter(filed_date__gte=first, filed_date__lte=last)

    def unanswered(self) -> ChallengeQuerySet:
        """Standing ones whose copy came and that are neither answered nor decided: our own days run."""
        return self.standing().filter(copy_date__isnull=False, answered_date=None, outcome=ChallengeOutcome.PENDING)

    def of_kind(self, kind: ChallengeKind) -> ChallengeQuerySet:
        return self.filter(kind=kind)

    def of_units(self, unit_ids: Sequence[int]) -> ChallengeQuerySet:
        """Challenges to these units."""
        return self.filter(unit_id__in=unit_ids)


class Challenge(Voidable):
    """A reconsideration, a lawsuit or a complaint about openness (条例 2019 art. 51; art. 33 of 2007)."""

    number = models.CharField(_("争议编号"), max_length=32, unique=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="challenges", verbose_name=_("公开申请")
    )
    #: No index of its own: SQLite would take it before the covering ones below and read every row.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="challenges", verbose_name=_("被诉单位")
    )
    kind = models.CharField(_("类别"), max_length=16, choices=ChallengeKind.choices)
    #: A lawsuit may come at once or after reconsideration: two blocks of table four.
    after_reconsideration = models.BooleanField(_("经复议后起诉"), default=False)
    simplified = models.BooleanField(_("简易程序"), default=False)
    filed_date = models.DateField(_("提起日期"))
    #: What it is about where no case of ours is known: of which sort, and in words that may name people.
    ground = models.CharField(_("所涉事项"), max_length=12, choices=ChallengeGround.choices, blank=True)
    about = SealedField(_("事项说明"), blank=True)
    #: Where it is dealt with, and its number there.
    organ = models.CharField(_("受理机关"), max_length=100, blank=True)
    organ_number = models.CharField(_("受理机关案号"), max_length=60, blank=True)
    #: When the copy came, and by when we answer or hand in evidence (``law.remedies``).
    copy_date = models.DateField(_("收到副本日期"), null=True, blank=True)
    answer_due_date = models.DateField(_("答复（举证）期限"), null=True, blank=True)
    answered_date = models.DateField(_("答复（举证）日期"), null=True, blank=True)
    outcome = models.CharField(
        _("结果"), max_length=16, choices=ChallengeOutcome.choices, default=ChallengeOutcome.PENDING
    )
    decided_date = models.DateField(_("审结日期"), null=True, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("争议")
        verbose_name_plural = _("争议")
        indexes = [
            models.Index(
                fields=["kind", "filed_date", "unit", "outcome", "voided_at"],
                condition=Q(voided_at=None),
                name="challenge_by_kind",
            ),
        ]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                name="challenge_decided_has_date",
                condition=Q(outcome="pending", decided_date=None)
                | ~Q(outcome="pending") & Q(decided_date__gte=F("filed_date")),
            ),
            models.CheckConstraint(
                name="challenge_course_fits_its_kind",
                condition=Q(after_reconsideration=False) | Q(kind="lawsuit"),
            ),
            models.CheckConstraint(
                name="challenge_is_answered_after_it_came",
                condition=(
                    Q(copy_date=None, answer_due_date=None, answered_date=None) | Q(copy_date__gte=F("filed_date"))
                )
                & (Q(answered_date=None) | Q(answered_date__gte=F("copy_date"))),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record_date(self) -> date:
        """The day it was filed."""
        return self.filed_date

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return str(self.get_kind_display())
