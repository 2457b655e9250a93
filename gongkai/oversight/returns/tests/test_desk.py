"""The screens of the room: who is let in, that bad input is kept, and that a number leads to its records."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.oversight.returns import actions
from gongkai.oversight.returns.models import Return
from gongkai.oversight.returns.tests.conftest import JULY, TEXT
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from tests.real_files import made


def url(name, owner, **more):
    return reverse(
        f"returns:{name}", kwargs={"unit": owner.unit.code, "year": owner.year, "serial": owner.serial, **more}
    )


@pytest.fixture
def on_that_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: JULY)


@pytest.mark.parametrize("who", ["case_officer", "approver", "reviewer", "drafter"])
def test_others_read_a_sentence_instead(who, submitted, request, client):
    client.force_login(request.getfixturevalue(who))
    for name in ("return", "fill"):
        assert client.get(url(name, submitted)).status_code == 403
    assert client.get(url("file", submitted, which="made-0")).status_code == 403
    for step in ("submit", "approve", "paper", "send", "receipt", "publish", "give-back", "cancel"):
        assert client.get(url(step, submitted)).status_code == 403
        assert client.post(url(step, submitted), {"reason": "理由"}).status_code == 403
    assert client.get(reverse("returns:new")).status_code == 403
    assert client.post(reverse("returns:new"), {"title": "一"}).status_code == 403


def test_a_supervisor_reads_and_does_not_act(submitted, supervisor, client):
    client.force_login(supervisor)
    page = client.get(url("return", submitted))
    assert (page.status_code, page.context["offers"]) == (200, [])
    assert "待单位负责人审批" in page.content.decode()
    assert client.post(url("approve", submitted)).status_code == 403
    assert client.get(reverse("returns:returns")).status_code == 200


def test_from_the_request_to_the_receipt(zone, openness_officer, head, client, on_that_day):
    client.force_login(openness_officer)
    given = {
        "unit": zone.code,
        "title": "情况统计",
        "form": "guangdong_2018",
        "year": 2018,
        "span": "h1",
        "issuer": "市府办",
        "number": "示办函〔2018〕40号",
        "asked": "2018-07-02",
        "due": "2018-06-01",
    }
    refused = client.post(reverse("returns:new"), given)
    assert refused.status_code == 409
    assert "示办函〔2018〕40号" in refused.content.decode()
    assert client.post(reverse("returns:new"), given | {"due": "2018-07-10"}).status_code == 302
    owner = Return.objects.get()
    bad = client.post(url("fill", owner), {"text": "写了很久。收到申请5件。"})
    assert (bad.status_code, "写了很久" in bad.content.decode(), "手写的数字" in bad.content.decode()) == (
        409,
        True,
        True,
    )
    assert client.post(url("fill", owner), {"text": TEXT}).status_code == 302
    assert client.post(url("submit", owner)).status_code == 302
    client.force_login(head)
    assert client.post(url("approve", owner)).status_code == 302
    client.force_login(openness_officer)
    assert client.post(url("send", owner), {"channel": "system", "sent": "明天"}).status_code == 422
    assert client.post(url("send", owner), {"channel": "system", "sent": "2018-07-03"}).status_code == 302
    assert client.post(url("receipt", owner), {"number": "回1", "received": "2018-07-03"}).status_code == 302
    page = client.get(url("return", owner)).content.decode()
    for words in ("已报送", "回1", "上级报送系统", "SHA-256", "上半年公开信息0条"):
        assert words in page
    handed = client.get(url("file", owner, which="made-1"))
    assert b"".join(handed.streaming_content)[:4] == b"%PDF"


def test_a_consent_on_paper_is_recorded_with_its_scan(submitted, openness_officer, client, on_that_day):
    client.force_login(openness_officer)
    refused = client.post(url("paper", submitted), {"approver": "高主任", "signed": "2018-07-03"})
    assert (refused.status_code, "高主任" in refused.content.decode()) == (422, True)
    scan = SimpleUploadedFile("签字页.pdf", made("pdf"))
    refused = client.post(url("paper", submitted), {"approver": "高主任", "signed": "2018-07-02", "scan": scan})
    assert (refused.status_code, "送审之后" in refused.content.decode()) == (409, True)
    scan = SimpleUploadedFile("签字页.pdf", made("pdf"))
    given = {"approver": "高主任", "signed": "2018-07-03", "scan": scan}
    assert client.post(url("paper", submitted), given).status_code == 302
    page = client.get(url("return", submitted)).content.decode()
    assert f"高主任，2018-07-03，纸质审批，{openness_officer}登记" in page
    assert url("file", submitted, which="paper") in page
    handed = client.get(url("file", submitted, which="paper"))
    assert b"".join(handed.streaming_content)[:4] == b"%PDF"


def test_the_writer_sees_how_it_reads_and_the_text_of_the_time_before(asked, filled, openness_officer, client):
    long = "区里逐月检查网站内容保障情况并印发通报，检查中发现的问题由责任单位限期改正，整改情况纳入年终考评。"
    given = {"by": openness_officer, "now": JULY}
    last = asked(span="h2", year=2017, number="去年")
    actions.write(last, text=f"{long}\n去年公开信息{{a1.total}}条。", words={}, **given)
    client.force_login(openness_officer)
    page = client.get(url("fill", filled)).content.decode()
    for words in ("上次的情况报告", str(last), "去年公开信息0条", "上半年公开信息0条"):
        assert words in page
    shown = client.post(url("fill", filled), {"text": long, "preview": "1"})
    page = shown.content.decode()
    assert shown.status_code == 200
    for words in ("有 1 处与上次的情况报告雷同", "第1段有100%与"):
        assert words in page
    filled.refresh_from_db()
    assert filled.text == TEXT
    wrong = client.post(url("fill", filled), {"text": f"{long}收到申请5件。", "preview": "1"})
    assert (wrong.status_code, "手写的数字" in wrong.content.decode(), long in wrong.content.decode()) == (
        409,
        True,
        True,
    )


def test_a_number_leads_to_its_records_of_the_period(filled, make_item, openness_officer, client, now):
    item = make_item(Status.PUBLISHED, title="六月的通知")
    InformationItem.objects.filter(pk=item.pk).update(published_at=now)
    client.force_login(openness_officer)
    assert url("figure", filled, code="a1.catalogue") in client.get(url("return", filled)).content.decode()
    listed = client.get(url("figure", filled, code="a1.catalogue")).content.decode()
    assert f"/desk/items/{item.registration}/" in listed
    assert client.get(url("figure", filled, code="a1.nothing")).status_code == 404


def test_what_changed_after_it_was_submitted_is_said(submitted, make_item, openness_officer, client, now):
    item = make_item(Status.PUBLISHED)
    InformationItem.objects.filter(pk=item.pk).update(published_at=now)
    client.force_login(openness_officer)
    said = client.get(url("figure", submitted, code="a1.catalogue")).content.decode()
    assert "送审时是 0，按现在的记录是 1" in said


def test_the_list_puts_what_is_late_first_and_alone_when_asked(approved, asked, openness_officer, client):
    actions.send(approved, channel=SendingChannel.POST, sent=JULY.date(), by=openness_officer, now=JULY)
    late = asked(number="第二件")
    client.force_login(openness_officer)
    page = client.get(reverse("returns:returns"))
    assert page.context["rows"][0][0] == late
    assert "已逾期" in page.content.decode()
    assert [row[0] for row in client.get(reverse("returns:returns"), {"late": 1}).context["rows"]] == [late]


def test_the_list_is_cut_into_pages_and_asks_no_more_for_many(
    asked, openness_officer, client, django_assert_max_num_queries
):
    for number in range(52):
        asked(number=f"第{number}件")
    client.force_login(openness_officer)
    client.get(reverse("returns:returns"))
    with django_assert_max_num_queries(25):
        first = client.get(reverse("returns:returns"))
    assert len(first.context["rows"]) == 50
    assert len(client.get(reverse("returns:returns"), {"p": 2}).context["rows"]) == 2
    assert len(client.get(reverse("returns:returns"), {"late": 1, "p": "二"}).context["rows"]) == 50
