"""``gongkai verify --site``: what readers are shown is what was approved, or each difference has its sentence."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from gongkai.publishing.delivery.choices import State
from gongkai.publishing.delivery.models import Delivery
from gongkai.publishing.delivery.outside.addresses import parsed
from gongkai.publishing.delivery.outside.requests import Unreachable, ask
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from tests.real_files import made

pytestmark = pytest.mark.django_db

BODY = "<p>第一条 为了加强港区(含锚地)停泊管理，制定本办法。</p><p>第二条 渔船应当停泊在&nbsp;<b>指定</b>泊位。</p>"


@pytest.fixture
def verify(settings, tmp_path):
    """``verify()``: what the command prints, and whether all agreed."""
    settings.HOME = tmp_path

    def verify(*options: str) -> tuple[str, bool]:
        said = StringIO()
        try:
            call_command("verify", "--site", "--rate", "1000", *options, stdout=said)
        except CommandError as error:
            return f"{said.getvalue()}{error}", error.returncode != 1
        return said.getvalue(), True

    return verify


@pytest.fixture
def item(platform, department, drafter, reviewer, approver, fields, now, hand_over):
    """A delivered item with an attachment."""
    item = disclosure.draft(department, fields(title="港区停泊办法（试行）", body=BODY), by=drafter, now=now)
    disclosure.attach(item, ContentFile(made("pdf"), "附表.pdf"), name="附表.pdf", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    item = disclosure.approve_and_publish(item, by=approver, now=now)
    hand_over()
    return item


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_page_in_a_layout_of_its_own_agrees(item, theirs, verify, encoding) -> None:
    theirs.encoding = encoding
    assert verify() == ("看过1页，与审定的一致。\n", True)
    delivery = Delivery.objects.get()
    assert delivery.checked_at is not None
    assert not delivery.is_differing


PUB_DATE = '<head><meta name="PubDate" content="2018-06-03 10:00">'
ALTERED = {
    "text": (
        lambda page: page.replace("指定", "任意"),
        "正文不一致：“制定本办法。第二条渔船应当停泊在”之后，审定为“指定泊位。”，网页为“任意泊位。",
    ),
    "beginning": (
        lambda page: page.replace("第一条", "第壹条").replace("停泊管理", ""),
        "正文不一致：网页上找不到正文的开头“第一条为了加强港区(含锚地)停泊”。",
    ),
    "title": (
        lambda page: page.replace("停泊办法", "停船办法"),
        "标题不一致：审定为“港区停泊办法（试行）”，网页上没有，网页的标题是“港区停船办法（试行）”。",
    ),
    "no date": (lambda page: page.replace("2018年06月01日", "昨天"), "网页上没有发布日期2018-06-01。"),
    "date": (
        lambda page: page.replace("<head>", PUB_DATE),
        "发布日期不一致：审定为2018-06-01，网页为2018-06-03。",
    ),
    "attachment": (lambda page: page.replace("/site/files/", "/elsewhere/"), "网页上找不到附件“附表.pdf”。"),
    "empty": (lambda page: "", "标题不一致"),
}


@pytest.mark.parametrize(("alter", "sentence"), ALTERED.values(), ids=ALTERED)
def test_each_difference_is_named_and_kept(item, theirs, verify, alter, sentence) -> None:
    theirs.alter = alter
    said, agrees = verify()
    assert not agrees
    assert f"{item.number}（省集约化平台）：{sentence}" in said
    delivery = Delivery.objects.get()
    assert delivery.is_differing
    assert sentence in " ".join(delivery.differences)
    theirs.alter = lambda page: page
    assert verify()[1]
    assert not Delivery.objects.get().is_differing


def test_an_attachment_with_other_content_is_told_by_its_content(item, theirs, verify) -> None:
    for sha256 in theirs.files:
        theirs.files[sha256] += b"\n"
    assert "附件“附表.pdf”的内容与审定的不同。" in verify()[0]


def test_a_text_hidden_from_readers_does_not_count(item, theirs, verify) -> None:
    theirs.alter = lambda page: page.replace("<div>", '<div style="display: none">')
    assert "正文不一致" in verify()[0]


def test_what_was_withdrawn_must_be_gone(item, theirs, verify, approver, hand_over, now) -> None:
    kept = dict(theirs.articles)
    disclosure.withdraw(item, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
    hand_over()
    assert Delivery.objects.get().state == State.REMOVED
    assert verify()[1]
    theirs.articles.update(kept)
    said, agrees = verify()
    assert not agrees
    assert "已撤下，网页" in said
    assert "停泊" not in said, "what has to be gone is not said here either"


def test_a_page_that_does_not_answer_or_leads_elsewhere_is_a_sentence(item, theirs, verify) -> None:
    theirs.redirect = "http://127.0.0.1:1/site/x.html"
    assert "不在" in verify()[0]
    theirs.redirect = f"{theirs.address}/site/again"
    assert "转向次数太多" in verify()[0]
    theirs.redirect = ""
    theirs.articles.clear()
    assert "打不开（404）" in verify()[0]
    theirs.close()
    said, agrees = verify()
    assert not agrees
    assert "没有核对成：" in said


def test_a_check_that_was_stopped_goes_on_where_it_was(platform, theirs, make_item, hand_over, verify, monkeypatch):
    items = [make_item(Status.PUBLISHED, title=f"第{n}件") for n in range(3)]
    hand_over()
    theirs.alter = lambda page: page.replace("第0件", "别的")
    theirs.asked.clear()
    from gongkai.publishing.delivery.tasks import checking

    real = checking._delivered

    def stopped(key, pace):
        if key == Delivery.objects.get(item=items[1]).pk:
            raise KeyboardInterrupt
        return real(key, pace)

    monkeypatch.setattr(checking, "_delivered", stopped)
    with pytest.raises(KeyboardInterrupt):
        verify()
    monkeypatch.setattr(checking, "_delivered", real)
    said, agrees = verify()
    assert "接着上次的核对：已看过1页，发现1处不一致。" in said
    assert said.endswith("看过3页，共发现1处不一致。")
    assert not agrees
    assert len(theirs.asked) == 3


def test_our_own_pages_are_read_too_where_the_operator_says_our_address(make_item, theirs, verify, settings) -> None:
    settings.GONGKAI_ADDRESS = theirs.address
    settings.GONGKAI_DELIVERY_INNER_HOSTS = []
    item = make_item(Status.PUBLISHED)
    said, agrees = verify()
    assert f"{item.number}（本站）：网页 {theirs.address}/{item.path}.html 打不开（404）。" in said
    assert not agrees
    settings.GONGKAI_PORTAL = False
    assert verify() == ("没有已交付的网页，也没有设置本站地址，没有可核对的。\n", True)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.gov/site",
        "http://b.gov/site/1",
        "http://a.gov/sitemap",
        "http://a.gov/site/../x",
        "http://a.gov:81/site/1",
    ],
)
def test_nothing_outside_the_base_address_is_asked(address) -> None:
    base = parsed("http://a.gov/site/")
    assert not base.holds(parsed(address))
    with pytest.raises(Unreachable, match="没有访问"):
        ask("GET", parsed(address), under=base)


def test_no_more_is_read_than_was_asked_for(theirs, item) -> None:
    base = parsed(f"{theirs.address}/site")
    answer = ask("GET", parsed(theirs.url_of(item.number)), under=base, limit=100)
    assert (len(answer.body), answer.cut) == (100, True)
