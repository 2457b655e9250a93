"""Who publishes a report, and whose reports somebody may see."""

from __future__ import annotations

from datetime import date

from gongkai.base.accounts.models import User
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, units_of
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import Column

from ..choices import ITEM_KIND
from ..models import Report


def publishing_unit(unit: Unit) -> Unit:
    """The unit whose people draft, review and approve the report of ``unit``: where its openness office is, else itself."""
    return Unit.objects.within(unit).filter(hosts_openness_office=True).first() or unit


def may_see(user: User, unit: Unit, *, on: date) -> bool:
    """Those who oversee the unit, and whoever drafts where its report is published."""
    if any(holds(user, role, unit, on=on) for role in OVERSEEING):
        return True
    return holds(user, Role.DRAFTER, publishing_unit(unit), on=on)


def visible_reports(user: User, *, on: date) -> list[Report]:
    """The reports somebody may see, newest first."""
    overseen = set(units_of(user, *OVERSEEING, on=on).values_list("pk", flat=True))
    drafted = set(units_of(user, Role.DRAFTER, on=on).values_list("pk", flat=True))
    reports = Report.objects.select_related("unit", "item")
    return [report for report in reports if report.unit_id in overseen or publishing_unit(report.unit).pk in drafted]


def usual_column() -> Column | None:
    """Where the newest report published as an item stands; None when there is none yet."""
    return Column.objects.filter(items__kind__code=ITEM_KIND).order_by("-items__pk").first()
