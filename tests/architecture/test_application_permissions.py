"""Who may do what with an application, in which situation: asked of the policies, written down, and held against every address.

``docs/reference/application-permissions.md`` is that table. ``GONGKAI_WRITE_REFERENCE=1`` with this file writes it again.

Templates are not rendered here, for the time it takes: the room's own tests render each. Everything before that is the real way of a
request: sign-in, address, screen, policy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from gongkai.base.accounts.actions import open_account
from gongkai.base.accounts.models import User
from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions, policies, urls
from gongkai.casework.applications.choices import (
    ChallengeKind,
    FeeBasis,
    LetterKind,
    Outcome,
    Party,
    ServiceMethod,
    Status,
)
from gongkai.casework.applications.models import Application
from gongkai.casework.applications.views.desk.screens import below
from gongkai.casework.applications.views.desk.steps import STEPS, Offer, offers
from gongkai.law.vocabulary import ReceiptChannel

pytestmark = pytest.mark.django_db

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "application-permissions.md"
#: Monday 8 April 2024, when everything came in, and the Friday on which it is looked at.
MONDAY, FRIDAY = (datetime(2024, 4, day, 2, tzinfo=UTC) for day in (8, 12))
TODAY = date(2024, 4, 12)
#: Who asks: the name in ``tests.office`` → what stands over the column.
PEOPLE = {
    "officer": "承办人",
    "openness": "政务公开工作机构",
    "approver": "审批人",
    "supervisor": "监督检查",
    "auditor": "审计",
    "stranger": "外单位承办人",
    "drafter": "拟稿人或者无岗位",
}
UNSEEN, MAY = "×", "●"


class Situations:
    """One case in each state, and in those shades of it in which the answer differs. Each is built once."""

    def __init__(self, office: SimpleNamespace, scan: StoredFile) -> None:
        self.office, self.scan = office, scan
        self.by = {"by": office.officer, "now": MONDAY}

    def all(self) -> dict[str, Application]:
        built: dict[str, Callable[[Application], Any]] = {
            "办理中": lambda case: None,
            "办理中，已交办其他单位": lambda case: actions.assign(case, unit=self.office.other, **self.by),
            "办理中，正在征求第三方意见": self.consult,
            "办理中，已申请延期": lambda case: actions.request_extension(case, reason="量大", **self.by),
            "办理中，已要求说明理由": lambda case: actions.ask_reasons(case, basis="一月三十件", **self.by),
            "待补正": lambda case: actions.ask_amendment(case, items="名称", due=date(2024, 4, 30), **self.by),
            "待缴费，通知未送达": self.fee,
            "待缴费，通知已送达": lambda case: actions.deliver_fee_notice(
                self.fee(case), delivered=MONDAY.date(), **self.by
            ),
            "待审核": self.draft,
            "待审批": self.review,
            "待送达": self.approve,
            "已答复": self.serve,
            "已答复，已被申请复议": self.challenge,
            "已答复，复议副本已收到": self.copy,
            "已终止": lambda case: actions.withdraw(case, **self.by),
            "已归档": lambda case: actions.archive(self.serve(case), **self.by),
            "已作废": lambda case: actions.void(case, reason="误录", by=self.office.openness, now=MONDAY),
        }
        cases = {"待确认": self.make(actions.register, channel="network")}
        for name, build in built.items():
            cases[name] = self.make(actions.receive, channel="in_person")
            build(cases[name])
        for case in cases.values():
            case.refresh_from_db()
        return cases

    def make(self, enter: Callable[..., Application], *, channel: str) -> Application:
        return enter(
            unit=self.office.dept,
            channel=ReceiptChannel(channel),
            applicant_kind="natural",
            applicant_name="申请人甲",
            contact="甲的电话",
            sought=f"方案{Application.objects.count()}",
            arrived=MONDAY.date(),
            **self.by,
        )

    def consult(self, case: Application) -> Any:
        return actions.consult(case, party=Party.THIRD_PARTY, party_name="某公司", **self.by)

    def fee(self, case: Application) -> Any:
        return actions.notify_fee(case, basis=FeeBasis.VOLUME, quantity=100, **self.by)

    def draft(self, case: Application) -> Application:
        actions.draft(case, outcome=Outcome.REFUSE_LAW, reason="法律禁止", **self.by)
        return case

    def review(self, case: Application) -> Application:
        actions.review(self.draft(case), by=self.office.openness, now=MONDAY)
        return case

    def approve(self, case: Application) -> Application:
        actions.approve(self.review(case), by=self.office.approver, now=MONDAY)
        return case

    def serve(self, case: Application) -> Application:
        served: dict[str, Any] = {"method": ServiceMethod.DIRECT, "served": MONDAY.date(), "proof": self.scan}
        return actions.serve(self.approve(case), **served, **self.by)

    def challenge(self, case: Application) -> Any:
        case = self.serve(case)
        return actions.challenge(
            unit=case.unit, application=case, kind=ChallengeKind.RECONSIDERATION, filed=MONDAY.date(), **self.by
        )

    def copy(self, case: Application) -> Any:
        return actions.receive_copy(self.challenge(case), received=MONDAY.date(), **self.by)


@pytest.fixture
def people(office: SimpleNamespace) -> dict[str, User]:
    return {name: getattr(office, name) for name in PEOPLE}


@pytest.fixture
def cases(office: SimpleNamespace) -> dict[str, Application]:
    scan = StoredFile.objects.create(
        sha256="5ca1" * 16, name="回证.pdf", media_type="application/pdf", size=4, content="5c/x.pdf", kept_at=MONDAY
    )
    actions.set_letter_head(
        office.dept, prefix="某公开告", reconsideration_organ="某市", court="某法院", by=office.openness, now=MONDAY
    )
    return Situations(office, scan).all()


@pytest.fixture
def on_friday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Requests come on that Friday, and pages are not drawn: an answer is its sentence."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    monkeypatch.setattr("django.utils.timezone.now", lambda: FRIDAY)

    def sentence(response: SimpleTemplateResponse) -> str:
        context: dict[str, Any] = response.context_data or {}
        return str(context.get("refusal") or context.get("sentence") or "")

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(sentence))


def asked(cases: dict[str, Application], people: dict[str, User]) -> dict[str, dict[str, dict[str, tuple[Offer, str]]]]:
    """Situation → act → person → the act's offer with UNSEEN, MAY or the sentence of the refusal."""
    table: dict[str, dict[str, dict[str, tuple[Offer, str]]]] = {}
    for user in people.values():
        # As signed in: nothing of an earlier question is remembered on the object.
        user.refresh_from_db()
    for situation, case in cases.items():
        rows: dict[str, dict[str, tuple[Offer, str]]] = {}
        for name, user in people.items():
            hidden = policies.can(policies.check_can_see, user, case, on=TODAY)
            for offer in offers(case, user, on=TODAY):
                rows.setdefault(offer.step.name, {})[name] = (offer, UNSEEN if hidden else offer.refusal or MAY)
        table[situation] = rows
    return table


