"""The answers: drafted, reviewed, approved by three people, and brought to the applicant with proof."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.files.models import StoredFile

from ..choices import ApprovalMode, Outcome, ServiceMethod
from .applications import Application


class Reply(models.Model):
    """One answer. The first that is served is the one the tables count; later ones, corrected or ordered, stand beside it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="replies", verbose_name=_("公开申请"))
    serial = models.PositiveSmallIntegerField(_("次序"))
    outcome = models.CharField(_("答复结果"), max_length=20, choices=Outcome.choices)
    article = models.CharField(_("依据条款"), max_length=60, blank=True)
    reason = models.TextField(_("答复理由"), blank=True)
    weighing = models.TextField(_("权衡情况"), blank=True)
    earlier_reply = models.CharField(_("此前的答复"), max_length=100, blank=True)
    redacted_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区分处理后的文件")
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    approval_mode = models.CharField(_("审批方式"), max_length=8, choices=ApprovalMode.choices, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代理何人审批"),
    )
    paper_approver = models.CharField(_("纸质审批签字人"), max_length=60, blank=True)
    paper_signed_date = models.DateField(_("签字日期"), null=True, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("纸质审批扫描件")
    )
    #: When the scan was destroyed with the applicant's data, by the approved record of destruction; who signed, and when, stays.
    scan_destroyed_at = models.DateTimeField(_("扫描件销毁时间"), null=True, blank=True)
    #: Drafts that were sent back or given up stay, and are no answer.
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        constraints = [
            models.UniqueConstraint(fields=["application", "serial"], name="reply_serial"),
            models.CheckConstraint(
                name="reply_is_seen_by_others",
                condition=Q(approval_mode="at_once")
                | (Q(reviewed_by=None) | ~Q(reviewed_by=F("drafted_by")))
                & (Q(approved_by=None) | Q(approval_mode="paper") | ~Q(approved_by=F("drafted_by"))),
            ),
            models.CheckConstraint(
                name="reply_on_paper_has_its_scan",
                condition=(
                    Q(paper_scan__isnull=False, scan_destroyed_at=None)
                    | Q(paper_scan=None, scan_destroyed_at__isnull=False)
                )
                & Q(approval_mode="paper", paper_signed_date__isnull=False)
                & ~Q(paper_approver="")
                | ~Q(approval_mode="paper")
                & Q(paper_scan=None, scan_destroyed_at=None, paper_signed_date=None, paper_approver=""),
            ),
            models.CheckConstraint(
                name="reply_returned_with_reason",
                condition=Q(returned_at=None, return_reason="") | Q(returned_at__isnull=False) & ~Q(return_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}-{self.serial}"


class Service(models.Model):
    """送达: how and when a reply reached the applicant. On time is the day of posting or of signature (国办公开办函〔2016〕235号)."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="service", verbose_name=_("答复"))
    method = models.CharField(_("送达方式"), max_length=12, choices=ServiceMethod.choices)
    served_date = models.DateField(_("寄出或者签收之日"))
    tracking_number = models.CharField(_("邮件号"), max_length=40, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送达凭证")
    )
    proof_destroyed_at = models.DateTimeField(_("送达凭证销毁时间"), null=True, blank=True)
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        constraints = [
            models.CheckConstraint(
                name="service_by_post_has_its_number", condition=~Q(method="post") | ~Q(tracking_number="")
            ),
            models.CheckConstraint(
                name="service_proof_is_there_or_destroyed", condition=Q(proof=None) | Q(proof_destroyed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.reply)


class SearchRecord(models.Model):
    """检索记录: where and how it was looked for before 「不掌握」 may be said (art. 36(4); 指导案例101号)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="searches", verbose_name=_("公开申请"))
    searched_date = models.DateField(_("检索日期"))
    systems = models.TextField(_("检索的系统"))
    keywords = SealedField(_("检索的关键词"))
    archives = models.TextField(_("检索的档案"))
    people = models.TextField(_("询问的人员"))
    found = models.BooleanField(_("是否检索到"), default=False)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("检索截图")
    )
    searched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("检索人")
    )

    class Meta:
        verbose_name = _("检索记录")
        verbose_name_plural = _("检索记录")
        constraints = [
            models.CheckConstraint(
                name="search_says_where", condition=~Q(systems="") & ~Q(archives="") & ~Q(people="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
