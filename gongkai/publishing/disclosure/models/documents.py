from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.law.vocabulary import Genre, Openness, WithholdingGround

from ..choices import DocumentStatus, Status
from .items import InformationItem

#: What a secret document's record must look like but for its unit and count.
_CLEARED: dict[str, Any] = {
    **dict.fromkeys(
        (
            *("title", "document_number", "number_prefix", "genre", "signer", "addressees", "ground_reason"),
            *("secrecy_basis", "body", "review_opinion", "public_address"),
        ),
        "",
    ),
    **dict.fromkeys(
        (
            *("number_year", "number_serial", "formed_date", "issued_date", "counted_from", "reassess_date"),
            *("public_date", "archive_date", "library_date", "reviewed_by", "reviewed_at"),
        ),
    ),
    "is_policy": False,
    "is_normative": False,
    "joint_issuers": [],
}


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    def standing(self) -> OfficialDocumentQuerySet:
        """All but those registered in error."""
        return self.exclude(status=DocumentStatus.CANCELLED)

    def of_visible(self, units: UnitQuerySet) -> OfficialDocumentQuerySet:
        """Documents of units somebody may see (``organisations.queries.visible_units``)."""
        return self.filter(unit__in=units)

    def to_be_public(self) -> OfficialDocumentQuerySet:
        """Registered, and open to the public by its own openness."""
        return self.filter(status=DocumentStatus.REGISTERED, openness=Openness.PROACTIVE)

    def already_public(self) -> OfficialDocumentQuerySet:
        """Those the public can read: an item of it is published, or it stands on a site that is not ours."""
        return self.filter(Q(public_date__isnull=False) | _published())

    def not_yet_public(self) -> OfficialDocumentQuerySet:
        """Those nobody outside can read yet."""
        return self.filter(~_published(), public_date=None)


def _published() -> Exists:
    return Exists(InformationItem.objects.filter(document=OuterRef("pk"), status=Status.PUBLISHED))


