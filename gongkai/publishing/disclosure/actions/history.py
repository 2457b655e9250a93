"""The bulk path: many items that have already gone their way, entered with the dates and persons of that way.

Leaves the same ledger as drafting, submitting, reviewing, approving and publishing each of them (a test holds the two side by side), but
for what review and screening keep only where they happen (levels, answers, findings); in a dozen statements for hundreds of items; the
outbox gets one row for a batch instead of one for an item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many
from gongkai.base.audit.models import Event
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.html import has_text
from gongkai.base.core.rows import insert_many, unsaved
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import Rights, load_rights
from gongkai.law.vocabulary import Openness, Role, Validity
from gongkai.publishing.catalogue.actions import Numbered, take_index_numbers, take_numbers
from gongkai.publishing.transparency_log.actions import Statement, append_many
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies, queries
from ..choices import ApprovalMode, RelationKind, Status
from ..models import Attachment, InformationItem, Relation, items_announced
from ..queries import public_document
from .drafting import REGISTRATION
from .item_fields import ItemFields
from .relations import said

#: Outbox topic of a batch; the payload is ``{"numbers": [...]}``.
ITEMS_TOPIC = "disclosure.items"


@dataclass(frozen=True)
class Course:
    """Who took an item through its steps in this house, and when: the drafter neither reviews nor approves."""

    drafted_by: User
    drafted_at: datetime
    submitted_at: datetime
    reviewed_by: User
    reviewed_at: datetime
    secrecy_basis: str
    approved_by: User
    approved_at: datetime


@dataclass(frozen=True)
class HistoricalItem:
    """A published item of the past. Without a ``course`` it was reviewed elsewhere, and its source must be named."""

    unit: Unit
    fields: ItemFields
    published_at: datetime
    course: Course | None = None
    #: What else it had where it was published: files with the names the public saw, what it said of other documents, a mark on it.
    files: tuple[tuple[StoredFile, str], ...] = ()
    relations: tuple[tuple[RelationKind, InformationItem | str], ...] = ()
    validity: str = ""
    validity_reason: str = ""


@transaction.atomic
def enter_history(entries: Sequence[HistoricalItem], *, by: User, now: datetime) -> list[InformationItem]:
    """Enter published items, numbered and logged from the oldest to the newest, and return them in the order given.

    All or none: Refused or NotAllowed names the first title that cannot be entered.
    """
    rights = load_rights({by, *(user for entry in entries if entry.course for user in _persons(entry.course))})
    kinds_of = queries.kinds_of_columns({entry.fields.column for entry in entries if entry.fields.column})
    for unit in {entry.unit.pk: entry.unit for entry in entries}.values():
        policies.check_can_enter_history(by, unit, on=localdate(now), holds=rights.holds)
    as_given = [(entry, _check(entry, rights, kinds_of, now=now)) for entry in entries]
    order = sorted(range(len(entries)), key=lambda place: entries[place].published_at)
    checked = [as_given[place] for place in order]
    items = [_item_of(entry, fields, by=by, now=now) for entry, fields in checked]
    _number(items)
    insert_many(items, keys=True)
    through = InformationItem.key_areas.through
    through.objects.bulk_create(
        [
            through(informationitem_id=item.pk, keyarea_id=area.pk)
            for item, (_entry, fields) in zip(items, checked, strict=True)
            for area in fields.key_areas
        ],
        batch_size=500,
    )
    attachments, relations = _beside(items, [entry for entry, _fields in checked], now=now)
    record_many(
        event
        for item, (entry, _fields) in zip(items, checked, strict=True)
        for event in [
            *_events_of(item, entry.course, by=by, now=now),
            *(event_of(choices.ITEM_ATTACHED, item, by=by, at=now, sha256=file.sha256) for file, _name in entry.files),
            *(event_of(choices.ITEM_RELATED, item, by=by, at=now, reason=said(one)) for one in relations[item.pk]),
        ]
    )
    items_announced.send(sender=InformationItem, items=items, now=now)
    append_many(
        [
            Statement(
                act=Act.PUBLISHED,
                number=item.number or "",
                unit_name=item.unit.name,
                at=item.published_at or now,
                document_sha256=sha256(
                    canonical_json(
                        public_document(
                            item,
                            key_areas=[area.code for area in fields.key_areas],
                            attachments=attachments[item.pk],
                            relations=relations[item.pk],
                        )
                    )
                ),
            )
            for item, (_entry, fields) in zip(items, checked, strict=True)
        ]
    )
    if items:
        enqueue(ITEMS_TOPIC, "items", now=now, numbers=[item.number for item in items])
    place_of = dict(zip(order, items, strict=True))
    return [place_of[place] for place in range(len(items))]


def _beside(
    items: Sequence[InformationItem], entries: Sequence[HistoricalItem], *, now: datetime
) -> tuple[Mapping[int, list[Attachment]], Mapping[int, list[Relation]]]:
    """Files and relations of each item, written. What a document of the past ended was marked then: nothing is marked by it again."""
    attachments: dict[int, list[Attachment]] = defaultdict(list)
    relations: dict[int, list[Relation]] = defaultdict(list)
    for item, entry in zip(items, entries, strict=True):
        attachments[item.pk] += [Attachment(item=item, file=file, name=name) for file, name in entry.files]
        for kind, document in entry.relations:
            to = {"to_text": document} if isinstance(document, str) else {"to_item": document}
            relations[item.pk].append(Relation(from_item=item, kind=kind, applied_at=now if kind.mark else None, **to))
    Attachment.objects.bulk_create([one for found in attachments.values() for one in found])
    Relation.objects.bulk_create([one for found in relations.values() for one in found])
    return attachments, relations


def _persons(course: Course) -> tuple[User, User, User]:
    return course.drafted_by, course.reviewed_by, course.approved_by


def _check(
    entry: HistoricalItem, rights: Rights, kinds_of: Mapping[int, Collection[int]], *, now: datetime
) -> ItemFields:
    fields, course = entry.fields.checked(), entry.course
    name = {"title": fields.title[:40] or _("（无标题）")}
    if fields.openness != Openness.PROACTIVE:
        raise Refused(_("“%(title)s”不是主动公开的信息，不能作为已发布信息录入。") % name)
    if not (fields.title and fields.kind and fields.column and fields.formed_date and has_text(fields.body)):
        raise Refused(_("“%(title)s”缺少标题、种类、栏目、成文日期或正文。") % name)
    if not policies.may_stand(fields.kind, fields.column, kinds_of):
        raise Refused(_("“%(title)s”的种类不能列在栏目“%(column)s”下。") % {**name, "column": fields.column})
    if fields.formed_date > localdate(entry.published_at):
        raise Refused(_("“%(title)s”的成文日期晚于发布日期。") % name)
    if entry.published_at > now:
        raise Refused(_("“%(title)s”的发布时间在未来。") % name)
    if course is None:
        if not fields.source_name:
            raise Refused(_("“%(title)s”在外部系统审批，须写明来源。") % name)
        return fields
    if course.drafted_by in (course.reviewed_by, course.approved_by):
        raise NotAllowed(_("“%(title)s”的拟稿人不能审查或审批。") % name)
    if not (
        rights.holds(course.drafted_by, Role.DRAFTER, entry.unit, on=localdate(course.drafted_at))
        and rights.holds(course.reviewed_by, Role.SECRECY_REVIEWER, entry.unit, on=localdate(course.reviewed_at))
        and rights.holds(course.approved_by, Role.APPROVER, entry.unit, on=localdate(course.approved_at))
    ):
        raise NotAllowed(_("“%(title)s”的经办人当时不在相应岗位上。") % name)
    times = (course.drafted_at, course.submitted_at, course.reviewed_at, course.approved_at, entry.published_at)
    if list(times) != sorted(times):
        raise Refused(_("“%(title)s”各环节的时间先后不对。") % name)
    return fields


def _item_of(entry: HistoricalItem, fields: ItemFields, *, by: User, now: datetime) -> InformationItem:
    published_at = entry.published_at.replace(microsecond=0)
    values = fields.values()
    shelved = {"unit": entry.unit, "kind": values.pop("kind"), "column": values.pop("column")}
    item = unsaved(InformationItem, status=Status.PUBLISHED, published_at=published_at, **values)
    for name, related in shelved.items():
        setattr(item, name, related)
    if fields.kind and fields.kind.has_validity:
        item.validity = Validity.IN_FORCE
    if entry.validity:
        item.validity, item.validity_reason = entry.validity, entry.validity_reason
    if entry.course is None:
        item.drafted_by_id, item.drafted_at, item.published_by_id = by.pk, now, by.pk
        item.approval_mode = ApprovalMode.ELSEWHERE
        return item
    course = entry.course
    item.drafted_by, item.drafted_at, item.submitted_at = course.drafted_by, course.drafted_at, course.submitted_at
    item.secrecy_reviewed_by, item.secrecy_reviewed_at = course.reviewed_by, course.reviewed_at
    item.secrecy_basis = course.secrecy_basis
    item.approved_by, item.approved_at, item.published_by = course.approved_by, course.approved_at, course.approved_by
    return item


def _number(items: Sequence[InformationItem]) -> None:
    """Registration numbers in order of drafting, index numbers in order of publication, as if each had come by itself."""
    by_year = defaultdict(list)
    for item in sorted(items, key=lambda item: item.drafted_at):
        by_year[localdate(item.drafted_at).year].append(item)
    for year, group in sorted(by_year.items()):
        for item, number in zip(group, take_numbers(REGISTRATION, year, len(group)), strict=True):
            item.registration = number
    numbered = [
        Numbered(item.unit, item.formed_date or day, day)
        for item in items
        for day in [item.published_date]
        if day is not None
    ]
    for item, number in zip(items, take_index_numbers(numbered), strict=True):
        item.number = number


def _events_of(item: InformationItem, course: Course | None, *, by: User, now: datetime) -> list[Event]:
    if course is None:
        return [event_of(choices.ITEM_ENTERED, item, by=by, at=now, reason=item.source_name)]
    at = item.published_at or now
    final, item.number = item.number, None  # until publication an item is known by its registration number
    events = [
        event_of(choices.ITEM_DRAFTED, item, by=course.drafted_by, at=course.drafted_at),
        event_of(choices.ITEM_SUBMITTED, item, by=course.drafted_by, at=course.submitted_at),
        event_of(
            choices.ITEM_SECRECY_REVIEWED,
            item,
            by=course.reviewed_by,
            at=course.reviewed_at,
            reason=course.secrecy_basis,
        ),
        event_of(choices.ITEM_APPROVED, item, by=course.approved_by, at=course.approved_at),
    ]
    item.number = final
    return [*events, event_of(choices.ITEM_PUBLISHED, item, by=course.approved_by, at=at)]
