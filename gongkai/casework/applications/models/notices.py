from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.messages.models import Message

from ..choices.notices import NoticeKind, Settlement
from .applications import Application


class NoticeQuerySet(models.QuerySet["Notice"]):
    def undelivered(self) -> NoticeQuerySet:
        """Those that never reached their person, with nothing done about it yet."""
        return self.filter(failed_at__isnull=False, settled_at=None)

    def settled(self) -> NoticeQuerySet:
        """Those that never reached their person, with something done about it."""
        return self.filter(settled_at__isnull=False)

    def of_units(self, unit_ids: Iterable[int]) -> NoticeQuerySet:
        """Notices about applications to these units."""
        return self.filter(application__unit_id__in=unit_ids)


class Notice(models.Model):
    """That an applicant was told by message how their case went on: what of, not in which words and not where it went.

    When sending is given up it stays until somebody tells them in another way: the house forgot whom the message was for, and finds
    them in the case anew.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="notices", verbose_name=_("公开申请"))
    about = models.CharField(_("通知事项"), max_length=40, choices=NoticeKind.choices)
    message = models.OneToOneField(Message, models.PROTECT, related_name="+", verbose_name=_("消息"))
    failed_at = models.DateTimeField(_("未能送达的时间"), null=True, blank=True)
    settlement = models.CharField(_("处理方式"), max_length=12, choices=Settlement.choices, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    #: Sealed: whoever writes it down names people and telephones.
    note = SealedField(_("处理情况"), blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        indexes = [
            # Few of them all: what the desk asks for.
            models.Index(
                fields=["failed_at"], condition=Q(failed_at__isnull=False, settled_at=None), name="notice_undelivered"
            ),
            models.Index(fields=["-settled_at"], condition=Q(settled_at__isnull=False), name="notice_settled"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_settled_says_how",
                condition=Q(settled_at=None, settled_by=None, settlement="")
                | Q(failed_at__isnull=False, settled_at__isnull=False, settled_by__isnull=False) & ~Q(settlement=""),
            ),
        ]

    def __str__(self) -> str:
        # Never to whom.
        return str(self.application)
