from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.organisations.models import Unit

from ..choices import LetterKind
from .applications import Application


class LetterHead(models.Model):
    """What the letters of a unit say of it: its 代字, and the reconsideration organ and court a remedy paragraph names."""

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="letter_head", verbose_name=_("单位")
    )
    prefix = models.CharField(_("告知书代字"), max_length=24)
    reconsideration_organ = models.CharField(_("行政复议机关"), max_length=100)
    court = models.CharField(_("有管辖权的人民法院"), max_length=100)

    class Meta:
        verbose_name = _("告知书抬头")
        verbose_name_plural = _("告知书抬头")

    def __str__(self) -> str:
        return str(self.unit)


class Letter(models.Model):
    """A letter as it was issued: its words are sealed here and never change; PDF and DOCX are made of them, byte for byte the same."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters", verbose_name=_("公开申请"))
    kind = models.CharField(_("文书种类"), max_length=16, choices=LetterKind.choices)
    number = models.CharField(_("文书编号"), max_length=60, unique=True)
    issued_date = models.DateField(_("成文日期"))
    issued_at = models.DateTimeField(_("制作时间"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制作人"))
    #: JSON: title, addressee, paragraphs.
    content = SealedField(_("文书内容"))
    #: Of the PDF, so that what somebody holds in hand can be held against what was issued.
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("告知文书")
        verbose_name_plural = _("告知文书")
        constraints = [models.CheckConstraint(name="letter_has_its_hash", condition=~Q(sha256=""))]

    def __str__(self) -> str:
        return self.number
