"""What stands on the public site about an item: its page, its canonical JSON, its attachments; after withdrawal a page that says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from urllib.parse import quote

from django.db.models import prefetch_related_objects
from django.utils.safestring import mark_safe

from gongkai.base.core.pages import Bytes, Page, Words
from gongkai.base.core.pages import site_text as _
from gongkai.base.core.written import chinese_date, file_size, iso_date, iso_instant, iso_minute
from gongkai.law import themes
from gongkai.law.vocabulary import Genre, Grouping, Openness, Validity
from gongkai.publishing.catalogue.models import Column, KeyArea
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.models import LogEntry, LogEntryQuerySet
from gongkai.publishing.transparency_log.pages import histories

from ..choices import RelationKind, Status
from ..models import Attachment, InformationItem, InformationItemQuerySet
from ..queries import (
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
from .lines import MARKED, Line, is_gone, line, word, words_of


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

    history: Mapping[str, list[Words]]
    attachments: Mapping[int, Sequence[Attachment]]
    areas: Mapping[int, Sequence[KeyArea]]
    near: Mapping[int, list[InformationItem]]
    links: Links
    trails: dict[int | None, list[Words]]


def _with_outputs(
    found: InformationItemQuerySet, entries: LogEntryQuerySet
) -> Iterator[tuple[InformationItem, list[Page | Bytes]]]:
    # What many items share is fetched once for all of them, not joined to each.
    shared = ("unit", "kind", "column", "successor__unit")
    items = list(found.filter(status__in=ON_THE_SITE).prefetch_related(*shared).order_by("pk"))
    columns = list({item.column_id: item.column for item in items if item.column}.values())
    prefetch_related_objects(columns, "parent__parent")
    beside = _beside(found, items, entries)
    for item in items:
        yield item, list(_outputs(item, beside))


def _beside(found: InformationItemQuerySet, items: Collection[InformationItem], entries: LogEntryQuerySet) -> _Beside:
    trails = {item.column_id: _trail(item.column) for item in {item.column_id: item for item in items}.values()}
    history, near = histories(entries), neighbours(items)
    return _Beside(history, attachments_of(found), key_areas_of(found), near, links_of(found), trails)


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
    files = [(f"/{place}", attachment.name) for attachment, place in zip(attachments, places, strict=True)]
    said = first_words(item)
    yield Page(
        f"{item.path}.html",
        "disclosure/item.html",
        words={
            **_head(item, said, beside.trails[item.column_id]),
            "mark": _mark(item),
            "facts": _facts(item, areas),
            # Checked at the door: base/core/html.
            "body": mark_safe(item.body),  # noqa: S308
            "files": [
                {
                    "href": f"/{place}",
                    "name": attachment.name,
                    "type": PurePath(place).suffix[1:].upper(),
                    "size": file_size(attachment.file.size),
                }
                for attachment, place in zip(attachments, places, strict=True)
            ],
            "links": [_link_words(link) for link in _links(item, beside.links)],
            "near": [words_of(line(one)) for one in (*beside.links.explaining_the_same(item), *beside.near[item.pk])],
            "history": history,
            "document_sha256": sha256(content),
        },
        about=linked(item, words=said, files=files, relations=relations),
    )
    yield Bytes(f"{item.path}.json", content)
    for attachment, place in zip(attachments, places, strict=True):
        with attachment.file.content.open("rb") as file:
            yield Bytes(place, file.read())


def _head(item: InformationItem, said: str, trail: list[Words]) -> dict[str, Words]:
    """What the head of the page says, and the way to it."""
    assert item.published_at is not None
    number = item.number or ""
    return {
        "title": item.title,
        "trail": trail,
        "number_in_query": quote(number),
        "published_minute": iso_minute(item.published_at),
        "published_at": iso_instant(item.published_at),
        "changed_at": iso_instant(item.changed_at) if item.changed_at else "",
        "source": item.source_name or item.unit.name,
        "keywords": ",".join(item.keywords),
        "first_words": said,
        "json": f"/{item.path}.json",
    }


def _trail(column: Column | None) -> list[Words]:
    """The way from the first page to an item, each step its address and its name; the item itself has none."""
    steps: list[Words] = []
    while column:
        steps.insert(0, {"href": f"/columns/{column.address}/index.html", "name": column.name})
        column = column.parent
    return [{"href": "/columns/index.html", "name": _("公开目录")}, *steps, {"href": "", "name": _("正文")}]


def _mark(item: InformationItem) -> Words:
    """What stands large at the top of a document that no longer applies as it is; empty for one that does."""
    if item.validity not in MARKED:
        return ""
    return {
        "validity": word(Validity, item.validity),
        "since": chinese_date(item.validity_date),
        "reason": item.validity_reason,
        "successor": words_of(line(item.successor)) if item.successor else "",
    }


def _link_words(link: Link) -> Words:
    return {"label": link.label, "line": words_of(link.line) if link.line else "", "text": link.text}


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


def _facts(item: InformationItem, key_areas: Collection[KeyArea]) -> list[Words]:
    """The facts table, in the order officials print it; what is not known is left out."""
    areas = "、".join(area.name for area in key_areas)
    facts: list[tuple[str, str | date | datetime | None]] = [
        (_("索引号"), item.number),
        (_("主题分类"), themes.path_of(item.theme) if item.theme else None),
        (_("发文机关"), "、".join(item.issuers)),
        (_("成文日期"), item.formed_date),
        (_("发布日期"), item.published_at),
        (_("发文字号"), item.document_number),
        (_("体裁分类"), word(Genre, item.genre)),
        (_("有效性"), word(Validity, item.validity)),
        (_("施行日期"), item.effective_date),
        (_("有效期至"), item.lapse_date),
        (_("更正日期"), item.changed_at),
        (_("信息种类"), item.kind.name if item.kind else None),
        (_("组配分类"), word(Grouping, item.grouping)),
        (_("重点领域"), areas),
        (_("主题词"), "、".join(item.keywords)),
        (_("公开方式"), word(Openness, item.openness)),
        (_("公开范围"), item.audience),
        (_("来源"), item.source_name),
        (_("内容概述"), item.summary),
        *item.public_details,
    ]
    return [
        {"name": name, "value": value if isinstance(value, str) else iso_date(value)} for name, value in facts if value
    ]
