"""Files that applicants hand in: examined, sealed, and destroyed with what they belong to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import TypeAlias

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.sealing import file_key, seal_file
from gongkai.base.files.policies import Accepted, accepted

from .. import choices, policies
from ..choices import EnclosureKind
from ..models import Application, Draft, Enclosure
from ..queries import content_of

#: What was handed in, and what for.
Handed: TypeAlias = "tuple[EnclosureKind, File[bytes]]"


def look_over(files: Sequence[Handed], opened: ExitStack) -> list[tuple[EnclosureKind, Accepted]]:
    """Examine files before a transaction begins; ``opened`` closes them. Refused for the first unacceptable one."""
    found = []
    for kind, one in files:
        looked_over = accepted(one, name=one.name or "")
        opened.callback(looked_over.close)
        found.append((kind, looked_over))
    return found


def enclose(
    files: Iterable[tuple[EnclosureKind, Accepted]],
    *,
    now: datetime,
    draft: Draft | None = None,
    application: Application | None = None,
) -> list[Enclosure]:
    """Keep examined files, sealed, with a draft or an application, inside the act they belong to."""
    kept = []
    for kind, given in files:
        given.examined.content.seek(0)
        key = file_key()
        one = Enclosure(
            draft=draft,
            application=application,
            kind=kind,
            name=given.name,
            media_type=given.media_type,
            size=given.examined.size,
            key=key,
            added_at=now,
        )
        sealed = seal_file(given.examined.content.read(), key)
        # The name on the disk says nothing of the person or the case.
        name = uuid.uuid4().hex
        one.content.save(f"enclosures/{name[:2]}/{name}", ContentFile(sealed), save=False)
        one.save(force_insert=True)
        kept.append(one)
    return kept


def destroy_enclosures(enclosures: Iterable[Enclosure]) -> int:
    """Destroy files with their keys, inside the act that wants it: what may be left on a disk after a crash nobody can open."""
    count = 0
    for one in enclosures:
        content = one.content
        one.delete()
        transaction.on_commit(partial(content.delete, save=False))
        count += 1
    return count


@transaction.atomic
def see_enclosure(enclosure: Enclosure, *, by: User, now: datetime) -> bytes:
    """A file of an application, for somebody who deals with it; every look is written down."""
    application = enclosure.application
    assert application is not None
    policies.check_can_see_applicant(by, application, on=localdate(now))
    record(choices.ENCLOSURE_SEEN, application, by=by, at=now, kind=enclosure.kind)
    return content_of(enclosure)
