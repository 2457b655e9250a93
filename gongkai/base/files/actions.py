"""Keeping a file, what it says, and destroying both."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File
from django.db import IntegrityError, transaction

from gongkai.base.audit.actions import record

from .child import Examined, Refusal, examine
from .choices import FILE_DESTROYED, FILE_KEPT, TextState
from .examining import VERSION
from .models import ExtractedText, StoredFile
from .policies import Accepted, accepted
from .queries import suffix_of


def keep(upload: File[bytes] | Accepted, *, name: str, by: AbstractBaseUser | None, now: datetime) -> StoredFile:
    """Check a file, clean it, and keep it with its text, once for the same content.

    What is kept, and hashed, is the cleaned file; ``removed`` names what was taken out. Refused with a sentence when it is not acceptable;
    nothing is stored then. The file is looked over before the transaction begins; a caller that is inside one already hands in what
    ``policies.accepted`` gave it before.
    """
    looked_over = upload if isinstance(upload, Accepted) else accepted(upload, name=name)
    try:
        return _store(looked_over, by=by, now=now)
    finally:
        looked_over.close()


@transaction.atomic
def _store(given: Accepted, *, by: AbstractBaseUser | None, now: datetime) -> StoredFile:
    found = given.examined
    found.content.seek(0)  # somebody may have read it
    sha256 = hashlib.file_digest(found.content, "sha256").hexdigest()  # type: ignore[arg-type]
    kept = StoredFile.objects.filter(sha256=sha256).first()
    if kept is not None:
        return kept
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
    kept.content.save(f"{sha256[:2]}/{sha256}{suffix_of(given.name)}", File(found.content), save=False)
    try:
        with transaction.atomic():
            kept.save()
            _write_text(kept, _state(found), "；".join(found.unreadable), found.parts, now=now)
    except IntegrityError:  # somebody handed in the same content at the same moment
        kept.content.delete(save=False)
        return StoredFile.objects.get(sha256=sha256)
    record(FILE_KEPT, kept, by=by, at=now, sha256=sha256, removed=found.removed)
    return kept


def extract_again(stored: StoredFile, *, now: datetime) -> ExtractedText:
    """Read a kept file anew with the present extractor. Its bytes stay as they are; a file that cannot be read says so.

    StoredFile.DoesNotExist when it was destroyed meanwhile: what it said is not written again.
    """
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


@transaction.atomic
def _write_text(
    stored: StoredFile, state: TextState, sentence: str, parts: list[tuple[str, str]], *, now: datetime
) -> ExtractedText:
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    given = {"state": state, "sentence": sentence, "parts": parts, "extracted_at": now, "version": VERSION}
    return ExtractedText.objects.update_or_create(file=stored, defaults=given)[0]


@transaction.atomic
def destroy(kept: StoredFile, *, by: AbstractBaseUser, now: datetime) -> None:
    """Remove a file that nothing uses any more and what it says, from the ledger and, once that is committed, from the disk."""
    record(FILE_DESTROYED, kept, by=by, at=now, sha256=kept.sha256)
    content = kept.content
    ExtractedText.objects.filter(file=kept).delete()
    kept.delete()
    transaction.on_commit(partial(content.delete, save=False))
