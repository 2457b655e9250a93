"""Loading a catalogue: a file is prepared, looked over, then adopted row by row or put away."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from gongkai.base.files.policies import accepted
from gongkai.base.files.queries import bare_name
from gongkai.law.publication_limits import parse

from .. import choices, policies, queries
from ..choices import CarrierRule, EditionState
from ..models import Edition, Obligation, StandardCatalogue, Subject
from ..reading import Printed
from .publishing import refresh

#: Years an edition may be of.
FIRST_YEAR, LAST_YEAR = 2008, 2100


def prepare_edition(
    catalogue: StandardCatalogue, upload: File[bytes], *, name: str, year: int, since: date, by: User, now: datetime
) -> Edition:
    """Keep a file as an edition to be looked over; nothing of it is in force yet.

    Refused when it is no table of a catalogue, or when a prepared one with the same content waits already.
    """
    policies.check_can_keep(by, on=localdate(now))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("目录年份应在 %(first)d 至 %(last)d 之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    looked_over = accepted(upload, name=name)
    return _prepare(catalogue, keep(looked_over, name=name, by=by, now=now), name, year, since, by=by, now=now)


@transaction.atomic
def _prepare(
    catalogue: StandardCatalogue, stored: StoredFile, name: str, year: int, since: date, *, by: User, now: datetime
) -> Edition:
    catalogue = StandardCatalogue.objects.select_for_update().get(pk=catalogue.pk)
    edition = Edition(
        catalogue=catalogue,
        year=year,
        since_date=since,
        file=stored,
        name=bare_name(name),
        prepared_by=by,
        prepared_at=now,
    )
    queries.read_edition(edition)
    waiting = catalogue.editions.filter(state=EditionState.PREPARED, file=edition.file, since_date=since).first()
    if waiting is not None:
        raise Refused(_("同一文件已于 %(day)s 上传，尚待确认。") % {"day": localdate(waiting.prepared_at)})
    edition.serial = (catalogue.editions.order_by("-serial").values_list("serial", flat=True).first() or 0) + 1
    edition.save()
    record(choices.EDITION_PREPARED, edition, by=by, at=now, sha256=edition.file.sha256)
    return edition


@transaction.atomic
def adopt_edition(edition: Edition, *, skip_refused: bool = False, by: User, now: datetime) -> Edition:
    """Put an edition in force: new rows are added, changed ones become new versions, missing ones end; what is alike stays.

    Refused while lines of it could not be taken, unless they are knowingly left out (``skip_refused``): a row that was only misspelt
    would end. Refused too when nothing would change.
    """
    catalogue = StandardCatalogue.objects.select_for_update().get(pk=edition.catalogue_id)
    edition = Edition.objects.select_for_update().select_related("file", "catalogue").get(pk=edition.pk)
    policies.check_can_decide(by, edition, on=localdate(now))
    reading = queries.read_edition(edition)
    if reading.refused and not skip_refused:
        raise Refused(
            _("有 %(count)d 行不能载入（第一处：%(place)s%(why)s），未启用。请改正文件后重新上传，或者确认略过这些行。")
            % {"count": len(reading.refused), "place": reading.refused[0].place, "why": reading.refused[0].sentence}
        )
    last = catalogue.editions.filter(state=EditionState.ADOPTED).order_by("-number").first()
    if last and edition.since_date < last.since_date:
        raise Refused(_("启用日期不能早于上一版的启用日期 %(day)s。") % {"day": last.since_date})
    found = queries.compare(catalogue, reading.rows)
    if found.is_empty:
        raise Refused(_("内容与现行版次相同，没有需要启用的变更。"))
    edition.number = (last.number or 0) + 1 if last else 1
    edition.state, edition.decided_by, edition.decided_at = EditionState.ADOPTED, by, now
    edition.added, edition.changed, edition.removed = len(found.added), len(found.changed), len(found.removed)
    edition.save()
    _apply(edition, found)
    told = _("新增 %(added)d 行，变更 %(changed)d 行，移除 %(removed)d 行") % {
        "added": edition.added,
        "changed": edition.changed,
        "removed": edition.removed,
    }
    record(choices.EDITION_ADOPTED, edition, by=by, at=now, reason=told, skipped=len(reading.refused))
    refresh(catalogue, now=now)
    return edition


@transaction.atomic
def discard_edition(edition: Edition, *, reason: str, by: User, now: datetime) -> Edition:
    """Put a prepared edition away, with the reason; its file is kept."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    policies.check_can_decide(by, edition, on=localdate(now))
    said = policies.check_words(reason, _("不启用的理由"), 300)
    edition.state, edition.decided_by, edition.decided_at = EditionState.DISCARDED, by, now
    edition.save(update_fields=["state", "decided_by", "decided_at"])
    record(choices.EDITION_DISCARDED, edition, by=by, at=now, reason=said)
    return edition


