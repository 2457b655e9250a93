"""A notice that never reached its applicant is seen by who can tell them in another way, and what was done about it is on record."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.models import Message
from gongkai.base.messages.queries import why_given_up
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import Outcome
from gongkai.casework.applications.choices.notices import NoticeKind, Settlement
from gongkai.casework.applications.models import Application, Notice

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
NAME, MAIL, MOBILE = "欧阳某某", "lisi@example.test", "13812345678"
CONTACT = f"电话{MOBILE}，{MAIL}"
LIST = "/desk/applications/undelivered/"
PERSONAL = (NAME, MAIL, MOBILE, "独特的内容")


class Refusing(EmailBackend):
    """A server that says of an address that it never was one, naming it."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({MAIL: (550, f"{MAIL} unknown".encode())})


@pytest.fixture(autouse=True)
def ways_out(settings: Any) -> None:
    settings.GONGKAI_MAIL_FROM = "open@example.test"
    settings.GONGKAI_MESSAGE_DAYS = 100_000
    settings.GONGKAI_NOTIFY_APPLICANTS = True


@pytest.fixture
def refused(settings: Any, receive: Any) -> Any:
    """``refused()``: a case whose first notice was refused by the mail server."""
    taken = settings.EMAIL_BACKEND

    def make(**changes: Any) -> Notice:
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        one = receive(**{"applicant_name": NAME, "contact": CONTACT, "sought": "独特的内容"} | changes)
        drain()
        settings.EMAIL_BACKEND = taken
        return one.notices.get()

    return make


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(notice: Notice, act: str = "", place: int = 1) -> str:
    return f"/desk/applications/{notice.application.number}/notices/{place}/{act}"


