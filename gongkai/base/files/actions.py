"""Keeping a file, what it says, and destroying both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue

from .child import Examined, Refusal, examine
from .choices import FILE_DESTROYED, FILE_KEPT, FILE_RESEALED, FILE_UNSEALED, SEALED, TextState
from .examining import VERSION
from .models import ExtractedText, StoredFile
from .policies import Accepted, accepted, check_can_reseal
from .queries import suffix_of, unused
from .sealed import FOLDER, is_newest

#: Outbox topic of a destroyed file; the payload is its name on the disk and the instant it was destroyed.
SWEEP_TOPIC = "files.sweep"


def keep(
    upload: File[bytes] | Accepted, *, name: str, by: AbstractBaseUser | None, now: datetime, sealed: bool = False
) -> StoredFile:
    """Check a file, clean it, and keep it with its text, once for the same content.

    What is kept, and hashed, is the cleaned file; ``removed`` names what was taken out. Refused with a sentence when it is not acceptable;
    nothing is stored then. The file is looked over before the transaction begins; a caller that is inside one already hands in what
    ``policies.accepted`` gave it before. ``sealed``: it belongs to somebody's case, is ciphertext on the disk, and what it says is not
    kept beside it.
    """
    looked_over = upload if isinstance(upload, Accepted) else accepted(upload, name=name)
    try:
        return _store(looked_over, by=by, now=now, sealed=sealed)
    finally:
        looked_over.close()


@transaction.atomic
def _store(given: Accepted, *, by: AbstractBaseUser | None, now: datetime, sealed: bool) -> StoredFile:
    found = given.examined
    found.content.seek(0)  # somebody may have read it
    sha256 = hashlib.file_digest(found.content, "sha256").hexdigest()  # type: ignore[arg-type]
    kept = StoredFile.objects.filter(sha256=sha256).first()
    if kept is not None:
        return kept if sealed or not kept.is_sealed else _unseal(kept, given, by=by, now=now)
    kept = StoredFile(
        sha256=sha256,
        name=given.name,
        media_type=given.media_type,
        size=found.size,
        kept_at=now,
        removed=found.removed,
        note="；".join(found.notes),
    )
    found.content.seek(0)
    folder = FOLDER if sealed else ""
    kept.content.save(f"{folder}{sha256[:2]}/{sha256}{suffix_of(given.name)}", File(found.content), save=False)
    try:
        with transaction.atomic():
            kept.save()
            _write_found(kept, found, now=now)
    except IntegrityError:  # somebody handed in the same content at the same moment
        kept.content.delete(save=False)
        return StoredFile.objects.get(sha256=sha256)
    record(FILE_KEPT, kept, by=by, at=now, sha256=sha256, removed=found.removed)
    return kept


def _unseal(kept: StoredFile, given: Accepted, *, by: AbstractBaseUser | None, now: datetime) -> StoredFile:
    """The same content is handed in for something public: it lies there plain from now on, with what it says."""
    ciphertext = str(kept.content.name)
    given.examined.content.seek(0)
    plain = f"{kept.sha256[:2]}/{kept.sha256}{suffix_of(given.name)}"
    kept.content.save(plain, File(given.examined.content), save=False)
    kept.save(update_fields=["content"])
    _write_found(kept, given.examined, now=now)
    record(FILE_UNSEALED, kept, by=by, at=now, sha256=kept.sha256)
    transaction.on_commit(partial(kept.content.storage.delete, ciphertext))
    return kept


def reseal(*, by: AbstractBaseUser, now: datetime) -> int:
    """Seal every sealed file with the newest key; returns how many were not. Each by itself, so begun again it goes on."""
    check_can_reseal(by)
    count = 0
    for kept in StoredFile.objects.filter(content__startswith=FOLDER).order_by("pk").iterator():
        old = str(kept.content.name)
        with default_storage.open(old) as file:
            if is_newest(file):
                continue
        with kept.content.storage.open(old) as content, transaction.atomic():
            # Under another name first: a kill leaves one of the two, and both can be read.
            kept.content.save(f"{FOLDER}{kept.sha256[:2]}/{kept.sha256}{suffix_of(old)}", content, save=False)
            kept.save(update_fields=["content"])
            record(FILE_RESEALED, kept, by=by, at=now, sha256=kept.sha256)
            transaction.on_commit(partial(kept.content.storage.delete, old))
        count += 1
    return count


def extract_again(stored: StoredFile, *, now: datetime) -> ExtractedText:
    """Read a kept file anew with the present extractor. Its bytes stay as they are; a file that cannot be read says so.

    StoredFile.DoesNotExist when it was destroyed meanwhile: what it said is not written again.
    """
    if stored.is_sealed:
        return _write_text(stored, TextState.NO_TEXT, SEALED, [], now=now)
    with stored.content.open("rb") as content:
        found = examine(content, suffix=suffix_of(str(stored.content.name)))
    if isinstance(found, Refusal):
        return _write_text(stored, TextState.FAILED, found.clause, [], now=now)
    found.close()
    return _write_text(stored, _state(found), "；".join(found.unreadable), found.parts, now=now)


def _state(found: Examined) -> TextState:
    if found.failed:
        return TextState.FAILED
    return TextState.DONE if found.parts else TextState.NO_TEXT


def _write_found(stored: StoredFile, found: Examined, *, now: datetime) -> None:
    if stored.is_sealed:
        # What is ciphertext on the disk is not to be read in the database either.
        _write_text(stored, TextState.NO_TEXT, SEALED, [], now=now)
    else:
        _write_text(stored, _state(found), "；".join(found.unreadable), found.parts, now=now)


@transaction.atomic
def _write_text(
    stored: StoredFile, state: TextState, sentence: str, parts: list[tuple[str, str]], *, now: datetime
) -> ExtractedText:
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    given = {"state": state, "sentence": sentence, "parts": parts, "extracted_at": now, "version": VERSION}
    return ExtractedText.objects.update_or_create(file=stored, defaults=given)[0]


@transaction.atomic
def destroy(kept: StoredFile, *, by: AbstractBaseUser | None, now: datetime) -> None:
    """Remove a file that nothing uses any more and what it says, from the ledger and, once that is committed, from the disk.

    A row in the outbox sees to it that it goes from the disk though the process be killed just then, or the disk refuse. ProtectedError
    when something does use it.
    """
    record(FILE_DESTROYED, kept, by=by, at=now, sha256=kept.sha256)
    name, content = str(kept.content.name), kept.content
    ExtractedText.objects.filter(file=kept).delete()
    kept.delete()
    enqueue(SWEEP_TOPIC, f"file:{name}", now=now, name=name, destroyed=now.isoformat())
    transaction.on_commit(partial(content.delete, save=False), robust=True)


def destroy_unused(hashes: Iterable[str], *, by: AbstractBaseUser | None, now: datetime) -> set[str]:
    """Destroy those of these files that nothing in the whole ledger uses any more; returns the hashes of the others."""
    used = set()
    for kept in StoredFile.objects.filter(sha256__in=set(hashes)).order_by("pk"):
        try:
            with transaction.atomic():
                destroy(kept, by=by, now=now)
        except ProtectedError:
            used.add(kept.sha256)
    return used


def clear_left(*, by: None = None, now: datetime) -> int:
    """Destroy what was handed in with an act that was refused and not tried again for GONGKAI_UNUSED_FILE_DAYS days; returns how many.

    Each by itself: a round that was killed is made up for by the next, and what somebody uses at this moment stays.
    """
    left = unused(before=now - timedelta(days=settings.GONGKAI_UNUSED_FILE_DAYS)).values_list("sha256", flat=True)
    return sum(not destroy_unused([sha256], by=by, now=now) for sha256 in left)
