"""What an item says about itself: what looks wrong in it, and what it falls under."""

from __future__ import annotations

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import visible_units
from gongkai.law import document_numbers
from gongkai.publishing.catalogue.models import Column, NegativeEntry
from gongkai.publishing.catalogue.queries import matching

from ..choices import Status
from ..models import InformationItem, shown

#: Items that do not use a number any more.
_PAST = (Status.MERGED, Status.DISCARDED, Status.CLOSED, Status.WITHDRAWN)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")


def number_notes(said: str, kept: str) -> list[str]:
    """What was mended in a document number as it was typed, in sentences for the drafter (R7-3)."""
    said = said.strip()
    if not said:
        return []
    try:
        found = document_numbers.faults(said)
    except document_numbers.NotADocumentNumber:
        return [_("“%(said)s”不合发文字号的格式，已按原样保存，请核对。") % {"said": said[:40]}]
    if said == kept:
        return []
    reasons = "".join(document_numbers.SENTENCES[fault] for fault in found)
    return [
        _("发文字号“%(said)s”已规范为“%(kept)s”。%(reasons)s") % {"said": said[:40], "kept": kept, "reasons": reasons}
    ]


def doubts_about(item: InformationItem, user: User, *, on: date) -> list[str]:
    """What looks wrong about an item's document number, in sentences; none of it stops anything (R7-4, R7-5). Two or three queries."""
    if not item.document_number:
        return []
    try:
        number = document_numbers.parse(item.document_number)
    except document_numbers.NotADocumentNumber:
        return _of_others_with_the_number(item, user, on=on)
    doubts = []
    issuer = document_numbers.issuer_of(number)
    named = {*item.issuers, item.unit.short_name, item.source_name}
    if issuer and issuer not in named:
        doubts.append(
            _("发文字号“%(number)s”的代字属于%(issuer)s，本信息的发文机关是%(unit)s；转载的请填写来源。")
            % {"number": item.document_number, "issuer": issuer, "unit": "、".join(item.issuers)}
        )
    if isinstance(number, document_numbers.DocumentNumber):
        if item.formed_date and number.year != item.formed_date.year:
            doubts.append(
                _("发文字号的年份是 %(year)d 年，成文日期在 %(formed)d 年，请核对。")
                % {"year": number.year, "formed": item.formed_date.year}
            )
        if not issuer and not item.source_name and (other := _other_unit_with_prefix(item, number.prefix)):
            doubts.append(
                _("代字“%(prefix)s”此前一直由%(unit)s使用，请核对发文机关；转载的请填写来源。")
                % {"prefix": number.prefix, "unit": other}
            )
    return doubts + _of_others_with_the_number(item, user, on=on)


def _of_others_with_the_number(item: InformationItem, user: User, *, on: date) -> list[str]:
    """One number, one title: another item with the number and another title is named, by its title only where the user may read it."""
    others = (
        InformationItem.objects.filter(document_number=item.document_number)
        .exclude(pk__in=[pk for pk in (item.pk, item.revises_id) if pk])
        .exclude(revises_id=item.pk)
        .exclude(status__in=_PAST)
        .exclude(title=item.title)
        .order_by("pk")
    )
    for other in others[:1]:
        readable = other.status == Status.PUBLISHED or visible_units(user, on=on).filter(pk=other.unit_id).exists()
        name = _("《%(title)s》（%(item)s）") % {"title": other.title, "item": other} if readable else str(other)
        return [
            _("发文字号“%(number)s”已用于%(other)s，一个文号只对应一个标题，请核对。")
            % {"number": item.document_number, "other": name}
        ]
    return []


def _other_unit_with_prefix(item: InformationItem, prefix: str) -> str:
    """The one other unit all public documents with this short form are of, or nothing. A range, so that the index serves."""
    units = list(
        InformationItem.objects.filter(
            document_number__gte=f"{prefix}〔",
            document_number__lt=f"{prefix}〕",
            status=Status.PUBLISHED,
            source_name="",
        )
        .exclude(pk=item.pk)
        .values_list("unit_id", "unit__name")
        .distinct()[:2]
    )
    return units[0][1] if len(units) == 1 and units[0][0] != item.unit_id else ""


def first_sentence(body: str, longest: int = 300) -> str:
    """The first sentence of a body, as the form may offer it for a summary; empty when there is none or it is too long."""
    text = " ".join(html.unescape(_TAG.sub(" ", body)).split())
    found = _SENTENCE.match(text)
    sentence = found.group().strip() if found else ""
    return sentence if len(sentence) <= longest else ""


def texts_of(item: InformationItem) -> list[str]:
    """Everything an item says, as plain texts, the names of its attachments and what the public may not read among them."""
    return [
        item.title,
        item.summary,
        html.unescape(_TAG.sub("", item.body)),
        *item.keywords,
        *(shown(each["value"]) for each in item.details),
        *item.attachments.values_list("name", flat=True),
    ]


def texts_sha256(item: InformationItem) -> str:
    """One hash of all of ``texts_of``, of kind, column and attachments: a decision about a text holds for that text alone."""
    parts = [str(item.kind_id), str(item.column_id), *texts_of(item)]
    parts += item.attachments.order_by("pk").values_list("file__sha256", flat=True)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def entries_in_the_way(item: InformationItem) -> list[NegativeEntry]:
    """Entries of the negative list under which an item falls and about which nobody has decided that it does not."""
    entries = matching(item.kind, item.column, texts_of(item))
    if not entries:
        return []
    decided = item.list_decisions.filter(content_sha256=texts_sha256(item)).values_list("version_id", flat=True)
    return [entry for entry in entries if entry.current_id not in set(decided)]


def kinds_of_columns(columns: Collection[Column]) -> dict[int, set[int]]:
    """The kinds each column names, by their keys; a column that names none is left out. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for column_id, kind_id in Column.kinds.through.objects.filter(column__in=columns).values_list(
        "column_id", "kind_id"
    ):
        found[column_id].add(kind_id)
    return dict(found)
