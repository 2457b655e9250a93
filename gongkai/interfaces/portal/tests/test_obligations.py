"""Standard catalogues on the baked site: made by the worker, made again by a rebuild, held by verify."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from lxml import html

from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.obligations import actions
from gongkai.publishing.obligations.choices import CarrierRule, Level

pytestmark = pytest.mark.django_db
PAGE = "obligations/projects/index.html"
TABLE = "一级事项,二级事项,公开内容,公开时限,公开主体\n项目审批,审批结果,名称,信息形成之日起20个工作日内,经济部门\n"


def text(tree, path: str) -> str:
    return html.fromstring((tree / path).read_bytes()).text_content()


@pytest.fixture
def met(openness_officer, department, drafter, make_item, now):
    """An item that met a row of a catalogue."""
    fields = actions.CatalogueFields("重大建设项目标准目录", Level.COUNTY, CarrierRule.ANY, area="major_projects")
    catalogue = actions.register_catalogue("projects", fields, by=openness_officer, now=now)
    edition = actions.prepare_edition(
        catalogue, ContentFile(TABLE.encode()), name="a.csv", year=2018, since=date(2018, 1, 1), by=openness_officer,
        now=now,
    )  # fmt: skip
    actions.adopt_edition(edition, by=openness_officer, now=now)
    actions.assign_subject(catalogue.subjects.get(), [department], since=date(2018, 1, 1), by=openness_officer, now=now)
    occasion = actions.record_occasion(
        catalogue.obligations.get(), department, title="码头", days={"formed": date(2018, 5, 28)}, by=drafter, now=now
    )
    item = make_item(ItemStatus.PUBLISHED, title="码头扩建审批结果")
    actions.meet_by_item(occasion, item, by=drafter, now=now)
    return item


def test_an_item_that_met_a_row_is_linked_until_it_is_withdrawn(met, approver, now, tree, bake):
    bake()
    assert "重大建设项目标准目录" in text(tree, "obligations/index.html")
    for said in ("码头扩建审批结果", "信息形成之日起20个工作日内", "示范区经济发展局"):
        assert said in text(tree, PAGE)
    assert f"/{met.path}.html" in html.fromstring((tree / PAGE).read_bytes()).xpath("//main//@href")
    disclosure.withdraw(met, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
    bake()
    assert "码头扩建审批结果" not in text(tree, PAGE)


def test_a_rebuild_makes_the_same_pages_and_verify_finds_no_difference(met, now, tree, bake):
    bake()
    before = {path.name: path.read_bytes() for path in (tree / "obligations").rglob("*.html")}
    stray = tree / "obligations/projects/index-9.html"
    stray.write_text("old")
    rebuild(now=now, processes=1)
    assert not stray.exists()
    assert {path.name: path.read_bytes() for path in (tree / "obligations").rglob("*.html")} == before
    assert list(differences()) == []
    (tree / PAGE).write_text("changed by hand")
    assert any(PAGE in said for said in differences())
