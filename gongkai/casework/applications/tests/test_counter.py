"""The counter's sheet: received by channel on the lawful day, never twice; and the letters of a case."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document as Docx
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Outcome
from gongkai.casework.applications.models import Application, Letter
from tests.real_files import made

from .at_desk import Desk, hidden
from .conftest import at

pytestmark = pytest.mark.django_db
FRIDAY = date(2024, 4, 12)


@pytest.fixture(autouse=True)
def on_friday(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(FRIDAY))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sheet(**changes: Any) -> dict[str, Any]:
    return {
        "unit": "101",
        "channel": "in_person",
        "arrived": "2024-04-12",
        "applicant_kind": "natural",
        "applicant_name": "申请人甲",
        "contact": "甲的电话",
        "sought": "道路养护合同",
        "supply": "post",
        "once": "sheet-1",
    } | changes


class TestCounter:
    @pytest.mark.parametrize(
        ("given", "status", "received"),
        [
            ({}, "received", FRIDAY),
            ({"channel": "letter", "arrived": "2024-04-08", "signed": "2024-04-09"}, "received", date(2024, 4, 9)),
            ({"channel": "letter", "arrived": "2024-04-10", "confirmed": "2024-04-11"}, "received", date(2024, 4, 11)),
            ({"channel": "letter"}, "registered", None),
            ({"channel": "network"}, "registered", None),
            ({"channel": "network", "confirmed": "2024-04-12"}, "received", FRIDAY),
            ({"channel": "fax_phone", "is_oral": "on"}, "registered", None),
        ],
    )
    def test_receipt_follows_the_channel(self, office, given, status, received) -> None:
        answer = signed_in(office.officer).post("/desk/applications/new/", sheet(**given))
        assert answer.status_code == 302
        made_one = Application.objects.get()
        assert (made_one.status, made_one.received_date) == (status, received)
        assert made_one.is_oral == ("is_oral" in given)
        assert answer.url == f"/desk/applications/{made_one.number}/"

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            (
                "channel=in_person&arrived=2024-04-12",
                "收到日期为 2024年4月12日，适用国务院令第711号，应于 2024年5月13日前答复",
            ),
            ("channel=network&arrived=2024-04-12", "确认前不起算期限"),
            ("channel=letter&arrived=2024-04-10&confirmed=2024-04-12", "确认已经晚了"),
            ("channel=in_person&arrived=2018-06-01", "国务院令第492号"),
            ("channel=in_person&arrived=2007-01-01", "2008年5月1日"),
            ("channel=in_person&arrived=", ""),
            ("channel=nonsense&arrived=2024-04-12", ""),
        ],
    )
    def test_the_day_of_receipt_is_told_while_the_sheet_is_filled_in(self, office, query, said) -> None:
        answer = signed_in(office.officer).get(f"/desk/applications/new/receipt/?{query}").json()["said"]
        assert said in answer
        assert bool(said) == bool(answer)

    def test_the_same_sheet_sent_twice_is_one_application(self, office) -> None:
        client = signed_in(office.officer)
        first, second = (client.post("/desk/applications/new/", sheet(), follow=True) for _turn in (1, 2))
        assert Application.objects.count() == 1
        assert "没有重复登记" in second.content.decode()
        assert first.redirect_chain == second.redirect_chain
        # Come back to with the browser's button and filled in anew, it is another.
        client.post("/desk/applications/new/", sheet(sought="另一份合同"))
        assert Application.objects.count() == 2
        session = str(dict(client.session))
        assert "申请人甲" not in session
        assert "道路养护合同" not in session

    def test_another_sheet_in_the_same_words_is_refused_until_somebody_says_why_it_is_another(self, office) -> None:
        client = signed_in(office.officer)
        client.post("/desk/applications/new/", sheet())
        again = client.post("/desk/applications/new/", sheet(once="sheet-2"))
        assert again.status_code == 409
        page = again.content.decode()
        assert "内容完全相同的申请（SQ/2024-00001）" in page
        assert 'name="again_because"' in page, "where the reason is written"
        assert "道路养护合同" in page
        assert Application.objects.count() == 1
        client.post("/desk/applications/new/", sheet(once="sheet-3", again_because="申请人要求另案办理"))
        assert Application.objects.count() == 2

    def test_an_agent_comes_with_a_power_of_attorney_which_need_not_be_chosen_again(self, office) -> None:
        client, proxy = signed_in(office.officer), BytesIO(made("pdf", "授权"))
        proxy.name = "委托书.pdf"
        without = client.post("/desk/applications/new/", sheet(agent_name="代理人乙"))
        assert without.status_code == 409
        assert "授权委托书都要有" in without.content.decode()
        refused = client.post("/desk/applications/new/", sheet(authorisation=proxy))
        page = refused.content.decode()
        assert "已上传：委托书.pdf" in page
        assert "道路养护合同" in page
        given = {"authorisation-kept": hidden(page, "authorisation-kept"), "once": hidden(page, "once")}
        assert client.post("/desk/applications/new/", sheet(agent_name="代理人乙") | given).status_code == 302
        one = Application.objects.get()
        address = re.search(r'href="([^"]+/files/[^"]+)"', Desk(office.officer, one).opens())
        assert address
        given_back = client.get(address[1])
        assert b"".join(given_back.streaming_content) == made("pdf", "授权")
        for closing in given_back._resource_closers:
            closing()
        assert signed_in(office.supervisor).get(address[1]).status_code == 403
        assert signed_in(office.stranger).get(address[1]).status_code == 403

    def test_who_the_person_was_is_destroyed_with_the_power_of_attorney_that_names_them(self, office, settings) -> None:
        settings.GONGKAI_RETENTION_YEARS = 0
        client, proxy = signed_in(office.officer), BytesIO(made("pdf", "授权"))
        proxy.name = "委托书.pdf"
        for once in ("one", "two"):
            proxy.seek(0)
            client.post(
                "/desk/applications/new/", sheet(agent_name="代理人乙", authorisation=proxy, once=once, sought=once)
            )
        for left, one in zip((1, 0), Application.objects.order_by("pk"), strict=True):
            actions.withdraw(one, by=office.officer, now=at(FRIDAY))
            actions.archive(one, by=office.officer, now=at(FRIDAY))
            actions.erase_applicant(one, approval="某档销〔2024〕1号", by=office.openness, now=at(FRIDAY))
            assert "/files/" not in Desk(office.officer, one).opens()
            # The same paper was handed in for both: it is gone when the last of them is.
            assert StoredFile.objects.count() == left

    @pytest.mark.parametrize(
        ("wrong", "status", "sentence"),
        [
            ({"sought": " "}, 409, "三项都要填写"),
            ({"arrived": "2024-04-13"}, 409, "不能晚于今天"),
            ({"arrived": "2007-01-01"}, 409, "2008年5月1日"),
            ({"unit": "102"}, 422, "还有内容没有填好"),
            ({"channel": "pigeon"}, 422, "还有内容没有填好"),
        ],
    )
    def test_a_wrong_sheet_says_so_and_keeps_everything(self, office, wrong, status, sentence) -> None:
        answer = signed_in(office.officer).post("/desk/applications/new/", sheet(**wrong))
        page = answer.content.decode()
        assert answer.status_code == status
        assert sentence in page
        assert "甲的电话" in page
        assert not Application.objects.exists()

    def test_what_waits_is_confirmed_and_its_clock_starts(self, office) -> None:
        signed_in(office.officer).post("/desk/applications/new/", sheet(channel="network"))
        one = Application.objects.get()
        officer = Desk(office.officer, one)
        assert "待与申请人确认" in officer.opens()
        assert officer.sends("confirm/", confirmed="2024-04-12").status_code == 302
        assert (one.status, one.due_date) == ("received", date(2024, 5, 13))


@pytest.fixture
def head(office: Any) -> None:
    client = signed_in(office.openness)
    given = {"lead": "某公开告", "reconsideration_organ": "某市人民政府", "court": "某市中级人民法院"}
    assert client.post("/desk/applications/heads/101/", given).status_code == 302


class TestLetters:
    def test_those_that_cannot_be_made_say_why(self, office, application, head) -> None:
        page = Desk(office.officer, application).opens("letters/")
        assert "letters/new/acknowledgement/" in page
        assert "letters/new/extension/" not in page
        assert "还没有可以告知的答复" in page

    def test_without_the_units_head_none_is_made_and_the_way_to_it_is_shown(self, office, application) -> None:
        assert "/desk/applications/heads/101/" in Desk(office.openness, application).opens("letters/")
        officer = Desk(office.officer, application)
        refused = officer.sends("letters/new/acknowledgement/", paragraphs="本机关已收到。")
        assert refused.status_code == 409
        assert "告知书代字" in refused.content.decode()
        assert "本机关已收到。" in refused.content.decode()

    def test_it_is_previewed_edited_issued_once_and_taken_along(self, office, application, head) -> None:
        officer = Desk(office.officer, application)
        path = "letters/new/acknowledgement/"
        assert "2024年5月8日前答复" in officer.opens(path)
        preview = officer.client.post(officer.base + path, {"preview": "1", "paragraphs": "第一段\n\n第二段"})
        assert re.search(r"<p>第一段</p>\s*<p>第二段</p>", preview.content.decode())
        assert not Letter.objects.exists()
        seen = officer.seen(path)
        given = {"seen": seen, "paragraphs": "第一段\n第二段"}
        assert [officer.sends(path, **given).status_code for _turn in (1, 2)] == [302, 409]
        letter = Letter.objects.get()
        assert letter.number == "某公开告〔2024〕1号"
        assert "第二段" in officer.opens("letters/1/")
        pdf = officer.client.get(officer.base + "letters/1/letter.pdf")
        assert "第二段" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
        docx = officer.client.get(officer.base + "letters/1/letter.docx")
        assert "第二段" in "".join(one.text for one in Docx(BytesIO(docx.content)).paragraphs)
        assert officer.client.get(officer.base + "letters/1/letter.exe").status_code == 404
        assert Event.objects.filter(kind="applicant.seen", by_key=str(office.officer.pk)).exists()
        supervisor = signed_in(office.supervisor)
        for address in ("letters/1/", "letters/1/letter.pdf"):
            assert supervisor.get(officer.base + address).status_code == 403

    def test_an_outcome_keeps_its_article_and_its_remedy(self, office, application, head, lead) -> None:
        lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="某法第一条")
        officer, path = Desk(office.officer, application), "letters/new/outcome/"
        words = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", officer.opens(path), re.DOTALL)
        assert words
        lines = words[1].split("\n")
        for kept, sentence in ((lines[:-1], "救济途径"), (lines[-1:], "依据条款")):
            refused = officer.sends(path, paragraphs="\n".join(kept))
            assert refused.status_code == 409
            assert sentence in refused.content.decode()
        assert officer.sends(path, paragraphs="\n".join([*lines[:-1], "另附清单。", lines[-1]])).status_code == 302
        assert "另附清单。" in officer.opens("letters/1/")

    @pytest.mark.parametrize("who", ["officer", "approver", "supervisor", "stranger"])
    def test_only_the_openness_office_says_which_organ_and_court(self, office, who) -> None:
        client = signed_in(getattr(office, who))
        for answer in (client.get("/desk/applications/heads/101/"), client.post("/desk/applications/heads/101/")):
            assert answer.status_code == 403
            assert "由政务公开工作机构登记" in answer.content.decode()

    def test_a_head_without_its_court_is_refused_and_kept(self, office) -> None:
        client = signed_in(office.openness)
        answer = client.post("/desk/applications/heads/101/", {"lead": "某公开告", "reconsideration_organ": "某市"})
        assert answer.status_code == 409
        assert "某公开告" in answer.content.decode()

    def test_a_letter_whose_words_were_destroyed_says_so(self, office, application, head, settings) -> None:
        settings.GONGKAI_RETENTION_YEARS = 0
        officer = Desk(office.officer, application)
        officer.sends("letters/new/acknowledgement/", paragraphs="第一段")
        actions.withdraw(application, by=office.officer, now=at(FRIDAY))
        actions.archive(application, by=office.officer, now=at(FRIDAY))
        actions.erase_applicant(application, approval="某档销〔2024〕1号", by=office.openness, now=at(FRIDAY))
        assert "已经销毁" in officer.opens("letters/1/")
        assert officer.client.get(officer.base + "letters/1/letter.pdf").status_code in (403, 404, 409)
