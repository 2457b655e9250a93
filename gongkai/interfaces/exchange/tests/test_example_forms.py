"""The example year in each of the four forms: the same records, counted as each form counts them."""

import json

import pytest
from django.db import transaction

from gongkai.base.organisations.models import Unit
from gongkai.interfaces.exchange.example import house, report
from gongkai.law.report.formats import load_format
from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.annual_report.tests.of_years import outputs

pytestmark = pytest.mark.usefixtures("example_year")

#: What the year's records say in the rows each form has for them. The one application came by the network on 26 December and was still
#: open at the turn of the year; of 384 normative documents published, 371 were also issued in it.
SAYS = {
    "guangdong_2018": {"a1.total": 7385, "a1.news": 2240, "a2.network": 1, "a2.total": 1, "a2.replied": 0, "a3.requests": 2039},
    "national_2014": {"a1.total": 7385, "t2.norm.issued": 371, "n3.1": 1, "n3.1.1": 0, "n3.1.3": 1},
    "national_2019": {
        "t2.norm.made": 371,
        "t2.norm.newly_published": 384,
        "t2.norm.published_total": 384,
        "t3_2019.new.natural": 1,
        "t3_2019.new.total": 1,
        "t3_2019.carried_out.total": 1,
    },
    "national_2021": {
        "t2.norm.issued": 371,
        "t2.norm.valid": 384,
        "t3.new.natural": 1,
        "t3.new.total": 1,
        "t3.carried_out.natural": 1,
        "t3.carried_out.total": 1,
        "t4.review.total": 0,
    },
}  # fmt: skip
#: What no ledger holds and nobody handed in: blank, and said to be so.
BLANK = {"guangdong_2018": 0, "national_2014": 24, "national_2019": 16, "national_2021": 4}


@pytest.mark.parametrize("name", SAYS)
def test_the_example_year_in_this_form(any_form, name):
    zone = Unit.objects.get(code=house.ZONE_CODE)
    openness = report.holder(zone, "openness_office")
    with transaction.atomic():
        made = actions.compile_report(zone, 2018, form=name, by=openness, now=report.ISSUED)
        breaks = queries.breaks_of(made, queries.measure_report(made, by_unit=True))
        assert [f"有{BLANK[name]}个数没有向任何单位收集" in one.said for one in breaks] == [True] * bool(BLANK[name])
        made = actions.write_narrative(made, [Section("总体情况", "情况如表。")], by=openness, now=report.ISSUED)
        made = actions.freeze(made, by=openness, now=report.ISSUED)
        figures = queries.frozen_figures(made)
        assert {code: figures[code].number for code in SAYS[name]} == SAYS[name]
        assert set(load_format(name).figures.values()) <= set(figures)
        broken = queries.check_identities(name, figures).evaluation.violations
        assert [one.identity.id for one in broken if one.identity.severity is Severity.HARD] == []
        files = outputs(made)
        assert files["pdf"].startswith(b"%PDF")
        assert files["docx"][:2] == files["xlsx"][:2] == b"PK"
        told = {one["code"]: one["printed"] for one in json.loads(files["json"])["figures"]}
        assert told == {code: figure.printed for code, figure in figures.items()}
        transaction.set_rollback(True)
