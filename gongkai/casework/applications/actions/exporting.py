"""Taking the register of cases away: that it was taken, by whom and how much of it, is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import Refused
from gongkai.base.core.tables import MOST_ROWS, Table

from .. import choices, policies
from ..models import Applicant, Application
from ..queries import register_of


@transaction.atomic
def export_register(
    applications: Sequence[Application], *, narrowed: str, with_applicants: bool, by: User, now: datetime
) -> Table:
    """These cases as a list to take away; ``narrowed`` says by what they were chosen.

    Who applied and for what goes along only when asked for, only of cases the person deals with, and every one of them is written down as
    seen. The event says how many and which list, never who.
    """
    policies.check_can_export(by, applications, on=localdate(now))
    if len(applications) > MOST_ROWS:
        raise Refused(_("超过 %(most)d 件，请先缩小范围再下载。") % {"most": MOST_ROWS})
    applicants: dict[int, Applicant] | None = None
    if with_applicants:
        policies.check_can_export_applicants(by, on=localdate(now))
        handled = policies.handled_units(by, on=localdate(now))
        keys = [one.pk for one in applications]
        found = Applicant.objects.filter(application__in=keys, application__unit__in=handled)
        applicants = {one.pk: one for one in found.select_related("application")}
        record_many(event_of(choices.APPLICANT_SEEN, one, by=by, at=now) for one in applicants.values())
    table = register_of(applications, applicants)
    said = _("%(count)d 件，%(what)s") % {
        "count": len(applications),
        "what": _("含申请人信息 %(seen)d 件") % {"seen": len(applicants)}
        if applicants is not None
        else _("不含申请人信息"),
    }
    record(
        choices.REGISTER_EXPORTED,
        by,
        by=by,
        at=now,
        reason=said,
        narrowed=narrowed,
        cases=len(applications),
        applicants=len(applicants or ()),
    )
    return table