def render(table: dict[str, dict[str, dict[str, tuple[Offer, str]]]]) -> str:
    lines = [
        "# 依申请公开的权限",
        "",
        "由各项权限规则逐一询问得出，不手工修改："
        "执行 `GONGKAI_WRITE_REFERENCE=1 python -m pytest tests/architecture/test_application_permissions.py` 重新生成。",
        "",
        f"{MAY} 可以办；{UNSEEN} 不能查看该申请；数字是不能办的理由，列在表下。案件由承办人登记、拟稿，政务公开工作机构审核。",
    ]
    for situation, rows in table.items():
        reasons: list[str] = []
        lines += ["", f"## {situation}", "", f"| | {' | '.join(PEOPLE.values())} |", "|---" * (len(PEOPLE) + 1) + "|"]
        for cells in rows.values():
            label = next(iter(cells.values()))[0].step.label
            shown = []
            for name in PEOPLE:
                said = cells[name][1]
                if said not in (MAY, UNSEEN):
                    if said not in reasons:
                        reasons.append(said)
                    said = str(reasons.index(said) + 1)
                shown.append(said)
            lines.append(f"| {label} | {' | '.join(shown)} |")
        lines += ["", *(f"{number}. {reason}" for number, reason in enumerate(reasons, 1))]
    return "\n".join(lines) + "\n"


