"""区分处理: files given out in part, and the boxes that were laid over them (条例 2019 art. 37)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import WithholdingGround

from .applications import Application

#: The unit of a box: ten-thousandths of the page (``base.files.pictures``).
WHOLE = 10_000


class Redaction(models.Model):
    """A file of a case with boxes over what must not be public: the original, untouched, and what was made of it last."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="redactions", verbose_name=_("公开申请"))
    serial = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"))
    #: None once nothing of it may stay here; the hash stays.
    original = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原件")
    )
    original_sha256 = models.CharField(_("原件 SHA-256"), max_length=64)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    begun_at = models.DateTimeField(_("上传时间"))
    made_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("遮盖后的文件")
    )
    made_sha256 = models.CharField(_("遮盖后的文件 SHA-256"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("制作人")
    )
    made_at = models.DateTimeField(_("制作时间"), null=True, blank=True)
    #: While it is being made: who asked and when, how many pages are drawn, and under which names those pieces lie (ciphertext).
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("要求制作的人"),
    )
    asked_at = models.DateTimeField(_("要求制作的时间"), null=True, blank=True)
    drawn_pages = models.PositiveSmallIntegerField(_("已画页数"), default=0)
    pieces = models.JSONField(_("已画的部分"), default=list, blank=True)
    #: Why it was not made when it was last asked for, or what holds it up; a sentence.
    failure = models.CharField(_("未制作的原因"), max_length=300, blank=True)
    dropped_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    drop_reason = models.CharField(_("停用理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("文件遮盖")
        verbose_name_plural = _("文件遮盖")
        constraints = [
            models.UniqueConstraint(fields=["application", "serial"], name="redaction_serial"),
            models.CheckConstraint(
                name="redaction_made_has_its_hash",
                condition=Q(made_at=None, made_by=None, made_file=None, made_sha256="")
                | Q(made_at__isnull=False, made_by__isnull=False) & ~Q(made_sha256=""),
            ),
            models.CheckConstraint(
                name="redaction_asked_by_somebody",
                condition=Q(asked_at=None, asked_by=None, drawn_pages=0)
                | Q(asked_at__isnull=False, asked_by__isnull=False, made_at=None),
            ),
            models.CheckConstraint(
                name="redaction_is_never_its_original",
                condition=~Q(original_sha256=F("made_sha256")),
            ),
            models.CheckConstraint(
                name="redaction_dropped_with_reason",
                condition=Q(dropped_at=None, drop_reason="") | Q(dropped_at__isnull=False) & ~Q(drop_reason=""),
            ),
        ]

    def __str__(self) -> str:
        # Never the name of the file: it often says whose it is.
        return f"{self.application}-{self.serial}"


class RedactionBox(models.Model):
    """One box on one page as it is seen, and why what lies under it is withheld."""

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="boxes", verbose_name=_("文件遮盖"))
    page = models.PositiveSmallIntegerField(_("页"))
    left = models.PositiveSmallIntegerField(_("左"))
    top = models.PositiveSmallIntegerField(_("上"))
    width = models.PositiveSmallIntegerField(_("宽"))
    height = models.PositiveSmallIntegerField(_("高"))
    ground = models.CharField(_("不公开依据"), max_length=32, choices=WithholdingGround.choices)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("画框人"))
    drawn_at = models.DateTimeField(_("画框时间"))

    class Meta:
        verbose_name = _("遮盖框")
        verbose_name_plural = _("遮盖框")
        ordering = ["page", "top", "left", "pk"]
        constraints = [
            models.CheckConstraint(
                name="box_lies_on_its_page",
                condition=Q(page__gte=1, width__gte=1, height__gte=1)
                & Q(left__lte=WHOLE - F("width"))
                & Q(top__lte=WHOLE - F("height")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.redaction}:{self.page}"
