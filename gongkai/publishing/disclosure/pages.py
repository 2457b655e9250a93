"""What stands on the public site about an item: its page, its canonical JSON, its attachments; after withdrawal a page that says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import PurePath
from typing import Any

from django.db.models import TextChoices

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.pages import site_text as _
from gongkai.law import themes
from gongkai.law.vocabulary import Genre, Grouping, Openness, Validity
from gongkai.publishing.catalogue.models import KeyArea
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.choices import Act
from gongkai.publishing.transparency_log.models import LogEntry, LogEntryQuerySet
from gongkai.publishing.transparency_log.queries import segment_of

from .choices import GONE, RelationKind, Status
from .models import Attachment, InformationItem, InformationItemQuerySet
from .queries import (
    ON_THE_SITE,
    Links,
    attachments_of,
    first_words,
    key_areas_of,
    linked,
    links_of,
    neighbours,
    public_document,
)

#: What of an item its line in a list is made of, besides its unit.
LINE_FIELDS = (
    *("number", "unit", "title", "document_number", "published_at", "formed_date", "summary"),
    *("status", "withdrawn_at", "withdrawal_kind", "validity"),
)
#: Marks worth saying wherever the document is named.
_MARKED = frozenset({Validity.AMENDED, Validity.EXPIRED, Validity.REPEALED})


@dataclass(frozen=True, slots=True)
class Line:
    """What a public list says about an item. ``title`` is empty when it may not be shown."""

    number: str
    href: str
    title: str
    unit: str
    document_number: str
    published_at: datetime
    withdrawn_at: datetime | None
    formed_date: date | None
    summary: str
    #: 废止, 失效 or 已修改; empty for what is in force or was never in question.
    validity: str


@dataclass(frozen=True, slots=True)
class PublicAct:
    """A row of the log as an item's page shows it."""

    entry: LogEntry
    segment: int

    @property
    def said(self) -> str:
        """What was done, as a word."""
        return _word(Act, self.entry.act)


@dataclass(frozen=True, slots=True)
class PublicFile:
    """An attachment as the public sees it: its address, its name, its type as a word, its size in bytes."""

    href: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another document as an item's page names it: how they are related, and its line, or its name when it has no page here."""

    label: str
    line: Line | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands large at the top of a document that no longer applies as it is."""

    validity: str
    since: date | None
    reason: str
    successor: Line | None


def is_gone(item: InformationItem) -> bool:
    """Whether the law needs it gone: its address answers 410, and nothing says what it was."""
    return item.status == Status.WITHDRAWN and item.withdrawal_kind in GONE


def must_not_stand(item: InformationItem) -> list[str]:
    """The addresses beside an item's folder at which nothing may stand as the item is now."""
    if item.status == Status.PUBLISHED:
        return [f"{item.path}.gone.html"]
    return [f"{item.path}.json", f"{item.path}.html" if is_gone(item) else f"{item.path}.gone.html"]


def of_numbers(numbers: Collection[str]) -> Iterator[tuple[InformationItem, list[Page | Bytes]]]:
    """Each public or withdrawn item of these numbers, with all that shall stand under its address; as many queries as for one."""
    items = InformationItem.objects.filter(number__in=numbers)
    return _with_outputs(items, LogEntry.objects.filter(number__in=numbers))


