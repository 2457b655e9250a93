from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField


class DraftQuerySet(models.QuerySet["Draft"]):
    def standing(self, *, at: datetime) -> DraftQuerySet:
        """Drafts that may still be gone on with."""
        return self.filter(expires_at__gt=at)

    def expired(self, *, at: datetime) -> DraftQuerySet:
        """Drafts whose time is over: they are erased."""
        return self.filter(expires_at__lte=at)


class Draft(models.Model):
    """What somebody is writing at the door and has not sent: no application, seen by nobody here, erased when its time is over.

    Sealed, and found by its code alone, of which only a keyed hash is kept.
    """

    code_hash = models.CharField(_("取回码的散列"), max_length=64, unique=True)
    #: JSON: the fields as they were typed, and what tells this form from another.
    content = SealedField(_("草稿内容"))
    #: Whether its writer asked to come back to it: then it is kept for days and not for hours.
    is_kept = models.BooleanField(_("是否保留"), default=False)
    saved_at = models.DateTimeField(_("保存时间"))
    expires_at = models.DateTimeField(_("到期时间"), db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请草稿")
        verbose_name_plural = _("申请草稿")

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
