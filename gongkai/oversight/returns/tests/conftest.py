"""One return of the first half of 2018, asked for in July."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Role
from gongkai.oversight.returns import actions
from gongkai.oversight.returns.choices import Span
from gongkai.oversight.returns.models import Return

BEIJING = ZoneInfo("Asia/Shanghai")
JULY = datetime(2018, 7, 3, 9, 0, tzinfo=BEIJING)
JANUARY = datetime(2019, 1, 8, 9, 0, tzinfo=BEIJING)
TEXT = "## 总体情况\n上半年公开信息{a1.total}条，其中政务动态{a1.news}条。"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def head(appoint: Callable[..., User], zone: Unit) -> User:
    return appoint(Role.UNIT_HEAD, zone)


@pytest.fixture
def asked(zone: Unit, openness_officer: User) -> Callable[..., Return]:
    """``asked(form="website_work", …)``: what the city asks, half-yearly figures unless told otherwise."""

    def asked(**changes: Any) -> Return:
        given: dict[str, Any] = {
            "year": 2018,
            "span": Span.FIRST_HALF,
            "title": "政府信息公开情况统计",
            "form": "guangdong_2018",
            "issuer": "示例市政府办公室",
            "number": "示办函〔2018〕40号",
            "asked": date(2018, 7, 2),
            "due": date(2018, 7, 10),
            "by": openness_officer,
            "now": JULY,
        } | changes
        return actions.ask(given.pop("unit", zone), **given)

    return asked


@pytest.fixture
def filled(asked: Callable[..., Return], openness_officer: User) -> Return:
    return actions.write(asked(), text=TEXT, words={}, by=openness_officer, now=JULY)


@pytest.fixture
def submitted(filled: Return, openness_officer: User) -> Return:
    return actions.submit(filled, by=openness_officer, now=JULY)


@pytest.fixture
def approved(submitted: Return, head: User) -> Return:
    return actions.approve(submitted, by=head, now=JULY)
