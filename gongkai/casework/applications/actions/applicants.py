"""Who applied: seen, and written down who looked; sealed anew when a key is changed."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.sealing import SealedField, fingerprint

from .. import choices, policies
from ..models import Applicant, Application, ApplicationQuerySet
from ..queries import history_of

#: Rows sealed anew in one transaction.
AT_ONCE = 500


@transaction.atomic
def see_applicant(application: Application, *, by: User, now: datetime) -> Applicant:
    """Who applied and for what, for somebody who deals with it; every look is written down."""
    policies.check_can_see_applicant(by, application, on=localdate(now))
    applicant = application.applicant
    record(choices.APPLICANT_SEEN, applicant, by=by, at=now)
    return applicant


@transaction.atomic
def see_history(application: Application, *, by: User, now: datetime) -> ApplicationQuerySet:
    """What the same person asked the unit before and after, for somebody who deals with it; every look is written down."""
    policies.check_can_see_applicant(by, application, on=localdate(now))
    record(choices.APPLICANT_HISTORY_SEEN, application.applicant, by=by, at=now)
    return history_of(application)


def reseal(*, by: User, now: datetime) -> int:
    """Seal everything in this room with the newest key and mark applicants anew; returns how many records. For an operator.

    In parts of one transaction each, so that nobody waits; begun again it does the same once more.
    """
    policies.check_can_reseal(by, on=localdate(now))
    count = 0
    for model in apps.get_app_config("applications").get_models():
        sealed = [field.name for field in model._meta.get_fields() if isinstance(field, SealedField)]
        if not sealed:
            continue
        after = 0
        while keys := list(
            model._default_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        ):
            after = keys[-1]
            with transaction.atomic():
                rows = list(model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk"))
                for row in rows:
                    if isinstance(row, Applicant) and row.erased_at is None:
                        row.fingerprint, row.same_mark = _mark(row), row.mark_of_same()
                marked = ["fingerprint", "same_mark"] if model is Applicant else []
                model._default_manager.bulk_update(rows, [*sealed, *marked], batch_size=100)
                record(choices.APPLICANTS_RESEALED, rows[0], by=by, at=now, records=len(rows))
            count += len(rows)
    return count


def _mark(applicant: Applicant) -> str:
    if applicant.identity_number:
        return fingerprint(applicant.identity_number)
    return fingerprint(applicant.name, applicant.contact)
