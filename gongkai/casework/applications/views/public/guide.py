"""How to apply: what the law says, which ways there are, how long it takes and what it costs; and the form on paper."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.law.deadlines import AMENDMENT_NOTICE_DAYS, THIRD_PARTY_DAYS, Regulation

from ... import queries
from .ways import handed_out, shown


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide. Ways to reach a unit come from its public guide, numbers of days from the law."""
    units = queries.ways_to(queries.receiving_units(on=timezone.localdate()))
    context = {
        "units": units,
        "days": Regulation.OF_2019.reply_days,
        "more_days": Regulation.OF_2019.extension_days,
        "amendment_days": AMENDMENT_NOTICE_DAYS,
        "third_party_days": THIRD_PARTY_DAYS,
        "payment_days": settings.GONGKAI_PAYMENT_DAYS,
        "payment_in_working": settings.GONGKAI_PAYMENT_IN_WORKING_DAYS,
        "draft_days": settings.GONGKAI_DRAFT_DAYS,
    }
    return shown(request, "guide", context)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The form to be printed and filled in by hand."""
    now = timezone.now()
    content = queries.form_pdf({}, unit="", day=timezone.localdate(now), stamp=now)
    return handed_out(content, "application-form.pdf")