class TestNoted:
    def test_a_notice_that_arrived_is_on_no_list(self, receive: Any, office: SimpleNamespace) -> None:
        one = receive(contact=CONTACT)
        drain()
        notice = one.notices.get()
        assert (notice.about, notice.failed_at, notice.message.tries) == (NoticeKind.RECEIVED, None, 1)
        assert not queries.undelivered_notices(office.officer, on=MONDAY).exists()
        with pytest.raises(NotAllowed, match="没有停止发送"):
            actions.settle_notice(notice, how=Settlement.POSTED, note="寄了", by=office.officer, now=at(MONDAY))

    def test_one_that_was_refused_stands_in_the_history_of_its_case(
        self, refused: Any, office: SimpleNamespace
    ) -> None:
        notice = refused()
        assert notice.failed_at
        last = queries.events_of(notice.application).last()
        assert str(last) == (
            f"申请{notice.application.number}的通知未能送达申请人：电子邮件，收件方邮件服务器拒收（550），邮箱可能不存在"
        )
        assert last.by_name == "系统"
        assert [one.pk for one in queries.undelivered_notices(office.officer, on=MONDAY)] == [notice.pk]

    def test_one_that_could_not_be_sent_for_days_says_how_often_and_why(
        self, receive: Any, office: SimpleNamespace, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = "no.such.backend"
        one = receive(contact=CONTACT)
        for _turn in range(3):
            OutboxEntry.objects.update(available_at=timezone.now() - timedelta(seconds=1))
            drain()
        settings.GONGKAI_MESSAGE_DAYS = 2
        Message.objects.update(written_at=timezone.now() - timedelta(days=3))
        OutboxEntry.objects.update(available_at=timezone.now() - timedelta(seconds=1))
        drain()
        notice = one.notices.select_related("message").get()
        assert notice.message.tries == 3
        assert why_given_up(notice.message) == "3 天内一直没有送出，最近一次：连不上发件服务器，请告知系统管理员"

    @pytest.mark.parametrize(
        ("channel", "word", "said"),
        [
            (Channel.MAIL, "address", "邮箱地址无效"),
            (Channel.MAIL, "SMTP recipient", "暂时不收"),
            (Channel.SMS, "HTTP 404", "号码可能无效"),
            (Channel.SMS, "HTTP 503", "暂时不能发送"),
            (Channel.SMS, "MaxRetryError", "连不上短信网关"),
            (Channel.SMS, "GONGKAI_SMS_ADDRESS", "设置有误"),
        ],
    )
    def test_why_is_said_in_words(self, channel: Channel, word: str, said: str) -> None:
        now = timezone.now()
        assert said in why_given_up(Message(channel=channel, written_at=now, given_up_at=now, failure=word))
        assert why_given_up(Message(channel=channel, written_at=now)) == ""

    def test_a_reminder_to_staff_that_failed_is_no_notice(self, office: SimpleNamespace) -> None:
        one = Message.objects.create(key="k", channel=Channel.MAIL, written_at=at(MONDAY))
        assert actions.note_undelivered(one, now=at(MONDAY)) is None
        assert not Event.objects.filter(kind="notice.failed").exists()


class TestActs:
    def test_sent_again_it_goes_where_the_case_says_today_and_the_look_is_recorded(
        self, refused: Any, office: SimpleNamespace
    ) -> None:
        notice = refused()
        mail.outbox.clear()
        sent = actions.send_again(notice, channel=Channel.MAIL, by=office.officer, now=at(MONDAY))
        drain()
        assert [one.to for one in mail.outbox] == [[MAIL]]
        assert "已登记" in mail.outbox[0].body
        notice.refresh_from_db()
        assert (notice.settlement, notice.settled_by) == (Settlement.AGAIN, office.officer)
        assert sent.pk != notice.pk
        assert sent.message.key != notice.message.key
        looks = Event.objects.filter(kind="applicant.seen", by_key=str(office.officer.pk))
        assert looks.count() == 1
        assert not queries.undelivered_notices(office.officer, on=MONDAY).exists()

    def test_again_refused_it_is_on_the_list_again(self, refused: Any, office: SimpleNamespace, settings: Any) -> None:
        notice = refused()
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        sent = actions.send_again(notice, channel=Channel.MAIL, by=office.officer, now=at(MONDAY))
        drain()
        assert [one.pk for one in queries.undelivered_notices(office.officer, on=MONDAY)] == [sent.pk]

    def test_a_way_the_case_does_not_know_is_refused(self, refused: Any, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="没有可用的短信"):
            actions.send_again(refused(), channel=Channel.SMS, by=office.officer, now=at(MONDAY))

    def test_only_one_of_two_deals_with_it(self, refused: Any, office: SimpleNamespace) -> None:
        notice = refused()
        told = {"how": Settlement.TELEPHONE, "note": "4月9日电话告知本人", "now": at(MONDAY)}
        actions.settle_notice(notice, by=office.officer, **told)
        for act in (
            lambda: actions.settle_notice(notice, by=office.openness, **told),
            lambda: actions.send_again(notice, channel=Channel.MAIL, by=office.openness, now=at(MONDAY)),
        ):
            with pytest.raises(NotAllowed, match="已由officer处理（电话告知）"):
                act()
        last = queries.events_of(notice.application).last()
        assert str(last) == f"officer登记申请{notice.application.number}未送达的通知已处理：电话告知"

    @pytest.mark.parametrize(("how", "note"), [(Settlement.TELEPHONE, " "), (Settlement.AGAIN, "发了")])
    def test_done_otherwise_wants_a_note_and_is_not_sending(
        self, how: Settlement, note: str, refused: Any, office: SimpleNamespace
    ) -> None:
        with pytest.raises(Refused):
            actions.settle_notice(refused(), how=how, note=note, by=office.officer, now=at(MONDAY))

    def test_of_a_void_case_it_is_not_sent_again(self, refused: Any, office: SimpleNamespace) -> None:
        notice = refused()
        actions.void(notice.application, reason="误录", by=office.openness, now=at(MONDAY))
        with pytest.raises(NotAllowed, match="已作废"):
            actions.send_again(notice, channel=Channel.MAIL, by=office.officer, now=at(MONDAY))

    def test_nothing_of_a_person_lies_readable_anywhere(
        self, refused: Any, office: SimpleNamespace, caplog: Any
    ) -> None:
        notice = refused()
        client = signed_in(office.officer)
        client.get(LIST)
        client.get(address(notice))
        actions.settle_notice(
            notice, how=Settlement.TELEPHONE, note=f"打{MOBILE}告知{NAME}", by=office.officer, now=at(MONDAY)
        )
        with connection.cursor() as cursor:
            lying = ""
            for table in ("applications_notice", "gongkai_messages_message", "core_outboxentry", "audit_event"):
                cursor.execute(f"SELECT * FROM {table}")
                lying += str(cursor.fetchall())
        assert notice.application.number in lying
        assert [word for word in PERSONAL if word in lying + caplog.text] == []
        notice.refresh_from_db()
        assert MOBILE in notice.note


class TestScreens:
    def test_the_list_says_what_of_which_case_by_which_way_how_often_and_why_and_names_nobody(
        self, refused: Any, office: SimpleNamespace
    ) -> None:
        notice = refused()
        page = signed_in(office.officer).get(LIST).content.decode()
        for word in (notice.application.number, "登记", "电子邮件", "拒收（550）", address(notice)):
            assert word in page, word
        assert [word for word in PERSONAL if word in page] == []
        assert not Event.objects.filter(kind="applicant.seen").exists()

    @pytest.mark.parametrize(
        ("who", "answer", "listed"),
        [
            ("officer", 200, True),
            ("openness", 200, True),
            ("stranger", 200, False),
            ("approver", 403, False),
            ("supervisor", 403, False),
            ("auditor", 403, False),
            ("drafter", 403, False),
            ("secrecy", 403, False),
        ],
    )
    def test_the_list_is_for_those_who_handle_and_each_sees_their_own(
        self, who: str, answer: int, listed: bool, refused: Any, office: SimpleNamespace
    ) -> None:
        notice = refused()
        client = signed_in(getattr(office, who))
        shown = client.get(LIST)
        assert shown.status_code == answer
        assert (notice.application.number in shown.content.decode()) is listed
        assert (client.get(address(notice)).status_code == 200) is listed
        for act, given in (("again/", {"channel": "mail"}), ("otherwise/", {"how": "posted", "note": "寄了"})):
            if not listed:
                assert client.post(address(notice, act), given).status_code == 403
        notice.refresh_from_db()
        assert notice.settled_at is None
        assert Event.objects.filter(kind="applicant.seen").exists() is listed

    def test_both_acts_go_through_the_page(self, refused: Any, office: SimpleNamespace) -> None:
        client = signed_in(office.officer)
        first, second = refused(), refused(sought="另一件")
        page = client.get(address(first)).content.decode()
        assert CONTACT in page
        assert "查看已记录" in page
        assert client.post(address(first, "again/"), {"channel": "mail"}).status_code == 302
        answer = client.post(address(second, "otherwise/"), {"how": "posted", "note": ""})
        assert answer.status_code == 409
        assert "请写明何时" in answer.content.decode()
        given = {"how": "nothing", "note": "写了很长的一段话"}
        answer = client.post(address(second, "otherwise/"), given)
        assert answer.status_code == 422
        assert given["note"] in answer.content.decode()
        assert client.post(address(second, "otherwise/"), {"how": "posted", "note": "挂号信"}).status_code == 302
        assert "没有未送达的通知" in client.get(LIST).content.decode()
        settled = client.get(f"{LIST}?list=settled").content.decode()
        assert "邮寄告知" in settled
        assert "重新发送" in settled
        assert "挂号信" in client.get(address(second)).content.decode()
        assert client.post(address(second, "again/"), {"channel": "mail"}).status_code == 409
        assert client.get(address(second, place=9)).status_code == 404

    def test_the_page_is_there_without_the_key(self, refused: Any, office: SimpleNamespace, settings: Any) -> None:
        notice = refused()
        settings.GONGKAI_DATA_KEYS = ["bmV3IGtleSwgdGhpcnR5LXR3byBieXRlcyBsb25nISE="]
        answer = signed_in(office.officer).get(address(notice))
        assert answer.status_code == 200
        assert "没有打开这条记录的密钥" in answer.content.decode()

    def test_it_is_paged_and_asks_as_often_for_many(self, refused: Any, office: SimpleNamespace) -> None:
        notice = refused()
        client = signed_in(office.officer)
        client.get(LIST)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                assert client.get(LIST).status_code == 200
            return len(found)

        few = asked()
        for number in range(60):
            message = Message.objects.create(
                key=str(number), channel="mail", written_at=at(MONDAY), given_up_at=at(MONDAY), failure="SMTP 550"
            )
            Notice.objects.create(
                application=notice.application, about=notice.about, message=message, failed_at=at(MONDAY)
            )
        assert asked() == few
        page = client.get(LIST).content.decode()
        assert "共 61 件" in page
        assert "第 1 页，共 2 页" in page


def test_what_was_written_about_it_goes_with_the_applicant(refused: Any, office: SimpleNamespace) -> None:
    notice = refused()
    actions.settle_notice(notice, how=Settlement.TELEPHONE, note=f"打{MOBILE}", by=office.officer, now=at(MONDAY))
    one = actions.close(
        notice.application, outcome=Outcome.OTHER_OTHER, reason="撤回", by=office.officer, now=at(MONDAY)
    )
    actions.archive(one, by=office.officer, now=at(MONDAY))
    later = at(MONDAY.replace(year=2064))
    actions.erase_applicant(Application.objects.get(), approval="销毁〔2064〕1号", by=office.openness, now=later)
    notice.refresh_from_db()
    assert notice.note == ""
