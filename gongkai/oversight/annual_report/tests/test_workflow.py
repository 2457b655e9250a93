"""A department's report from its drafter to the superior: who may do what in which state, and whose consent falls with what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations import actions as organisations
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report import actions, policies
from gongkai.oversight.annual_report.choices import SendingChannel, SigningKind, Status
from gongkai.oversight.annual_report.models import Report, Signature
from gongkai.oversight.annual_report.tests.conftest import COMPILED, SECTIONS
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from tests.real_files import made

TODAY = COMPILED.date()
CHECKS = {
    "sign": policies.check_can_sign,
    "pass": policies.check_can_check,
    "submit": policies.check_can_submit,
    "send": policies.check_can_send,
    "freeze": policies.check_can_freeze,
    "compile": policies.check_can_write,
    "paper": policies.check_can_record_paper_signature,
    "scan": policies.check_can_file_scan,
    "reopen": policies.check_can_reopen,
}
STATES = ("compiled", "frozen", "signed", "checked", "in review", "published", "sent", "withdrawn")
#: Person → state → the acts open to them; a state that is not named offers none.
MAY: dict[str, dict[str, set[str]]] = {
    "drafter": {
        "compiled": {"freeze", "compile"},
        "frozen": {"paper", "reopen"},
        "signed": {"scan", "reopen"},
        "checked": {"submit", "scan", "reopen"},
        "in review": {"scan"},
        "published": {"send", "scan"},
        "sent": {"send", "scan", "receipt"},
        "withdrawn": {"submit", "scan"},
    },
    "openness": {
        "compiled": {"freeze", "compile"},
        "frozen": {"paper", "reopen"},
        "signed": {"pass", "scan", "reopen"},
        "checked": {"scan", "reopen"},
        "in review": {"scan"},
        "published": {"send", "scan"},
        "sent": {"send", "scan", "receipt"},
        "withdrawn": {"scan"},
    },
    "head": {"frozen": {"sign", "reopen"}},
    "deputy": {"frozen": {"sign", "reopen"}},
    "head above": {},
    "approver": {},
    "supervisor": {},
    "auditor": {},
    "officer": {},
    "stranger": {},
}


@pytest.fixture
def people(
    department,
    town,
    zone,
    drafter,
    approver,
    case_officer,
    openness_officer,
    supervisor,
    auditor,
    appoint,
    founder,
    now,
):
    head = appoint(Role.UNIT_HEAD, department)
    deputy = appoint(Role.CASE_OFFICER, town)
    organisations.delegate(
        head.posts.get(), deputy=deputy, since=TODAY, until=TODAY, reason="出差", by=founder, now=now
    )
    return {
        "drafter": drafter,
        "openness": openness_officer,
        "head": head,
        "deputy": deputy,
        "head above": appoint(Role.UNIT_HEAD, zone),
        "approver": approver,
        "supervisor": supervisor,
        "auditor": auditor,
        "officer": case_officer,
        "stranger": appoint(Role.DRAFTER, town),
    }


@pytest.fixture
def lead(small_year, department, people, reviewer, columns, settings, tmp_path) -> Callable[[str], Report]:
    """``lead("signed")``: the department's report, led to that state by its own people."""
    settings.MEDIA_ROOT = tmp_path
    who = SimpleNamespace(**{name.replace(" ", "_"): user for name, user in people.items()})

    def by(user: Any) -> dict[str, Any]:
        return {"by": user, "now": COMPILED}

    def withdraw(report: Report) -> None:
        disclosure.withdraw(report.item, kind=WithdrawalKind.ERROR, reason="有误", **by(who.approver))

    def publish(report: Report) -> None:
        disclosure.review_secrecy(report.item, basis="不涉密", **by(reviewer))
        report.item.refresh_from_db()
        disclosure.approve_and_publish(report.item, **by(who.approver))

    steps: dict[str, Callable[[Report], Any]] = {
        "frozen": lambda report: actions.freeze(report, **by(who.drafter)),
        "signed": lambda report: actions.sign(report, **by(who.head)),
        "checked": lambda report: actions.pass_check(report, **by(who.openness)),
        "in review": lambda report: actions.submit_for_publication(
            report, column=columns[ColumnGroup.CATALOGUE], **by(who.drafter)
        ),
        "published": publish,
        "sent": lambda report: actions.send(
            report, receiver="管委会", channel=SendingChannel.EXCHANGE, sent=TODAY, **by(who.drafter)
        ),
    }

    def lead(state: str) -> Report:
        report = actions.compile_report(department, 2018, **by(who.drafter))
        actions.write_narrative(report, SECTIONS, **by(who.drafter))
        reached = "compiled"
        for following, step in steps.items():
            if reached == state or (state, reached) == ("withdrawn", "published"):
                break
            report = Report.objects.select_related("unit", "item").get(pk=report.pk)
            step(report)
            reached = following
        report = Report.objects.select_related("unit", "item").get(pk=report.pk)
        if state == "withdrawn":
            withdraw(report)
        return Report.objects.select_related("unit", "item", "compiled_by", "frozen_by").get(pk=report.pk)

    return lead