def of_keys(first: int, last: int) -> Iterator[tuple[InformationItem, list[Page | Bytes]]]:
    """The same for a range of primary keys, with both ends: for baking everything, stretch by stretch."""
    items = InformationItem.objects.filter(pk__gte=first, pk__lte=last)
    return _with_outputs(items, LogEntry.objects.filter(number__in=items.order_by().values("number")))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is told of some items beside themselves, by their primary keys; of the log by their numbers."""

    history: Mapping[str, list[PublicAct]]
    attachments: Mapping[int, Sequence[Attachment]]
    areas: Mapping[int, Sequence[KeyArea]]
    near: Mapping[int, list[InformationItem]]
    links: Links


def _with_outputs(
    found: InformationItemQuerySet, entries: LogEntryQuerySet
) -> Iterator[tuple[InformationItem, list[Page | Bytes]]]:
    # What many items share is fetched once for all of them, not joined to each.
    shared = ("unit", "kind", "column__parent__parent", "successor__unit")
    items = list(found.filter(status__in=ON_THE_SITE).prefetch_related(*shared).order_by("pk"))
    beside = _beside(items, entries)
    for item in items:
        yield item, list(_outputs(item, beside))


def _beside(items: Collection[InformationItem], entries: LogEntryQuerySet) -> _Beside:
    history: dict[str, list[PublicAct]] = defaultdict(list)
    for entry in entries.order_by("seq"):
        history[entry.number].append(PublicAct(entry, segment_of(entry.seq)))
    return _Beside(history, attachments_of(items), key_areas_of(items), neighbours(items), links_of(items))


def line(item: InformationItem) -> Line:
    """The item as a line of a list."""
    assert item.published_at is not None
    may_name = not is_gone(item)
    return Line(
        number=item.number or "",
        href=f"/{item.path}.html",
        title=item.title if may_name else "",
        unit=item.unit.short_name,
        document_number=item.document_number if may_name else "",
        published_at=item.published_at,
        withdrawn_at=item.withdrawn_at if item.status == Status.WITHDRAWN else None,
        formed_date=item.formed_date if may_name else None,
        summary=item.summary if may_name else "",
        validity=_word(Validity, item.validity) if may_name and item.validity in _MARKED else "",
    )


def attachment_path(item: InformationItem, position: int, attachment: Attachment) -> str:
    """Where an attachment stands: ``items/…/00001/2-采购公告.pdf``; ``position`` counts from 1."""
    given = PurePath(attachment.name)
    stem = re.sub(r"[^\w-]+", "-", given.stem).strip("-_")[:60] or _("附件")
    return f"{item.path}/{position}-{stem}{PurePath(attachment.file.name).suffix.lower()}"


def _outputs(item: InformationItem, beside: _Beside) -> Iterator[Page | Bytes]:
    history = beside.history.get(item.number or "", [])
    if is_gone(item):
        # Only the last act: a reason given before may tell what had to go.
        context = {"line": line(item), "item": item, "history": history[-1:]}
        yield Page(f"{item.path}.gone.html", "disclosure/gone.html", context)
        return
    if item.status == Status.WITHDRAWN:
        context = {"line": line(item), "item": item, "history": history}
        yield Page(f"{item.path}.html", "disclosure/withdrawn.html", context)
        return
    attachments = beside.attachments.get(item.pk, ())
    areas = beside.areas.get(item.pk, ())
    relations = beside.links.relations.get(item.pk, ())
    places = [attachment_path(item, n, attachment) for n, attachment in enumerate(attachments, 1)]
    content = canonical_json(
        public_document(item, key_areas=[area.code for area in areas], attachments=attachments, relations=relations)
    )
    files = [
        PublicFile(
            href=f"/{place}",
            name=attachment.name,
            type=PurePath(place).suffix[1:].upper(),
            size=attachment.file.size,
            sha256=attachment.file.sha256,
        )
        for attachment, place in zip(attachments, places, strict=True)
    ]
    words = first_words(item)
    yield Page(
        f"{item.path}.html",
        "disclosure/item.html",
        {
            "item": item,
            "words": words,
            "linked": linked(item, words=words, files=[(file.href, file.name) for file in files], relations=relations),
            "facts": _facts(item, areas),
            "mark": _mark(item),
            "links": list(_links(item, beside.links)),
            "near": [line(one) for one in [*beside.links.explaining_the_same(item), *beside.near[item.pk]]],
            "files": files,
            "history": history,
            "json": f"/{item.path}.json",
            "document_sha256": sha256(content),
        },
    )
    yield Bytes(f"{item.path}.json", content)
    for attachment, place in zip(attachments, places, strict=True):
        with attachment.file.content.open("rb") as file:
            yield Bytes(place, file.read())


@cache
def _word(vocabulary: type[TextChoices], value: str) -> str:
    """The label of a value, empty for none; remembered, because a page shows six of them."""
    return _(str(vocabulary(value).label)) if value else ""


def _mark(item: InformationItem) -> Mark | None:
    if item.validity not in _MARKED:
        return None
    successor = line(item.successor) if item.successor else None
    return Mark(_word(Validity, item.validity), item.validity_date, item.validity_reason, successor)


def _links(item: InformationItem, links: Links) -> Iterator[Link]:
    """Related documents, both ways: what it says of others, what others say of it, what explains it, what it explains."""
    for explained in links.explained.get(item.pk, ()):
        if explained.policy.status in ON_THE_SITE:
            yield Link(_("解读的文件"), line(explained.policy))
    for one in links.interpretations.get(item.pk, ()):
        if one.item.status != Status.PUBLISHED:
            continue
        by_head = _("，主要负责人解读") if one.by_head else ""
        yield Link(f"{_('政策解读')}（{one.get_form_display()}{by_head}）", line(one.item))
    for relation in links.relations.get(item.pk, ()):
        target = relation.to_item
        yield Link(str(relation.get_kind_display()), line(target) if target else None, relation.to_text)
    for mention in links.mentions.get(item.pk, ()):
        if mention.from_item.status != Status.PUBLISHED:
            continue
        yield Link(RelationKind(mention.kind).backward, line(mention.from_item))


def _facts(item: InformationItem, key_areas: Collection[KeyArea]) -> list[tuple[str, Any]]:
    """The facts table, in the order officials print it; what is not known is left out."""
    areas = "、".join(area.name for area in key_areas)
    facts: list[tuple[str, str | date | datetime | None]] = [
        (_("索引号"), item.number),
        (_("主题分类"), themes.path_of(item.theme) if item.theme else None),
        (_("发文机关"), "、".join(item.issuers)),
        (_("成文日期"), item.formed_date),
        (_("发布日期"), item.published_at),
        (_("发文字号"), item.document_number),
        (_("体裁分类"), _word(Genre, item.genre)),
        (_("有效性"), _word(Validity, item.validity)),
        (_("施行日期"), item.effective_date),
        (_("有效期至"), item.lapse_date),
        (_("更正日期"), item.changed_at),
        (_("信息种类"), item.kind.name if item.kind else None),
        (_("组配分类"), _word(Grouping, item.grouping)),
        (_("重点领域"), areas),
        (_("主题词"), "、".join(item.keywords)),
        (_("公开方式"), _word(Openness, item.openness)),
        (_("公开范围"), item.audience),
        (_("来源"), item.source_name),
        (_("内容概述"), item.summary),
        *item.public_details,
    ]
    return [(name, value) for name, value in facts if value]
