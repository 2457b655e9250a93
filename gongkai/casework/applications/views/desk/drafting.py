"""Drafting an answer: the outcome is chosen first, from the groups of the statutory table, then only what it needs is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import Group, Need, article_of, is_known_to, needs_of, rule_of
from gongkai.law.vocabulary import Outcome

from ... import queries
from ...models import Reply
from .acting import Act
from .screens import url
from .steps import refusal_of

#: What the draft itself says; the rest must be on record before it.
IN_THE_DRAFT = {Need.REASON, Need.WEIGHING, Need.REDACTED_FILE, Need.EARLIER_REPLY, Need.NO_CONTENT}

#: The act that puts it on record.
DONE_BY = {
    Need.CONSULTATION: "consult",
    Need.SEARCH_RECORD: "search",
    Need.AMENDMENT: "amend",
    Need.REASONS_ASKED: "ask-reasons",
}


@dataclass(frozen=True)
class Leaf:
    """One outcome of the tree: its article, what it asks for, and what of that is still lacking on record."""

    outcome: Outcome
    article: str
    needs: tuple[str, ...]
    #: What must be on record first: the sentence, and where it is done.
    lacking: tuple[tuple[str, str], ...]
    is_known: bool
    is_discretionary: bool


class Draft(Act):
    """The tree, and with ``?outcome=`` the form of one of its leaves."""

    template_name = "applications/draft.html"

    def get(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        if refusal := refusal_of(self.step, self.user, self.application, on=self.today):
            return self.refuse(refusal)
        chosen = request.GET.get("outcome", "")
        if chosen not in {leaf.outcome for _group, leaves in self.tree() for leaf in leaves}:
            return self.page(self.form(self.application), tree=list(self.tree()))
        return self.page(self.form(self.application, initial={"outcome": chosen}))

    def page(self, form: Any, status: int = 200, refusal: str = "", **more: Any) -> HttpResponse:
        chosen = form["outcome"].value()
        leaf = self.leaf(Outcome(chosen)) if chosen in Outcome.values else None
        if leaf is None and "tree" not in more:
            more["tree"] = list(self.tree())
        return super().page(form, status, refusal, leaf=leaf, **more)

    def tree(self) -> Iterator[tuple[str, list[Leaf]]]:
        """The outcomes that are answers, in the groups of the table; those the text of the case does not know are marked."""
        for group in Group:
            leaves = [
                self.leaf(outcome)
                for outcome in Outcome
                if rule_of(outcome).group is group and not rule_of(outcome).lapse
            ]
            if leaves:
                yield group.value, leaves

    def leaf(self, outcome: Outcome) -> Leaf:
        """One outcome on this case today."""
        regulation = Regulation(str(self.application.law))
        needs = needs_of(outcome, regulation)
        draft = Reply(application=self.application, outcome=outcome)
        known = is_known_to(outcome, regulation)
        lacking = (
            queries.unmet(self.application, outcome, on=self.today, draft=draft)
            if needs - IN_THE_DRAFT and known
            else []
        )
        return Leaf(
            outcome,
            article_of(outcome, regulation),
            tuple(
                need.value for need in Need if need in needs - ({Need.REASON} if Need.NO_CONTENT in needs else set())
            ),
            tuple((need.value, url(DONE_BY[need], self.application)) for need in lacking if need not in IN_THE_DRAFT),
            known,
            rule_of(outcome).discretionary,
        )
