"""Registering accounts, what was posted on them, and what was removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import load_rights
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

from . import choices, policies
from .choices import Platform
from .models import Account, Post

#: The series of posts; one for the whole installation.
POSTS = "XMT"


@dataclass(frozen=True)
class HistoricalPost:
    """Something posted in the past, by whom and when; ``repeats`` is the item it repeats, if any."""

    account: Account
    text: str
    posted_at: datetime
    posted_by: User
    repeats: InformationItem | None = None


@transaction.atomic
def open_account(*, code: str, platform: Platform, name: str, unit: Unit, by: User, now: datetime) -> Account:
    """Register an account of a unit. Refused when the code is taken."""
    policies.check_can_open_account(by, unit, on=localdate(now))
    if Account.objects.filter(code=code).exists():
        raise Refused(_("账号代码“%(code)s”已被使用。") % {"code": code})
    account = Account.objects.create(code=code, platform=platform, name=name, unit=unit)
    record(choices.MEDIA_ACCOUNT_OPENED, account, by=by, at=now)
    return account


@transaction.atomic
def post(account: Account, *, text: str, by: User, now: datetime, repeats: InformationItem | None = None) -> Post:
    """Record what has just been posted; a post that repeats an item needs the item to be public."""
    policies.check_can_post(by, account, on=localdate(now))
    _check(text, repeats, posted_at=now)
    posted = Post.objects.create(
        number=take_numbers(POSTS, localdate(now).year)[0],
        account=account,
        unit=account.unit,
        posted_at=now,
        text=text.strip(),
        repeats=repeats,
        posted_by=by,
    )
    record(choices.POST_PUBLISHED, posted, by=by, at=now)
    return posted


@transaction.atomic
def remove(posted: Post, *, reason: str, by: User, now: datetime) -> Post:
    """Record that a post was taken down, and why: it is counted nowhere from now on."""
    posted = Post.objects.select_for_update().get(pk=posted.pk)
    policies.check_can_remove(by, posted, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明删除的理由。"))
    posted.removed_at, posted.removal_reason = now, reason.strip()
    posted.save(update_fields=["removed_at", "removal_reason"])
    record(choices.POST_REMOVED, posted, by=by, at=now, reason=reason.strip())
    return posted


@transaction.atomic
def enter_history(entries: Sequence[HistoricalPost], *, by: User, now: datetime) -> list[Post]:
    """Enter posts of the past, oldest first: the same ledger as posting each of them (a test holds the two side by side).

    All or none. ``by`` must hold the openness office's post over each unit; the events name who posted.
    """
    rights = load_rights({entry.posted_by for entry in entries} | {by})
    for entry in entries:
        unit, day = entry.account.unit, localdate(entry.posted_at)
        if entry.posted_at > now:
            raise Refused(_("新媒体发布时间不能在未来。"))
        if not rights.holds(by, Role.OPENNESS_OFFICE, unit, on=localdate(now)):
            raise NotAllowed(_("录入%(unit)s的历史发布须由政务公开工作机构办理。") % {"unit": unit})
        if not any(rights.holds(entry.posted_by, role, unit, on=day) for role in policies.POSTING):
            raise NotAllowed(_("%(account)s的发布人当时不在相应岗位上。") % {"account": entry.account})
        _check(entry.text, entry.repeats, posted_at=entry.posted_at)
    ordered = sorted(entries, key=lambda entry: entry.posted_at)
    posts = [
        Post(
            account=entry.account,
            unit=entry.account.unit,
            posted_at=entry.posted_at,
            text=entry.text.strip(),
            repeats=entry.repeats,
            posted_by=entry.posted_by,
        )
        for entry in ordered
    ]
    by_year = defaultdict(list)
    for posted in posts:
        by_year[localdate(posted.posted_at).year].append(posted)
    for year, group in by_year.items():
        for posted, number in zip(group, take_numbers(POSTS, year, len(group)), strict=True):
            posted.number = number
    Post.objects.bulk_create(posts, batch_size=500)
    record_many(event_of(choices.POST_PUBLISHED, posted, by=posted.posted_by, at=posted.posted_at) for posted in posts)
    return posts


def _check(text: str, repeats: InformationItem | None, *, posted_at: datetime) -> None:
    if not text.strip():
        raise Refused(_("发布内容不能为空。"))
    if repeats is None:
        return
    if repeats.status != Status.PUBLISHED or repeats.published_at is None or repeats.published_at > posted_at:
        raise Refused(_("所转发的信息%(item)s当时尚未公开。") % {"item": repeats})
