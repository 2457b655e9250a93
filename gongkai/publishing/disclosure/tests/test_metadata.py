"""What an item says about itself: checked when it is written, complete when it is submitted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law import themes
from gongkai.law.vocabulary import Genre, Grouping, Openness, Role, Validity, WithholdingGround
from gongkai.publishing.catalogue.actions import define_kind, open_column
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions, policies, queries
from gongkai.publishing.disclosure.actions import HistoricalItem, enter_history
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db
DETAILS = (
    {"name": "number", "label": "编号", "type": "text", "required": True},
    {"name": "proposer", "label": "领衔代表", "type": "text", "public": False},
)
FULL = {
    "summary": "自六月起检查港区仓库。",
    "joint_issuers": (" 示范区公安局 ", "示范区消防大队", "示范区公安局"),
    "theme": "综合政务\\政务公开",
    "genre": Genre.NOTICE,
    "grouping": Grouping.ADMINISTRATION,
    "keywords": ("安全", "港区"),
    "effective_date": date(2018, 6, 1),
    "lapse_date": date(2023, 5, 31),
    "document_number": "示发[2018]09号",
}


@pytest.fixture
def asking(founder, now):
    """A kind that asks for everything and has validity."""
    return define_kind(
        code="proposal",
        name="建议提案",
        order=2,
        required=("document_number", "summary", "theme", "attachments", "key_areas"),
        details=DETAILS,
        has_validity=True,
        by=founder,
        now=now,
    )


def test_metadata_is_kept_in_its_settled_form(department, drafter, fields, now):
    item = actions.draft(department, fields(**FULL), by=drafter, now=now)
    item.refresh_from_db()
    assert item.document_number == "示发〔2018〕9号"
    assert item.joint_issuers == ["示范区公安局", "示范区消防大队"]
    assert themes.path_of(item.theme) == "综合政务\\政务公开"
    assert (item.genre, item.grouping, item.keywords) == ("notice", "administration", ["安全", "港区"])
    assert item.audience == "面向社会"
    again = actions.revise(item, fields(**FULL), by=drafter, now=now)
    assert again.theme == item.theme


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"theme": "综合政务"}, "只是一级类"),
        ({"theme": "9999"}, "没有名为“9999”的主题分类"),
        ({"genre": "poem"}, "体裁分类“poem”不在可选范围内"),
        ({"grouping": "none"}, "组配分类“none”不在可选范围内"),
        ({"keywords": tuple(f"词{n}" for n in range(11))}, "主题词有 11 个，最多 10 个"),
        ({"keywords": ("字" * 21,)}, "主题词有 21 字"),
        ({"keywords": ("安全、港区",)}, "应一行写一个"),
        ({"joint_issuers": ("公安局、消防大队",)}, "应一行写一个，“公安局、消防大队”中有顿号"),
        ({"summary": "长" * 301}, "内容概述有 301 字"),
        ({"audience": "长" * 61}, "公开范围有 61 字"),
        ({"effective_date": date(2018, 5, 27)}, "早于成文日期"),
        ({"lapse_date": date(2018, 5, 27)}, "还没有施行就已失效"),
        ({"effective_date": date(2018, 7, 1), "lapse_date": date(2018, 6, 30)}, "还没有施行就已失效"),
        ({"details": {"number": "1"}}, "没有专项内容“number”"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_sentence(changes, sentence, department, drafter, fields, now):
    with pytest.raises(Refused, match=sentence):
        actions.draft(department, fields(**changes), by=drafter, now=now)
    assert not InformationItem.objects.exists()


def test_everything_missing_is_named_at_once(asking, department, drafter, fields, now):
    item = actions.draft(department, fields(kind=asking, title="", column=None), by=drafter, now=now)
    with pytest.raises(NotAllowed, match="还缺：标题、栏目、发文字号、内容概述、主题分类、重点领域、附件、编号。补齐"):
        actions.submit(item, by=drafter, now=now)
    assert policies.missing_fields(item)[-1] == "编号"


def test_a_kind_stands_only_where_it_may(asking, kind, column, founder, make_item, drafter, now):
    open_column(
        slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, kinds=[asking], by=founder, now=now
    )
    with pytest.raises(NotAllowed, match="“通知公告”不能列在栏目“通知公告”下"):
        actions.submit(make_item(), by=drafter, now=now)
    column.kinds.add(kind)
    assert make_item(Status.SUBMITTED).status == Status.SUBMITTED


def test_history_stands_only_where_it_may_too(asking, column, department, drafter, fields, founder, now):
    column.kinds.add(asking)
    entry = HistoricalItem(department, fields(source_name="旧网站"), now - timedelta(days=1))
    with pytest.raises(Refused, match="的种类不能列在栏目"):
        enter_history([entry], by=drafter, now=now)


def test_a_document_of_a_kind_with_validity_is_in_force_from_its_publication(
    founder, kind, make_item, department, drafter, fields, now
):
    assert make_item(Status.PUBLISHED, title="动态").validity == ""
    define_kind(code="notice", name="规范性文件", order=1, has_validity=True, by=founder, now=now)
    kind.refresh_from_db()
    assert make_item(Status.APPROVED).validity == ""
    assert make_item(Status.PUBLISHED, kind=kind).validity == Validity.IN_FORCE
    entry = HistoricalItem(department, fields(kind=kind, source_name="旧网站"), now - timedelta(days=1))
    assert enter_history([entry], by=drafter, now=now)[0].validity == Validity.IN_FORCE


def test_what_is_not_public_of_a_kinds_details_is_in_no_public_document(asking, department, drafter, fields, now):
    given = fields(kind=asking, details={"number": "2018012", "proposer": "王某"}, **FULL)
    item = actions.draft(department, given, by=drafter, now=now)
    public = queries.public_document(item)
    assert public["details"] == [{"name": "number", "label": "编号", "value": "2018012"}]
    assert public["theme"] == item.theme
    assert public["joint_issuers"] == ["示范区公安局", "示范区消防大队"]
    assert (public["effective_date"], public["lapse_date"]) == ("2018-06-01", "2023-05-31")
    assert "王某" not in str(public)
    assert item.public_details == [("编号", "2018012")]


def test_a_kind_that_changes_its_mind_changes_nothing_that_is_public(asking, department, drafter, fields, founder, now):
    given = fields(kind=asking, details={"number": "2018012", "proposer": "王某"})
    item = actions.draft(department, given, by=drafter, now=now)
    before = queries.document_sha256(item)
    define_kind(
        code="proposal", name="建议提案", order=2, details=({**DETAILS[1], "label": "代表", "public": True},), by=founder, now=now
    )  # fmt: skip
    item = InformationItem.objects.get(pk=item.pk)
    assert queries.document_sha256(item) == before


def test_a_state_secret_leaves_none_of_it(asking, department, drafter, fields, now):
    item = actions.draft(department, fields(kind=asking, details={"number": "1"}, **FULL), by=drafter, now=now)
    secret = fields(kind=asking, openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET, **FULL)
    item = actions.revise(item, secret, by=drafter, now=now)
    item.refresh_from_db()
    left = [getattr(item, name) for name in (*FULL, "details", "audience", "keywords")]
    assert not any(left)


class TestDocumentNumbers:
    def test_what_was_mended_is_reported(self):
        (note,) = queries.number_notes("示发[2018]09号", "示发〔2018〕9号")
        assert "已规范为“示发〔2018〕9号”" in note
        assert "六角括号" in note
        assert "不编虚位" in note
        assert queries.number_notes("示发〔2018〕9号", "示发〔2018〕9号") == []
        assert queries.number_notes("", "") == []
        (note,) = queries.number_notes("2018年第3号", "2018年第3号")
        assert "不合发文字号的格式" in note

    def doubts(self, item, user, now):
        return queries.doubts_about(item, user, on=now.date())

    def test_a_number_of_another_issuer_is_doubted_unless_it_is_named(self, make_item, drafter, now):
        item = make_item(document_number="国办发〔2018〕10号")
        (doubt,) = self.doubts(item, drafter, now)
        assert "代字属于国务院办公厅，本信息的发文机关是示范区经济发展局" in doubt
        assert (
            self.doubts(make_item(document_number="国办发〔2018〕9号", source_name="国务院办公厅"), drafter, now) == []
        )
        joint = make_item(document_number="国办发〔2018〕8号", joint_issuers=("国务院办公厅",))
        assert self.doubts(joint, drafter, now) == []

    def test_a_short_form_only_another_unit_has_used_is_doubted(
        self, make_item, department, town, appoint, fields, now
    ):
        make_item(Status.PUBLISHED, document_number="示经〔2018〕1号")
        other = appoint(Role.DRAFTER, town)
        item = actions.draft(town, fields(document_number="示经〔2018〕2号"), by=other, now=now)
        (doubt,) = self.doubts(item, other, now)
        assert "“示经”此前一直由示范区经济发展局使用" in doubt

    def test_a_year_that_is_not_the_year_of_forming_is_doubted(self, make_item, drafter, now):
        (doubt,) = self.doubts(make_item(document_number="示发〔2017〕9号"), drafter, now)
        assert "文字号的年份是 2017 年，成文日期在 2018 年" in doubt

    def test_a_number_with_two_titles_names_the_other_only_to_those_who_may_read_it(
        self, make_item, drafter, town, appoint, fields, now
    ):
        first = make_item(document_number="示发〔2018〕9号", title="关于港区养护的通知")
        second = make_item(document_number="示发〔2018〕9号", title="关于渔港清淤的通知")
        assert self.doubts(make_item(document_number="示发〔2018〕9号", title=first.title), drafter, now)
        (doubt,) = self.doubts(second, drafter, now)
        assert f"已用于《关于港区养护的通知》（{first.registration}）" in doubt
        other = appoint(Role.DRAFTER, town)
        item = actions.draft(town, fields(document_number="示发〔2018〕9号", title="第三个标题"), by=other, now=now)
        (doubt,) = self.doubts(item, other, now)
        assert first.registration in doubt
        assert "港区养护" not in doubt


def test_the_first_sentence_may_be_offered_and_is_never_taken_by_itself(make_item):
    item = make_item(body="<p>自六月起检查&amp;整改。</p><p>第二句。</p>")
    assert queries.first_sentence(item.body) == "自六月起检查&整改。"
    assert item.summary == ""
    assert queries.first_sentence("") == ""
    assert queries.first_sentence(f"<p>{'长' * 301}。</p>") == ""