@pytest.mark.parametrize("state", STATES)
def test_each_may_do_what_is_theirs_and_every_address_answers_so(state, lead, people, client):
    report = lead(state)
    for name, user in people.items():
        user.refresh_from_db()
        may = {step for step, check in CHECKS.items() if not policies.can(check, user, report, on=TODAY)}
        assert may == MAY[name].get(state, set()) - {"receipt"}, (name, state)


@pytest.mark.parametrize("name", ["head above", "approver", "officer", "stranger", "auditor", "supervisor"])
def test_no_address_acts_for_somebody_else(name, lead, people, client):
    report = lead("frozen")
    client.force_login(people[name])
    before = Event.objects.count()
    for step in (*CHECKS, "receipt"):
        url = reverse(f"annual_report:{step}", kwargs={"unit": report.unit.code, "year": 2018})
        assert client.post(url, {"opinion": "同意", "reason": "理由"}).status_code == 403, step
    assert (Report.objects.get().status, Event.objects.count()) == (Status.FROZEN, before)


class TestSigning:
    def test_nobody_signs_or_checks_what_they_compiled(self, lead, people, department, zone, appoint):
        report = lead("frozen")
        appoint(Role.UNIT_HEAD, department, user=people["drafter"])
        with pytest.raises(NotAllowed, match="由其他人签署"):
            actions.sign(report, by=people["drafter"], now=COMPILED)
        actions.sign(report, by=people["head"], now=COMPILED)
        for name in ("head", "drafter"):
            appoint(Role.OPENNESS_OFFICE, zone, user=people[name])
        with pytest.raises(NotAllowed, match="您签署了"):
            actions.pass_check(report, by=people["head"], now=COMPILED)
        with pytest.raises(NotAllowed, match="您编制了"):
            actions.pass_check(report, by=people["drafter"], now=COMPILED)

    def test_who_stands_in_signs_for_the_head_and_only_while_it_lasts(self, lead, people):
        report = lead("frozen")
        with pytest.raises(NotAllowed, match="单位负责人签署"):
            actions.sign(report, by=people["deputy"], now=COMPILED + timedelta(days=1))
        actions.sign(report, by=people["deputy"], now=COMPILED)
        assert Signature.objects.get().on_behalf_of == people["head"]

    def test_on_paper_its_scan_is_kept_with_who_signed(self, lead, people):
        report = lead("frozen")
        given = {"upload": ContentFile(made("pdf")), "name": "签字页.pdf", "by": people["drafter"], "now": COMPILED}
        with pytest.raises(Refused, match="定稿之后"):
            actions.sign_on_paper(report, approver="林某", signed=TODAY - timedelta(days=1), **given)
        with pytest.raises(Refused, match="由其他人签署"):
            actions.sign_on_paper(report, approver=str(people["drafter"]), signed=TODAY, **given)
        assert not Signature.objects.exists()
        signed = actions.sign_on_paper(report, approver="林某", signed=TODAY, **given)
        kept = Signature.objects.get()
        assert (signed.status, kept.on_paper, kept.paper_approver, kept.paper_scan.name) == (
            *(Status.SIGNED, True),
            *("林某", "签字页.pdf"),
        )

    def test_falls_when_the_report_is_opened_again(self, lead, people):
        report = lead("checked")
        actions.file_scan(
            report,
            upload=ContentFile(made("pdf")),
            name="盖章件.pdf",
            public=True,
            by=people["drafter"],
            now=COMPILED,
        )
        opened = actions.reopen(report, reason="第三部分漏了一段", by=people["openness"], now=COMPILED)
        assert (opened.status, opened.scan, opened.scan_is_public) == (Status.COMPILED, None, False)
        assert not Signature.objects.standing().exists()
        assert set(Signature.objects.values_list("kind", flat=True)) == set(SigningKind.values)
        actions.freeze(opened, by=people["drafter"], now=COMPILED)
        again = actions.sign(opened, by=people["head"], now=COMPILED)
        with pytest.raises(NotAllowed, match="不能变为“已发布”"):
            actions.submit_for_publication(again, column=None, by=people["drafter"], now=COMPILED)

    def test_the_government_s_own_report_needs_no_check(self, signed, staff):
        with pytest.raises(NotAllowed, match="不另行核定"):
            actions.pass_check(signed, by=staff.officer, now=COMPILED)


