"""The year 2024 of a city of sixty units in each of the four forms: what each unit did, and what twenty reports and the city's say of it.

Which form a year is in is configuration: here a folder of the operator's lets the year have any of them. The city is made once.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest
from django.db import transaction

from gongkai.law.report.formats import format_names, load_format
from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.statistics.queries import Collected, figure_of, leaves_of
from tests.any_form import FORMS

from .city import NOW, build
from .of_years import begin, outputs

pytestmark = pytest.mark.django_db

NEWEST = FORMS[-1]


@pytest.fixture
def city(any_form, found_unit, appoint):
    return build(found_unit, appoint)


def said(report):
    """The counted figures the report prints, each as it was frozen; a sum is added up again by the other code."""
    codes = [code for code in load_format(report.format).codes if not isinstance(figure_of(code), Collected)]
    figures = queries.frozen_figures(report)
    return {code: figures[code].number for code in codes}


def expected(codes, counted):
    return {code: Decimal(sum(counted[leaf.code] for leaf in leaves_of(code))) for code in codes}


def test_the_four_forms_are_all_there_are():
    assert set(FORMS) == set(format_names())


def test_in_every_form_the_city_says_what_was_counted_by_hand(city):
    last = begin(city.zone, 2023, city.officer, form=NEWEST, now=NOW)
    actions.freeze(last, by=city.officer, now=NOW)
    for name in FORMS:
        with transaction.atomic():
            # A unit that is asked for more, those off the system, a town with villages; in the newest form every third beside them.
            mine = [city.units[0], *city.off, city.units[36], *(city.units[::3] if name == NEWEST else ())]
            check_form(city, name, list(dict.fromkeys(mine)))
            transaction.set_rollback(True)


def check_form(city, name, units):
    """In one form: reports of the units, the city's beside them, everything it becomes, and whose number is whose."""
    reports = {unit: frozen(city, unit, name) for unit in units}
    whole = begin(city.zone, 2024, city.officer, form=name, now=NOW)
    values = queries.measure_report(whole, by_unit=True)
    # Nothing is apart: not in the form, not from last year, not from the units' reports; and everybody who was asked has signed.
    assert queries.breaks_of(whole, values) == [], name
    whole = actions.freeze(whole, by=city.officer, now=NOW)
    assert queries.notes_of(whole) == []
    assert Report.objects.filter(year=2024, frozen_at__isnull=False).count() == len(units) + 1

    for unit, report in {**reports, city.zone: whole}.items():
        told = said(report)
        assert told == expected(told, city.by_hand(unit, 2024)), (name, unit)
        broken = queries.check_identities(name, queries.frozen_figures(report)).evaluation.violations
        assert [one.identity.id for one in broken if one.identity.severity is Severity.HARD] == [], (name, unit)
    figures = queries.frozen_figures(whole)
    assert {code: figures[code].number for code in load_format(name).collected} == {
        code: Decimal(city.handed_in[code]) for code in load_format(name).collected
    }
    whose_is_whose(city, whole, values)
    printed_everywhere(whole, figures)
    if name == "guangdong_2018":
        noted_too(city, figures)


def frozen(city, unit, name):
    """A unit's own report, its text one sentence."""
    report = actions.compile_report(unit, 2024, form=name, by=city.officer, now=NOW)
    report = actions.write_narrative(report, [Section("总体情况", "情况如表。")], by=city.officer, now=NOW)
    return actions.freeze(report, by=city.officer, now=NOW)


def whose_is_whose(city, whole, values):
    """Each of the sixty has its share of every figure; direct parts add up; towns lead to their villages."""
    by_hand = {unit.pk: city.work[unit].counted(2024) for unit in city.units}
    for code in said(whole):
        shares = {unit: number for unit, number in (values[code].shares or {}).items() if number}
        counted = {pk: sum(cells[leaf.code] for leaf in leaves_of(code)) for pk, cells in by_hand.items()}
        assert shares == {pk: number for pk, number in counted.items() if number}, code
    consolidation = queries.Consolidation(whole)
    figures = queries.frozen_figures(whole)
    code = next(code for code in ("t3.new.total", "t3_2019.new.total", "n3.1", "a2.total") if code in said(whole))
    shares = consolidation.of(figures[code])
    assert sum(share.number for share in shares) == int(figures[code].number)
    assert all(not share.differs for share in shares)
    assert {share.unit for share in shares if share.handed_in} == set(city.off)
    town = next(share for share in shares if share.unit.code == "201")
    assert sum(share.number for share in town.below) == town.number
    assert {share.unit.code for share in town.below} >= {"201", "310"}
    rows = [row for part in queries.frozen_rows(figures[code], figures) for row in part]
    assert len(rows) == figures[code].record_count


def printed_everywhere(whole, figures):
    """Page, PDF, DOCX, workbook and data are made, and the data say what was frozen."""
    made = outputs(whole)
    assert made["pdf"].startswith(b"%PDF")
    assert made["docx"][:2] == made["xlsx"][:2] == b"PK"
    told = {one["code"]: one["printed"] for one in json.loads(made["json"])["figures"]}
    assert told == {code: figure.printed for code, figure in figures.items()}
    page = made["html"].decode()
    for code in load_format(whole.format).figures.values():
        assert f'data-figure="{code}"' in page or not figures[code].printed, code


def noted_too(city, figures):
    """附表二 of the short form tells in its note what was carried over: of units off the system too, whose cases are not in the ledger."""
    counted: Counter[str] = city.by_hand(city.zone, 2024)
    for code in ("b.applications.carried_in", "b.applications.closed", "b.applications.pending"):
        assert figures[code].number == counted[code], code
        assert sum(city.work[unit].counted(2024)[code] for unit in city.off), code
