"""Opening of sign-ins, passwords, and what follows from failing to sign in."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .choices import ACCOUNT_LOCKED, ACCOUNT_OPENED, ACCOUNT_PASSWORD_CHANGED, STAFF_GROUP
from .models import SignInFailures, User
from .policies import REST, TRIES


@transaction.atomic
def open_account(*, username: str, name: str, password: str | None, by: User | None, now: datetime) -> User:
    """Open a sign-in to the desk. Without a password nobody can sign in with it. ``by=None`` only for the very first one.

    Refused when the name is taken.
    """
    if User.objects.filter(username=username).exists():
        raise Refused(_("用户名“%(username)s”已被使用。") % {"username": username})
    user = User(username=username, name=name, date_joined=now)
    user.set_password(password)
    user.save()
    user.groups.add(_staff_group())
    record(ACCOUNT_OPENED, user, by=by or user, at=now)
    return user


@transaction.atomic
def issue_password(user: User, *, password: str, by: User, now: datetime) -> User:
    """Give a sign-in its password without asking for an old one: for whoever sets the installation up, not for a screen."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(ACCOUNT_PASSWORD_CHANGED, user, by=by, at=now)
    return user


@transaction.atomic
def change_password(user: User, *, old: str, new: str, by: User, now: datetime) -> User:
    """Set a new password. Refused when the old one is wrong or the new one too weak, saying which."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.check_password(old):
        raise Refused(_("现在的密码不对，未修改。"))
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.set_password(new)
    user.save(update_fields=["password"])
    record(ACCOUNT_PASSWORD_CHANGED, user, by=by, at=now)
    return user


@transaction.atomic
def note_failed_sign_in(*, username: str, address: str, by: User | None, now: datetime) -> SignInFailures:
    """Count a failure; the one that stops an account is put on record. ``by`` is whose account was tried, if it is one."""
    failures, _created = SignInFailures.objects.select_for_update().get_or_create(
        username=username, address=address, defaults={"last_at": now}
    )
    failures.count = 1 if now > failures.last_at + REST else failures.count + 1
    failures.last_at = now
    failures.save(update_fields=["count", "last_at"])
    if failures.count == TRIES and by is not None:
        record(ACCOUNT_LOCKED, by, by=by, at=now, reason=_("来源地址 %(address)s") % {"address": address})
    return failures


def note_sign_in(*, username: str, address: str, by: User, now: datetime) -> None:
    """Forget earlier failures from this address."""
    SignInFailures.objects.filter(username=username, address=address).delete()


def _staff_group() -> Group:
    """Whoever is in it may enter the desk's shell; every right inside comes from posts."""
    group, created = Group.objects.get_or_create(name=STAFF_GROUP)
    if created:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group
