"""Who publishes a report and in what form, and whose reports somebody may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import accumulate

from django.conf import settings
from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.models import Post, Unit
from gongkai.base.organisations.queries import holds, units_at, units_of
from gongkai.law.report.formats import ReportFormat, formats_for
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import Column

from ..choices import ITEM_KIND, Status
from ..models import Report, ReportQuerySet


def publishing_unit(unit: Unit) -> Unit:
    """The unit whose people draft, review and approve the report of ``unit``: where its openness office is, else itself."""
    return Unit.objects.within(unit).filter(hosts_openness_office=True).first() or unit


def is_top(unit: Unit) -> bool:
    """Whether its report is the government's own: nobody in the house checks it from above."""
    return unit.parent_id is None


def ready_state(report: Report) -> Status:
    """The state from which a report is handed in for publication: checked, or for the government's own signed."""
    return Status.SIGNED if is_top(report.unit) else Status.CHECKED


def may_compile(user: User, unit: Unit, *, on: date) -> bool:
    """The openness office of its government, and for a unit below whoever drafts there."""
    if holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        return True
    return not is_top(unit) and holds(user, Role.DRAFTER, unit, on=on)


def signs_for(user: User, unit: Unit, *, on: date) -> bool:
    """Whether the user is, or stands in for, the unit's own head; the government's report is also signed by the head of the unit its
    openness office is in. A head above does not sign for the units below."""
    signing = {unit.pk, publishing_unit(unit).pk} if is_top(unit) else {unit.pk}
    return units_at(user, Role.UNIT_HEAD, on=on).filter(pk__in=signing).exists()


def signed_for(user: User, unit: Unit, *, on: date) -> User | None:
    """For whom a head who stands in signs; None for one in their own right."""
    signing = {unit.pk, publishing_unit(unit).pk} if is_top(unit) else {unit.pk}
    posts = Post.objects.exercised_by(user.pk, on=on).filter(role=Role.UNIT_HEAD, unit__in=signing)
    holders = [post.user for post in posts.select_related("user")]
    return None if user in holders or not holders else holders[0]


def may_see(user: User, unit: Unit, *, on: date) -> bool:
    """Those who oversee the unit, whoever drafts there or where its report is published, and its head."""
    if any(holds(user, role, unit, on=on) for role in OVERSEEING):
        return True
    return holds(user, Role.DRAFTER, publishing_unit(unit), on=on) or signs_for(user, unit, on=on)


def visible_reports(user: User, *, on: date) -> ReportQuerySet:
    """The reports somebody may see, newest first."""
    seen = set(units_of(user, *OVERSEEING, on=on).values_list("pk", flat=True))
    drafted = set(units_of(user, Role.DRAFTER, on=on).values_list("pk", flat=True))
    headed = set(units_at(user, Role.UNIT_HEAD, on=on).values_list("pk", flat=True))
    tops = Q(unit__in=units_published_by(headed), unit__parent=None)
    of_units = Q(unit__in=seen | headed | units_published_by(drafted))
    return Report.objects.select_related("unit", "item").filter(of_units | tops)


def units_published_by(units: Collection[int]) -> set[int]:
    """The units (primary keys) whose ``publishing_unit`` is one of these. Two queries however many there are."""
    if not units:
        return set()
    first: dict[str, int] = {}  # path of a unit → the openness office it publishes through
    for pk, path in Unit.objects.filter(hosts_openness_office=True).values_list("pk", "path"):
        for above in accumulate(path.split("/")[:-1], "{}{}/".format, initial=""):
            first.setdefault(above, pk)
    through = {pk: first[path] for pk, path in Unit.objects.filter(path__in=first).values_list("pk", "path")}
    return {pk for pk, office in through.items() if office in units} | (set(units) - through.keys())


def usual_column() -> Column | None:
    """Where the newest report published as an item stands; None when there is none yet."""
    return Column.objects.filter(items__kind__code=ITEM_KIND).order_by("-items__pk").first()


def usual_form(year: int) -> ReportFormat:
    """The form a report on the year has unless another is asked for: the first of ``GONGKAI_REPORT_FORMS`` that is one of the
    year, else the first by name. LookupError when there is none.
    """
    forms = {form.name: form for form in formats_for(year)}
    if not forms:
        raise LookupError(f"no report format for {year}")
    return next((forms[name] for name in settings.GONGKAI_REPORT_FORMS if name in forms), next(iter(forms.values())))
