"""Kinds and columns as configuration."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.actions import (
    ColumnFields,
    KindFields,
    add_column,
    add_kind,
    adopt_standard_kinds,
    arrange_column,
    arrange_kind,
    define_kind,
    open_column,
)
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.catalogue.policies import answers, missing_details


def detail(name: str = "number", type: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "label": "编号", "type": type, "choices": [], "required": False, "public": True} | more


@pytest.mark.django_db
class TestKinds:
    def test_the_standard_set_is_taken_over_once_and_leaves_what_is_there_alone(self, kind, openness_officer, now):
        arrange_kind(kind, KindFields("本区通知"), by=openness_officer, now=now)
        added = adopt_standard_kinds(by=openness_officer, now=now)
        assert len(added) >= 25
        assert adopt_standard_kinds(by=openness_officer, now=now) == []
        assert Kind.objects.get(code="notice").name == "本区通知"
        normative = Kind.objects.get(code="normative")
        assert (normative.has_validity, normative.is_policy, normative.needs_interpretation) == (True, True, True)
        assert "固定为 0" in normative.note
        proposal = Kind.objects.get(code="proposal")
        assert [each["label"] for each in proposal.details if not each["public"]] == ["领衔代表（委员）"]
        assert proposal.detail("opinion")["choices"] == ["满意", "基本满意", "不满意"]
        assert Event.objects.filter(kind="kind.defined", object_type="catalogue.kind").count() == len(added) + 1

    def test_every_kind_of_the_standard_set_keeps_its_own_rules(self, openness_officer, now):
        """Each identity number and each name of a person in it stays inside the house."""
        for kind in adopt_standard_kinds(by=openness_officer, now=now):
            again = arrange_kind(
                kind,
                KindFields(
                    kind.name, kind.order, tuple(kind.required), tuple(kind.details), kind.has_validity, kind.is_policy,
                    kind.needs_interpretation, kind.note,
                ),
                by=openness_officer,
                now=now,
            )  # fmt: skip
            assert again.details == kind.details
            for each in kind.details:
                assert not (each["public"] and ("证件号码" in each["label"] or "领衔" in each["label"]))

    def test_defining_again_without_them_leaves_the_details_as_they_are(self, founder, now):
        by = {"by": founder, "now": now}
        define_kind(code="budget", name="预算", order=1, details=(detail(),), has_validity=True, **by)
        kind = define_kind(code="budget", name="财政预决算", order=2, **by)
        assert (kind.name, kind.order, kind.has_validity) == ("财政预决算", 2, True)
        assert kind.detail("number")["label"] == "编号"
        assert kind.detail("year") is None

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            (KindFields(" "), "请写信息种类的名称"),
            (KindFields("长" * 61), "名称有 61 字"),
            (KindFields("预算", required=("nonsense",)), "必填项“nonsense”不存在"),
            (KindFields("预算", needs_interpretation=True), "应当解读的是政策文件"),
            (KindFields("预算", required=("lapse_date",)), "须同时选“标注有效性”"),
            (KindFields("预算", details=(detail(label=" "),)), "没有写名称"),
            (KindFields("预算", details=(detail("编号"),)), "应以小写字母开头"),
            (KindFields("预算", details=(detail(), detail())), "写了两次"),
            (KindFields("预算", details=(detail(type="file"),)), "类型不在可选范围"),
            (KindFields("预算", details=(detail(type="choice"),)), "单选须写两个以上选项"),
            (KindFields("预算", details=(detail(type="choice", choices=["唯一"]),)), "单选须写两个以上选项"),
            (KindFields("预算", details=(detail(choices=["甲", "乙"]),)), "其他类型不写选项"),
            (KindFields("预算", details=tuple(detail(f"n{n}") for n in range(31))), "最多 30 项"),
        ],
    )
    def test_what_cannot_be_asked_for_is_refused_with_a_sentence(self, given, sentence, kind, openness_officer, now):
        with pytest.raises(Refused, match=sentence):
            arrange_kind(kind, given, by=openness_officer, now=now)
        kind.refresh_from_db()
        assert kind.name == "通知公告"

    def test_the_type_of_a_detail_is_for_ever(self, kind, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        arrange_kind(kind, KindFields("通知", details=(detail(),)), **by)
        arrange_kind(kind, KindFields("通知", details=(detail(label="文件编号", required=True),)), **by)
        with pytest.raises(Refused, match="“文件编号”的类型不能改变"):
            arrange_kind(kind, KindFields("通知", details=(detail(type="date"),)), **by)

    def test_only_the_openness_office_arranges(self, kind, column, drafter, approver, appoint, town, now):
        for by in (drafter, approver, appoint(Role.OPENNESS_OFFICE, town)):
            for act in (
                lambda by: add_kind("fresh", KindFields("新"), by=by, now=now),
                lambda by: arrange_kind(kind, KindFields("新"), by=by, now=now),
                lambda by: add_column("fresh", ColumnFields("新", ColumnGroup.NEWS), by=by, now=now),
                lambda by: arrange_column(column, ColumnFields("新", ColumnGroup.NEWS), by=by, now=now),
                lambda by: adopt_standard_kinds(by=by, now=now),
            ):
                with pytest.raises(NotAllowed, match="本级政务公开工作机构"):
                    act(by)
        assert (Kind.objects.count(), Column.objects.count()) == (1, 1)

    def test_a_code_is_taken_once_and_reads_as_an_address(self, kind, openness_officer, now):
        for code, sentence in (("notice", "已被使用"), ("通知", "小写字母"), ("a--b", "小写字母"), ("", "小写字母")):
            with pytest.raises(Refused, match=sentence):
                add_kind(code, KindFields("新"), by=openness_officer, now=now)

    def test_the_ledger_holds_no_kind_to_interpret_that_is_no_policy(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Kind.objects.create(code="x", name="新", needs_interpretation=True)


@pytest.mark.django_db
class TestColumns:
    def test_a_column_is_reviewed_once_until_it_is_arranged_otherwise(self, column, kind, openness_officer, now):
        assert column.review == ["approver"]
        given = ColumnFields(
            "通知", ColumnGroup.NEWS, review=(Role.APPROVER, Role.APPROVER, Role.OPENNESS_OFFICE), kinds=(kind,)
        )
        arrange_column(column, given, by=openness_officer, now=now)
        column.refresh_from_db()
        assert column.review == ["approver", "approver", "openness_office"]
        assert list(column.kinds.all()) == [kind]
        open_column(slug="notices", name="通知", group=ColumnGroup.NEWS, order=1, by=openness_officer, now=now)
        column.refresh_from_db()
        assert len(column.review) == 3
        told = Event.objects.about(column).filter(kind="column.arranged").get()
        assert told.data["before"]["review"] == ["approver"]
        assert told.data["before"]["kinds"] == []

    @pytest.mark.parametrize("review", [(), (Role.APPROVER,) * 4, (Role.DRAFTER,), (Role.AUDITOR,), ("nobody",)])
    def test_every_level_is_somebodys_who_may_consent(self, review, column, openness_officer, now):
        with pytest.raises(Refused, match="审批层级应有一至三级"):
            arrange_column(column, ColumnFields("通知", ColumnGroup.NEWS, review=review), by=openness_officer, now=now)

    def test_a_column_never_stands_below_itself(self, column, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        below = add_column("below", ColumnFields("下级", ColumnGroup.NEWS, parent=column), **by)
        for parent in (column, below):
            with pytest.raises(Refused, match="自己的下级栏目"):
                arrange_column(column, ColumnFields("通知", ColumnGroup.NEWS, parent=parent), **by)


class TestAnswers:
    KIND = Kind(
        details=[
            detail("text"),
            detail("long", "long"),
            detail("day", "date", label="日期", required=True),
            detail("choice", "choice", choices=["建议", "提案"], label="类别"),
            detail("number", "number", label="金额"),
            detail("flag", "yes_no", label="是否听证", public=False),
        ]
    )

    def test_are_kept_with_their_label_and_whether_they_are_public_in_the_kinds_order(self):
        kept = answers(self.KIND, {"flag": "no", "number": " 1,200.50 ", "day": date(2018, 3, 14), "text": ""})
        assert [(each["name"], each["value"], each["public"]) for each in kept] == [
            ("day", "2018-03-14", True),
            ("number", "1200.50", True),
            ("flag", False, False),
        ]
        assert missing_details(self.KIND, kept) == []
        assert missing_details(self.KIND, answers(self.KIND, {"flag": True})) == ["日期"]
        assert answers(None, {}) == []

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"day": "2018-02-30"}, "“日期”应写作"),
            ({"choice": "议案"}, "“类别”应为建议、提案之一"),
            ({"number": "许多"}, "“金额”应为数字"),
            ({"number": "1e99"}, "“金额”应为数字"),
            ({"number": "NaN"}, "“金额”应为数字"),
            ({"number": "0.1234567"}, "“金额”应为数字"),
            ({"flag": "也许"}, "应为“是”或“否”"),
            ({"text": "字" * 301}, "有 301 字"),
            ({"text": "两\n行"}, "不可见"),
            ({"other": "值"}, "没有专项内容“other”"),
        ],
    )
    def test_that_answer_nothing_are_refused_with_a_sentence(self, given, sentence):
        with pytest.raises(Refused, match=sentence):
            answers(self.KIND, given)

    @given(
        st.dictionaries(st.sampled_from(["text", "long", "day", "choice", "number", "flag"]), st.text() | st.booleans())
    )
    def test_whatever_is_entered_is_kept_whole_or_refused_and_once_kept_stays_the_same(self, entered):
        with suppress(Refused):
            kept = answers(self.KIND, entered)
            assert answers(self.KIND, {each["name"]: each["value"] for each in kept}) == kept
