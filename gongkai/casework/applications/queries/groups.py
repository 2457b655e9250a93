"""Cases that belong together: split off from one another, or answered together."""

from __future__ import annotations

from django.db.models import Q

from ..models import Application, ApplicationQuerySet


def family_of(application: Application) -> ApplicationQuerySet:
    """The case it was split off from and all that were split off from that one, without itself."""
    root = application.split_from_id or application.pk
    return Application.objects.filter(Q(pk=root) | Q(split_from=root)).exclude(pk=application.pk).order_by("pk")


def group_of(lead: Application) -> list[Application]:
    """A case and all that are answered together with it, itself first."""
    return [lead, *Application.objects.standing().filter(joined_to=lead).select_related("unit").order_by("pk")]
