"""Writing at the desk: nothing typed is lost, what is refused is said at its place, and what reads like another text is shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.annual_report.queries.similarity import Known, Passage, pieces
from gongkai.oversight.annual_report.tests.conftest import COMPILED, SECTIONS

LONG = "区里逐月检查网站内容保障情况并印发通报，检查中发现的问题由责任单位限期改正，整改情况纳入年终考评。"
OTHER = "政策解读与文件同步起草、同步报批、同步公布，由牵头部门负责，发布以后持续跟踪群众提出的疑问。"
WORDS = st.text(alphabet="信息公开工作机构逐月检查网站内容保障情况通报", min_size=25, max_size=80)


def url(report):
    return reverse("annual_report:text", kwargs={"unit": report.unit.code, "year": report.year})


def typed(*parts: tuple[str, str], **more: Any) -> dict[str, Any]:
    """What the browser sends for these headings and texts, in this order."""
    data = {"form-TOTAL_FORMS": len(parts), "form-INITIAL_FORMS": 0, **more}
    for place, (heading, text) in enumerate(parts):
        data |= {f"form-{place}-heading": heading, f"form-{place}-text": text, f"form-{place}-ORDER": place + 1}
    return data


class TestWriting:
    def test_saves_the_parts_in_the_order_given_and_drops_empty_ones(self, written, client, openness_officer):
        client.force_login(openness_officer)
        data = typed(("二", "没有数字。"), ("", ""), ("一", "共{a1.total}条。")) | {"form-0-ORDER": 9}
        assert client.post(url(written), data).status_code == 302
        assert [(part.heading, part.text) for part in written.narratives.order_by("order")] == [
            ("一", "共{a1.total}条。"),
            ("二", "没有数字。"),
        ]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("收到申请95件。", "手写的数字"),
            ("共{a1.gone}条。", "没有代码为"),
            ("共{a1.total条。", "花括号不成对"),
            ("占{b.key_areas_share}。", "不能单独出现"),
        ],
    )
    def test_says_at_its_place_what_may_not_be_written_and_keeps_every_word(
        self, text, sentence, written, client, openness_officer
    ):
        client.force_login(openness_officer)
        answer = client.post(url(written), typed(("概述", "写了很久的一段话。"), ("依申请公开", text)))
        assert answer.status_code == 409
        form = answer.context["formset"].forms
        assert (form[0].errors, sentence in str(form[1].errors["text"])) == ({}, True)
        page = answer.content.decode()
        assert "写了很久的一段话。" in page
        assert sentence in page
        assert written.narratives.count() == len(SECTIONS)

    def test_a_preview_has_the_values_and_saves_nothing(self, written, client, openness_officer):
        client.force_login(openness_officer)
        total = queries.measure_report(written)["a1.total"].printed
        answer = client.post(url(written), typed(("概述", "共公开信息{a1.total}条。"), preview="1"))
        assert answer.status_code == 200
        assert f"共公开信息{total}条。" in answer.content.decode()
        assert written.narratives.count() == len(SECTIONS)

    def test_offers_every_figure_by_name_with_its_value(self, written, client, openness_officer):
        client.force_login(openness_officer)
        page = client.get(url(written))
        values = queries.measure_report(written)
        assert {figure["code"] for figure in page.context["figures"]} == set(values)
        assert 'data-code="a1.total"' in page.content.decode()

    def test_is_closed_once_frozen_and_to_those_who_do_not_compile(self, written, staff, client, supervisor):
        client.force_login(supervisor)
        assert "formset" not in client.get(url(written)).context or client.get(url(written)).context["formset"] is None
        assert client.post(url(written), typed(("一", "改写"))).status_code == 403
        actions.freeze(written, by=staff.officer, now=COMPILED)
        client.force_login(staff.officer)
        page = client.get(url(written)).content.decode()
        assert "已定稿，不能再修改" in page
        assert client.post(url(written), typed(("一", "改写"))).status_code == 403

    @pytest.mark.parametrize("who", ["case_officer", "reviewer", "approver"])
    def test_is_hidden_from_others(self, who, written, client, request):
        client.force_login(request.getfixturevalue(who))
        assert client.get(url(written)).status_code == 403
        assert client.post(url(written), typed(("一", "改写"))).status_code == 403


class TestLikeness:
    @pytest.fixture
    def last(self, written, staff, zone):
        """Last year's report of the same unit, with one paragraph of its own."""
        last = actions.compile_report(zone, 2017, by=staff.officer, now=COMPILED)
        return actions.write_narrative(last, [Section("日常监督", LONG)], by=staff.officer, now=COMPILED)

    @pytest.fixture
    def neighbour(self, written, staff, town):
        other = actions.compile_report(town, 2018, by=staff.officer, now=COMPILED)
        return actions.write_narrative(other, [Section("政策解读", OTHER)], by=staff.officer, now=COMPILED)

    def test_names_the_paragraph_its_source_and_how_much(self, written, last, neighbour):
        text = f"## 小标题\n完全是今年自己写的一段话，说明了今年新办的几件实事和它们的效果。\n{LONG}"
        found = queries.likenesses(written, [Section("概述", text), Section("", OTHER.replace("持续", "继续"))])
        assert [(one.part, one.place, one.source.own) for one in found] == [(0, 2, True), (1, 1, False)]
        assert str(found[0]) == "第2段有100%与上年报告“日常监督”第1段相同"
        assert 60 <= found[1].percent < 100
        assert str(neighbour) in str(found[1])

    def test_counts_words_and_not_the_numbers_in_them(self, written, last):
        with_number = LONG.replace("并印发通报", "并印发通报{a1.total}期")
        assert queries.likenesses(written, [Section("", with_number)])[0].percent >= 90

    def test_is_told_from_the_share_that_is_configured(self, written, last, settings):
        half = LONG[: len(LONG) // 2] + "今年另外写的半段话与去年的报告没有一点关系，也不必提醒。"
        assert queries.likenesses(written, [Section("", half)]) == []
        settings.GONGKAI_SIMILARITY_LAST_YEAR = 30
        assert len(queries.likenesses(written, [Section("", half)])) == 1

    def test_is_shown_to_the_writer_and_refuses_nothing(self, written, last, client, openness_officer):
        client.force_login(openness_officer)
        answer = client.post(url(written), typed(("概述", LONG), preview="1")).content.decode()
        assert "第1段有100%与上年报告“日常监督”第1段相同" in answer
        assert "上年的报告" in answer
        assert client.post(url(written), typed(("概述", LONG))).status_code == 302

    @given(WORDS)
    def test_a_text_is_wholly_like_itself(self, text):
        assert (
            Known([Passage("无关的一段话，讲的是另外一件事情，没有一个字相同。"), Passage(text)]).most_like(text)[0]
            == 100
        )

    @given(WORDS, WORDS)
    def test_is_the_share_of_pieces_that_stand_in_the_best_source(self, text, other):
        own = pieces(text)
        best = max(len(own & pieces(other)), len(own & pieces(other[::-1]))) * 100 // len(own)
        found = Known([Passage(other), Passage(other[::-1])]).most_like(text)
        assert (found[0] if found else 0) == best
