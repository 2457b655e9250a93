"""政府信息公开专栏 on the baked site, of the whole and of each unit; guides, reports and replies at their addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from gongkai.base.organisations.models import Unit
from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.models import ShelfMonth
from gongkai.interfaces.portal.queries import HOLDINGS, differences, holdings
from gongkai.interfaces.portal.tasks import bake_item, rebuild
from gongkai.law.statutory_content import GUIDE_ELEMENTS
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.actions import ColumnFields
from gongkai.publishing.catalogue.data import standard_kinds
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db
SITE, UNIT, GUIDE = "disclosure/index.html", "disclosure/117/index.html", "guide/117/index.html"


def page(tree, path):
    return html.fromstring((tree / path).read_bytes())


def said(tree, path):
    return page(tree, path).xpath("//main")[0].text_content()


def statutory(tree, path):
    """Number and addresses by the place in the statute."""
    found = {}
    for row in page(tree, path).xpath("//table[@class='statutory']/tbody/tr"):
        place, count, links = row.xpath("string(td[1])"), row.xpath("string(td[2])"), row.xpath("td[3]//@href")
        found[place] = (int(count), links, row.xpath("string(td[3])"))
    return found


@pytest.fixture
def standard(founder, now):
    def standard(code):
        return catalogue.define_kind(code=code, order=1, by=founder, now=now, **standard_kinds()[code])

    return standard


@pytest.fixture
def guide(make_item, standard):
    details = {name: f"所说的{label}" for name, label in GUIDE_ELEMENTS.items()}
    return make_item(Status.PUBLISHED, title="经济发展局公开指南", kind=standard("disclosure_guide"), details=details)


def change(item, now, drafter, reviewer, approver, **details):
    copy = disclosure.begin_change(item, reason="电话已变更", by=drafter, now=now)
    kept = {each["name"]: each["value"] for each in copy.details} | details
    given = disclosure.ItemFields(
        title=copy.title, kind=copy.kind, column=copy.column, formed_date=copy.formed_date, body=copy.body, details=kept
    )
    disclosure.revise(copy, given, by=drafter, now=now)
    disclosure.submit(copy, by=drafter, now=now)
    disclosure.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
    return disclosure.approve_and_publish(copy, by=approver, now=now)


class TestGuide:
    def test_stands_at_its_own_address_and_says_what_is_current(
        self, guide, bake, tree, now, drafter, reviewer, approver
    ):
        bake()
        for label in GUIDE_ELEMENTS.values():
            assert label in said(tree, GUIDE)
            assert f"所说的{label}" in said(tree, GUIDE)
        assert "第 1 版" in said(tree, GUIDE)
        for path in (SITE, UNIT):
            assert f"/{GUIDE}" in page(tree, path).xpath("//section[@id='guide']//@href")
        assert "所说的联系电话" in said(tree, UNIT)  # where an application goes
        change(guide, now + timedelta(days=1), drafter, reviewer, approver, phone="值班室")
        bake()
        assert "值班室" in said(tree, GUIDE)
        assert "2018-06-02 更新，第 2 版" in said(tree, GUIDE)
        assert f"/{guide.path}.html" in page(tree, GUIDE).xpath("//main//@href")

    def test_is_gone_from_its_address_once_it_is_withdrawn(self, guide, bake, tree, approver, now):
        bake()
        disclosure.withdraw(guide, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        bake()
        assert not (tree / GUIDE).exists()
        assert "编制发布后列在这里" in said(tree, UNIT)
        assert f"/{GUIDE}" not in page(tree, SITE).xpath("//@href")


class TestStatutoryContent:
    def test_every_heading_stands_with_its_count_and_the_shelf_and_an_empty_one_says_so(
        self, make_item, standard, bake, tree, founder, openness_officer, now, column
    ):
        make_item(Status.PUBLISHED)
        make_item(Status.PUBLISHED, kind=standard("budget"), details={"type": "政府预算", "year": "2018"})
        make_item(Status.PUBLISHED, kind=standard("budget"), details={"type": "政府决算", "year": "2017"})
        own = catalogue.define_kind(code="harbour_fees", name="港口收费", order=9, by=founder, now=now)
        make_item(Status.PUBLISHED, kind=own)
        bake()
        for path in (SITE, UNIT):
            found = statutory(tree, path)
            assert len(found) == 16
            assert found["第二十条第七项"][0] == 2
            assert found["第二十条第十五项"][0] == 2  # a notice, and a kind of the house's own
            assert found["第二十条第八项"] == (0, [], "暂无公开的信息")
        assert statutory(tree, UNIT)["第二十条第七项"][1] == ["/search/?kind=budget&unit=117&sort=newest"]
        # Columns that say what they hold are the shelves; the others are found by searching.
        assert statutory(tree, SITE)["第二十条第七项"][1] == ["/search/?kind=budget&sort=newest"]
        named = ColumnFields(name=column.name, group=column.group, kinds=(standard("budget"),))
        catalogue.arrange_column(column, named, by=openness_officer, now=now)
        rebuild(now=now, processes=1)
        assert statutory(tree, SITE)["第二十条第七项"][1] == ["/columns/notices/index.html"]

    def test_what_has_a_place_of_its_own_is_not_counted_under_a_heading(self, guide, bake, tree):
        bake()
        assert {count for count, _links, _said in statutory(tree, SITE).values()} == {0}

    def test_counts_follow_what_is_withdrawn_and_what_becomes_another_kind(
        self, make_item, standard, bake, tree, approver, now, drafter, reviewer
    ):
        first, second = make_item(Status.PUBLISHED), make_item(Status.PUBLISHED)
        bake()
        assert holdings() == {"notice": 2}
        disclosure.withdraw(first, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        copy = disclosure.begin_change(second, reason="种类有误", by=drafter, now=now)
        given = disclosure.ItemFields(
            title=copy.title, kind=standard("service"), column=copy.column, formed_date=copy.formed_date, body=copy.body
        )
        disclosure.revise(copy, given, by=drafter, now=now)
        disclosure.submit(copy, by=drafter, now=now)
        disclosure.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
        disclosure.approve_and_publish(copy, by=approver, now=now)
        bake()
        assert holdings() == {"service": 1}
        assert (statutory(tree, UNIT)["第二十一条"][0], statutory(tree, UNIT)["第二十条第十五项"][0]) == (1, 0)
        assert holdings(Unit.objects.get(code="100")) == {}

    def test_a_rebuild_counts_and_makes_the_same(self, guide, make_item, bake, tree, now):
        make_item(Status.PUBLISHED)
        bake()
        paths = [
            path for path in files_under(tree) if path.startswith(("disclosure/", "guide/", "reports/", "proposals/"))
        ]
        assert len([path for path in paths if path.endswith(".html")]) == 5
        before = {path: (tree / path).read_bytes() for path in paths}
        counts = sorted(ShelfMonth.objects.filter(group=HOLDINGS).values_list("slug", "month", "count"))
        assert rebuild(now=now, processes=1).removed == ()
        assert {path: (tree / path).read_bytes() for path in paths} == before
        assert sorted(ShelfMonth.objects.filter(group=HOLDINGS).values_list("slug", "month", "count")) == counts
        assert list(differences()) == []

    def test_the_database_is_asked_no_more_for_a_larger_archive(self, make_item, bake, tree):
        def asked(item):
            with CaptureQueriesContext(connection) as captured:
                bake_item({"number": item.number})
            return len(captured)

        first = make_item(Status.PUBLISHED)
        bake()
        few = asked(first)
        items = [make_item(Status.PUBLISHED) for _turn in range(6)]
        bake()
        assert asked(items[-1]) <= few


def test_annual_reports_of_every_unit_and_year_stand_on_one_page(make_item, standard, bake, tree):
    kind = standard("openness_report")
    make_item(Status.PUBLISHED, title="2016年度政府信息公开工作报告", kind=kind)
    make_item(Status.PUBLISHED, title="公开工作报告", kind=kind, details={"year": "2015"})
    late = make_item(Status.PUBLISHED, title="公开工作报告（补）", kind=kind)
    bake()
    headings = [one.text_content().split()[0] for one in page(tree, "reports/index.html").xpath("//section/h2")]
    assert headings == ["2017年度", "2016年度", "2015年度"]
    (row,) = page(tree, "reports/index.html").xpath("//section[@id='y2017']//tr")
    assert row.xpath(".//@href") == [f"/{late.path}.html"]
    assert row.xpath("string(th)") == "示范区经济发展局"
    assert len(page(tree, UNIT).xpath("//section[@id='reports']//li")) == 3


def test_replies_to_proposals_show_their_public_share(make_item, standard, bake, tree, approver, now):
    details = {
        "category": "提案", "number": "第7号", "session": "九届二次会议", "subject": "增设站点", "proposal": "建议增设。",
        "public_interest": "是", "reply_form": "全文", "reply": "同意。", "opinion": "满意", "proposer": "领衔人甲",
    }  # fmt: skip
    given = {"kind": standard("proposal"), "summary": "同意", "details": details}
    make_item(Status.PUBLISHED, title="关于第7号提案的答复", **given)
    bake()
    assert "100.0%" in said(tree, "proposals/index.html")
    withheld = {"openness": Openness.WITHHELD, "ground": WithholdingGround.PERSONAL_PRIVACY}
    disclosure.approve(make_item(Status.SECRECY_REVIEWED, **given, **withheld), by=approver, now=now)
    bake()
    for words in ("九届二次会议提案", "50.0%", "满意 1 件", "关于第7号提案的答复", "复文全文", "反馈：满意"):
        assert words in said(tree, "proposals/index.html")
    assert not any("领衔人甲" in (tree / path).read_text() for path in files_under(tree) if path.endswith(".html"))


class TestSitePages:
    def test_what_the_office_has_published_stands_in_the_place_of_our_words(
        self, make_item, standard, bake, tree, department, approver, now
    ):
        Unit.objects.filter(pk=department.pk).update(hosts_openness_office=True)
        department.refresh_from_db()
        make_item(Status.PUBLISHED)
        bake()
        assert "本站由" in said(tree, "about.html")
        assert "自征求意见截止之日起保存 12 个月" in said(tree, "privacy.html")
        given = {"kind": standard("site_page"), "body": "<p>本站由示范区办公室维护。</p>"}
        item = make_item(Status.PUBLISHED, title="关于", details={"page": "关于本站"}, **given)
        bake()
        assert "示范区办公室维护" in said(tree, "about.html")
        assert "本站由海港" not in said(tree, "about.html")
        assert f"/{item.path}.html" in page(tree, "about.html").xpath("//main//@href")
        disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        bake()
        assert "示范区办公室维护" not in said(tree, "about.html")