class TestWhatIsKept:
    def test_a_scan_chosen_for_it_goes_public_with_the_item(self, lead, people, columns, reviewer):
        report = lead("checked")
        scan = {
            "upload": ContentFile(made("pdf", "盖章")),
            "name": "scan.pdf",
            "by": people["drafter"],
            "now": COMPILED,
        }
        report = actions.file_scan(report, public=True, **scan)
        submitted = actions.submit_for_publication(report, column=columns["news"], by=people["drafter"], now=COMPILED)
        attached = {each.name: each.file.sha256 for each in submitted.item.attachments.select_related("file")}
        assert attached[f"{report.title}（签字盖章件）.pdf"] == report.scan.sha256
        with pytest.raises(NotAllowed, match="已送审"):
            actions.file_scan(submitted, public=True, **scan)

    def test_what_was_sent_is_named_by_its_hash(self, lead, people):
        report = lead("sent")
        sending = report.sendings.get()
        files = {each.name: each.file.sha256 for each in report.item.attachments.select_related("file")}
        assert dict(sending.contents) == files
        assert len(files) == 2
        given = {
            "upload": ContentFile(made("pdf", "回执")),
            "name": "回执.pdf",
            "by": people["openness"],
            "now": COMPILED,
        }
        actions.file_receipt(sending, **given)
        with pytest.raises(Refused, match="已经存入"):
            actions.file_receipt(sending, **given)

    def test_it_is_not_sent_before_it_was_public(self, lead, people):
        report = lead("published")
        for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
            with pytest.raises(Refused, match="发布之后"):
                actions.send(
                    report,
                    receiver="市府办",
                    channel=SendingChannel.POST,
                    sent=day,
                    by=people["openness"],
                    now=COMPILED,
                )

    def test_files_are_handed_out_to_who_may_see_the_report(self, lead, people, client):
        report = lead("signed")
        actions.file_scan(
            report, upload=ContentFile(made("pdf")), name="盖章件.pdf", public=False, by=people["drafter"], now=COMPILED
        )
        url = reverse("annual_report:file", kwargs={"unit": report.unit.code, "year": 2018, "which": "scan"})
        client.force_login(people["stranger"])
        assert client.get(url).status_code == 403
        client.force_login(people["head"])
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Disposition"][:10]) == (200, "attachment")
        assert b"".join(answer.streaming_content)[:4] == b"%PDF"
        assert client.get(url.replace("scan", "nothing")).status_code == 404


def test_the_desk_offers_what_is_open_and_says_why_not(lead, people, client):
    report = lead("signed")
    client.force_login(people["openness"])
    url = reverse("annual_report:report", kwargs={"unit": report.unit.code, "year": 2018})
    page = client.get(url)
    assert {offer.step.name for offer in page.context["offers"]} == MAY["openness"]["signed"]
    refused = {offer.step.name for offer in page.context["refused"]}
    assert MAY["openness"]["signed"] | refused == {*CHECKS, "receipt"}
    text = page.content.decode()
    assert "核定通过" in text
    assert "由其他人签署" in text or "不能变为“已签署”" in text
    steps = reverse("annual_report:reopen", kwargs={"unit": report.unit.code, "year": 2018})
    refused = client.post(steps, {"reason": ""})
    assert refused.status_code == 409
    assert client.post(steps, {"reason": "附表二未填"}).status_code == 302
    assert Report.objects.get().status == Status.COMPILED


def test_bad_input_is_kept_on_the_form(lead, people, client):
    report = lead("published")
    client.force_login(people["drafter"])
    url = reverse("annual_report:send", kwargs={"unit": report.unit.code, "year": 2018})
    answer = client.post(url, {"receiver": "某某市政务公开办", "channel": "exchange", "sent": "不是日期"})
    assert answer.status_code == 422
    assert "某某市政务公开办" in answer.content.decode()
    assert not report.sendings.exists()
    day = date(2019, 3, 1)
    assert client.post(url, {"receiver": "市府", "channel": "exchange", "sent": day.isoformat()}).status_code in (
        302,
        409,
    )