def _apply(edition: Edition, found: queries.Comparison) -> None:
    catalogue = edition.catalogue
    ended = [change.before for change in found.changed] + found.removed
    for start in range(0, len(ended), 500):
        Obligation.objects.filter(pk__in=[each.pk for each in ended[start : start + 500]]).update(
            until_edition=edition, until_date=edition.since_date
        )
    subjects = _subjects(catalogue, {row.subject for row in [*found.added, *(each.after for each in found.changed)]})
    last = catalogue.obligations.order_by("-row").values_list("row", flat=True).first() or 0
    new = [
        _row(edition, row, subjects, row_number=number, version=1, order=found.order[row.place])
        for number, row in enumerate(found.added, start=last + 1)
    ]
    new += [
        _row(
            edition,
            change.after,
            subjects,
            row_number=change.before.row,
            version=change.before.version + 1,
            order=found.order[change.after.place],
        )
        for change in found.changed
    ]
    Obligation.objects.bulk_create(new, batch_size=200)
    moved = []
    for obligation, row in found.same:
        if (obligation.order, obligation.serial) != (found.order[row.place], row.serial):
            obligation.order, obligation.serial = found.order[row.place], row.serial
            moved.append(obligation)
    Obligation.objects.bulk_update(moved, ["order", "serial"], batch_size=200)


def _subjects(catalogue: StandardCatalogue, texts: set[str]) -> dict[str, Subject]:
    known = {subject.text: subject for subject in catalogue.subjects.all()}
    new = [Subject(catalogue=catalogue, text=text) for text in sorted(texts - known.keys())]
    Subject.objects.bulk_create(new, batch_size=500)
    return known | {subject.text: subject for subject in new}


def _row(
    edition: Edition, row: Printed, subjects: dict[str, Subject], *, row_number: int, version: int, order: int
) -> Obligation:
    limit = parse(row.limit_read)
    marked = len(row.required)
    return Obligation(
        catalogue=edition.catalogue,
        row=row_number,
        version=version,
        edition=edition,
        since_date=edition.since_date,
        order=order,
        serial=row.serial,
        area=row.area,
        area_text=row.area_text,
        matter1=row.matter1,
        matter2=row.matter2,
        matter3=row.matter3,
        content=row.content,
        basis=row.basis,
        limit_text=row.limit_text,
        limit_read=row.limit_read,
        limit_source=row.limit_source,
        checkability=queries.checkability_of(limit),
        vague=queries.vague_words(limit),
        cycle=queries.cycle_of(limit),
        subject=subjects[row.subject],
        required_carriers=list(row.required),
        optional_carriers=list(row.optional),
        carriers_text=row.carriers_text,
        carriers_needed=marked if marked and edition.catalogue.carrier_rule == CarrierRule.ALL else 1,
        audience=row.audience,
        mode=row.mode,
        levels=list(row.levels) or [edition.catalogue.level],
        digest=row.digest,
    )
