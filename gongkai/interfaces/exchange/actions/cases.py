"""Entering a register of applications of past years: read and judged row by row first, entered in batches, each case once.

What is wrong with any row keeps the whole file out: half a year in the ledger is worse than none. Cells name people: they are sealed until
they are entered, gone afterwards, and in no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications.actions import enter_past_cases
from gongkai.casework.applications.policies import check_can_receive
from gongkai.casework.applications.queries import judge_past_case
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices
from ..choices import RegisterLineState
from ..models import CaseUpload, CaseUploadLine, EnteredCase
from ..policies import check_undecided
from ..tables import CASE_COLUMNS, CaseRow, case_of, open_table

#: Outbox topic of a register to be entered; the payload is ``{"number": …}``. One row enters one batch and writes the next.
CASES_TOPIC = "exchange.cases"
#: Cases entered in one transaction: what a kill can cost.
CASE_BATCH = 200
#: The most rows the desk reads while somebody waits.
LONGEST = 20_000
#: The series of registers of applications handed in.
CASE_UPLOADS = "SR"


@dataclass
class CaseOutcome:
    """What became, or would become, of rows: those that are entered with what there is to note, and for each other a sentence."""

    entered: list[tuple[CaseRow, str]] = field(default_factory=list)
    repeated: list[tuple[CaseRow, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def judged_cases(
    lines: Sequence[tuple[int, dict[str, str] | str]], unit: Unit, *, by: User, now: datetime
) -> CaseOutcome:
    """What would become of these lines, with nothing entered: cells by field, or the sentence why a line cannot be read."""
    check_can_receive(by, unit, on=localdate(now))
    outcome, days = CaseOutcome(), calendar()
    sound: list[tuple[CaseRow, str]] = []
    for line, cells in lines:
        number = cells.get("original_number", "")[:60] if isinstance(cells, dict) else ""
        try:
            if isinstance(cells, str):
                raise Refused(cells)
            row = case_of(line, cells)
            sound.append((row, "".join(judge_past_case(row.case, on=localdate(now), calendar=days).notes)))
        except Refused as refusal:
            outcome.refused.append((line, number, str(refusal)))
    marks = [row.case.mark for row, _notes in sound]
    known = {
        one.mark: str(one.application)
        for one in EnteredCase.objects.filter(unit=unit, mark__in=marks).select_related("application")
    }
    first: dict[str, int] = {}
    for (row, notes), mark in zip(sound, marks, strict=True):
        if mark in known:
            outcome.repeated.append((row, _("与已录入的 %(number)s 相同，未再录入。") % {"number": known[mark]}))
        elif mark in first:
            outcome.repeated.append((row, _("与第 %(line)d 行相同，未再录入。") % {"line": first[mark]}))
        else:
            first[mark] = row.line
            outcome.entered.append((row, notes))
    return outcome


@transaction.atomic
def enter_cases(
    lines: Sequence[tuple[int, dict[str, str] | str]], unit: Unit, *, source_sha256: str, by: User, now: datetime
) -> CaseOutcome:
    """Enter a batch of lines, each case once, in one transaction."""
    # Whoever else enters for this unit waits here, and then finds these cases known.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    outcome = judged_cases(lines, unit, by=by, now=now)
    rows = [row for row, _notes in outcome.entered]
    applications = enter_past_cases([row.case for row in rows], unit, by=by, now=now)
    EnteredCase.objects.bulk_create(
        EnteredCase(
            unit=unit,
            source_sha256=source_sha256,
            line=row.line,
            mark=row.case.mark,
            original_number=row.original_number,
            application=application,
        )
        for row, application in zip(rows, applications, strict=True)
    )
    return outcome


@transaction.atomic
def upload_cases(path: Path, *, name: str, unit: Unit, by: User, now: datetime) -> CaseUpload:
    """Read a register handed in at the desk and keep what each line would do; nothing is entered yet. Refused when it is none."""
    check_can_receive(by, unit, on=localdate(now))
    table = open_table(path, name, CASE_COLUMNS)
    lines: list[tuple[int, dict[str, str] | str]] = []
    for line in table.rows:
        if len(lines) == LONGEST:
            raise Refused(_("超过 %(limit)d 行，请分成几个文件，或由管理员用命令导入。") % {"limit": LONGEST})
        lines.append(line)
    if not lines:
        raise Refused(_("表头下面没有内容。"))
    outcome = judged_cases(lines, unit, by=by, now=now)
    upload = CaseUpload.objects.create(
        number=take_numbers(CASE_UPLOADS, localdate(now).year)[0],
        unit=unit,
        source_sha256=table.source_sha256,
        uploaded_by=by,
        uploaded_at=now,
        unused=[each[:60] for each in (*table.unused, *table.passed_over)][:50],
    )
    cells = dict(lines)
    kept = [
        _line(upload, row.line, row.original_number, RegisterLineState.READY, notes, json.dumps(cells[row.line]))
        for row, notes in outcome.entered
    ]
    kept += [
        _line(upload, row.line, row.original_number, RegisterLineState.REPEATED, why) for row, why in outcome.repeated
    ]
    kept += [_line(upload, line, number, RegisterLineState.REFUSED, why) for line, number, why in outcome.refused]
    CaseUploadLine.objects.bulk_create(kept, batch_size=500)
    record(choices.CASES_UPLOADED, upload, by=by, at=now, reason=_("%(count)d 行") % {"count": len(lines)})
    return upload


def _line(
    upload: CaseUpload, line: int, number: str, state: RegisterLineState, sentence: str, cells: str = ""
) -> CaseUploadLine:
    return CaseUploadLine(
        upload=upload, line=line, original_number=number, state=state, sentence=sentence[:500], cells=cells
    )


@transaction.atomic
def confirm_cases(upload: CaseUpload, *, by: User, now: datetime) -> CaseUpload:
    """Have a register entered by the worker, batch by batch; refused as long as any of its rows is."""
    upload = CaseUpload.objects.select_for_update().get(pk=upload.pk)
    check_undecided(upload)
    check_can_receive(by, upload.unit, on=localdate(now))
    refused = upload.lines.filter(state=RegisterLineState.REFUSED).count()
    if refused:
        raise NotAllowed(_("有 %(count)d 行不能录入，请改好文件后重新上传，免得只录入一部分。") % {"count": refused})
    upload.confirmed_at = now
    upload.save(update_fields=["confirmed_at"])
    record(choices.CASES_CONFIRMED, upload, by=by, at=now)
    enqueue(CASES_TOPIC, f"cases:{upload.number}", now=now, number=upload.number)
    return upload


@transaction.atomic
def enter_next_cases(upload: CaseUpload, *, by: User, now: datetime) -> CaseUpload:
    """Enter the next batch of a confirmed register and write the outbox row of the one after it; done when none is left."""
    upload = CaseUpload.objects.select_for_update().get(pk=upload.pk)
    waiting = list(upload.lines.filter(state=RegisterLineState.READY).order_by("line")[:CASE_BATCH])
    if upload.finished_at or not waiting:
        return _finish(upload, now=now)
    lines = {line.line: line for line in waiting}
    outcome = enter_cases(
        [(line.line, json.loads(line.cells)) for line in waiting],
        upload.unit,
        source_sha256=upload.source_sha256,
        by=by,
        now=now,
    )
    told = [(row.line, RegisterLineState.ENTERED, notes) for row, notes in outcome.entered]
    told += [(row.line, RegisterLineState.REPEATED, why) for row, why in outcome.repeated]
    told += [(line, RegisterLineState.REFUSED, why) for line, _number, why in outcome.refused]
    for number, state, sentence in told:
        line = lines[number]
        line.state, line.sentence, line.cells = state, sentence[:500], ""
    CaseUploadLine.objects.bulk_update(waiting, ["state", "sentence", "cells"], batch_size=100)
    enqueue(CASES_TOPIC, f"cases:{upload.number}", now=now, number=upload.number)
    return upload


@transaction.atomic
def discard_cases(upload: CaseUpload, *, by: User, now: datetime) -> CaseUpload:
    """Enter nothing of an upload after all; what was read of it is cleared."""
    upload = CaseUpload.objects.select_for_update().get(pk=upload.pk)
    check_undecided(upload)
    check_can_receive(by, upload.unit, on=localdate(now))
    return abandon_cases(upload, sentence=_("已放弃导入。"), by=by, now=now)


@transaction.atomic
def abandon_cases(upload: CaseUpload, *, sentence: str, by: User, now: datetime) -> CaseUpload:
    """Refuse what is left of a register, each line with the same sentence, and be done with it."""
    upload = CaseUpload.objects.select_for_update().get(pk=upload.pk)
    upload.lines.filter(state=RegisterLineState.READY).update(state=RegisterLineState.REFUSED, sentence=sentence[:500])
    _finish(upload, now=now)
    record(choices.CASES_ABANDONED, upload, by=by, at=now, reason=sentence)
    return upload


def _finish(upload: CaseUpload, *, now: datetime) -> CaseUpload:
    upload.lines.update(cells="")
    upload.finished_at = upload.finished_at or now
    upload.save(update_fields=["finished_at"])
    return upload
