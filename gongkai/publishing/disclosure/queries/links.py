"""Which public items point at each other: the page of one shows the title and the state of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet

from gongkai.law import document_numbers

from ..choices import Status
from ..models import InformationItem, InformationItemQuerySet, Interpretation, Relation
from .public import keys_of

L = TypeVar("L", bound=Model)
#: States in which an item has a page.
ON_THE_SITE = (Status.PUBLISHED, Status.WITHDRAWN)
#: How far before and after it in its series of document numbers a page shows others: no page is touched by more than twice as many.
NEAR = 2
_AT_ONCE = 100
#: Another item as a page names it.
_NAMED = InformationItem.objects.select_related("unit").defer("body")


def linked_numbers(items: Collection[InformationItem]) -> set[str]:
    """Numbers of the items on the site whose pages show something of these. Two queries for a hundred items.

    First which they are, each way to be linked through its own index: asked in one sentence, SQLite reads the whole ledger.
    """
    keys, linked = [item.pk for item in items], set[int]()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        ways: list[QuerySet[Any, Any]] = [
            Relation.objects.filter(from_item__in=some, to_item__isnull=False).values_list("to_item"),
            Relation.objects.filter(to_item__in=some).values_list("from_item"),
            Interpretation.objects.filter(policy__in=some).values_list("item"),
            Interpretation.objects.filter(item__in=some).values_list("policy"),
            InformationItem.objects.filter(successor__in=some).values_list("pk"),
        ]
        linked.update(pk for (pk,) in ways[0].order_by().union(*(way.order_by() for way in ways[1:])))
    found = InformationItem.objects.filter(pk__in=linked, number__isnull=False, status__in=ON_THE_SITE)
    return {number for number in found.order_by().values_list("number", flat=True) if number}


def find_public(text: str) -> InformationItem | None:
    """The public item an index number, or a document number that only one has, names; None for anything else."""
    by_number = InformationItem.objects.public().filter(number=text).first()
    if by_number is not None or not text:
        return by_number
    found = list(InformationItem.objects.public().filter(document_number=text)[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Links:
    """What the pages of some items say about others, by the primary keys of those items."""

    #: Relations the item names, and those in which others name it.
    relations: Mapping[int, Sequence[Relation]]
    mentions: Mapping[int, Sequence[Relation]]
    #: What explains the item, and what the item explains: its policy with all that explains it.
    interpretations: Mapping[int, Sequence[Interpretation]]
    explained: Mapping[int, Sequence[Interpretation]]

    def explaining_the_same(self, item: InformationItem) -> list[InformationItem]:
        """The other public interpretations of the policy it explains."""
        return [
            one.item
            for explained in self.explained.get(item.pk, ())
            for one in explained.policy.interpretations.all()
            if one.item_id != item.pk and one.item.status == Status.PUBLISHED
        ]


def links_of(items: InformationItemQuerySet) -> Links:
    """In a fixed number of queries however many items they are; the others come without their bodies.

    Looked up beside the items and not prefetched into them: nearly all have none, and would be given four empty lists each.
    """
    keys = keys_of(items)
    relations = Relation.objects.order_by("pk")
    interpretations = Interpretation.objects.order_by("pk")
    of_policy = Prefetch("policy__interpretations", interpretations.prefetch_related(Prefetch("item", _NAMED)))
    return Links(
        relations=_grouped(relations.filter(from_item__in=keys), "from_item_id", Prefetch("to_item", _NAMED)),
        mentions=_grouped(relations.filter(to_item__in=keys), "to_item_id", Prefetch("from_item", _NAMED)),
        interpretations=_grouped(interpretations.filter(policy__in=keys), "policy_id", Prefetch("item", _NAMED)),
        explained=_grouped(interpretations.filter(item__in=keys), "item_id", Prefetch("policy", _NAMED), of_policy),
    )


def _grouped(found: QuerySet[L], end: str, *others: Prefetch[str]) -> Mapping[int, Sequence[L]]:
    groups: dict[int, list[L]] = defaultdict(list)
    for one in found.prefetch_related(*others):
        groups[getattr(one, end)].append(one)
    return groups


def neighbours(items: Collection[InformationItem]) -> dict[int, list[InformationItem]]:
    """By primary key, the public documents just before and after each of these in its series; a query for each hundred."""
    wanted = {item.pk: _near_in_series(item.document_number) for item in items}
    found = _public_by_document_number(number for numbers in wanted.values() for number in numbers)
    return {pk: [one for number in numbers for one in found.get(number, ())] for pk, numbers in wanted.items()}


def showing(numbers: Collection[str], left: Collection[str] = ()) -> list[str]:
    """Numbers of the public items, besides these, that show one of these as near to them: neighbours, and what explains the same policy.

    ``left`` are document numbers one of them bore until now.
    """
    own = InformationItem.objects.filter(number__in=numbers).exclude(document_number="")
    series = {near for one in own.values_list("document_number", flat=True) for near in _near_in_series(one)}
    series |= {near for one in left for near in _near_in_series(one)}
    near = {item.number for found in _public_by_document_number(series).values() for item in found}
    policies = list(Interpretation.objects.filter(item__number__in=numbers).values_list("policy", flat=True))
    if policies:
        same = Interpretation.objects.filter(policy__in=policies, item__status=Status.PUBLISHED)
        near |= set(same.values_list("item__number", flat=True))
    return sorted(number for number in near - set(numbers) if number)


def _near_in_series(document_number: str) -> list[str]:
    try:
        own = document_numbers.parse(document_number)
    except document_numbers.NotADocumentNumber:
        return []
    if not isinstance(own, document_numbers.DocumentNumber):
        return []
    steps = [step for step in range(-NEAR, NEAR + 1) if step and own.number + step > 0]
    return [str(document_numbers.DocumentNumber(own.prefix, own.year, own.number + step)) for step in steps]


def _public_by_document_number(numbers: Iterable[str]) -> dict[str, list[InformationItem]]:
    wanted = sorted(set(numbers))
    found: dict[str, list[InformationItem]] = defaultdict(list)
    for start in range(0, len(wanted), _AT_ONCE):
        # The state is looked at here: a database without statistics would begin with it and read every public item.
        items = InformationItem.objects.filter(document_number__in=wanted[start : start + _AT_ONCE])
        for item in items.select_related("unit").defer("body").order_by("document_number", "pk"):
            if item.status == Status.PUBLISHED:
                found[item.document_number].append(item)
    return found
