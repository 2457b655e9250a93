"""检索记录: what stands behind 「本机关不掌握」."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.models import StoredFile

from .. import choices, policies
from ..models import Application, SearchRecord


@transaction.atomic
def record_search(
    application: Application,
    *,
    searched: date,
    systems: str,
    keywords: str,
    archives: str,
    people: str,
    found: bool,
    by: User,
    now: datetime,
    evidence: StoredFile | None = None,
) -> SearchRecord:
    """Put on record where and how it was looked for, whom one asked, and whether it was found (art. 36(4))."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_record_search(by, application, on=localdate(now))
    told = [text.strip() for text in (systems, keywords, archives, people)]
    if not all(told):
        raise Refused(_("检索的系统、关键词、档案和询问的人员四项都要填写。"))
    assert application.received_date is not None
    if not application.received_date <= searched <= localdate(now):
        raise Refused(_("检索日期应在收到申请之后，且不晚于今天。"))
    search = SearchRecord.objects.create(
        application=application,
        searched_date=searched,
        systems=told[0],
        keywords=told[1],
        archives=told[2],
        people=told[3],
        found=found,
        evidence=evidence,
        searched_by=by,
    )
    record(choices.SEARCH_RECORDED, application, by=by, at=now, found=found)
    return search
