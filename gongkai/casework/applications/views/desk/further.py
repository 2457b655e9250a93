"""Where one can go on to from a case's own screen."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User

from ... import policies
from ...models import Application
from .below import url
from .ways import address_of


def further_screens(application: Application, user: User, *, on: date) -> list[tuple[str, str]]:
    """(label, address) of the screens about the case that this person may open."""
    found = _relations(application)
    if not policies.can(policies.check_can_see_redactions, user, application, on=on):
        found += [
            (_("同一申请人的其他申请"), url("history", application)),
            (_("拆分（一事一申请）"), url("split", application)),
            (_("并案办理"), url("joint", application)),
            (_("建议主动公开"), url("propose", application)),
            (_("遮盖文件（区分处理）"), url("redactions", application)),
        ]
    return found


def _relations(application: Application) -> list[tuple[str, str]]:
    """The cases it belongs together with; numbers name nobody."""
    found = []
    if application.split_from is not None:
        found.append((_("拆分自 %(number)s") % {"number": application.split_from.number}, application.split_from))
    if application.joined_to is not None:
        found.append((_("并入 %(number)s 一起答复") % {"number": application.joined_to.number}, application.joined_to))
    found += [(_("拆分出 %(number)s") % {"number": one.number}, one) for one in application.split_off.order_by("pk")]
    found += [(_("并案：%(number)s") % {"number": one.number}, one) for one in application.joined.order_by("pk")]
    return [(label, address_of(one)) for label, one in found]
