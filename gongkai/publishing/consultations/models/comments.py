"""What people said. Names, contacts, texts and files are for the unit's eyes: nothing of it stands on a page, in the log or an index."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile

from ..choices import Category, Channel, Outcome
from .consultations import Consultation


class Disposition(models.Model):
    """What became of one comment or of several that say the same: the gist without the person, the outcome, why. Never altered.

    A comment disposed of anew gets another; one that no comment has any more is shown nowhere.
    """

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="dispositions", verbose_name=_("征求意见")
    )
    outcome = models.CharField(_("处理结果"), max_length=16, choices=Outcome.choices)
    gist = models.CharField(_("意见要点"), max_length=500)
    reason = models.CharField(_("理由"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("处理人"))
    at = models.DateTimeField(_("处理时间"))

    class Meta:
        verbose_name = _("意见处理")
        verbose_name_plural = _("意见处理")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="disposition_says_what_and_why",
                condition=~Q(gist="") & ~Q(reason="") & Q(outcome__in=Outcome.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}的意见处理“{self.gist[:30]}”"


class CommentQuerySet(models.QuerySet["Comment"]):
    def undisposed(self) -> CommentQuerySet:
        """Comments nobody has said anything about yet."""
        return self.filter(disposition=None)


class Comment(models.Model):
    """One comment. ``name``, ``contact``, ``text`` and files are personal: read by the unit's staff alone, and erased on demand."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments", verbose_name=_("征求意见"))
    serial = models.PositiveIntegerField(_("序号"))
    channel = models.CharField(_("来源"), max_length=10, choices=Channel.choices)
    category = models.CharField(_("类别"), max_length=10, choices=Category.choices, default=Category.OTHER)
    name = models.CharField(_("姓名或单位名称"), max_length=60, blank=True)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    text = models.TextField(_("意见内容"), blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("录入人")
    )
    #: Tells the same form sent twice from two comments; says nothing about what is in it. None for what staff entered.
    submission_key = models.CharField(_("提交标识"), max_length=64, null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("重复于")
    )
    disposition = models.ForeignKey(
        Disposition, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("处理结果")
    )
    #: When who wrote it was taken out; with ``text_erased`` what was written too.
    erased_at = models.DateTimeField(_("清除时间"), null=True, blank=True)
    text_erased = models.BooleanField(_("内容已清除"), default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")
        ordering = ["consultation", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "serial"], name="comment_serial_once"),
            models.UniqueConstraint(fields=["consultation", "submission_key"], name="comment_sent_once"),
            models.CheckConstraint(
                name="comment_entered_unless_sent",
                condition=Q(channel="web", entered_by=None) | (~Q(channel="web") & Q(entered_by__isnull=False)),
            ),
            models.CheckConstraint(name="comment_duplicates_another", condition=~Q(duplicate_of=F("id"))),
            models.CheckConstraint(
                name="comment_erased_names_nobody",
                condition=Q(erased_at=None, text_erased=False) | Q(erased_at__isnull=False, name="", contact=""),
            ),
            models.CheckConstraint(
                name="comment_text_erased_is_empty",
                condition=Q(text_erased=True, text="") | Q(text_erased=False) & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number the writer is given: ``ZQ/2018-00001-0007``."""
        return f"{self.consultation.number}-{self.serial:04d}"


class CommentFile(models.Model):
    """A file handed in with a comment. Never public."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="files", verbose_name=_("意见"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    #: As the writer called it; goes with the text.
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("意见附件")
        verbose_name_plural = _("意见附件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "file"], name="comment_file_once")]

    def __str__(self) -> str:
        return str(self.file)
