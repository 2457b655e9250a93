"""New-media posts at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.media import actions
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(make_item, department: Unit, openness_officer: User, now: datetime) -> Post:
    account = actions.open_account(
        code="weibo", platform=Platform.WEIBO, name="海港发布", unit=department, by=openness_officer, now=now
    )
    item = make_item(Status.PUBLISHED)
    return actions.post(account, text="港区安全检查开始了", repeats=item, by=openness_officer, now=now)


def get(user: User | None, path: str):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(path)


@pytest.mark.parametrize("who", ["drafter", "approver", "openness_officer", "supervisor", "auditor"])
def test_staff_of_the_unit_and_those_who_oversee_it_read_a_post_and_the_item_it_repeats(who, post, request) -> None:
    page = get(request.getfixturevalue(who), f"/desk/posts/{post.number}/").content.decode()
    assert "港区安全检查开始了" in page
    assert f"/desk/items/{post.repeats.registration}/" in page


def test_another_units_staff_read_a_sentence(post, appoint: Callable[..., User], town: Unit) -> None:
    stranger = appoint(Role.DRAFTER, town)
    response = get(stranger, f"/desk/posts/{post.number}/")
    assert response.status_code == 403
    assert "您无权查看" in response.content.decode()
    assert post.number not in get(stranger, "/desk/posts/").content.decode()


def test_whoever_has_not_signed_in_is_asked_to(post) -> None:
    assert get(None, f"/desk/posts/{post.number}/").status_code == 302


def test_the_list_tells_originals_from_repetitions(post, drafter) -> None:
    assert post.number in get(drafter, "/desk/posts/?kind=repeats").content.decode()
    assert post.number not in get(drafter, "/desk/posts/?kind=original").content.decode()
