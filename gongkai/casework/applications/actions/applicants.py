"""Who applied: seen, and written down who looked; destroyed after the retention period; sealed anew when a key is changed."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.core.sealing import SealedField, fingerprint
from gongkai.base.files.actions import destroy
from gongkai.base.files.models import StoredFile

from .. import choices, policies
from ..models import Applicant, Application, ApplicationQuerySet, Rating, ReasonsRequest, Withdrawal
from ..queries import history_of
from .enclosures import destroy_enclosures

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


@transaction.atomic
def erase_applicant(application: Application, *, approval: str, by: User, now: datetime) -> Applicant:
    """Destroy what is known of an applicant, by the approved record of destruction; the case and the counts stay."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_erase(by, application, on=localdate(now))
    if not approval.strip():
        raise Refused(_("请写明批准销毁的文号。"))
    applicant = application.applicant
    applicant.name = applicant.identity_number = applicant.contact = applicant.agent_name = ""
    applicant.sought = applicant.asked_in_full = ""
    applicant.identity_kind = applicant.fingerprint = ""
    proxy, applicant.authorisation = applicant.authorisation, None
    applicant.erased_at, applicant.erasure_approval = now, approval.strip()
    applicant.save()
    application.amendments.update(items="")
    application.consultations.update(party_name="", grounds="")
    application.parts.update(opinion="")
    application.searches.update(keywords="")
    application.letters.update(content="")
    ReasonsRequest.objects.filter(application=application).update(reasons="")
    Withdrawal.objects.filter(application=application).update(reason="")
    Rating.objects.filter(application=application).update(words="")
    destroy_enclosures(application.enclosures.all())
    if proxy is not None:
        _destroy(proxy, by=by, now=now)
    record(choices.APPLICANT_ERASED, application, by=by, at=now, reason=approval.strip())
    return applicant


def _destroy(proxy: StoredFile, *, by: User, now: datetime) -> None:
    """The power of attorney names two people; it goes too, unless the same paper is kept for another case."""
    try:
        with transaction.atomic():
            destroy(proxy, by=by, now=now)
    except ProtectedError:
        pass


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
                        row.fingerprint = _mark(row)
                marked = ["fingerprint"] if model is Applicant else []
                model._default_manager.bulk_update(rows, [*sealed, *marked], batch_size=100)
                record(choices.APPLICANTS_RESEALED, rows[0], by=by, at=now, records=len(rows))
            count += len(rows)
    return count


def _mark(applicant: Applicant) -> str:
    if applicant.identity_number:
        return fingerprint(applicant.identity_number)
    return fingerprint(applicant.name, applicant.contact)
