from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.models import InformationItem

from ..choices import ConsultationKind, Status


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def public(self) -> ConsultationQuerySet:
        """Those that have a page: whatever was opened once, whatever became of it."""
        return self.exclude(opened_at=None)

    def newest_first(self) -> ConsultationQuerySet:
        """By the day they opened."""
        return self.order_by("-opens_date", "-pk")


class Consultation(models.Model):
    """A draft on which the public is heard: what it is, why, from when to when, by which ways, and what came of it."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("征求意见单位"))
    kind = models.CharField(_("草案类型"), max_length=16, choices=ConsultationKind.choices)
    title = models.CharField(_("标题"), max_length=200)
    #: HTML, made safe: why the draft was made and what it is about (起草说明).
    background = models.TextField(_("背景和说明"), blank=True)
    #: HTML, made safe: the text of the draft; it may stand in a file instead.
    body = models.TextField(_("草案正文"), blank=True)
    opens_date = models.DateField(_("开始日期"), null=True, blank=True)
    closes_date = models.DateField(_("截止日期"), null=True, blank=True)
    short_term_reason = models.CharField(_("缩短期限的理由"), max_length=300, blank=True)
    post_address = models.CharField(_("来信地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), max_length=100, blank=True)
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.DRAFT)

    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("保密审查人")
    )
    reviewed_at = models.DateTimeField(_("保密审查时间"), null=True, blank=True)
    secrecy_basis = models.CharField(_("保密审查意见"), max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("截止时间"), null=True, blank=True)

    result = models.TextField(_("意见采纳情况说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公布人")
    )
    answered_at = models.DateTimeField(_("公布采纳情况的时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("终止人")
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    ended_reason = models.CharField(_("终止的理由"), max_length=300, blank=True)

    announcement = models.ForeignKey(
        InformationItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("征求意见公告")
    )
    final_item = models.ForeignKey(
        InformationItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("正式文件")
    )
    interpretation = models.ForeignKey(
        InformationItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("政策解读")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "unit"], name="consultations_by_status"),
            models.Index(fields=["opens_date"], name="consultations_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_closes_after_it_opens",
                condition=Q(closes_date=None) | Q(opens_date__isnull=False, closes_date__gt=F("opens_date")),
            ),
            models.CheckConstraint(name="consultation_approved_by_another", condition=~Q(approved_by=F("drafted_by"))),
            models.CheckConstraint(name="consultation_reviewed_by_another", condition=~Q(reviewed_by=F("drafted_by"))),
            models.CheckConstraint(
                name="consultation_open_was_approved_for_a_term",
                condition=~Q(status__in=["approved", "open", "closed", "answered"])
                | Q(approved_by__isnull=False, reviewed_by__isnull=False, closes_date__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_open_was_opened",
                condition=~Q(status__in=["open", "closed", "answered"]) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_answered_with_result",
                condition=~Q(status="answered")
                | (~Q(result="") & Q(answered_by__isnull=False, closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="consultation_ended_with_reason",
                condition=Q(status="ended", ended_by__isnull=False, ended_at__isnull=False) & ~Q(ended_reason="")
                | ~Q(status="ended") & Q(ended_by=None, ended_at=None, ended_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def path(self) -> str:
        """Where its page stands, without a suffix: ``consultations/ZQ/2018/00001``."""
        series, _slash, rest = self.number.partition("/")
        year, _dash, serial = rest.partition("-")
        return f"consultations/{series}/{year}/{serial}"

    @property
    def year(self) -> int:
        """The year in whose list it stands."""
        assert self.opens_date is not None
        return self.opens_date.year

    @property
    def door(self) -> str:
        """Where the public comments on it: ``/hall/consultations/ZQ/2018-00001/``."""
        return f"/hall/consultations/{self.number}/"

    def is_taking(self, on: date) -> bool:
        """Whether the public may comment on that day, however late the worker is."""
        return self.status == Status.OPEN and self.closes_date is not None and on <= self.closes_date


class ConsultationFile(models.Model):
    """A file of the draft, under the name the public sees."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="files", verbose_name=_("征求意见"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("草案文件")
        verbose_name_plural = _("草案文件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "file"], name="consultation_file_once")]

    def __str__(self) -> str:
        return self.name
