"""A platform that answers on this machine, entered by the openness office, and a worker that does only what is to be handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.publishing.delivery import actions
from gongkai.publishing.delivery.choices import PlatformKind
from gongkai.publishing.delivery.models import Delivery, Platform
from gongkai.publishing.delivery.outside import requests
from gongkai.publishing.disclosure.models import InformationItem

from .their_platform import TheirPlatform


@pytest.fixture(autouse=True)
def configured(settings, tmp_path, monkeypatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGKAI_DELIVERY_INNER_HOSTS = ["127.0.0.1"]
    settings.GONGKAI_DELIVERY_TOKENS = {"PROVINCE": "a-secret-token"}
    monkeypatch.setattr(requests, "READ", 1.0)  # short, and long enough for a busy machine


@pytest.fixture
def theirs() -> Iterator[TheirPlatform]:
    platform = TheirPlatform()
    yield platform
    platform.close()


@pytest.fixture
def enter(zone, column, openness_officer, theirs, now) -> Callable[..., Platform]:
    """``enter(kind=…, code=…)``: a platform that is on, for the whole zone, with the one column."""

    def enter(code: str = "province", **changes: Any) -> Platform:
        fields = actions.PlatformFields(
            **{
                "name": "省集约化平台",
                "unit": zone,
                "kind": PlatformKind.API,
                "base_address": f"{theirs.address}/site",
                "api_address": f"{theirs.address}/api",
                "since_date": date(2018, 1, 1),
                "is_on": True,
                "columns": {column.slug: "3251"},
            }
            | changes
        )
        return actions.enter_platform(code, fields, by=openness_officer, now=now)

    return enter


@pytest.fixture
def platform(enter) -> Platform:
    return enter()


@pytest.fixture
def packages(enter) -> Platform:
    """A platform that takes packages."""
    return enter(kind=PlatformKind.PACKAGE, api_address="")


@pytest.fixture
def hand_over() -> Callable[[], None]:
    """``hand_over()``: do what is due for platforms; a handler that fails fails the test."""

    def hand_over() -> None:
        OutboxEntry.objects.exclude(topic__startswith="delivery.").delete()
        drain()
        assert not [entry.last_error for entry in OutboxEntry.objects.failing()]

    return hand_over


@pytest.fixture
def later(hand_over) -> Callable[[], None]:
    """``later()``: as if every time of waiting were over."""

    def later() -> None:
        Delivery.objects.update(retry_at=None)
        Platform.objects.update(paused_until=None)
        OutboxEntry.objects.update(available_at=timezone.now())
        hand_over()

    return later


@pytest.fixture
def delivery_of() -> Callable[[InformationItem], Delivery]:
    """The delivery of an item, as it is now."""
    return lambda item: Delivery.objects.select_related("platform", "item__unit").get(item=item)


@pytest.fixture
def at() -> datetime:
    """Now, for acts that follow what the worker did."""
    return timezone.now()
