"""The acts on a case as buttons: what each is called, what follows, what it asks, who may, and the one action it calls.

``STEPS`` is all of them, in the order the desk shows them; addresses, buttons, refusals and the table of permissions come from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import rights_read_once

from ... import policies
from ...models import Application
from .screens import below, url
from .steps_ending import CHALLENGING, ENDING
from .steps_handling import CHARGING, HANDLING
from .steps_kinds import Step
from .steps_receiving import RECEIVING
from .steps_replying import REPLYING

STEPS: tuple[Step, ...] = (*RECEIVING, *HANDLING, *CHARGING, *REPLYING, *ENDING, *CHALLENGING)


#: Records below a case by their kind, each by the key an address names it with.
Below = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Offer:
    """An act on one thing for one person: where it is done, or the sentence why not."""

    step: Step
    thing: Any
    url: str
    refusal: str

    @property
    def about(self) -> str:
        """Which of several it is about."""
        return self.step.about(self.thing) if self.step.about else ""


def offers(application: Application, user: User, *, on: date, known: Below | None = None) -> list[Offer]:
    """Every act on the case and on the records below it, with what may be done about it now. ``known``: those records, already read."""
    with rights_read_once(user):
        return list(_offers(application, user, {} if known is None else known, on=on))


def _offers(application: Application, user: User, known: Below, *, on: date) -> Iterator[Offer]:
    for step in STEPS:
        if not step.below:
            yield Offer(step, application, url(step.name, application), refusal_of(step, user, application, on=on))
            continue
        if step.below not in known:
            known[step.below] = below(application, step.below)
        for key, thing in known[step.below].items():
            yield Offer(step, thing, url(step.name, application, key=key), refusal_of(step, user, thing, on=on))


def refusal_of(step: Step, user: User, thing: Any, *, on: date) -> str:
    """An empty string when the act is allowed, else the sentence of its refusal."""
    return policies.can(step.check, user, thing, on=on)