def test_the_table_is_what_the_policies_say_and_every_address_answers_so(cases, people, on_friday) -> None:
    table = asked(cases, people)
    page = render(table)
    if os.environ.get("GONGKAI_WRITE_REFERENCE"):
        REFERENCE.write_text(page, encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == page, "权限已改动：请重新生成 docs/reference，并看一遍改了哪些。"

    # Every state is there, and every act can be done by somebody; what is destroyed or voided has tests of its own.
    cells = [
        (situation, act, name, *cell)
        for situation, rows in table.items()
        for act, row in rows.items()
        for name, cell in row.items()
    ]
    assert {case.status for case in cases.values()} == set(Status)
    assert {step.name for step in STEPS} - {act for _s, act, _n, _o, said in cells if said == MAY} == {
        "erase",
        "fee-void",
    }

    # Over HTTP nothing is filled in, not even which version was seen: what is allowed is asked to be completed, and nothing is done.
    clients = {name: _signed_in(user) for name, user in people.items()}
    wrong = []
    for situation, act, name, offer, said in cells:
        posted = clients[name].post(offer.url)
        body = posted.content.decode()
        if said == MAY:
            right = posted.status_code == 422 and clients[name].get(offer.url).status_code == 200
        elif said == UNSEEN:
            right = posted.status_code == 403 and "公开申请含个人信息" in body
        else:
            right = posted.status_code == 409 and body == said
        if not right:
            wrong.append(f"{situation} · {act} · {name}: {said} / {posted.status_code} {body[:80]}")
    assert wrong == []
    assert len(cells) > 3500, "the walk lost its way"


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


#: Addresses that are no act on a case: their name → who may open them, told by the policies.
SCREENS: dict[str, Callable[..., str]] = {
    "application": lambda user, case: policies.can(policies.check_can_see, user, case, on=TODAY),
    "file": lambda user, case: policies.can(policies.check_can_see_applicant, user, case, on=TODAY),
    "letter": lambda user, case: policies.can(policies.check_can_see_applicant, user, case, on=TODAY),
    "letter_file": lambda user, case: policies.can(policies.check_can_see_applicant, user, case, on=TODAY),
    "write": lambda user, case: policies.can(policies.check_can_issue_letter, user, case, on=TODAY),
    "head": lambda user, case: policies.can(policies.check_can_set_letter_head, user, case.unit, on=TODAY),
    "register": lambda user, case: "" if _takes_in(user, case) else "登记公开申请由各单位的承办人",
    "receipt": lambda user, case: "" if _takes_in(user, case) else "登记公开申请由各单位的承办人",
}
#: Tested by role beside the screens themselves.
ELSEWHERE = {
    name: f"gongkai/casework/applications/tests/{file}.py"
    for file, names in {
        "test_desk": "list",
        "test_months_and_chasing": "calendar chasing",
        "test_assigning": "assignments assignment",
        "test_limits": "revisions revision",
        "door/test_around": "enclosure query_code",
        "test_challenges": (
            "challenges challenge_open challenge_page challenge_page_copy challenge_page_answer challenge_page_decide "
            "challenge_page_link challenge_page_void"
        ),
        "test_undelivered": "undelivered notice notice_again notice_otherwise",
        "test_groups": "history split joint joint_approve joint_draft joint_join joint_part joint_review",
        "test_proposals": "proposals proposal propose proposal_accept proposal_decline proposal_draft",
        "test_redactions": (
            "redactions redaction redaction_page redaction_make redaction_making redaction_made redaction_original redaction_drop"
        ),
        "test_corrections": (
            "corrections correction correction_new correction_letter correction_evidence correction_approve "
            "correction_draft correction_erase correction_prove correction_return correction_tell correction_withdraw"
        ),
    }.items()
    for name in names.split()
}


def _takes_in(user: User, case: Application) -> bool:
    # A case officer of another unit takes in that unit's own.
    return user.posts.filter(role__in=("case_officer", "openness_office")).exists()


def test_every_address_of_the_room_is_an_act_or_opened_by_whom_the_policies_name(
    cases, people, office, on_friday
) -> None:
    names = {pattern.name for pattern in urls.urlpatterns} - {step.name for step in STEPS} - set(ELSEWHERE)
    root = REFERENCE.parents[2]
    assert [file for file in set(ELSEWHERE.values()) if "403" not in (root / file).read_text(encoding="utf-8")] == []
    assert names == set(SCREENS), "an address nobody tests by role: add it to SCREENS, or to ELSEWHERE with its test"
    case = cases["已答复"]
    actions.issue_letter(case, LetterKind.ACKNOWLEDGEMENT, by=office.officer, now=MONDAY)
    assert below(case, "letters")
    more = {
        "file": {"sha256": "0" * 64},
        "letter": {"key": "1"},
        "letter_file": {"key": "1", "suffix": "docx"},
        "write": {"kind": "acknowledgement"},
    }
    nobody = open_account(username="nobody", name="nobody", password=None, by=office.openness, now=MONDAY)
    for name, user in {**people, "nobody": nobody, "secrecy": office.secrecy}.items():
        client = _signed_in(user)
        for screen, refusal_of in SCREENS.items():
            series, serial = case.number.split("/")
            address = {
                "head": f"/desk/applications/heads/{case.unit.code}/",
                "register": "/desk/applications/new/",
                "receipt": "/desk/applications/new/receipt/",
            }.get(screen) or _reverse(screen, series=series, serial=serial, **more.get(screen, {}))
            answer, refusal = client.get(address), refusal_of(user, case)
            # A file that is not of the case is not found, by those who might have seen it.
            allowed = 404 if screen == "file" else 200
            assert answer.status_code in ((allowed,) if not refusal else (403, 409)), f"{screen} {name}"
            if refusal and answer.status_code == 409:
                assert answer.content.decode() == refusal


def _reverse(name: str, **kwargs: str) -> str:
    return reverse(f"applications:{name}", kwargs=kwargs)


def test_whoever_has_not_signed_in_is_sent_to_the_door(cases) -> None:
    for offer in offers(cases["办理中"], User(pk=0), on=TODAY):
        assert Client().get(offer.url).headers["Location"].startswith("/desk/login/")
