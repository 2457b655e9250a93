from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.publishing.disclosure.models import InformationItem

from .choices import Span, Status


class ReturnQuerySet(models.QuerySet["Return"]):
    def open(self) -> ReturnQuerySet:
        """Those still to be sent."""
        return self.exclude(status__in=(Status.SENT, Status.CANCELLED))

    def overdue(self, *, on: date) -> ReturnQuerySet:
        """Still to be sent on a day after their last."""
        return self.open().filter(due_date__lt=on)

    def pressing_first(self) -> ReturnQuerySet:
        """Those still to be sent by their last day, then the rest, the latest first."""
        done = Q(status__in=(Status.SENT, Status.CANCELLED))
        by_last_day = Case(When(~done, then=F("due_date"))).asc(nulls_last=True)
        return self.order_by(by_last_day, "-due_date", "pk")


class Return(models.Model):
    """One answer to what the superior asked: the request, the figures of its period, the situation report, what was sent, the receipt."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="returns", verbose_name=_("填报单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    span = models.CharField(_("报送时段"), max_length=4, choices=Span.choices)
    #: From 1 for each unit and year.
    serial = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("名称"), max_length=100)
    #: ``law.report.formats``, or the website's work table.
    format = models.CharField(_("报表格式"), max_length=40)
    issuer = models.CharField(_("要求报送的机关"), max_length=100)
    asked_number = models.CharField(_("来文文号"), max_length=60)
    asked_date = models.DateField(_("来文日期"))
    asked_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来文")
    )
    due_date = models.DateField(_("报送期限"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    text = models.TextField(_("情况报告"), blank=True)
    #: Rows that are words and not counts, by key: 是 or 否, the name of an account.
    words = models.JSONField(_("填写的内容"), default=dict, blank=True)
    #: As submitted: ``{code: [printed, records]}``.
    values = models.JSONField(_("报送的数值"), default=dict, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送审人")
    )
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代行职责")
    )
    #: Who signed on paper, when, and the scan; ``approved_by`` is then who recorded it.
    paper_approver = models.CharField(_("纸质审批签字人"), max_length=60, blank=True)
    paper_signed_date = models.DateField(_("签字日期"), null=True, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签字页扫描件")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("报送人")
    )
    sent_date = models.DateField(_("报送日期"), null=True, blank=True)
    channel = models.CharField(_("报送方式"), max_length=12, choices=SendingChannel.choices, blank=True)
    receipt_number = models.CharField(_("回执编号"), max_length=60, blank=True)
    receipt_date = models.DateField(_("回执日期"), null=True, blank=True)
    receipt = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回执")
    )
    ended_reason = models.CharField(_("取消的理由"), max_length=300, blank=True)
    item = models.OneToOneField(
        InformationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="return_of_figures",
        verbose_name=_("公开的信息"),
    )

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("统计报送")
        verbose_name_plural = _("统计报送")
        ordering = ["-due_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "serial"], name="return_numbered_once"),
            models.CheckConstraint(
                name="return_sent_has_its_day",
                condition=Q(status="sent", sent_date__isnull=False, sent_by__isnull=False) & ~Q(channel="")
                | ~Q(status="sent") & Q(sent_date=None, sent_by=None, channel="", receipt=None, receipt_date=None),
            ),
            models.CheckConstraint(
                name="return_approved_by_another",
                condition=Q(approved_by=None) | Q(paper_scan__isnull=False) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="return_on_paper_has_its_scan",
                condition=Q(paper_scan__isnull=False, paper_signed_date__isnull=False, approved_by__isnull=False)
                & ~Q(paper_approver="")
                | Q(paper_scan=None, paper_signed_date=None, paper_approver=""),
            ),
            models.CheckConstraint(
                name="return_goes_when_approved",
                condition=~Q(status__in=("approved", "sent")) | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="return_cancelled_with_reason",
                condition=~Q(status="cancelled") | ~Q(ended_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(unit)s%(year)d年%(span)s%(title)s") % {
            "unit": self.unit.short_name,
            "year": self.year,
            "span": self.get_span_display(),
            "title": self.title,
        }

    def is_late(self, *, on: date) -> bool:
        """Whether it was sent after its last day, or is still to be sent after it."""
        return self.status != Status.CANCELLED and self.due_date < (self.sent_date or on)

    @property
    def on_paper(self) -> bool:
        """Whether the head agreed on paper, recorded here with its scan."""
        return self.paper_scan_id is not None

    @property
    def approved_date(self) -> date | None:
        """The day the head agreed: of the signature, where it was given on paper."""
        if self.paper_signed_date is not None:
            return self.paper_signed_date
        return localdate(self.approved_at) if self.approved_at else None


class ReturnFile(models.Model):
    """A file made of a submitted return; when it is sent, exactly what was sent, known by its SHA-256."""

    owner = models.ForeignKey(Return, models.PROTECT, related_name="files", verbose_name=_("统计报送"))
    order = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("名称"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    given_up_at = models.DateTimeField(_("失效时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("报送文件")
        verbose_name_plural = _("报送文件")
        ordering = ["owner", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "order"], condition=Q(given_up_at=None), name="return_file_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}-{self.order}"
