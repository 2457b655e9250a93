from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import TextState
from .sealed import FOLDER, storage


class StoredFile(models.Model):
    """A file kept by its content: its bytes never change, whatever it is called where it is used."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    content = models.FileField(_("内容"), max_length=200, storage=storage)
    kept_at = models.DateTimeField(_("上传时间"))
    #: Names of what was taken out when it was first handed in (作者, 拍摄地点…), never the values.
    removed = models.JSONField(_("已清除的信息"), default=list)
    #: What could not be taken out, and why: a signature would break.
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")

    def __str__(self) -> str:
        # Never the name: it often is the title of what may turn out to be secret, and the audit trail keeps what this says.
        return self.sha256[:12]

    @property
    def is_sealed(self) -> bool:
        """Whether it is ciphertext on the disk: it belongs to somebody's case and was not used for anything public."""
        return str(self.content.name).startswith(FOLDER)


class ExtractedText(models.Model):
    """What a kept file says, piece by piece with its place; search and the screen for personal data read this, not the file."""

    file = models.OneToOneField(
        StoredFile, models.CASCADE, primary_key=True, related_name="extracted_text", verbose_name=_("文件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=TextState)
    #: For a person who has to look at the file: which pages, why. Empty when all of it was read.
    sentence = models.TextField(_("提示"), blank=True)
    #: [[place, text], …] in the order of the file; empty unless the state is done or part of it was read.
    parts = models.JSONField(_("文字"), default=list)
    extracted_at = models.DateTimeField(_("提取时间"))
    version = models.PositiveSmallIntegerField(_("提取程序版本"))

    class Meta:
        verbose_name = _("文件的文字")
        verbose_name_plural = _("文件的文字")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TextState.values), name="files_text_state_known"),
        ]
        indexes = [models.Index(fields=["version"], name="files_text_version")]

    def __str__(self) -> str:
        return str(self.file_id)
