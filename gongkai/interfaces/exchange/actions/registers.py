"""Entering registers of official documents that were kept elsewhere: row by row, each once, a batch in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refusal, Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Openness
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.disclosure import policies, queries
from gongkai.publishing.disclosure.actions import register_documents

from .. import choices
from ..choices import RegisterLineState
from ..models import RegisteredLine, RegisterUpload, RegisterUploadLine
from ..policies import check_undecided
from ..tables import Row, open_table, row_of

#: Outbox topic of a register to be entered; the payload is ``{"number": …}``. One row enters one batch and writes the next.
REGISTER_TOPIC = "exchange.register"
#: Lines of a register entered in one transaction: what a kill can cost.
REGISTER_BATCH = 200
#: The most lines the desk reads while somebody waits; a longer register is a command's work.
LONGEST_UPLOAD = 20_000


@dataclass
class RegisterOutcome:
    """What became of a batch of rows: those that were, or may be, entered, and for each other line a Chinese sentence."""

    entered: list[Row] = field(default_factory=list)
    repeated: list[tuple[Row, str]] = field(default_factory=list)
    refused: list[tuple[Row, str]] = field(default_factory=list)


@transaction.atomic
def enter_register(rows: Sequence[Row], unit: Unit, *, source_sha256: str, by: User, now: datetime) -> RegisterOutcome:
    """Register what the rows of a register say, each once, in one transaction. A refused row is reported and keeps out nobody else."""
    # Whoever else registers for this unit waits here, and then finds these numbers taken and these lines remembered.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    outcome = judged(rows, unit, by=by, now=now)
    documents = register_documents(unit, [row.entry for row in outcome.entered], by=by, now=now)
    RegisteredLine.objects.bulk_create(
        RegisteredLine(
            unit=unit,
            source_sha256=source_sha256,
            line=row.line,
            content_sha256=row.content_sha256,
            document=document,
        )
        for row, document in zip(outcome.entered, documents, strict=True)
    )
    return outcome


def judged(rows: Sequence[Row], unit: Unit, *, by: User, now: datetime) -> RegisterOutcome:
    """What would become of these rows, with nothing entered: for a preview, and for ``enter_register`` under its lock."""
    policies.check_can_register_document(by, unit, on=localdate(now))
    outcome, sound = RegisterOutcome(), []
    for row in rows:
        try:
            if not row.entry.is_secret:
                row.entry.checked(on=localdate(now))
        except Refusal as refusal:
            outcome.refused.append((row, str(refusal)))
        else:
            sound.append(row)
    known = {
        entered.content_sha256: str(entered.document)
        for entered in RegisteredLine.objects.filter(
            unit=unit, content_sha256__in=[row.content_sha256 for row in sound]
        ).select_related("document")
    }
    first: dict[str, int] = {}
    fresh = []
    for row in sound:
        if row.content_sha256 in known:
            sentence = _("与已登记的 %(document)s 相同，未再登记。") % {"document": known[row.content_sha256]}
            outcome.repeated.append((row, sentence))
        elif row.content_sha256 in first:
            outcome.repeated.append((row, _("与第 %(line)d 行相同，未再登记。") % {"line": first[row.content_sha256]}))
        else:
            first[row.content_sha256] = row.line
            fresh.append(row)
    conflicts = queries.number_conflicts(unit, [row.entry.fields.claim for row in fresh])
    for row, conflict in zip(fresh, conflicts, strict=True):
        if conflict:
            outcome.refused.append((row, conflict))
        else:
            outcome.entered.append(row)
    return outcome


@transaction.atomic
def upload_register(
    path: Path, *, name: str, unit: Unit, openness: Openness | None, by: User, now: datetime
) -> RegisterUpload:
    """Read a register handed in at the desk and keep what each line would do; nothing is registered yet. Refused when it is none."""
    policies.check_can_register_document(by, unit, on=localdate(now))
    table = open_table(path, name)
    upload = RegisterUpload.objects.create(
        number=take_numbers("DR", localdate(now).year)[0],
        unit=unit,
        source_sha256=table.source_sha256,
        openness=openness or "",
        uploaded_by=by,
        uploaded_at=now,
    )
    lines: list[RegisterUploadLine] = []
    rows: list[Row] = []
    cells_of = {}
    for number, cells in table.rows:
        if len(lines) + len(rows) == LONGEST_UPLOAD:
            raise Refused(_("超过 %(limit)d 行，请分成几个文件，或由管理员用命令导入。") % {"limit": LONGEST_UPLOAD})
        try:
            if isinstance(cells, str):
                raise Refused(cells)
            row = row_of(number, cells, source_sha256=table.source_sha256, openness=openness)
        except Refused as refusal:
            title = cells.get("title", "") if isinstance(cells, dict) else ""
            lines.append(_line(upload, number, RegisterLineState.REFUSED, str(refusal), {"title": title}))
        else:
            rows.append(row)
            cells_of[number] = {"level": "国家秘密"} if row.entry.is_secret else cells
    outcome = judged(rows, upload.unit, by=by, now=now)
    for state, told in ((RegisterLineState.REFUSED, outcome.refused), (RegisterLineState.REPEATED, outcome.repeated)):
        lines += [_line(upload, row.line, state, why, {"title": row.title}) for row, why in told]
    lines += [
        _line(upload, row.line, RegisterLineState.READY, "".join(row.notes), cells_of[row.line])
        for row in outcome.entered
    ]
    if not lines:
        raise Refused(_("表头下面没有内容。"))
    RegisterUploadLine.objects.bulk_create(lines, batch_size=500)
    upload.unused = [each[:60] for each in (*table.unused, *table.passed_over)][:50]
    upload.save(update_fields=["unused"])
    record(choices.REGISTER_UPLOADED, upload, by=by, at=now, reason=_("%(count)d 行") % {"count": len(lines)})
    return upload


def _line(
    upload: RegisterUpload, number: int, state: RegisterLineState, sentence: str, cells: dict[str, str] | None = None
) -> RegisterUploadLine:
    return RegisterUploadLine(upload=upload, line=number, state=state, sentence=sentence[:500], cells=cells or {})


@transaction.atomic
def confirm_register(upload: RegisterUpload, *, by: User, now: datetime) -> RegisterUpload:
    """Have the lines that can be registered entered by the worker, batch by batch."""
    upload = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    check_undecided(upload)
    policies.check_can_register_document(by, upload.unit, on=localdate(now))
    upload.confirmed_at = now
    upload.save(update_fields=["confirmed_at"])
    record(choices.REGISTER_CONFIRMED, upload, by=by, at=now)
    enqueue(REGISTER_TOPIC, f"register:{upload.number}", now=now, number=upload.number)
    return upload


@transaction.atomic
def enter_next_lines(upload: RegisterUpload, *, by: User, now: datetime) -> RegisterUpload:
    """Enter the next batch of a confirmed register and write the outbox row of the one after it; done when none is left."""
    upload = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    waiting = list(upload.lines.filter(state=RegisterLineState.READY).order_by("line")[:REGISTER_BATCH])
    if upload.finished_at or not waiting:
        return _finish(upload, now=now)
    openness = Openness(upload.openness) if upload.openness else None
    lines = {line.line: line for line in waiting}
    rows = [row_of(line.line, line.cells, source_sha256=upload.source_sha256, openness=openness) for line in waiting]
    outcome = enter_register(rows, upload.unit, source_sha256=upload.source_sha256, by=by, now=now)
    for state, told in (
        (RegisterLineState.REPEATED, outcome.repeated),
        (RegisterLineState.REFUSED, outcome.refused),
        (RegisterLineState.ENTERED, [(row, "") for row in outcome.entered]),
    ):
        for row, sentence in told:
            line = lines[row.line]
            line.state, line.sentence, line.cells = state, sentence[:500], {}
    RegisterUploadLine.objects.bulk_update(waiting, ["state", "sentence", "cells"], batch_size=100)
    enqueue(REGISTER_TOPIC, f"register:{upload.number}", now=now, number=upload.number)
    return upload


@transaction.atomic
def discard_register(upload: RegisterUpload, *, by: User, now: datetime) -> RegisterUpload:
    """Enter nothing of an upload after all; what was read of it is cleared."""
    upload = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    check_undecided(upload)
    policies.check_can_register_document(by, upload.unit, on=localdate(now))
    return abandon_register(upload, sentence=_("已放弃导入。"), by=by, now=now)


@transaction.atomic
def abandon_register(upload: RegisterUpload, *, sentence: str, by: User, now: datetime) -> RegisterUpload:
    """Refuse what is left of a register, each line with the same sentence, and be done with it."""
    upload = RegisterUpload.objects.select_for_update().get(pk=upload.pk)
    upload.lines.filter(state=RegisterLineState.READY).update(state=RegisterLineState.REFUSED, sentence=sentence[:500])
    _finish(upload, now=now)
    record(choices.REGISTER_ABANDONED, upload, by=by, at=now, reason=sentence)
    return upload


def _finish(upload: RegisterUpload, *, now: datetime) -> RegisterUpload:
    """Nothing of what the lines said stays behind: a document may turn out to be secret, and its number and title stand here too."""
    upload.lines.update(cells={})
    upload.finished_at = upload.finished_at or now
    upload.save(update_fields=["finished_at"])
    return upload
