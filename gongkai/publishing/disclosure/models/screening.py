"""What the screening found before publication, and what was decided about each finding."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import Decision, FindingKind, Place
from .items import InformationItem


class Screening(models.Model):
    """When an item was last screened, and of which texts: place → keyed hash of the text, the word list and the screening itself."""

    item = models.OneToOneField(InformationItem, models.PROTECT, related_name="screening", verbose_name=_("信息"))
    screened_at = models.DateTimeField(_("筛查时间"))
    digests = models.JSONField(_("所筛文字的摘要"), default=dict, blank=True)

    class Meta:
        verbose_name = _("发布前筛查")
        verbose_name_plural = _("发布前筛查")

    def __str__(self) -> str:
        return str(self.item)


class ScreeningFindingQuerySet(models.QuerySet["ScreeningFinding"]):
    def standing(self) -> ScreeningFindingQuerySet:
        """Those whose words still stand in the text."""
        return self.filter(present=True)

    def pending(self) -> ScreeningFindingQuerySet:
        """Those that stop the item."""
        return self.standing().filter(decision=Decision.PENDING)


class ScreeningFinding(models.Model):
    """Something found in an item before publication. Never the words found: only where they stand, and a keyed hash to know them again.

    ``start`` and ``end`` count the visible characters of the piece. Once the item is public or closed the hash is blanked.
    """

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="findings", verbose_name=_("信息"))
    place = models.CharField(_("位置"), max_length=12, choices=Place.choices)
    #: Which of the place: the name of a field or a detail, the SHA-256 of a file.
    part = models.CharField(_("部位"), max_length=100, blank=True)
    #: Which piece of the part, from 0, and how a person finds it: 第3页, 工作表“名单”B7.
    piece = models.PositiveIntegerField(_("第几段"), default=0)
    spot = models.CharField(_("所在处"), max_length=200, blank=True)
    start = models.PositiveIntegerField(_("起"), default=0)
    end = models.PositiveIntegerField(_("止"), default=0)
    kind = models.CharField(_("类别"), max_length=16, choices=FindingKind.choices)
    certain = models.BooleanField(_("确定"))
    #: More than one when a file holds so many that the rest stands in one row.
    quantity = models.PositiveIntegerField(_("处数"), default=1)
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    present = models.BooleanField(_("仍在文中"), default=True)
    decision = models.CharField(_("处理"), max_length=8, choices=Decision.choices, default=Decision.PENDING)
    reason = models.CharField(_("保留的理由"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = ScreeningFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("筛查发现")
        verbose_name_plural = _("筛查发现")
        ordering = ["place", "part", "piece", "start", "pk"]
        indexes = [models.Index(fields=["item", "present", "decision"], name="finding_by_item")]
        constraints = [
            models.CheckConstraint(name="finding_kept_with_reason", condition=~Q(decision="kept") | ~Q(reason="")),
            models.CheckConstraint(
                name="finding_decided_by_somebody",
                condition=Q(decision="pending", decided_by=None, decided_at=None)
                | (~Q(decision="pending") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="finding_ends_after_it_starts", condition=Q(end__gte=F("start"))),
            models.CheckConstraint(
                name="finding_in_a_file_is_never_edited",
                condition=~Q(place="file") | ~Q(decision__in=["masked", "replaced"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}/{self.pk}"
