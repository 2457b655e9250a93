"""What an examination finds: texts with their places, objections, what was taken out, what remains to be told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

#: How deep files inside files are followed; one more is refused.
DEEPEST = 3
#: How many pieces of text are kept, however short: a cell is one.
MOST_PARTS = 200_000
#: What no database keeps and nobody can read: controls, lone surrogates, the two noncharacters.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Sentence = tuple[str, dict[str, Any]]


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; the parent translates it, this process has no gettext."""
    return sentence


_ = gettext_noop


class Unacceptable(Exception):
    """The file cannot be kept whatever else is in it: a clause to be put after the file's name, and its values."""

    def __init__(self, clause: str, **values: Any) -> None:
        super().__init__(clause)
        self.clause, self.values = clause, values
        #: Where it was met, when that was inside another file.
        self.place = ""


BROKEN = _("已损坏或不完整，不能打开")


@dataclass(frozen=True)
class Limits:
    """What one examination may use: bytes, seconds, characters, pixels."""

    memory: int
    seconds: int
    unpacked: int
    characters: int
    pixels: int


@dataclass
class Examination:
    """The record of one examination; files inside the file write into the same one, each place led by the way to it."""

    limits: Limits
    parts: list[tuple[str, str]] = field(default_factory=list)
    #: clause → (values, places): the same objection in many places is one sentence.
    objections: dict[str, tuple[dict[str, Any], list[str]]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    #: Pages or pictures on which there was nothing to read, and whether reading failed somewhere.
    unreadable: list[Sentence] = field(default_factory=list)
    failed: bool = False
    characters: int = 0
    unpacked: int = 0
    cut: bool = False
    way: tuple[str, ...] = ()
    #: Set by the dispatcher: examines a file inside this one. (suffix, file, found, out)
    dispatch: Callable[[str, BinaryIO, Examination, BinaryIO], None] | None = None

    def place(self, place: str) -> str:
        return " › ".join([*self.way, place] if place else self.way)

    def text(self, place: str, text: str) -> None:
        """A piece of text and where it stands; past the limit it is cut, and that is said."""
        text = UNSTORABLE.sub("", text).strip()
        if not text:
            return
        room = self.limits.characters - self.characters
        if room <= 0 or len(self.parts) >= MOST_PARTS or self.out_of_time:
            self.cut = True
            return
        if len(text) > room:
            self.cut, text = True, text[:room]
        self.characters += len(text)
        self.parts.append((self.place(UNSTORABLE.sub("", place)), text))

    @property
    def out_of_time(self) -> bool:
        """Half of the time is for the text; with the rest the file is still judged and cleaned."""
        return time.process_time() > self.limits.seconds / 2

    def object_to(self, clause: str, where: str = "", **values: Any) -> None:
        """Something because of which the file is not kept; ``clause`` may hold ``%(where)s``."""
        _values, places = self.objections.setdefault(clause, (values, []))
        place = self.place(where)
        if place not in places:
            places.append(place)

    def remove(self, *what: str) -> None:
        """Something was taken out of the kept bytes: the name of a field, never its value."""
        for one in what:
            named = self.place(one)
            if named not in self.removed:
                self.removed.append(named)

    def note(self, sentence: str, **values: Any) -> None:
        if (sentence, values) not in self.notes:
            self.notes.append((sentence, values))

    def nothing_to_read(self, sentence: str, *, failed: bool = False, **values: Any) -> None:
        """A picture, a scanned page, a piece that could not be read: a person has to look at it."""
        self.failed = self.failed or failed
        if (sentence, values) not in self.unreadable:
            self.unreadable.append((sentence, values))

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """Everything found meanwhile stands inside ``name``."""
        if len(self.way) >= DEEPEST:
            raise Unacceptable(_("文件里套文件超过 %(deepest)d 层"), deepest=DEEPEST)
        outer, self.way = self.way, (*self.way, name)
        try:
            yield
        except Unacceptable as refusal:
            refusal.place = refusal.place or self.place("")
            raise
        finally:
            self.way = outer

    def unpack(self, size: int) -> None:
        """Count bytes that will be unpacked, over all files inside this one; Unacceptable when they are too many."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise Unacceptable(_("解压后超过 %(limit).0f MB，疑似压缩炸弹"), limit=self.limits.unpacked / 1024**2)

    def inside(self, name: str, suffix: str, content: bytes) -> bytes:
        """Examine a file inside this one; the bytes to put in its place."""
        assert self.dispatch is not None
        out = BytesIO()
        with self.within(name):
            self.dispatch(suffix, BytesIO(content), self, out)
        return out.getvalue()


def ranges(numbers: Iterable[int]) -> str:
    """``1–3、7``: whole numbers as a person lists them."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:10]]
    return "、".join(said) + ("等" if len(spans) > len(said) else "")
