"""What the public reads of a standard catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.base.core.pages import Page
from gongkai.law.vocabulary import PolicyArea
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.obligations import actions, pages

from .conftest import ROWS, SUBJECT

pytestmark = pytest.mark.django_db


def shown(catalogue):
    return [row for page in pages_of(catalogue) for row in page.context["rows"]]


def pages_of(catalogue):
    return [one for one in pages.of_catalogue(catalogue) if isinstance(one, Page)]


def test_catalogues_in_force_are_listed_by_area(catalogue, open_catalogue, load):
    load(open_catalogue("land", area=PolicyArea.LAND), [ROWS["vague"]])
    open_catalogue("empty")
    context = next(pages.index()).context
    assert [(label, [each.code for each in found]) for label, found in context["groups"]] == [("征地补偿", ["land"])]
    assert [each.code for each in context["others"]] == ["projects"]


def test_a_row_says_who_by_when_and_what_met_it(catalogue, department, happen, make_item, drafter, now):
    occasion = happen("notice", formed=date(2018, 5, 28))
    item = make_item(ItemStatus.PUBLISHED, title="码头扩建审批结果")
    actions.meet_by_item(occasion, item, by=drafter, now=now)
    row = next(row for row in shown(catalogue) if row.obligation.matter2 == "审批结果")
    assert row.bearers == [department.name]
    assert [line.title for line in row.met] == ["码头扩建审批结果"]
    assert row.obligation.subject.text == SUBJECT


def test_what_was_withdrawn_sent_back_or_only_photographed_is_not_shown(
    catalogue, happen, make_item, drafter, approver, openness_officer, picture, now
):
    down, back = make_item(ItemStatus.PUBLISHED, title="撤下的"), make_item(ItemStatus.PUBLISHED, title="退回的")
    actions.meet_by_item(happen("notice", title="甲", formed=date(2018, 5, 28)), down, by=drafter, now=now)
    met = actions.meet_by_item(happen("notice", title="乙", formed=date(2018, 5, 28)), back, by=drafter, now=now)
    actions.meet_by_photograph(
        happen("board", formed=date(2018, 5, 28)), [(picture(), "栏.png")], carrier="notice_board", place="某户门前",
        day=date(2018, 6, 1), by=drafter, now=now,
    )  # fmt: skip
    disclosure.withdraw(down, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
    actions.return_fulfilment(met, reason="无关", by=openness_officer, now=now)
    assert not any(row.met for row in shown(catalogue))


def test_a_long_catalogue_is_cut_into_parts(open_catalogue, load):
    catalogue = open_catalogue("long")
    load(catalogue, [{"一级事项": f"第{n}项", "公开时限": "及时公开"} for n in range(pages.PART + 1)])
    paths = [page.path for page in pages_of(catalogue)]
    assert paths == ["obligations/long/index.html", "obligations/long/index-2.html"]


def test_a_part_costs_the_same_however_much_met_its_rows(
    catalogue, happen, make_item, drafter, now, django_assert_num_queries
):
    def meet(number: int) -> None:
        occasion = happen("notice", title=f"项目{number}", formed=date(2018, 5, 28))
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)

    meet(0)
    with django_assert_num_queries(5):
        assert shown(catalogue)
    for number in range(1, 8):
        meet(number)
    with django_assert_num_queries(5):
        rows = shown(catalogue)
    row = next(row for row in rows if row.met)
    assert (len(row.met), row.total) == (pages.SHOWN, 8)
