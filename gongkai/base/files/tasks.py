"""What nobody uses goes, and what was destroyed goes from the disk, whatever happened to the process that destroyed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from gongkai.base.core.tasks import daily, handles

from .actions import SWEEP_TOPIC, clear_left
from .models import StoredFile

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
LEFT_TOPIC = "files.left"


@daily(LEFT_TOPIC)
def clear_left_behind(payload: dict[str, Any]) -> None:
    """Files that came with an act that was refused, and stayed behind."""
    clear_left(now=timezone.now())


@handles(SWEEP_TOPIC)
def sweep(payload: dict[str, Any]) -> None:
    """Remove what a destroyed file may have left on the disk; nothing where the same content was handed in again since."""
    name, destroyed = payload["name"], datetime.fromisoformat(payload["destroyed"])
    if StoredFile.objects.filter(content=name).exists() or not default_storage.exists(name):
        return
    # Written after it was destroyed: somebody keeps it at this moment, in a transaction of theirs.
    if default_storage.get_modified_time(name) <= destroyed:
        default_storage.delete(name)
