from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import WatchWordKind


class WatchWordQuerySet(models.QuerySet["WatchWord"]):
    def in_use(self) -> WatchWordQuerySet:
        """Words that are looked for; those taken off the list stay on record."""
        return self.filter(active=True)


class WatchWord(models.Model):
    """A word that must not go out unseen: sensitive, or a slip that has a right form. Kept by the openness office."""

    text = models.CharField(_("词"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=WatchWordKind.choices)
    #: What a wrong word should read; empty for a sensitive one, which a person decides about.
    replacement = models.CharField(_("应改为"), max_length=60, blank=True)
    #: Longer words in which it is harmless: 帐 in 帐篷.
    exceptions = models.JSONField(_("例外"), default=list, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    objects = WatchWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("监测词")
        verbose_name_plural = _("监测词")
        ordering = ["text"]
        indexes = [models.Index(fields=["active", "kind", "text"], name="word_by_kind")]
        constraints = [
            models.CheckConstraint(name="word_is_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="word_wrong_has_its_right_form",
                condition=Q(kind="wrong") & ~Q(replacement="") & ~Q(replacement=F("text"))
                | Q(kind="sensitive", replacement=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def spared(self) -> list[str]:
        """The longer words in which it is not to be found: its exceptions, and its own right form when that contains it."""
        own = [self.replacement] if self.text in self.replacement else []
        return [*self.exceptions, *own]
