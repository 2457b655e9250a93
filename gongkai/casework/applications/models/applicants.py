from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField, fingerprint
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit

from ..choices import IdentityKind
from .applications import Application


class Applicant(models.Model):
    """Who applied and for what, apart from the case, so that no list, figure or page of cases can come upon it (art. 29).

    Ciphertext in its columns. Seen through ``actions.see_applicant`` alone, which writes down who looked.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="applicant", verbose_name=_("公开申请")
    )
    name = SealedField(_("申请人"))
    identity_kind = models.CharField(_("身份证明种类"), max_length=12, choices=IdentityKind.choices, blank=True)
    identity_number = SealedField(_("身份证明号码"), blank=True)
    contact = SealedField(_("联系方式"))
    sought = SealedField(_("所需信息"), blank=True)
    #: What was asked before it was split into cases of one matter each; this case kept the first.
    asked_in_full = SealedField(_("拆分前的全部内容"), blank=True)
    agent_name = SealedField(_("代理人"), blank=True)
    authorisation = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("授权委托书")
    )
    #: Knows the same person again without naming them: the same month's applications, and those before.
    fingerprint = models.CharField(_("申请人指纹"), max_length=64, blank=True, db_index=True)
    #: Knows again the same words of the same person to the same unit; empty where no proof of identity was given.
    same_mark = models.CharField(_("相同申请的标识"), max_length=64, blank=True, db_index=True)
    erased_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)
    erasure_approval = models.CharField(_("销毁批准文号"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("申请人信息")
        verbose_name_plural = _("申请人信息")
        constraints = [
            models.CheckConstraint(
                name="applicant_is_erased_with_approval",
                condition=Q(erased_at=None, erasure_approval="")
                | Q(erased_at__isnull=False, fingerprint="", same_mark="") & ~Q(erasure_approval=""),
            ),
        ]

    def __str__(self) -> str:
        # Never who it is: the audit trail keeps what a thing was called.
        return self.application.number

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.same_mark = self.mark_of_same()
        written = None if update_fields is None else {*update_fields, "same_mark"}
        super().save(*args, update_fields=written, **kwargs)

    def mark_of_same(self) -> str:
        """What ``same_mark`` is to be."""
        if not (self.name and self.identity_number and self.sought):
            return ""
        return fingerprint(*same_parts(self.application.unit, self.name, self.identity_number, self.sought))


def same_parts(unit: Unit, name: str, identity_number: str, sought: str) -> tuple[str, ...]:
    """What makes two applications the same one: to whom, from whom by name and number, in which words."""
    return str(unit.pk), name, identity_number, sought
