"""What an end still lacks before the law lets it be one (``law.outcomes``)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import Need, needs_of
from gongkai.law.vocabulary import Outcome

from ..choices import Party
from ..models import Application, Reply

#: The only words that may stand as the reason where a state secret is concerned.
CLASSIFIED_REASON = "所申请公开的信息依法确定为国家秘密。"


def unmet(application: Application, outcome: Outcome, *, on: date, draft: Reply) -> list[Need]:
    """What is not on record for this end on a day. ``draft`` holds what the answer itself says; it need not be saved."""
    needs = needs_of(outcome, Regulation(str(application.law)))
    return [need for need in Need if need in needs and not _MET[need](application, draft, on)]


def _consulted(application: Application, draft: Reply, on: date) -> bool:
    asked = list(application.consultations.filter(party=Party.THIRD_PARTY))
    return bool(asked) and all(one.answered_date or (one.due_date and one.due_date < on) for one in asked)


def _amended(application: Application, draft: Reply, on: date) -> bool:
    asked = application.amendments.all()
    return asked.exclude(corrected_date=None).exists() or asked.filter(corrected_date=None, due_date__lt=on).exists()


_MET: dict[Need, Callable[[Application, Reply, date], bool]] = {
    Need.REASON: lambda application, draft, on: bool(draft.reason),
    Need.WEIGHING: lambda application, draft, on: bool(draft.weighing),
    Need.CONSULTATION: _consulted,
    Need.REDACTED_FILE: lambda application, draft, on: draft.redacted_file_id is not None,
    Need.SEARCH_RECORD: lambda application, draft, on: application.searches.filter(found=False).exists(),
    Need.NO_CONTENT: lambda application, draft, on: draft.reason == CLASSIFIED_REASON and not draft.weighing,
    Need.AMENDMENT: _amended,
    Need.AMENDMENT_LAPSED: lambda application, draft, on: application.amendments.filter(
        corrected_date=None, due_date__lt=on
    ).exists(),
    Need.FEE_LAPSED: lambda application, draft, on: application.fee_notices.unpaid().filter(due_date__lt=on).exists(),
    Need.REASONS_ASKED: lambda application, draft, on: (
        # Asked, and what was said found no good reason, or nothing said at all.
        hasattr(application, "reasons_request") and application.reasons_request.is_reasonable is False
    ),
    Need.EARLIER_REPLY: lambda application, draft, on: bool(draft.earlier_reply),
}
