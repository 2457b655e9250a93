from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField

from .choices import Channel

#: Sent inside the transaction that gives a ``message`` up, with ``now``: for whoever has to tell the person in another way.
message_given_up = Signal()


class Message(models.Model):
    """One message on its way, or what is left of one: that it was sent, or why not. Not part of the ledger."""

    #: Names what it is about and for whom without naming anybody; written twice it is one message.
    key = models.CharField(_("标识"), max_length=64, unique=True)
    channel = models.CharField(_("方式"), max_length=4, choices=Channel.choices)
    recipient = SealedField(_("收件人"), blank=True)
    subject = SealedField(_("标题"), blank=True)
    body = SealedField(_("内容"), blank=True)
    written_at = models.DateTimeField(_("写入时间"))
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)
    #: How often it was handed over, and what came of the last time: a word of ours, never what a server said, which may name the person.
    tries = models.PositiveIntegerField(_("尝试次数"), default=0)
    trouble = models.CharField(_("最近一次未送出的原因"), max_length=60, blank=True)
    #: The same for why it was given up.
    failure = models.CharField(_("未送出的原因"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        constraints = [
            models.CheckConstraint(
                name="message_given_up_says_why",
                condition=Q(given_up_at=None, failure="") | Q(given_up_at__isnull=False, sent_at=None) & ~Q(failure=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key[:12]
