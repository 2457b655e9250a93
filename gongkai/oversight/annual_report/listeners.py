"""A report follows the item it is published as; a correction behind a public report is shown on its pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver

from gongkai.casework.applications.models import Application, Challenge, Fee
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.oversight.statistics.models import HandedIn
from gongkai.oversight.statistics.queries import listing_of
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument
from gongkai.publishing.media.models import Post

from . import actions
from .choices import Status
from .models import Report


@receiver(post_save, sender=InformationItem, dispatch_uid="annual_report.follow_item")
def follow_item(
    instance: InformationItem, created: bool, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """In the transaction of the item's own step, so that report and item never disagree."""
    if created or (update_fields is not None and "status" not in update_fields):
        return
    if instance.status == ItemStatus.PUBLISHED and instance.published_by and instance.published_at:
        report = Report.objects.filter(item=instance, status__in=(Status.SIGNED, Status.CHECKED)).first()
        if report is not None:
            actions.mark_published(report, by=instance.published_by, now=instance.published_at)
    elif instance.status == ItemStatus.WITHDRAWN and instance.withdrawn_by and instance.withdrawn_at:
        report = Report.objects.filter(item=instance, status=Status.PUBLISHED).first()
        if report is not None:
            actions.mark_retracted(
                report, reason=instance.withdrawal_reason, by=instance.withdrawn_by, now=instance.withdrawn_at
            )


#: When a record of each counted model was taken out of every figure, None while it stands.
TAKEN_OUT: dict[type[Model], str] = {
    InformationItem: "withdrawn_at",
    OfficialDocument: "cancelled_at",
    Post: "removed_at",
    Application: "voided_at",
    Fee: "voided_at",
    Challenge: "voided_at",
    WorkOrder: "voided_at",
}


def show_correction(instance: Model, created: bool, **kwargs: Any) -> None:
    """A record was taken out: public reports that may have counted it list the difference, and their lists drop the link."""
    taken_out = getattr(instance, TAKEN_OUT[type(instance)])
    if created or taken_out is None:
        return
    entered = getattr(instance, listing_of(instance._meta.label_lower).at)
    if entered is None:  # an application nobody ever confirmed was never counted
        return
    # A year's report counts records of that year and of years before: carried over, or compared with.
    for report in Report.objects.public().filter(year__gte=entered.year).select_related("unit"):
        actions.refresh_pages(report, now=taken_out)


for model in TAKEN_OUT:
    post_save.connect(show_correction, sender=model, dispatch_uid=f"annual_report.correction.{model._meta.label}")


@receiver(post_save, sender=HandedIn, dispatch_uid="annual_report.handed_in")
def show_handed_in(instance: HandedIn, **kwargs: Any) -> None:
    """A number was signed, or a signed correction took its place: public reports that rest on it list the difference."""
    signed = instance.superseded_at or instance.signed_at
    if signed is not None:
        for report in Report.objects.public().filter(year__gte=instance.first_date.year).select_related("unit"):
            actions.refresh_pages(report, now=signed)
