"""What somebody writes at the door before it is sent: kept sealed for a while, taken up again, given up, erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from .. import policies
from ..models import Draft
from ..queries import contents_of, draft_by, draft_hash, new_draft_code, new_token
from .enclosures import Handed, destroy_enclosures, enclose, look_over

#: Drafts erased in one transaction.
AT_ONCE = 200


@dataclass(frozen=True)
class Saved:
    """A draft and the code it is found by, which is kept nowhere here."""

    draft: Draft
    code: str


def save_draft(
    typed: Mapping[str, str],
    *,
    code: str = "",
    files: Sequence[Handed] = (),
    dropped: Collection[int] = (),
    by: None = None,
    now: datetime,
) -> Saved:
    """Keep what was typed and handed in, in the draft with this code or in a new one. Files are examined before anything is changed.

    No event: nothing was sent, and nobody here may know of it. ``dropped``: files the writer takes out again.
    """
    with ExitStack() as opened:
        looked_over = look_over(files, opened)
        with transaction.atomic():
            draft = draft_by(code, at=now)
            if draft is None:
                code, token = new_draft_code(), new_token()
                draft = Draft(code_hash=draft_hash(code))
            else:
                draft = Draft.objects.select_for_update().get(pk=draft.pk)
                token = contents_of(draft)[1]
            kept = [] if draft._state.adding else list(draft.enclosures.exclude(pk__in=dropped))
            policies.check_enclosures([one for _kind, one in files], before=len(kept))
            draft.content = json.dumps({"typed": dict(typed), "token": token}, ensure_ascii=False)
            draft.saved_at, draft.expires_at = now, now + _kept_for(draft)
            draft.save()
            destroy_enclosures(draft.enclosures.filter(pk__in=dropped))
            enclose(looked_over, draft=draft, now=now)
    return Saved(draft, code)


@transaction.atomic
def keep_draft(draft: Draft, *, by: None = None, now: datetime) -> Draft:
    """Its writer wants to come back to it: it is kept for days."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    draft.is_kept = True
    draft.expires_at = now + _kept_for(draft)
    draft.save(update_fields=["is_kept", "expires_at"])
    return draft


@transaction.atomic
def give_up_draft(draft: Draft, *, by: None = None, now: datetime) -> None:
    """Erase a draft with its files: its writer does not want it any more, or it was sent."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    destroy_enclosures(draft.enclosures.all())
    draft.delete()


def erase_drafts(*, by: None = None, now: datetime) -> int:
    """Erase all whose time is over, some at a time; returns how many."""
    count = 0
    while drafts := list(Draft.objects.expired(at=now).order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            for draft in Draft.objects.select_for_update().filter(pk__in=[one.pk for one in drafts]):
                destroy_enclosures(draft.enclosures.all())
                draft.delete()
        count += len(drafts)
    return count


def _kept_for(draft: Draft) -> timedelta:
    return (
        timedelta(days=settings.GONGKAI_DRAFT_DAYS) if draft.is_kept else timedelta(hours=settings.GONGKAI_DRAFT_HOURS)
    )
