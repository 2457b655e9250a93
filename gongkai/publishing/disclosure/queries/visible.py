"""A text of HTML as it is read: its visible characters and where each is written, what stands in it unseen, and both written back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

#: Characters nobody sees: between the digits of a number they would hide it from any search.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
#: Inside a line: what is written across these tags is read as one word. Every other tag ends a line.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_TOKEN = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<tag></?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<text>[^<&]+|[<&])",
    re.DOTALL,
)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
#: Attributes that say nothing a person wrote.
_SILENT = frozenset(
    [
        "class",
        "colspan",
        "rowspan",
        "scope",
        "rel",
        "start",
        "span",
        "width",
        "height",
        "align",
        "valign",
        "data-figure",
    ]
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words of the source that the reader does not see: an attribute's value or a comment, and where it is written (``start``, ``end``)."""

    name: str
    text: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """What it is, in Chinese."""
        known = {"href": _("链接地址"), "title": _("提示文字"), "alt": _("替代文字"), "": _("注释")}
        return known.get(self.name, _("属性%(name)s") % {"name": self.name})


@dataclass(frozen=True, slots=True)
class Visible:
    """``text`` is what is read; its character ``n`` is written at ``spans[n]`` of ``source`` (an empty span: a line that a tag ends)."""

    source: str
    text: str
    spans: tuple[tuple[int, int], ...]
    hidden: tuple[Hidden, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``new`` in place of the characters from ``start`` up to ``end``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to be shown: HTML that opens and closes it wherever it is written, and what follows it once."""

    start: int
    end: int
    opening: str
    closing: str
    after: str


def read_html(source: str) -> Visible:
    """The source read as a browser would: entities resolved, tags inside a line passed over, invisible characters left out."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    hidden: list[Hidden] = []
    for token in _TOKEN.finditer(source):
        start, end = token.span()
        if token["tag"]:
            hidden.extend(_attributes(token["tag"], start))
            if not _is_inline(token["tag"]) and text and text[-1] != "\n":
                text.append("\n")
                spans.append((end, end))
        elif token["comment"]:
            hidden.append(Hidden("", source[start + 4 : end].removesuffix("-->"), start, end))
        elif token["entity"]:
            for character in html.unescape(token["entity"]):
                _add(character, (start, end), text, spans)
        else:
            for place, character in enumerate(token["text"], start):
                _add(character, (place, place + 1), text, spans)
    return Visible(source, "".join(text), tuple(spans), tuple(hidden))


def read_plain(source: str) -> Visible:
    """A text without tags, its invisible characters left out."""
    written = [(place, character) for place, character in enumerate(source) if character not in UNSEEN]
    return Visible(
        source, "".join(one for _place, one in written), tuple((place, place + 1) for place, _one in written), ()
    )


def rewritten_html(visible: Visible, edits: Iterable[Edit], hidden: Mapping[int, str]) -> str:
    """The source after edits of visible stretches and of hidden texts (by their place in ``visible.hidden``); all else stays as written.

    A new text as long as the old one replaces it character for character, so it keeps the tags it runs across.
    """
    changes = [*_changes(visible, edits, lambda new: html.escape(new, quote=False))]
    for number, new in hidden.items():
        unseen = visible.hidden[number]
        changes.append((unseen.start, unseen.end, "" if unseen.name == "" else _attribute_value(unseen.name, new)))
    return _spliced(visible.source, changes)


def rewritten_plain(visible: Visible, edits: Iterable[Edit]) -> str:
    """The same for a text without tags."""
    return _spliced(visible.source, _changes(visible, edits, lambda new: new))


def marked_html(visible: Visible, marks: Sequence[Mark], hidden: Mapping[int, str]) -> str:
    """The source with stretches marked where they stand. ``hidden`` is what to show behind the tag that holds that hidden text.

    What follows a mark comes after the link it may stand in: nothing to press stands inside a link.
    """
    return _with_marks(visible, marks, hidden, escape=lambda written: written)


def marked_plain(visible: Visible, marks: Sequence[Mark]) -> str:
    """A text without tags as HTML, with stretches marked."""
    return _with_marks(visible, marks, {}, escape=lambda written: html.escape(written), tags=False)


def _add(character: str, span: tuple[int, int], text: list[str], spans: list[tuple[int, int]]) -> None:
    if character not in UNSEEN:
        text.append(" " if character in "\t\r\n\f" else character)
        spans.append(span)


def _is_inline(tag: str) -> bool:
    name = _NAME.match(tag)
    return name is not None and name[1].lower() in _INLINE


def _attributes(tag: str, offset: int) -> Iterator[Hidden]:
    for found in _ATTRIBUTE.finditer(tag):
        name = found[1].lower()
        group = next((number for number in (2, 3, 4) if found[number] is not None), 2)
        value = html.unescape(found[group])
        if name in _SILENT or not value.strip():
            continue
        said = unquote(value) if name == "href" else value
        yield Hidden(name, said, offset + found.start(group), offset + found.end(group))


def _attribute_value(name: str, new: str) -> str:
    return html.escape(quote(new, safe="/:?#[]@!$&()*+,;=%~") if name == "href" else new, quote=True)


def _changes(visible: Visible, edits: Iterable[Edit], escape: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    for edit in edits:
        spans = [span for span in visible.spans[edit.start : edit.end] if span[0] < span[1]]
        if not spans:
            continue
        if len(edit.new) == len(spans) == edit.end - edit.start:
            for (start, end), character in zip(spans, edit.new, strict=True):
                yield start, end, escape(character)
        else:
            for number, (start, end) in enumerate(spans):
                yield start, end, "" if number else escape(edit.new)


def _spliced(source: str, changes: Iterable[tuple[int, int, str]]) -> str:
    pieces, done = [], 0
    for start, end, new in sorted(changes):
        pieces += [source[done:start], new]
        done = end
    return "".join((*pieces, source[done:]))


def _with_marks(
    visible: Visible,
    marks: Sequence[Mark],
    hidden: Mapping[int, str],
    *,
    escape: Callable[[str], str],
    tags: bool = True,
) -> str:
    source = visible.source
    #: Places of the source at which something is put in, in the order it is put there.
    inserts: list[tuple[int, int, str]] = []
    for mark in marks:
        spans = [span for span in visible.spans[mark.start : mark.end] if span[0] < span[1]]
        if not spans:
            continue
        stretches = _stretches(source, spans, tags=tags)
        for start, end in stretches:
            inserts += [(start, 1, mark.opening), (end, 0, mark.closing)]
        inserts.append((_outside_links(source, stretches[-1][1]) if tags else stretches[-1][1], 2, mark.after))
    for number, shown in hidden.items():
        place = source.find(">", visible.hidden[number].end)
        end = visible.hidden[number].end if visible.hidden[number].name == "" else place + 1
        inserts.append((_outside_links(source, end), 2, shown))
    pieces, done = [], 0
    for place, _order, put in sorted(inserts, key=lambda one: one[:2]):
        pieces += [escape(source[done:place]), put]
        done = max(done, place)
    return "".join((*pieces, escape(source[done:])))


def _stretches(source: str, spans: Sequence[tuple[int, int]], *, tags: bool) -> list[tuple[int, int]]:
    """The spans joined where nothing but invisible characters stands between them; a tag between parts them."""
    joined = [list(spans[0])]
    for before, span in pairwise(spans):
        if span == before:  # two characters of one entity
            continue
        between = source[before[1] : span[0]]
        if tags and "<" in between:
            joined.append(list(span))
        else:
            joined[-1][1] = span[1]
    return [(start, end) for start, end in joined]


def _outside_links(source: str, place: int) -> int:
    """The place itself, or behind the link it lies in."""
    opened = max(source.rfind("<a ", 0, place), source.rfind("<a>", 0, place))
    if opened < 0 or source.rfind("</a>", 0, place) > opened:
        return place
    closed = source.find("</a>", place)
    return place if closed < 0 else closed + len("</a>")
