"""The texts of an item that the public would read, one by one, and the lists they are searched for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongkai.base.files.models import ExtractedText
from gongkai.law import masking
from gongkai.law.vocabulary import Openness
from gongkai.publishing.catalogue.queries import watch_words

from ..choices import Place
from ..models import Attachment, InformationItem
from .visible import UNSEEN, Visible, read_html, read_plain

#: Raised when the screening learns something: every draft is screened again.
VERSION = 1
#: What the public reads of an item besides its body, details and files.
FIELDS = ("title", "summary", "document_number", "source_name", "audience", "change_reason")
LISTS = ("keywords", "joint_issuers")
_LEFT_OUT = dict.fromkeys(map(ord, UNSEEN))
_SALT = "gongkai.disclosure.screening"


class Words(NamedTuple):
    """The office's lists ready for use: which list this is, the words, and what each one is and should read."""

    digest: str
    found_by: masking.WordList
    known: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Source:
    """One text of an item: where it stands, its pieces with their places, and a keyed hash of all that decides what is found.

    A file's pieces are read only when asked for: ``pieces`` is empty for it.
    """

    place: Place
    part: str
    label: str
    pieces: tuple[tuple[str, str], ...]
    digest: str
    visible: Visible | None = None
    attachment: Attachment | None = None

    @property
    def key(self) -> str:
        """The name under which the item's ``Screening`` keeps the digest."""
        return f"{self.place}:{self.part}"


def load_words() -> Words:
    """The lists of sensitive and wrong words in use, in one query; made ready once for each state of the lists."""
    rows = tuple(
        (word.text, str(word.kind), word.replacement, tuple(word.spared)) for word in watch_words().order_by("text")
    )
    return _ready(rows)


def sources_of(item: InformationItem, words: Words) -> list[Source]:
    """Every text the public would read of the item, in the order of the page. What is not proactive is published nowhere: no texts."""
    if item.openness != Openness.PROACTIVE:
        return []
    sources = [
        _plain(Place.FIELD, name, field_label(name), getattr(item, name), words)
        for name in FIELDS
        if getattr(item, name)
    ]
    for name in LISTS:
        if getattr(item, name):
            text = "\n".join(str(one) for one in getattr(item, name))
            sources.append(_plain(Place.FIELD, name, field_label(name), text, words))
    for detail in item.details:
        if detail["public"] and isinstance(detail["value"], str):
            sources.append(_plain(Place.DETAIL, detail["name"], detail["label"], detail["value"], words))
    if item.body:
        sources += _body(item.body, words)
    for attachment in item.attachments.select_related("file").order_by("pk"):
        sources.append(_plain(Place.FILE_NAME, attachment.file.sha256, _("附件名称"), attachment.name, words))
        sources.append(_file(attachment, words))
    return sources


def texts_digest(sources: Sequence[Source]) -> str:
    """One hash of all texts as they are: what a person saw when they decided."""
    return keyed(json.dumps([(source.key, source.digest) for source in sources]))


def file_pieces(attachment: Attachment) -> tuple[tuple[str, str], ...]:
    """The text of a file, piece by piece with its place, as it is searched and shown: without invisible characters."""
    extracted = ExtractedText.objects.filter(file_id=attachment.file_id).first()
    return tuple((place, seen(text)) for place, text in extracted.parts) if extracted else ()


def file_label(name: str, spot: str) -> str:
    """附件“名单.xlsx”的工作表“名单”B7."""
    if not spot:
        return _("附件“%(name)s”") % {"name": name}
    return _("附件“%(name)s”的%(spot)s") % {"name": name, "spot": spot}


def field_label(name: str) -> str:
    """What a field of an item is called."""
    return str(InformationItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def keyed(text: str) -> str:
    """A hash of a text by which it is known again and cannot be told."""
    # Keyed: there are few enough identity numbers that a plain hash could be tried out.
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def seen(text: str) -> str:
    """A text without the characters nobody sees."""
    return text.translate(_LEFT_OUT)


@lru_cache(maxsize=4)
def _ready(rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> Words:
    digest = hashlib.sha256(json.dumps([VERSION, rows]).encode()).hexdigest()
    spared = [one for row in rows for one in row[3]]
    return Words(
        digest,
        masking.WordList((row[0] for row in rows), spared),
        {text: (kind, replacement) for text, kind, replacement, _spared in rows},
    )


def _plain(place: Place, part: str, label: str, text: str, words: Words) -> Source:
    visible = read_plain(text)
    return Source(place, part, label, (("", visible.text),), keyed(f"{words.digest}\n{text}"), visible)


def _body(body: str, words: Words) -> Iterator[Source]:
    visible = read_html(body)
    yield Source(Place.BODY, "body", _("正文"), (("", visible.text),), keyed(f"{words.digest}\n{body}"), visible)
    if visible.hidden:
        pieces = tuple((hidden.label, seen(hidden.text)) for hidden in visible.hidden)
        digest = keyed(f"{words.digest}\nhidden\n{json.dumps(pieces)}")
        yield Source(Place.HIDDEN, "body", str(Place.HIDDEN.label), pieces, digest, visible)


def _file(attachment: Attachment, words: Words) -> Source:
    stored = attachment.file
    read = ExtractedText.objects.filter(file=stored).values_list("version", "state", "extracted_at").first()
    return Source(
        Place.FILE,
        stored.sha256,
        file_label(attachment.name, ""),
        (),
        keyed(f"{words.digest}\n{stored.sha256}\n{read}"),
        attachment=attachment,
    )
