"""Table two: normative documents made, repealed, in force, public, as of the last day of a year; what no ledger holds is blank."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from django.utils.module_loading import import_string

from gongkai.law.report.formats import load_format
from gongkai.law.vocabulary import Openness, UnitKind, Validity
from gongkai.oversight.annual_report import actions, pages, queries
from gongkai.oversight.annual_report.queries.figures import table_two
from gongkai.oversight.annual_report.tests.conftest import BEIJING
from gongkai.oversight.annual_report.tests.of_years import begin
from gongkai.oversight.statistics.queries import Collected, Period, figure_of, measure, records_of, scope_of
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

COLUMNS = ("issued", "repealed", "valid", "made", "newly_published", "published_total")
NORM = [f"t2.norm.{column}" for column in COLUMNS]
LATER = datetime(2025, 6, 1, 9, tzinfo=BEIJING)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)


@pytest.fixture
def numbers(zone):
    """``numbers(year)``: the six figures of normative documents, by column."""

    def count(year):
        values = measure(NORM, Period.of_year(year), scope_of(zone))
        return {column: values[f"t2.norm.{column}"].number for column in COLUMNS}

    return count


@pytest.fixture
def kind(founder):
    return catalogue.define_kind(code="normative", name="规范性文件", order=1, by=founder, now=LATER)


@pytest.fixture
def register(department, drafter):
    """``register(day, …)``: a normative document in the register of official documents."""

    def act(day, **changes):
        given = {
            "openness": Openness.PROACTIVE,
            "title": f"示例办法（{day}）",
            "formed_date": day,
            "issued_date": day,
            "is_normative": True,
        }
        fields = disclosure.DocumentFields(**given | changes)
        return disclosure.register_document(department, fields, by=drafter, now=noon(day))

    return act


@pytest.fixture
def publish(department, drafter, column, kind):
    """``publish(document, day, …)``: its public item, or one of which the register knows nothing."""

    def act(document, day, **changes):
        (item,) = disclosure.enter_history(
            [
                disclosure.HistoricalItem(
                    unit=department,
                    fields=disclosure.ItemFields(
                        title="示例办法",
                        kind=kind,
                        column=column,
                        formed_date=day,
                        body="<p>示例。</p>",
                        source_name="原网站",
                    ),
                    published_at=noon(day),
                )
            ],
            by=drafter,
            now=LATER,
        )
        InformationItem.objects.filter(pk=item.pk).update(document=document, **changes)
        return InformationItem.objects.get(pk=item.pk)

    return act


def test_a_document_counts_from_the_year_it_is_issued_whether_public_or_not(register, numbers, zone):
    register(date(2022, 12, 31))
    register(date(2023, 1, 1))
    register(date(2023, 5, 1), openness=Openness.PROACTIVE, is_normative=False)
    assert numbers(2022) == dict.fromkeys(COLUMNS, 0) | {"issued": 1, "made": 1, "valid": 1}
    assert numbers(2023) == dict.fromkeys(COLUMNS, 0) | {"issued": 1, "made": 1, "valid": 2}
    assert numbers(2021) == dict.fromkeys(COLUMNS, 0)


def test_striking_one_out_moves_every_figure_that_counted_it(register, publish, numbers, openness_officer, drafter):
    document = register(date(2023, 5, 1))
    item = publish(document, date(2023, 5, 3))
    before = numbers(2023)
    assert before == dict.fromkeys(COLUMNS, 1) | {"repealed": 0}
    disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="误发", by=openness_officer, now=LATER)
    assert numbers(2023) == before | {"newly_published": 0, "published_total": 0}
    disclosure.cancel_document(document, reason="误登", by=drafter, now=LATER)
    assert set(numbers(2023).values()) == {0}


def test_what_is_said_of_a_year_is_said_as_of_its_last_day(register, publish, numbers, openness_officer):
    item = publish(register(date(2022, 3, 1)), date(2022, 3, 2))
    before = numbers(2023)
    disclosure.mark_validity(
        item, Validity.REPEALED, on=date(2024, 1, 1), reason="清理结果公告", by=openness_officer, now=LATER
    )
    assert numbers(2023) == before
    assert before["valid"] == 1
    assert (numbers(2024)["repealed"], numbers(2024)["valid"]) == (1, 0)
    assert (numbers(2025)["repealed"], numbers(2025)["valid"]) == (0, 0)


@pytest.mark.parametrize(
    ("last_day", "valid_in_2023"), [(date(2023, 12, 30), 0), (date(2023, 12, 31), 1), (date(2024, 1, 1), 1)]
)
def test_a_last_day_ends_a_document_whether_or_not_it_is_marked_yet(publish, numbers, last_day, valid_in_2023):
    publish(None, date(2022, 3, 1), lapse_date=last_day)
    assert numbers(2023)["valid"] == valid_in_2023
    assert numbers(2023)["repealed"] == 0


def test_one_prolonged_after_its_last_day_is_in_force(publish, numbers):
    publish(
        None,
        date(2020, 3, 1),
        lapse_date=date(2022, 3, 1),
        validity=Validity.IN_FORCE,
        validity_date=date(2022, 3, 5),
    )
    assert numbers(2023)["valid"] == 1


def test_a_document_with_two_items_or_a_public_address_is_public_once(register, publish, numbers):
    document = register(date(2021, 3, 1))
    publish(document, date(2022, 4, 1))
    publish(document, date(2023, 4, 1))
    OfficialDocument.objects.filter(pk=register(date(2022, 6, 1)).pk).update(public_date=date(2023, 1, 5))
    assert [numbers(year)["newly_published"] for year in (2021, 2022, 2023)] == [0, 1, 1]
    assert [numbers(year)["published_total"] for year in (2021, 2022, 2023)] == [0, 1, 2]


def _by_hand(year):
    """Counted record by record, by other code."""
    told = dict.fromkeys(COLUMNS, 0)
    first, last = date(year, 1, 1), date(year, 12, 31)
    ones = [(document.issued_date, list(document.items.all())) for document in OfficialDocument.objects.all()]
    ones += [(item.formed_date, [item]) for item in InformationItem.objects.filter(document=None, status="published")]
    for issued, items in ones:
        ends = [item for item in items if item.validity in ("repealed", "expired")]
        days = sorted(item.published_at.astimezone(BEIJING).date() for item in items if item.status == "published")
        told["issued"] += first <= issued <= last
        told["made"] += first <= issued <= last
        told["repealed"] += any(item.validity == "repealed" and first <= item.validity_date <= last for item in ends)
        over = any(item.validity_date <= last for item in ends)
        over |= any(item.lapse_date is not None and item.lapse_date < last for item in items)
        told["valid"] += issued <= last and not over
        told["newly_published"] += bool(days) and first <= days[0] <= last
        told["published_total"] += bool(days) and days[0] <= last
    return told


@pytest.mark.parametrize("seed", range(3))
def test_every_year_is_what_a_count_by_hand_comes_to(register, publish, numbers, seed):
    chance = random.Random(seed)
    for _n in range(40):
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(1800))
        document = register(day, title=f"示例{_n}") if chance.random() < 0.6 else None
        if document is None or chance.random() < 0.7:
            changes = {}
            if chance.random() < 0.5:
                changes = {
                    "validity": chance.choice([Validity.REPEALED, Validity.EXPIRED, Validity.AMENDED]),
                    "validity_date": day + timedelta(days=chance.randrange(900)),
                }
            elif chance.random() < 0.4:
                changes = {"lapse_date": day + timedelta(days=chance.randrange(900))}
            publish(document, day + timedelta(days=chance.randrange(20)) if document else day, **changes)
    for year in range(2018, 2026):
        assert numbers(year) == _by_hand(year), year


def test_each_number_is_the_length_of_its_list(register, publish, zone):
    for month in range(1, 7):
        document = register(date(2023, month, 5))
        publish(document if month % 2 else None, date(2023, month, 9))
    period, scope = Period.of_year(2023), scope_of(zone)
    for code, value in measure(NORM, period, scope, with_ids=True).items():
        rows = records_of(code, period, scope).rows()
        assert len(rows) == value.number == sum(map(len, value.ids.values()))


def test_no_kind_of_unit_makes_rules(zone):
    # A kind that does (a city with districts) must be thought of in ``table_two.rules``.
    assert set(UnitKind.values) == {"zone", "department", "town", "village"}
    for column in COLUMNS:
        value = measure([f"t2.rules.{column}"], Period.of_year(2024), scope_of(zone))[f"t2.rules.{column}"]
        assert (value.number, value.records) == (0, 0)
    assert table_two.rules(Period.of_year(2024), scope_of(zone)).count() == 0


@pytest.mark.parametrize("name", ["national_2014", "national_2019", "national_2021"])
def test_what_a_form_collects_is_a_figure_that_is_handed_in(name):
    form = load_format(name)
    assert form.collected
    for code in form.codes:
        assert isinstance(figure_of(code), Collected) == (code in form.collected), code


@pytest.fixture
def pages_of(zone, openness_officer):
    """``pages_of(code)``: the public list behind a figure of the report on 2023: its rows, how many it does not show, and the page."""

    def listed(code):
        report = begin(zone, 2023, openness_officer, now=LATER)
        report = actions.freeze(report, by=openness_officer, now=LATER)
        figures = queries.frozen_figures(report)
        figure = figures[code]
        made = pages._lists(report, figure, figures, queries.Consolidation(report, public_only=True))
        [page] = [one for one in made if one.path.endswith(".html")]
        always, render = (import_string(f"gongkai.interfaces.portal.rendering.{name}") for name in ("always", "render"))
        shown = render(page.template, {**always(), **page.context, "path": page.path}).decode()
        return figure, page.context["rows"], page.context["hidden"], shown

    return listed


def test_a_public_list_shows_what_is_public_and_says_how_much_is_not(register, publish, pages_of):
    public, withheld, again = register(date(2023, 2, 1)), register(date(2023, 3, 1)), register(date(2023, 4, 1))
    first, second = publish(public, date(2023, 2, 3)), publish(again, date(2023, 4, 5))
    old = publish(None, date(2023, 5, 5))
    figure, rows, hidden, page = pages_of("t2.norm.issued")
    assert (figure.number, hidden) == (4, 1)
    assert {row.number for row in rows} == {first.number, second.number, old.number}
    assert all(row.href == f"/{InformationItem(number=row.number).path}.html" for row in rows)
    assert "其中 1 件计入了这个数，但没有在本网站公开" in page
    assert all(f'href="{row.href}"' in page for row in rows)
    assert withheld.registration not in page


def test_a_list_of_nothing_public_says_so_and_not_that_it_is_zero(register, pages_of):
    document = register(date(2023, 3, 1))
    figure, rows, hidden, page = pages_of("t2.norm.issued")
    assert (figure.number, rows, hidden) == (1, [], 1)
    assert "没有在本网站公开" in page
    assert "所以是零" not in page
    assert document.registration not in page


def test_a_correction_names_no_document_that_is_not_public(register, publish, zone, openness_officer):
    public, withheld = register(date(2023, 2, 1)), register(date(2023, 3, 1))
    item = publish(public, date(2023, 2, 3))
    report = actions.freeze(begin(zone, 2023, openness_officer, now=LATER), by=openness_officer, now=LATER)
    OfficialDocument.objects.update(issued_date=date(2024, 1, 1))
    for public_only, went in ((True, {item.number}), (False, {public.registration, withheld.registration})):
        [found] = [one for one in queries.differences(report, public=public_only) if one.code == "t2.norm.issued"]
        assert (found.frozen, found.now) == ("2", "0")
        assert {row.number for row in found.went} == went
