"""Asking a policy without acting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal


def can(check: Callable[..., None], user: User, thing: Any, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""
