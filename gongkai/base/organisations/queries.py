"""Asking who may act where. Rights come from posts and delegations of a given day; nothing here reads the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.law.vocabulary import Role

from .choices import OVERSEEING
from .models import Delegation, Post, Unit, UnitQuerySet


def holds(user: User, role: Role, unit: Unit, *, on: date) -> bool:
    """Does the user hold (or stand in for) the role over this unit on that day?"""
    return any(unit.path.startswith(path) for path in _paths(user, (role,), on=on))


def stands_in_for(user: User, role: Role, unit: Unit, *, on: date) -> User | None:
    """For whom the user would act in this role here that day: nobody when the post is their own or they have none."""
    posts = [
        post
        for post in Post.objects.exercised_by(user.pk, on=on).filter(role=role).select_related("unit", "user")
        if unit.path.startswith(post.unit.path)
    ]
    if not posts or any(post.user_id == user.pk for post in posts):
        return None
    return posts[0].user


def lender_of(user: User, role: Role, unit: Unit, *, on: date) -> Unit | None:
    """The unit that lends the user for this role here that day, if their right rests on a loan."""
    posts = Post.objects.on(on).filter(user=user, role=role).select_related("unit", "loan__lender")
    held = [post for post in posts if unit.path.startswith(post.unit.path)]
    loans = [post.loan for post in held if hasattr(post, "loan")]
    return loans[0].lender if loans and len(loans) == len(held) else None


def holds_any(user: User, *roles: Role, on: date) -> bool:
    """Does the user hold (or stand in for) one of the roles anywhere that day; any role when none is named?"""
    return any(True for _path in _paths(user, roles, on=on))


def units_of(user: User, *roles: Role, on: date) -> UnitQuerySet:
    """Units over which the user holds one of the roles that day, with all below them; any role when none is named."""
    return _at_or_below(_paths(user, roles, on=on))


def units_at(user: User, *roles: Role, on: date) -> UnitQuerySet:
    """Units at which the user holds one of the roles that day, those below left out."""
    return Unit.objects.filter(path__in=list(_paths(user, roles, on=on)))


def visible_units(user: User, *, on: date) -> UnitQuerySet:
    """Units whose work the user may see: their own and all below; the whole government for those who oversee it."""
    overseen = {path.split("/", 1)[0] + "/" for path in _paths(user, OVERSEEING, on=on)}
    return _at_or_below({*_paths(user, (), on=on), *overseen})


def unit_ids_within(unit: Unit) -> list[int]:
    """Primary keys of the unit and everything below it, for filters over large tables."""
    return list(Unit.objects.within(unit).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Rights:
    """The posts and delegations of some people, read once, for bulk paths that would ask ``holds`` thousands of times."""

    #: user pk → (role, path of the unit, first day, last day or None)
    held: dict[int, list[tuple[str, str, date, date | None]]]

    def holds(self, user: User, role: Role, unit: Unit, *, on: date) -> bool:
        """The same answer as the function ``holds``."""
        return any(unit.path.startswith(path) for path in self.paths(user, (role,), on=on))

    def paths(self, user: User, roles: Collection[Role], *, on: date) -> Iterator[str]:
        """The paths of the units over which the user holds one of the roles that day; any role when none is named."""
        for held, path, since, until in self.held.get(user.pk, ()):
            if (not roles or held in roles) and since <= on and (until is None or on <= until):
                yield path


def load_rights(users: Collection[User]) -> Rights:
    """Everything ``Rights`` needs about these people, in two queries."""
    held: dict[int, list[tuple[str, str, date, date | None]]] = defaultdict(list)
    for post in Post.objects.filter(user__in=users).select_related("unit"):
        held[post.user_id].append((post.role, post.unit.path, post.since_date, post.until_date))
    for delegation in Delegation.objects.filter(deputy__in=users).select_related("post__unit"):
        post = delegation.post
        until = min(delegation.until_date, post.until_date) if post.until_date else delegation.until_date
        since = max(delegation.since_date, post.since_date)
        held[delegation.deputy_id].append((post.role, post.unit.path, since, until))
    return Rights(dict(held))


@dataclass(frozen=True)
class _Known:
    of: frozenset[int]
    rights: Rights


_read_once: ContextVar[_Known | None] = ContextVar("read_once", default=None)


@contextmanager
def rights_read_once(*users: User) -> Iterator[None]:
    """Within it what these people may do is asked of what is read here, in two queries: for a screen that asks for every button and menu.

    An action that changes something is never called within it: what it checks it reads itself.
    """
    already = _read_once.get()
    of = frozenset(user.pk for user in users)
    if already is not None and of <= already.of:
        yield
        return
    token = _read_once.set(_Known(of, load_rights(users)))
    try:
        yield
    finally:
        _read_once.reset(token)


def _paths(user: User, roles: Collection[Role], *, on: date) -> Iterable[str]:
    known = _read_once.get()
    if known is not None and user.pk in known.of:
        return known.rights.paths(user, roles, on=on)
    posts = Post.objects.exercised_by(user.pk, on=on)
    if roles:
        posts = posts.filter(role__in=roles)
    return posts.values_list("unit__path", flat=True)


def _at_or_below(paths: Iterable[str]) -> UnitQuerySet:
    """Units at one of the paths or under it. Without a path there is nothing to ask."""
    ones = [Q(path__startswith=path) for path in sorted(set(paths))]
    return Unit.objects.filter(reduce(or_, ones)) if ones else Unit.objects.none()
