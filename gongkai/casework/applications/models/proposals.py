"""依申请公开转主动公开: what was given on request and is proposed to be public (art. 44). Nothing here says who asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.models import InformationItem

from ..choices import ProposalBasis, ProposalStatus
from .applications import Application


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> ProposalQuerySet:
        """Those the openness office has still to decide on."""
        return self.filter(status=ProposalStatus.PROPOSED)


class Proposal(models.Model):
    """One piece of information that might be published, and what became of the proposal."""

    number = models.CharField(_("建议编号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals", verbose_name=_("单位"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="proposals", verbose_name=_("答复该信息的申请")
    )
    #: The other cases that asked for the same.
    others = models.ManyToManyField(Application, blank=True, related_name="+", verbose_name=_("申请同一信息的其他申请"))
    basis = models.CharField(_("理由"), max_length=10, choices=ProposalBasis.choices)
    #: Different people who asked for it, known apart by fingerprint when it was proposed.
    applicants = models.PositiveSmallIntegerField(_("申请人数"))
    title = models.CharField(_("信息名称"), max_length=200)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区分处理后的文件")
    )
    status = models.CharField(_("状态"), max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decline_reason = models.CharField(_("不采纳的理由"), max_length=300, blank=True)
    item = models.OneToOneField(
        InformationItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("信息")
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("主动公开建议")
        verbose_name_plural = _("主动公开建议")
        indexes = [models.Index(fields=["unit", "status"], name="proposal_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=("proposed", "accepted")),
                name="proposal_stands_once_a_case",
            ),
            models.CheckConstraint(
                name="proposal_state_has_what_it_needs",
                condition=Q(status="proposed", decided_at=None, item=None, decline_reason="")
                | Q(status="accepted", decided_at__isnull=False, item=None, decline_reason="")
                | Q(status="drafted", decided_at__isnull=False, item__isnull=False, decline_reason="")
                | Q(status="declined", decided_at__isnull=False, item=None) & ~Q(decline_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number
