"""What a file's name says, and what the file itself says."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet

from .examining import VERSION
from .models import ExtractedText, StoredFile
from .sealed import FOLDER

#: The longest name kept, in characters, its suffix included.
LONGEST_NAME = 200


class Part(NamedTuple):
    """A piece of a file's text and where a person finds it: 第3页, 工作表“名单”B7, 第2段的文本框."""

    place: str
    text: str


def bare_name(name: str) -> str:
    """The name without folders or invisible characters, shortened before its suffix when it is too long."""
    visible = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    bare = PurePath(visible).name
    suffix = PurePath(bare).suffix
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - len(suffix)] + suffix[:LONGEST_NAME]


def suffix_of(name: str) -> str:
    """The suffix by which the type is known, in lower case with its dot; empty when there is none."""
    return PurePath(name).suffix.lower()


def text_of(stored: StoredFile) -> tuple[Part, ...]:
    """What a kept file says, in its order; nothing for a picture or a scan. One query, and the file is not opened.

    Whether that is all of it says ``stored.extracted_text.state`` with its ``sentence``.
    """
    found = ExtractedText.objects.filter(file=stored).first()
    return tuple(Part(place, text) for place, text in found.parts) if found else ()


def to_extract_again() -> QuerySet[StoredFile]:
    """Files whose text an older extractor read, or none, oldest first: for ``actions.extract_again``."""
    stale = Q(extracted_text=None) | Q(extracted_text__version__lt=VERSION)
    return StoredFile.objects.filter(stale).exclude(content__startswith=FOLDER).order_by("pk")


def unused(*, before: datetime) -> QuerySet[StoredFile]:
    """Files kept before an instant to which no record refers, oldest first; what a file says is no record of its own."""
    found = StoredFile.objects.filter(kept_at__lt=before)
    for reference in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(reference, ManyToOneRel) and reference.related_model is not ExtractedText:
            using = reference.related_model._base_manager.filter(**{reference.field.name: OuterRef("pk")})
            found = found.filter(~Exists(using))
    return found.order_by("pk")
