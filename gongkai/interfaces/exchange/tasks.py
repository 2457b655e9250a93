"""The worker's part: registers handed in at the desk, a batch at a time, so that no publication waits behind a long one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.tasks import handles

from .actions import (
    CASES_TOPIC,
    REGISTER_TOPIC,
    abandon_cases,
    abandon_register,
    enter_next_cases,
    enter_next_lines,
)
from .models import CaseUpload, RegisterUpload


@handles(REGISTER_TOPIC)
def enter_lines(payload: dict[str, Any]) -> None:
    """Enter the next lines of a register; harmless when they are entered already."""
    upload = RegisterUpload.objects.select_related("uploaded_by").get(number=payload["number"])
    try:
        enter_next_lines(upload, by=upload.uploaded_by, now=timezone.now())
    except NotAllowed as refusal:
        # Whoever confirmed it has lost the post meanwhile: what is left is refused, not tried for ever.
        abandon_register(upload, sentence=str(refusal), by=upload.uploaded_by, now=timezone.now())


@handles(CASES_TOPIC)
def enter_cases(payload: dict[str, Any]) -> None:
    """Enter the next cases of a register of past years; harmless when they are entered already."""
    upload = CaseUpload.objects.select_related("uploaded_by").get(number=payload["number"])
    try:
        enter_next_cases(upload, by=upload.uploaded_by, now=timezone.now())
    except NotAllowed as refusal:
        abandon_cases(upload, sentence=str(refusal), by=upload.uploaded_by, now=timezone.now())
