"""The standard set of kinds, taken over by an installation that has none of its own yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many

from .. import choices, policies
from ..data import standard_kinds
from ..models import Kind
from .shelves import KindFields


@transaction.atomic
def adopt_standard_kinds(*, by: User, now: datetime) -> list[Kind]:
    """Add the kinds of the standard set (条例 arts 20, 21) whose codes are not in use; those there are stay as they are."""
    policies.check_can_keep(by, on=localdate(now))
    known = set(Kind.objects.values_list("code", flat=True))
    new = [Kind(code=code, **given.checked().values()) for code, given in _standard().items() if code not in known]
    Kind.objects.bulk_create(new)
    record_many(event_of(choices.KIND_DEFINED, kind, by=by, at=now) for kind in new)
    return new


def _standard() -> dict[str, KindFields]:
    return {
        code: KindFields(
            order=place * 10,
            required=tuple(each.pop("required", ())),
            details=tuple(each.pop("details", ())),
            **each,
        )
        for place, (code, each) in enumerate(standard_kinds().items(), start=1)
    }
