from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import WithholdingGround

from ..choices import EntryState


def folded(text: str) -> str:
    """As phrases are compared: full-width and half-width, capitals and small letters are one, blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class NegativeEntryQuerySet(models.QuerySet["NegativeEntry"]):
    def in_force(self) -> NegativeEntryQuerySet:
        """Entries that stop an item."""
        return self.filter(state=EntryState.IN_FORCE).select_related("current")

    def due(self, by: date) -> NegativeEntryQuerySet:
        """Entries in force that have to be looked at again by that day, the most urgent first."""
        return self.in_force().filter(review_date__lte=by).order_by("review_date", "code")


class NegativeEntry(models.Model):
    """An entry of the negative list (负面清单): a matter that is not made public, by what law and how far. Its texts are its versions."""

    code = models.CharField(_("编号"), max_length=24, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=EntryState.choices, default=EntryState.DRAFT)
    #: The version in force; of a retired entry the last one.
    current = models.OneToOneField(
        "NegativeEntryVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("现行版本")
    )
    #: By when it is looked at again.
    review_date = models.DateField(_("下次复核日期"), null=True, blank=True)
    retired_at = models.DateTimeField(_("移出时间"), null=True, blank=True)
    retired_reason = models.CharField(_("移出理由"), max_length=300, blank=True)

    objects = NegativeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("负面清单条目")
        verbose_name_plural = _("负面清单条目")
        ordering = ["code"]
        indexes = [models.Index(fields=["state", "review_date"], name="entry_by_review")]
        constraints = [
            models.CheckConstraint(
                name="entry_in_force_has_a_version_and_a_review",
                condition=Q(state="draft", current=None)
                | Q(state="in_force", current__isnull=False, review_date__isnull=False)
                | Q(state="retired"),
            ),
            models.CheckConstraint(
                name="entry_retired_for_a_reason",
                condition=~Q(state="retired") | (Q(retired_at__isnull=False) & ~Q(retired_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class NegativeEntryVersion(models.Model):
    """What an entry says, as proposed and as adopted by somebody else. Never altered after that, never taken out."""

    entry = models.ForeignKey(NegativeEntry, models.PROTECT, related_name="versions", verbose_name=_("条目"))
    version = models.PositiveSmallIntegerField(_("版本"))
    subject = models.CharField(_("事项"), max_length=200)
    basis = models.CharField(_("依据"), max_length=300)
    scope = models.CharField(_("不公开的范围"), max_length=300)
    ground = models.CharField(_("不公开依据"), max_length=40, choices=WithholdingGround.choices)
    #: Words by which an item that falls under it is recognised; none: every item of its kinds or columns.
    phrases = models.JSONField(_("识别词"), default=list, blank=True)
    #: Codes of kinds and slugs of columns it concerns; none: all.
    kinds = models.JSONField(_("涉及种类"), default=list, blank=True)
    columns = models.JSONField(_("涉及栏目"), default=list, blank=True)
    review_months = models.PositiveSmallIntegerField(_("复核周期（月）"), default=12)
    reason = models.CharField(_("修改理由"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审定人")
    )
    reviewed_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    adopted = models.BooleanField(_("审定通过"), default=False)

    class Meta:
        verbose_name = _("负面清单条目版本")
        verbose_name_plural = _("负面清单条目版本")
        ordering = ["entry", "version"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="entry_version_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(reviewed_at=None), name="entry_one_proposal_at_a_time"
            ),
            models.CheckConstraint(
                name="entry_adopted_by_another", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="entry_adopted_by_somebody",
                condition=Q(adopted=False) | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_reviewed_yearly", condition=Q(review_months__gte=1, review_months__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}#{self.version}"

    def found_in(self, texts: Iterable[str]) -> list[str]:
        """The phrases of it that stand in these texts."""
        whole = [folded(text) for text in texts]
        return [phrase for phrase in self.phrases if any(folded(phrase) in text for text in whole)]

    def concerns(self, kind: str, column: str, texts: Iterable[str]) -> bool:
        """Whether an item of this kind (code) and column (slug) with these texts falls under it."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.columns or column in self.columns)
            and (not self.phrases or bool(self.found_in(texts)))
        )
