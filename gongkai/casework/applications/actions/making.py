"""Making the file that may be given out: some pages a step, in steps that may be killed at any instant and go on.

A step draws without a lock. What it drew is put away, as ciphertext, under the lock of its redaction, and only when that still waits for
just these pages: what is asked for twice, or drawn by two workers, is done once. The last step puts the pieces together. A few pages are
one step, which whoever asked may take at once; the worker takes it up if that process dies.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refusal, Refused
from gongkai.base.files import pictures
from gongkai.base.files.actions import keep
from gongkai.base.files.sealed import FOLDER, storage

from .. import choices, policies
from ..models import Redaction
from ..queries import STEP, boxes_by_page, corners, is_small, locked_redaction

#: Outbox topic; the payload is ``{"redaction": pk}``.
REDACTION_TOPIC = "applications.redact"
#: When the worker takes up what whoever asked was to do at once.
GRACE = timedelta(seconds=30)
#: What says how far the making is.
MAKING = ("asked_by", "asked_at", "drawn_pages", "pieces", "failure")


@transaction.atomic
def ask_redacted(redaction: Redaction, *, by: User, now: datetime) -> Redaction:
    """Ask for the file that may be given out. Asked again while it is made, or after, nothing more is done."""
    redaction = locked_redaction(redaction)
    policies.check_can_change_redaction(by, redaction, on=localdate(now))
    if redaction.asked_at is not None or redaction.made_at is not None:
        return redaction
    if not redaction.boxes.exists():
        raise Refused(_("还没有画遮盖框。全部可以公开的，不必区分处理。"))
    stop_making(redaction)
    redaction.asked_by, redaction.asked_at, redaction.failure = by, now, ""
    redaction.save(update_fields=MAKING)
    record(choices.REDACTION_ASKED, redaction.application, by=by, at=now, serial=redaction.serial)
    _wake(redaction, now=now, at=now + GRACE if is_small(redaction) else None)
    return redaction


def continue_redacted(redaction: Redaction, *, by: User, now: datetime) -> Redaction:
    """Take the next step for who asked: draw pages, or put the file together when all are drawn. Nothing happens when none is due.

    A refusal ends the making; its sentence stands in ``failure``. A fault of the machine (its disk is full) is said there too and raised;
    the worker tries again.
    """
    if redaction.asked_at is None:
        return redaction
    try:
        policies.check_can_change_redaction(by, redaction, on=localdate(now))
        assert redaction.original is not None
        first = redaction.drawn_pages + 1
        last = min(redaction.drawn_pages + STEP, redaction.pages)
        if first > last:
            with _put_together(redaction) as whole:
                return _finish(redaction, whole, by=by, now=now)
        boxes = {page: corners(those) for page, those in boxes_by_page(redaction).items() if first <= page <= last}
        drawn = pictures.redacted(redaction.original, boxes, first=first, last=last)
        if is_small(redaction):
            return _finish(redaction, BytesIO(drawn), by=by, now=now)
        return _put_away(redaction, drawn, last=last, by=by, now=now)
    except Refusal as refusal:
        return _fail(redaction, str(refusal), by=by, now=now)
    except Exception:
        _hold_up(redaction, by=by, now=now)
        raise


def stop_making(redaction: Redaction) -> None:
    """Forget how far the making is, and let the pieces go once that is committed. Inside an act, on a locked redaction; it saves."""
    for name in redaction.pieces:
        transaction.on_commit(partial(storage().delete, name))
    redaction.asked_by = redaction.asked_at = None
    redaction.drawn_pages, redaction.pieces = 0, []


@transaction.atomic
def _put_away(redaction: Redaction, drawn: bytes, *, last: int, by: User, now: datetime) -> Redaction:
    before = redaction
    redaction = locked_redaction(redaction)
    if not _waits_as(redaction, before):
        return redaction
    policies.check_can_change_redaction(by, redaction, on=localdate(now))
    # The name is the same for the same step: what a killed one left behind is written over.
    name = f"{FOLDER}redactions/{redaction.pk}-{redaction.asked_at:%Y%m%d%H%M%S%f}-{last}.pdf"
    storage().delete(name)
    redaction.pieces = [*redaction.pieces, storage().save(name, ContentFile(drawn))]
    redaction.drawn_pages, redaction.failure = last, ""
    redaction.save(update_fields=["pieces", "drawn_pages", "failure"])
    _wake(redaction, now=now)
    return redaction


def _put_together(redaction: Redaction) -> IO[bytes]:
    pieces = [storage().open(name, "rb") for name in redaction.pieces]
    try:
        return pictures.joined(pieces, pages=redaction.pages)
    finally:
        for piece in pieces:
            piece.close()


def _finish(redaction: Redaction, content: IO[bytes], *, by: User, now: datetime) -> Redaction:
    before = redaction
    name = _("第%(serial)d个文件（区分处理后）.pdf") % {"serial": redaction.serial}
    made = keep(pictures.made_here(content, name=name), name=name, by=by, now=now, sealed=True)
    with transaction.atomic():
        redaction = locked_redaction(redaction)
        if not _waits_as(redaction, before):
            return redaction
        policies.check_can_change_redaction(by, redaction, on=localdate(now))
        stop_making(redaction)
        redaction.failure = ""
        redaction.made_file, redaction.made_sha256 = made, made.sha256
        redaction.made_by, redaction.made_at = by, now
        redaction.save(update_fields=["made_file", "made_sha256", "made_by", "made_at", *MAKING])
        record(
            choices.REDACTION_MADE,
            redaction.application,
            by=by,
            at=now,
            serial=redaction.serial,
            original=redaction.original_sha256,
            made=made.sha256,
            boxes=redaction.boxes.count(),
        )
    return redaction


@transaction.atomic
def _hold_up(redaction: Redaction, *, by: User, now: datetime) -> None:
    redaction = locked_redaction(redaction)
    if redaction.asked_at is None or redaction.failure:
        return
    redaction.failure = _("制作遇到系统故障，正在自动重试。长时间没有进展的，请联系系统管理员。")
    redaction.save(update_fields=["failure"])
    _record_failure(redaction, by=by, now=now)


@transaction.atomic
def _fail(redaction: Redaction, sentence: str, *, by: User, now: datetime) -> Redaction:
    before = redaction
    redaction = locked_redaction(redaction)
    if redaction.asked_at != before.asked_at:
        return redaction
    stop_making(redaction)
    redaction.failure = sentence[:300]
    redaction.save(update_fields=MAKING)
    _record_failure(redaction, by=by, now=now)
    return redaction


def _record_failure(redaction: Redaction, *, by: User, now: datetime) -> None:
    kind, reason = choices.REDACTION_FAILED, redaction.failure
    record(kind, redaction.application, by=by, at=now, reason=reason, serial=redaction.serial)


def _waits_as(redaction: Redaction, before: Redaction) -> bool:
    """Whether it still waits for the step that began with ``before``: nobody drew on it, dropped it or was faster."""
    return (redaction.asked_at, redaction.drawn_pages) == (before.asked_at, before.drawn_pages)


def _wake(redaction: Redaction, *, now: datetime, at: datetime | None = None) -> None:
    enqueue(REDACTION_TOPIC, f"redaction:{redaction.pk}", now=now, at=at, redaction=redaction.pk)
