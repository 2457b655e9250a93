"""What an engine must be able to do with one state of its index; everything else is the same for all and lives in ``base``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.base.search.engines.tree import Node
from gongkai.base.search.port import Document, Sort

#: Values of one facet that are counted.
MOST_VALUES = 200


#: For each facet its values with how many texts have them.
Facets = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A text among the first found: its score with its weight in it, that weight, and how the engine calls it (hashable)."""

    score: float
    weight: float
    handle: Hashable


@dataclass(frozen=True, slots=True)
class Found:
    """How many texts match, and the first of them in order."""

    total: int
    places: Sequence[Place]


class Reader(ABC):
    """One state of an index; nothing written later is seen in it."""

    @abstractmethod
    def texts(self) -> int:
        """How many texts there are."""

    @abstractmethod
    def frequencies(self, field: str, tokens: Sequence[str]) -> Mapping[str, int]:
        """In how many texts each token stands in that field."""

    @abstractmethod
    def top(self, node: Node, *, limit: int, sort: Sort = Sort.RELEVANCE, weighed: bool = True) -> Found:
        """The first ``limit`` texts in that order, and how many there are in all."""

    @abstractmethod
    def best(self, node: Node, *, limit: int, weighed: bool = True) -> Sequence[Place]:
        """The ``limit`` texts that score most, in the order of that and of their weight: faster than `top`, which looks at all."""

    @abstractmethod
    def how_many(self, node: Node) -> int:
        """How many texts there are."""

    @abstractmethod
    def load(self, places: Sequence[Place]) -> list[Document]:
        """The texts themselves, as they were handed in."""

    @abstractmethod
    def facets(self, node: Node, names: Sequence[str]) -> tuple[int, Facets]:
        """How many texts there are, and the values of these facets among them, with counts, most first: one walk for both."""

    @abstractmethod
    def vocabulary(self, prefix: str, *, audience: Collection[str], limit: int) -> list[tuple[str, int]]:
        """Words that begin so in texts this audience may see, with how many texts have them, most first."""
