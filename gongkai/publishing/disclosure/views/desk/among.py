"""An item among others, as its screen shows it: versions, relations, interpretation, and what may be done about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.base.accounts.models import User

from ... import forms, policies, queries
from ...choices import RelationKind, Status
from ...models import InformationItem, Relation
from .screens import item_url


def among_others(item: InformationItem, user: User, *, on: date, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """The facts of ``related.html``: versions, relations and interpretation of an item, with what may be done about them."""
    given = given or {}
    public = item.revises or item
    change = queries.open_change(item) if item.number else None
    plan = getattr(item, "interpretation_plan", None)
    explained = getattr(item, "interpretation_of", None)
    interpretations = list(item.interpretations.select_related("item"))
    explains = bool(item.kind and item.kind.needs_interpretation) or bool(interpretations)
    return {
        "public": public if item.revises_id else None,
        "public_url": item_url("item", public) if item.revises_id else "",
        "change": change,
        "change_url": item_url("item", change) if change else "",
        "compare_url": item_url("compare", item) if item.revises_id or item.version > 1 else "",
        "relations": [(one, _relation_url(one)) for one in item.relations.select_related("to_item")],
        "mentions": [
            (RelationKind(one.kind).backward, one.from_item, item_url("item", one.from_item))
            for one in item.mentions.select_related("from_item").exclude(
                from_item__status__in=(Status.DISCARDED, Status.MERGED)
            )
        ],
        "may_relate": not policies.can(policies.check_can_revise, user, item, on=on),
        "relate_url": item_url("relate", item),
        "relation_form": given.get("relation") or forms.RelationForm(),
        "explains": explains,
        "interpretations": [(one, item_url("item", one.item)) for one in interpretations],
        "explained": explained,
        "explained_url": item_url("item", explained.policy) if explained else "",
        "plan": plan,
        "interpret_url": item_url("interpret", item),
        "interpret_form": given.get("interpret") or forms.InterpretForm(),
        "interpret_refusal": policies.can(policies.check_can_interpret, user, item, on=on),
        "plan_refusal": policies.can(policies.check_can_plan, user, item, on=on),
        "waive_refusal": policies.can(policies.check_can_waive, user, item, on=on),
    }


def _relation_url(relation: Relation) -> str:
    return item_url("item", relation.to_item) if relation.to_item else ""
