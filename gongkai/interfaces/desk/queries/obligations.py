"""What standard catalogues ask of a unit today, and what the openness office has to check."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import WorkingCalendar
from gongkai.law.vocabulary import Role
from gongkai.publishing.obligations import queries
from gongkai.publishing.obligations.models import Occasion
from gongkai.publishing.obligations.policies import RECORDING

from .rows import SHOWN, Row, Worklist


def obligations(user: User, *, on: date, until: date, calendar: WorkingCalendar) -> Worklist:
    """What is late, and what is due up to a day, for who records it and for the openness office; the latest first."""
    units = units_of(user, *RECORDING, Role.OPENNESS_OFFICE, on=on)
    late, due = queries.unmet_of(units, on=on, until=until)
    rows = [_row(each, on=on, calendar=calendar) for each in late[:SHOWN]]
    rows += [_row(each, on=on, calendar=calendar) for each in due[: SHOWN - len(rows)]]
    over, soon = (late.count(), due.count()) if rows else (0, 0)
    listed = reverse("obligations:list")
    further = [(_("逾期未公开的事项"), f"{listed}?status=late")] if over else []
    further += [(_("应公开的事项"), f"{listed}?status=due")] if soon else []
    empty = _("没有逾期或三个工作日内到期的目录事项。")
    return Worklist("obligations", _("标准目录应公开事项"), empty, rows, over + soon, further=further)


def _row(occasion: Occasion, *, on: date, calendar: WorkingCalendar) -> Row:
    status = "late" if occasion.due_date and occasion.due_date < on and not occasion.due_may_move else "due"
    said = queries.said(occasion, status, (), on=on, calendar=calendar)
    series, _slash, serial = occasion.number.partition("/")
    url = reverse("obligations:occasion", kwargs={"series": series, "serial": serial})
    title = f"{occasion.obligation.matter}：{occasion.title}"
    return Row(title, occasion.number, f"{occasion.unit.short_name}，{said}", _("去公开"), url)
