"""One case to be read: where it stands, how its limit is reckoned day by day, what may be done next, and all that is on record of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from gongkai.base.calendars.queries import calendar
from gongkai.law.calendar import YearNotAnnounced
from gongkai.law.clocks import Limit, explain, remaining
from gongkai.law.deadlines import Regulation

from ... import policies, queries
from ...choices import OPEN
from ...models import Application, Part
from .further import further_screens
from .screens import BELOW, CaseScreen, below, download, url
from .steps import Below, offers

#: So few working days left are told in colour.
SOON = 3


class CaseDetail(CaseScreen):
    """The case: facts, limit, acts, records, history. Who applied is shown to those who handle it, and that they looked is written down."""

    template_name = "applications/application.html"

    def cases(self) -> QuerySet[Application]:
        """With all its limit is reckoned from and what is on record once: the page asks as little of a case with much on record."""
        parts = Part.objects.select_related("unit", "officer")
        return (
            super()
            .cases()
            .select_related(
                "extension", "reasons_request", "withdrawal", "rating", "query_code", "split_from", "joined_to"
            )
            .prefetch_related(*queries.CLOCKS, Prefetch("parts", parts.order_by("pk")))
        )

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        one = self.application
        known = {kind: below(one, kind) for kind in BELOW}
        steps = offers(one, self.user, on=self.today, known=known)
        handles = self.applicant()
        limit = queries.limit_of_application(one) if one.received_date is not None else None
        return self.show(
            application=one,
            standing=_standing(one, limit, self.today),
            limit=_limit_told(one, limit),
            offers=[each for each in steps if not each.refusal and each.step.main],
            others=[each for each in steps if not each.refusal and not each.step.main and not each.step.backward],
            backward=[each for each in steps if not each.refusal and each.step.backward],
            waiting=[each for each in steps if each.refusal],
            events=queries.events_of(one, *(list(known[kind].values()) for kind in ("letters", "fees", "challenges"))),
            today=self.today,
            further=further_screens(one, self.user, on=self.today),
            authorisation_url=_address(one, handles["applicant"].authorisation) if "applicant" in handles else "",
            **handles,
            **_records(one, handles["handles"], known),
        )


def _standing(application: Application, limit: Limit | None, today: date) -> dict[str, Any] | None:
    """How it stands with the limit of an open case: working days left, None while nobody knows which days of that year are worked."""
    if application.status not in OPEN or application.voided_at is not None or limit is None:
        return None
    left = _left(today, limit)
    if application.paused_date:
        colour = "paused"
    elif left is not None and left < 0:
        colour = "overdue"
    elif left is not None and left <= SOON:
        colour = "soon"
    else:
        colour = ""
    return {"left": left, "late": -left if left is not None else 0, "colour": colour}


def _left(today: date, limit: Limit) -> int | None:
    try:
        return remaining(limit, on=today, calendar=calendar())
    except YearNotAnnounced:
        return None


def _limit_told(application: Application, limit: Limit | None) -> dict[str, Any] | None:
    """The limit explained: what moved it, and every day with why it counted or did not."""
    if limit is None:
        return None
    return {
        "regulation": Regulation(str(application.law)),
        "days": limit.days,
        "start": limit.start,
        "due": limit.due,
        "differs": limit.date != application.due_date,
        "moved": queries.course_told(application),
        "explained": explain(limit, calendar()),
    }


def _records(application: Application, handles: bool, known: Below) -> dict[str, Any]:
    """What is on record below the case. Sealed words are shown to those who handle it."""
    letters = known["letters"]
    return {
        "parts": application.parts.all(),
        "amendments": application.amendments.all(),
        "consultations": list(known["consultations"].values()),
        "extension": getattr(application, "extension", None),
        "reasons_request": getattr(application, "reasons_request", None),
        "searches": _with_file(application, application.searches.select_related("evidence", "searched_by"), "evidence"),
        "replies": [
            (one, _address(application, one.redacted_file), _address(application, one.paper_scan), *_served(one))
            for one in application.replies.select_related(
                *("drafted_by", "reviewed_by", "approved_by", "on_behalf_of", "redacted_file", "paper_scan"),
                *("service", "service__proof"),
            ).order_by("serial")
        ],
        "letters": [(one, url("letter", application, key=key)) for key, one in letters.items()] if handles else [],
        "letters_total": len(letters),
        "fee_notices": list(known["fee-notices"].values()),
        "fees": list(known["fees"].values()),
        "challenges": list(known["challenges"].values()),
        "reminders": application.reminders.order_by("pk"),
        "destroyed": application.destroyed_files.order_by("pk") if application.archived_date else [],
    }


def _served(reply: Any) -> tuple[Any, str]:
    service = getattr(reply, "service", None)
    return service, _address(reply.application, service.proof) if service else ""


def _with_file(application: Application, records: Any, name: str) -> list[tuple[Any, str]]:
    return [(one, _address(application, getattr(one, name))) for one in records.order_by("pk")]


def _address(application: Application, stored: Any) -> str:
    return url("file", application, sha256=stored.sha256) if stored else ""


class CaseFile(CaseScreen):
    """A file of the case, for those who may see who applied: a scan or a proof names people."""

    def get(self, request: HttpRequest, sha256: str, **kwargs: str) -> FileResponse:
        policies.check_can_see_applicant(self.user, self.application, on=self.today)
        one = self.application
        replies = one.replies.select_related("redacted_file", "paper_scan", "service__proof")
        files = [one.applicant.authorisation, *(search.evidence for search in one.searches.select_related("evidence"))]
        for reply in replies:
            files += [reply.redacted_file, reply.paper_scan, reply.service.proof if hasattr(reply, "service") else None]
        for stored in files:
            if stored is not None and stored.sha256 == sha256:
                return download(stored)
        raise Http404
