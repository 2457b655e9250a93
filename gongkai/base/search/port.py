"""What is handed in, what is asked, what comes back: the port that both engines stand behind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refusal

#: The audience everybody belongs to.
PUBLIC = "public"
#: What hits are counted by unless more is asked. Values are codes; whoever shows them knows their names.
FACETS = ("unit", "column", "kind", "theme", "year", "validity")
#: All that hits can be counted by and narrowed to: what the public finds has no status.
CODES = (*FACETS, "status")
#: The longest query, in characters, and the last hit that can be paged to.
LONGEST_QUERY, LAST_HIT = 200, 1_000


class SearchUnavailable(Refusal):
    """There is no index to ask, or it cannot be read now. ``str()`` is a sentence for the reader."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("检索暂时不能使用，请稍后再试；管理员可执行 gongkai rebuild search 重建索引。"))


class SearchBusy(Refusal):
    """Another process has been writing the index for too long; nothing was changed, the same can be tried again."""


def sendable(text: str) -> str:
    """Without halves of surrogate pairs, which no file, no service and no browser can be sent."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found. ``key`` is unique in the index and says where it comes from (``item:440404-2018-00001``).

    ``number`` is the index number (索引号), ``document_number`` the 发文字号 as written, ``attachments`` the text of its files. ``unit``,
    ``column``, ``kind``, ``theme``, ``validity`` (`law.vocabulary.Validity`) and ``status`` are codes, empty when none. ``audience``: who
    may find it, any names the higher rooms agree on. ``path`` is its address on the site.
    """

    key: str
    title: str
    body: str = ""
    number: str = ""
    document_number: str = ""
    attachments: str = ""
    unit: str = ""
    column: str = ""
    kind: str = ""
    theme: str = ""
    validity: str = ""
    status: str = ""
    published_at: datetime | None = None
    audience: tuple[str, ...] = (PUBLIC,)
    path: str = ""


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. An empty ``text`` finds everything the filters leave, newest first.

    ``filters`` names facets and the values wanted of each (any of them); ``since`` and ``until`` are days of publication, both included;
    ``audience`` is what the reader may see (any of it); ``weighed=False`` leaves age and validity out of the order; ``facets`` says what
    to count.
    """

    text: str
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 10
    audience: Collection[str] = (PUBLIC,)
    weighed: bool = True
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, slots=True)
class Hit:
    """One text found. ``title_html`` and ``snippet_html`` are escaped and carry ``<mark>``; ``in_attachment``: it is from a file."""

    document: Document
    score: float
    title_html: str
    snippet_html: str
    in_attachment: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits. ``total`` counts all that match; ``partial``: no text has everything asked, these have most of it.

    ``facets``: for each facet its values with counts, most first; a facet that is filtered still counts the values not chosen.
    ``suggestion``: what was probably meant, when what was written occurs nowhere.
    """

    hits: tuple[Hit, ...]
    total: int
    page: int
    size: int
    partial: bool = False
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    suggestion: str = ""

    @property
    def pages(self) -> int:
        """How many pages can be turned to."""
        return -(-min(self.total, LAST_HIT) // self.size)


class Search(ABC):
    """What an engine does. Readers may be many, in many processes; they see what is committed. Raises `SearchUnavailable`."""

    @abstractmethod
    def search(self, query: Query) -> Page:
        """The page asked for. Raises `base.core.errors.Refused` for a query too long or a page too far."""

    @abstractmethod
    def suggest(self, prefix: str, *, audience: Collection[str] = (PUBLIC,), limit: int = 10) -> tuple[str, ...]:
        """What somebody who has typed this far may be typing: frequent words that begin so, titles that hold it."""

    @abstractmethod
    def related(self, key: str, *, audience: Collection[str] = (PUBLIC,), limit: int = 5) -> tuple[Document, ...]:
        """Texts about the same matter, nearest first; none when the key is not in the index."""

    @abstractmethod
    def count(self) -> int:
        """How many texts are in the index."""

    @abstractmethod
    def keys(self) -> Iterator[str]:
        """The key of every text, in no order."""

    @abstractmethod
    def put_many(self, documents: Iterable[Document], *, processes: int = 1) -> int:
        """Write or overwrite texts by their keys; returns how many. Seen after `commit`. Raises `SearchBusy`.

        Raises `SearchUnavailable` when there is no index: a few texts in a new one would pass for the whole. `rebuild` makes it.
        """

    @abstractmethod
    def remove(self, keys: Iterable[str]) -> None:
        """Take texts out; a key that is not there is no error. Seen after `commit`. Raises `SearchBusy`."""

    @abstractmethod
    def commit(self) -> None:
        """Make what was put and removed durable and visible, and let other writers in."""

    @abstractmethod
    def clear(self) -> None:
        """An empty index in place of the one there is, or of none."""

    @abstractmethod
    def rebuild(
        self,
        documents: Iterable[Document],
        again: Callable[[Collection[str]], Iterable[Document]],
        *,
        processes: int = 1,
    ) -> int:
        """The whole index anew from ``documents``, in place of the old one at once when it is whole; returns how many.

        Readers have the old index until then. Other processes may write meanwhile: what they wrote goes into the old index and is
        asked for once more at the end, by ``again(keys)``, which gives those of the keys that should be found now. ``documents`` must be
        read from the ledger after this was called (a generator). Raises `SearchBusy` when another rebuild is under way.
        """
