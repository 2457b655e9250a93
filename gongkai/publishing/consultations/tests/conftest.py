"""What the room's tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.models import Comment, Consultation


@pytest.fixture(autouse=True)
def tree(settings: Any, tmp_path: Any) -> Any:
    """A public tree and a store of files of the test's own."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.GONGKAI_PUBLIC_ROOT


@pytest.fixture
def bake() -> Callable[[], None]:
    """``bake()``: do all that follows from what was committed and is due; a handler that failed fails the test."""

    def bake() -> None:
        drain()
        assert not [entry.last_error for entry in OutboxEntry.objects.failing()]

    return bake


@pytest.fixture
def today() -> datetime:
    """The real present, for what asks the clock itself: the door and the worker."""
    return timezone.now()


@pytest.fixture
def say(now: datetime) -> Callable[..., Comment]:
    """``say(consultation, "…", at=…, name="…")``: a comment through the public door's action."""

    def say(
        consultation: Consultation, text: str = "建议降低收费标准。", *, at: datetime = now, files: Any = (), **who: Any
    ) -> Comment:
        given = actions.CommentFields(text, **who)
        token = f"token-{Comment.objects.count()}"
        return actions.comment(consultation, given, files=files, submission=token, now=at)

    return say
