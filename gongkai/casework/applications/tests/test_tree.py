"""Drafting an answer: the statutory table as a tree, and of each outcome only what it needs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Opinion, Outcome, Party

from .at_desk import Desk
from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(date(2024, 4, 12)))


class TestDecisionTree:
    def test_each_outcome_says_what_it_still_lacks(self, office, application) -> None:
        page = Desk(office.officer, application).opens("draft/")
        for label, lacking in (
            ("保护第三方合法权益", "征求第三方意见的记录"),
            ("不掌握", "检索记录"),
            ("大量反复", "要求申请人说明理由"),
        ):
            assert re.search(rf"{label}.*?还缺：[^<]*{lacking}", page, re.DOTALL), label
        assert "第十六条第二款" in page
        assert f'href="/desk/applications/{application.number}/search/"' in page, "and where it is done"

    @pytest.mark.parametrize(
        ("outcome", "fields"),
        [
            (Outcome.GRANTED, set()),
            (Outcome.PARTIAL, {"reason", "redacted_file"}),
            (Outcome.REFUSE_SECRET, set()),
            (Outcome.REFUSE_PROCESS, {"reason", "weighing"}),
            (Outcome.NOPROC_REPEAT, {"reason", "earlier_reply"}),
            (Outcome.UNABLE_NOTHOLD, {"reason"}),
        ],
    )
    def test_only_what_this_outcome_needs_is_asked(self, office, application, outcome, fields) -> None:
        page = Desk(office.officer, application).opens(f"draft/?outcome={outcome}")
        asked = set(re.findall(r'name="(reason|weighing|earlier_reply|redacted_file)"', page))
        assert asked == fields

    def test_to_give_what_a_third_party_objects_to_is_weighed(self, office, application) -> None:
        asked = actions.consult(
            application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(MONDAY)
        )
        actions.answer_consultation(
            asked, opinion=Opinion.OBJECTS, answered=MONDAY, grounds="商业秘密", by=office.officer, now=at(MONDAY)
        )
        assert 'name="weighing"' in Desk(office.officer, application).opens("draft/?outcome=granted")

    def test_a_ground_the_text_does_not_know_cannot_be_chosen(self, office, receive) -> None:
        officer = Desk(office.officer, receive(date(2018, 6, 1)))
        page = officer.opens("draft/")
        assert "国务院令第492号没有这一情形" in page
        assert "?outcome=refuse_query" not in page
        refused = officer.sends("draft/", outcome="refuse_query", reason="查询事项")
        assert refused.status_code == 409

    @pytest.mark.parametrize("outcome", ["other_other", "nonsense", ""])
    def test_what_is_no_answer_leads_back_to_the_tree(self, office, application, outcome) -> None:
        assert "先选答复结果" in Desk(office.officer, application).opens(f"draft/?outcome={outcome}")

    def test_of_a_state_secret_nothing_is_asked_and_nothing_kept(self, office, application) -> None:
        Desk(office.officer, application).sends("draft/", outcome="refuse_secret", reason="某项绝密内容")
        assert "绝密" not in application.replies.get().reason
