from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

from .choices import RegisterLineState


class ImportedLine(models.Model):
    """Which line of which file an item came from: written with the item, so that a file begun again goes on where it was stopped."""

    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64)
    line = models.PositiveIntegerField(_("行号"))
    #: SHA-256 of what the line says (title, number, dates, text), whatever file it stands in.
    content_sha256 = models.CharField(_("内容摘要"), max_length=64, unique=True)
    item = models.OneToOneField(InformationItem, models.PROTECT, related_name="imported_line", verbose_name=_("信息"))

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        constraints = [models.UniqueConstraint(fields=["source_sha256", "line"], name="import_line_once")]

    def __str__(self) -> str:
        return f"{self.source_sha256[:12]}:{self.line}"


class ImportedArticle(models.Model):
    """Which article of which site an item came from: written with the item, so that a site read again gives only what is new."""

    #: Its address, or its index number where it had none.
    address = models.CharField(_("原网址"), max_length=500, unique=True)
    #: As the other site numbered it; here it has a number of its own.
    identifier = models.CharField(_("原索引号"), max_length=100, blank=True, db_index=True)
    #: Of what the listing said of it.
    sha256 = models.CharField(_("内容摘要"), max_length=64)
    item = models.OneToOneField(
        InformationItem, models.PROTECT, related_name="imported_article", verbose_name=_("信息")
    )

    class Meta:
        verbose_name = _("网站导入记录")
        verbose_name_plural = _("网站导入记录")

    def __str__(self) -> str:
        return str(self.item)


class RegisteredLine(models.Model):
    """Which line of which register a document came from: written with the document, so that a file begun again goes on where it stopped."""

    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64)
    line = models.PositiveIntegerField(_("行号"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    #: SHA-256 of what the line says, whatever file it stands in; of a secret, of its place alone.
    content_sha256 = models.CharField(_("内容摘要"), max_length=64)
    document = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="registered_line", verbose_name=_("公文")
    )

    class Meta:
        verbose_name = _("发文导入记录")
        verbose_name_plural = _("发文导入记录")
        constraints = [
            models.UniqueConstraint(fields=["unit", "source_sha256", "line"], name="register_line_once"),
            models.UniqueConstraint(fields=["unit", "content_sha256"], name="register_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_sha256[:12]}:{self.line}"


class RegisterUpload(models.Model):
    """A register handed in at the desk: read at once, shown, and entered by the worker when somebody says so. The file is not kept."""

    number = models.CharField(_("导入编号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发文机关"))
    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64)
    openness = models.CharField(_("未写公开属性的按"), max_length=16, choices=Openness.choices, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    unused = models.JSONField(_("未用到的列"), default=list, blank=True)

    class Meta:
        verbose_name = _("发文导入")
        verbose_name_plural = _("发文导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class RegisterUploadLine(models.Model):
    """One line of an upload: its cells until it is entered, and what became of it. Of a secret no cell is kept."""

    upload = models.ForeignKey(RegisterUpload, models.PROTECT, related_name="lines", verbose_name=_("发文导入"))
    line = models.PositiveIntegerField(_("行号"))
    cells = models.JSONField(_("各列内容"), default=dict, blank=True)
    state = models.CharField(_("结果"), max_length=12, choices=RegisterLineState.choices)
    sentence = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("发文导入行")
        verbose_name_plural = _("发文导入行")
        ordering = ["line"]
        indexes = [models.Index(fields=["upload", "state", "line"], name="register_line_by_state")]
        constraints = [models.UniqueConstraint(fields=["upload", "line"], name="register_upload_line_once")]

    def __str__(self) -> str:
        return f"{self.upload}:{self.line}"


class EnteredCase(models.Model):
    """Which case of which register an application came from: written with it, so that a file begun again goes on where it stopped."""

    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64)
    line = models.PositiveIntegerField(_("行号"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("受理单位"))
    #: Keyed: the same for the same case in whatever file it stands, and tells nobody whose it is.
    mark = models.CharField(_("内容指纹"), max_length=64)
    original_number = models.CharField(_("原编号"), max_length=60, blank=True)
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="entered_case", verbose_name=_("公开申请")
    )

    class Meta:
        verbose_name = _("申请台账导入记录")
        verbose_name_plural = _("申请台账导入记录")
        constraints = [models.UniqueConstraint(fields=["unit", "mark"], name="entered_case_once")]

    def __str__(self) -> str:
        return f"{self.source_sha256[:12]}:{self.line}"


class CaseUpload(models.Model):
    """A register of past applications handed in at the desk: read at once, shown, and entered by the worker when somebody says so."""

    number = models.CharField(_("导入编号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("受理单位"))
    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    unused = models.JSONField(_("未用到的列"), default=list, blank=True)

    class Meta:
        verbose_name = _("申请台账导入")
        verbose_name_plural = _("申请台账导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class CaseUploadLine(models.Model):
    """One line of it: its cells, sealed, until it is entered, and what became of it."""

    upload = models.ForeignKey(CaseUpload, models.PROTECT, related_name="lines", verbose_name=_("申请台账导入"))
    line = models.PositiveIntegerField(_("行号"))
    cells = SealedField(_("各列内容"), blank=True)
    original_number = models.CharField(_("原编号"), max_length=60, blank=True)
    state = models.CharField(_("结果"), max_length=12, choices=RegisterLineState.choices)
    sentence = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("申请台账导入行")
        verbose_name_plural = _("申请台账导入行")
        ordering = ["line"]
        indexes = [models.Index(fields=["upload", "state", "line"], name="case_line_by_state")]
        constraints = [models.UniqueConstraint(fields=["upload", "line"], name="case_upload_line_once")]

    def __str__(self) -> str:
        return f"{self.upload}:{self.line}"