class OfficialDocument(models.Model):
    """An official document on the day it is issued (发文登记), public or not, with the openness decided at its source. Never deleted."""

    registration = models.CharField(_("登记号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name=_("发文机关"))
    #: Names of the organs that issued it together with the unit, in the order printed.
    joint_issuers = models.JSONField(_("联合发文机关"), default=list, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    #: 代字 and serial of a number of the prescribed form; empty for any other, and for orders, which have no year's series.
    number_prefix = models.CharField(_("机关代字"), max_length=24, blank=True)
    #: Of the number where it says one, else of the day it was formed: a number names one document within its issuer and year.
    number_year = models.PositiveSmallIntegerField(_("文号年份"), null=True, blank=True)
    number_serial = models.PositiveIntegerField(_("文号序号"), null=True, blank=True)
    genre = models.CharField(_("体裁分类"), max_length=20, choices=Genre.choices, blank=True)
    formed_date = models.DateField(_("成文日期"), null=True, blank=True)
    issued_date = models.DateField(_("印发日期"), null=True, blank=True)
    signer = models.CharField(_("签发人"), max_length=60, blank=True)
    addressees = models.CharField(_("主送机关"), max_length=500, blank=True)
    is_policy = models.BooleanField(_("政策性文件"), default=False)
    is_normative = models.BooleanField(_("行政规范性文件"), default=False)
    body = models.TextField(_("正文"), blank=True)
    #: How many secret documents a sealed record stands for; 1 for everything else.
    quantity = models.PositiveIntegerField(_("件数"), default=1)

    openness = models.CharField(_("公开属性"), max_length=16, choices=Openness.choices)
    ground = models.CharField(_("不公开依据"), max_length=40, choices=WithholdingGround.choices, blank=True)
    ground_reason = models.CharField(_("不主动公开的理由"), max_length=300, blank=True)
    secrecy_basis = models.CharField(_("保密审查依据"), max_length=300, blank=True)
    #: The day the twenty working days run from: when it was formed, or when it was found open after all (条例 arts 18, 26).
    counted_from = models.DateField(_("公开期限起算日"), null=True, blank=True)

    status = models.CharField(_("状态"), max_length=16, choices=DocumentStatus.choices)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    registered_at = models.DateTimeField(_("登记时间"))
    #: The openness office's pass, or its return (退文): a policy document is not kept from the public without the first.
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公开审查人")
    )
    reviewed_at = models.DateTimeField(_("公开审查时间"), null=True, blank=True)
    review_opinion = models.CharField(_("公开审查意见"), max_length=300, blank=True)
    reassess_date = models.DateField(_("下次评估日期"), null=True, blank=True)
    #: Where the public reads it when that is not an item of ours: the platform of a superior, the portal before this one.
    public_date = models.DateField(_("外部平台公开日期"), null=True, blank=True)
    public_address = models.CharField(_("外部平台公开网址"), max_length=500, blank=True)
    archive_date = models.DateField(_("送交档案馆日期"), null=True, blank=True)
    library_date = models.DateField(_("送交图书馆日期"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("注销人")
    )
    cancelled_at = models.DateTimeField(_("注销时间"), null=True, blank=True)
    cancel_reason = models.CharField(_("注销理由"), max_length=300, blank=True)

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("公文")
        verbose_name_plural = _("公文")
        # Plain, not partial: SQLite cannot match a bound ``status = ?`` with the condition of a partial index.
        indexes = [
            models.Index(
                fields=["status", "openness", "public_date", "counted_from", "unit"], name="document_by_limit"
            ),
            models.Index(fields=["status", "reassess_date"], name="document_by_reassessment"),
            models.Index(fields=["status", "unit", "issued_date"], name="document_by_unit"),
            models.Index(fields=["status", "archive_date"], name="document_by_archive"),
            models.Index(fields=["status", "library_date"], name="document_by_library"),
            models.Index(fields=["unit", "number_prefix", "number_year", "number_serial"], name="document_by_series"),
            models.Index(fields=["issued_date", "id"], name="document_by_issue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "document_number", "number_year"],
                condition=~Q(document_number="") & ~Q(status="cancelled"),
                name="document_number_once",
            ),
            models.CheckConstraint(
                name="document_number_has_its_year",
                condition=Q(document_number="", number_prefix="", number_year=None, number_serial=None)
                | Q(~Q(document_number=""), number_prefix="", number_year__isnull=False, number_serial=None)
                | Q(
                    ~Q(document_number=""),
                    ~Q(number_prefix=""),
                    number_year__isnull=False,
                    number_serial__isnull=False,
                    number_serial__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="document_has_title_and_dates",
                condition=Q(ground="state_secret")
                | Q(
                    # A comparison with NULL is no refusal to a CHECK: each must be there first.
                    ~Q(title=""),
                    *(Q((f"{name}__isnull", False)) for name in ("formed_date", "issued_date", "counted_from")),
                    issued_date__gte=F("formed_date"),
                    counted_from__gte=F("formed_date"),
                ),
            ),
            models.CheckConstraint(
                name="document_openness_has_its_reason",
                condition=Q(openness="proactive", ground="", ground_reason="")
                | Q(openness="on_request") & (~Q(ground="") | ~Q(ground_reason=""))
                | Q(openness="withheld") & ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="document_secret_is_cleared",
                condition=Q(~Q(status="sealed"), ~Q(ground="state_secret"), quantity=1)
                | Q(
                    status__in=["sealed", "cancelled"],
                    ground="state_secret",
                    openness="withheld",
                    quantity__gte=1,
                    **_CLEARED,
                ),
            ),
            models.CheckConstraint(
                name="document_policy_withheld_only_after_office",
                condition=~Q(status="registered", is_policy=True)
                | Q(openness="proactive")
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_registrar_does_not_review",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="document_withheld_is_reassessed",
                condition=~Q(status="registered", openness="withheld") | Q(reassess_date__isnull=False),
            ),
            models.CheckConstraint(
                name="document_only_open_ones_are_public_or_delivered",
                condition=Q(public_date=None, archive_date=None, library_date=None)
                | Q(openness="proactive") & ~Q(status__in=["sealed", "awaiting", "returned"]),
            ),
            models.CheckConstraint(
                name="document_cancelled_has_reason",
                condition=Q(~Q(status="cancelled"), cancelled_by=None, cancelled_at=None, cancel_reason="")
                | Q(~Q(cancel_reason=""), status="cancelled", cancelled_by__isnull=False, cancelled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        # Never title or number: it may turn out to be secret, and the audit trail keeps what it was called.
        return self.registration

    @property
    def is_open(self) -> bool:
        """Whether its own openness is 主动公开."""
        return self.openness == Openness.PROACTIVE


class DocumentFile(models.Model):
    """A file of a document: the printed copy with its seal, an annex. Private; an item drafted from it takes it along."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="files", verbose_name=_("公文"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("公文文件")
        verbose_name_plural = _("公文文件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="file_once_a_document")]

    def __str__(self) -> str:
        return self.name
