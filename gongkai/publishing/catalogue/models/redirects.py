from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def in_use(self) -> RedirectQuerySet:
        """Those that lead on; what was retired stays on record."""
        return self.filter(active=True)

    def rules(self) -> dict[str, str]:
        """The table of those in use: old address, new address."""
        return dict(self.in_use().order_by("source").values_list("source", "target"))


class Redirect(models.Model):
    """An old address and where it leads now: of a column that moved, or of a page of the site before this one.

    Both are paths of this site. A source that ends with a slash is a folder with all that stood below it; when the target does
    too, what stood below is found below.
    """

    source = models.CharField(_("旧地址"), max_length=300, unique=True)
    target = models.CharField(_("转到"), max_length=300)
    active = models.BooleanField(_("在用"), default=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("旧地址转接")
        verbose_name_plural = _("旧地址转接")
        ordering = ["source"]
        indexes = [models.Index(fields=["active", "source"], name="redirect_in_use")]
        constraints = [
            models.CheckConstraint(name="redirect_leads_elsewhere", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="redirect_stays_on_the_site",
                condition=Q(source__startswith="/", target__startswith="/") & ~Q(target__startswith="//"),
            ),
        ]

    def __str__(self) -> str:
        return self.source
