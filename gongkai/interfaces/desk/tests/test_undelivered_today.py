"""Notices that never arrived, on the first screen of those who can tell their applicants otherwise, with a count."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from gongkai.base.messages.models import Message
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices.notices import NoticeKind, Settlement
from gongkai.casework.applications.models import Notice
from gongkai.casework.applications.tests.conftest import MONDAY, at, receive  # noqa: F401
from gongkai.interfaces.desk.queries import worklists

pytestmark = pytest.mark.django_db


def failed(application, number: int) -> Notice:
    given = {"written_at": at(MONDAY), "given_up_at": at(MONDAY), "failure": "SMTP 550", "tries": 1}
    message = Message.objects.create(key=f"{number}", channel="mail", **given)
    return Notice.objects.create(
        application=application, about=NoticeKind.REPLIED, message=message, failed_at=at(MONDAY)
    )


def test_they_stand_there_with_a_count_until_something_is_done(office: SimpleNamespace, receive) -> None:  # noqa: F811
    case = receive(applicant_name="欧阳某某")
    ones = [failed(case, number) for number in range(12)]
    (found,) = (each for each in worklists(office.officer, on=MONDAY) if each.name == "undelivered")
    assert (found.total, len(found.rows), found.more_url) == (12, 10, "/desk/applications/undelivered/")
    assert found.rows[0].title == "答复通知"
    assert "拒收（550）" in found.rows[0].state
    client = Client()
    client.force_login(office.openness)
    page = client.get("/desk/").content.decode()
    assert "未送达的通知" in page
    assert "看全部 12 条" in page
    assert "欧阳" not in page
    assert client.get(found.rows[0].url).status_code == 200
    for one in ones:
        actions.settle_notice(one, how=Settlement.POSTED, note="寄出", by=office.officer, now=at(MONDAY))
    assert not [each for each in worklists(office.officer, on=MONDAY) if each.name == "undelivered"]


@pytest.mark.parametrize("who", ["stranger", "approver", "supervisor", "auditor", "drafter", "secrecy"])
def test_nobody_else_has_such_a_list(who: str, office: SimpleNamespace, receive) -> None:  # noqa: F811
    failed(receive(), 1)
    assert not [each for each in worklists(getattr(office, who), on=MONDAY) if each.name == "undelivered"]
