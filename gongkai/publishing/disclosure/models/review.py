"""The way of an item through review: each submission, each level's consent, each organ that was asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Role

from ..choices import ApprovalMode, ClearanceAnswer, ClearanceKind, LineState, SubmissionOutcome
from .items import InformationItem


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def underway(self) -> SubmissionQuerySet:
        """Those that neither came to an end nor came back."""
        return self.filter(outcome="")


class Submission(models.Model):
    """One submission of an item (送审): from the drafter's hand until it is settled or comes back. A returned item is submitted anew.

    ``roles`` are the levels of its column on that day, lowest first: setting the column up anew does not touch them.
    """

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="submissions", verbose_name=_("信息"))
    serial = models.PositiveSmallIntegerField(_("第几次送审"))
    roles = models.JSONField(_("审批层级"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("送审人")
    )
    submitted_at = models.DateTimeField(_("送审时间"))

    #: Whom it waits for: a role of ``law.vocabulary``, and since when. Empty when it waits for nobody.
    waiting_role = models.CharField(_("等待的角色"), max_length=24, choices=Role.choices, blank=True)
    waiting_since = models.DateTimeField(_("等待起始时间"))

    secrecy_reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("保密审查人")
    )
    secrecy_reviewed_at = models.DateTimeField(_("保密审查时间"), null=True, blank=True)
    secrecy_on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("被代理的审查人"),
    )
    #: ``Provision`` → whether the item touches it; every provision is there once the review is done.
    provisions = models.JSONField(_("逐项审查结论"), default=dict, blank=True)

    outcome = models.CharField(_("结果"), max_length=12, choices=SubmissionOutcome.choices, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("退回人")
    )
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("送审")
        verbose_name_plural = _("送审")
        ordering = ["item", "serial"]
        indexes = [models.Index(fields=["outcome", "waiting_role", "waiting_since"], name="submission_by_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["item", "serial"], name="submission_numbered_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(outcome=""), name="submission_one_underway"),
            models.CheckConstraint(
                name="submission_ends_at_a_time",
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False, waiting_role="")),
            ),
            models.CheckConstraint(
                name="submission_settled_only_after_secrecy_review",
                condition=~Q(outcome__in=["approved", "closed"]) | Q(secrecy_reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}#{self.serial}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> ApprovalQuerySet:
        """Those not undone by a return to the previous level."""
        return self.filter(undone_at=None)


class Approval(models.Model):
    """One level's consent to one submission (初审、复审、终审). It is never taken out: a return to this level marks it as undone."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="approvals", verbose_name=_("送审"))
    level = models.PositiveSmallIntegerField(_("层级"))
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    #: Who consented, or on paper: who recorded it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("审批人"))
    at = models.DateTimeField(_("审批时间"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("被代理人")
    )
    mode = models.CharField(_("方式"), max_length=16, choices=ApprovalMode.choices, default=ApprovalMode.SYSTEM)
    paper_approver = models.CharField(_("纸质审批签字人"), max_length=60, blank=True)
    paper_date = models.DateField(_("签字日期"), null=True, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("扫描件")
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("退回人")
    )
    undone_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    undone_reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("审批意见")
        verbose_name_plural = _("审批意见")
        ordering = ["submission", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "level"], condition=Q(undone_at=None), name="approval_once_a_level"
            ),
            models.UniqueConstraint(
                fields=["submission", "by"],
                condition=Q(undone_at=None, mode="system"),
                name="approval_by_a_different_person_at_every_level",
            ),
            models.UniqueConstraint(
                fields=["submission", "paper_approver"],
                condition=Q(undone_at=None, mode="paper"),
                name="approval_signed_by_a_different_person_at_every_level",
            ),
            models.CheckConstraint(
                name="approval_on_paper_has_signature_and_scan",
                condition=Q(mode="system", paper_approver="", paper_date=None, paper_scan=None)
                | (Q(mode="paper", paper_date__isnull=False, paper_scan__isnull=False) & ~Q(paper_approver="")),
            ),
            models.CheckConstraint(
                name="approval_undone_with_reason", condition=Q(undone_at=None) | Q(undone_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}/{self.level}"


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def unanswered(self) -> ClearanceQuerySet:
        return self.filter(answer="")


class Clearance(models.Model):
    """Another organ asked about an item: 协商确认 (条例 art. 11) or 报请确定 (art. 17 para. 3), with its answer."""

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="clearances", verbose_name=_("信息"))
    kind = models.CharField(_("类型"), max_length=16, choices=ClearanceKind.choices)
    organ = models.CharField(_("征求机关"), max_length=100)
    asked_date = models.DateField(_("发出日期"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    answer = models.CharField(_("答复"), max_length=12, choices=ClearanceAnswer.choices, blank=True)
    answered_date = models.DateField(_("答复日期"), null=True, blank=True)
    #: When the answer was entered: what was changed after it was changed with the answer in hand.
    recorded_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    words = models.CharField(_("答复内容"), max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复扫描件")
    )

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        ordering = ["asked_date", "pk"]
        indexes = [models.Index(fields=["answer", "asked_date"], name="clearance_by_waiting")]
        constraints = [
            models.CheckConstraint(
                name="clearance_answered_by_somebody_on_a_day",
                condition=Q(answer="", answered_date=None, recorded_at=None, recorded_by=None)
                | (
                    ~Q(answer="") & Q(answered_date__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="clearance_answered_after_it_was_asked",
                condition=Q(answered_date=None) | Q(answered_date__gte=F("asked_date")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}/{self.pk}"


class ApprovalBatch(models.Model):
    """Consents given to many items with one press. Each is an act of its own; this only keeps the list and how far it is."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("审批人"))
    made_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("批量审批")
        verbose_name_plural = _("批量审批")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return _("批量审批 %(number)s") % {"number": self.pk}


class ApprovalLine(models.Model):
    """One item of a batch: the submission and the level it stood at when it was ticked, and what became of it."""

    batch = models.ForeignKey(ApprovalBatch, models.PROTECT, related_name="lines", verbose_name=_("批量审批"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("送审"))
    level = models.PositiveSmallIntegerField(_("层级"))
    state = models.CharField(_("状态"), max_length=8, choices=LineState.choices, default=LineState.WAITING)
    sentence = models.CharField(_("说明"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量审批明细")
        verbose_name_plural = _("批量审批明细")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "submission"], name="approval_line_once_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch}/{self.pk}"
