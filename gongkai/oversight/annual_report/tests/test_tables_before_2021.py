"""The trial form of 2019 and the national table of 2014–2018: counted by hand by other code, and adding up whatever the ledger holds."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Law, Status
from gongkai.casework.applications.models import Application, Challenge
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel
from gongkai.oversight.statistics.queries import (
    Counted,
    Period,
    codes,
    codes_of,
    figure_of,
    measure,
    measure_table,
    records_of,
    scope_of,
)

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2018)
LAPSES = (Outcome.OTHER_NOSUPP, Outcome.OTHER_NOFEE, Outcome.OTHER_OTHER)
#: Leaf → row of the national table, written out once more: what the program has must agree with a person's reading of the form.
ANSWERS = {
    "granted": "1-2", "partial": "3", "refuse_secret": "4.1", "refuse_third": "4.2-3", "refuse_3s1s": "4.4",
    "refuse_internal": "4.5", "refuse_process": "4.5", "unable_make": "4.5", "refuse_law": "4.6",
    "refuse_casefile": "4.6", "noproc_repeat": "4.6", "noproc_mass": "4.6", "noproc_confirm": "4.6",
    "unable_nothold": "5-6", "unable_unclear": "7", "other_nosupp": "7", "noproc_petition": "8", "noproc_pub": "8",
    "refuse_query": "8", "other_nofee": None, "other_other": None,
}  # fmt: skip
CHANNELS = {"in_person": "1", "fax_phone": "2", "network": "3", "letter": "4"}


@pytest.fixture
def enter(department, case_officer):
    """``enter(received, ended, outcome, …)``: a case as it stands in the ledger in the end."""

    def enter(received, ended=None, outcome="", channel="network", kind="natural", **changes):
        lapsed = outcome in LAPSES
        state = {"status": Status.RECEIVED}
        if ended:
            state = {"status": Status.CLOSED if lapsed else Status.REPLIED, "outcome": outcome}
            state["closed_date" if lapsed else "replied_date"] = ended
        return Application.objects.create(
            number=f"SQ/2018-{Application.objects.count() + 1:05}",
            unit=department,
            channel=channel,
            applicant_kind=kind,
            arrived_date=received,
            received_date=received,
            due_date=received + timedelta(days=21),
            law=Law.OF_2007 if received < date(2019, 5, 15) else Law.OF_2019,
            registered_by=case_officer,
            **state | changes,
        )

    return enter


@pytest.fixture(params=range(4))
def ledger(request, enter):
    """Sixty cases of two years at random, some of them void, extended, late or never ended; every leaf among them."""
    chance = random.Random(request.param)
    for n in range(60):
        received = date(2017, 6, 1) + timedelta(days=chance.randrange(560))
        outcome = Outcome.values[n % 21]
        ended = received + timedelta(days=chance.randrange(60)) if n < 21 or chance.random() < 0.8 else None
        extended = received + timedelta(days=10) if chance.random() < 0.3 else None
        void = {"voided_at": "2019-01-01T00:00:00Z", "void_reason": "误登"} if chance.random() < 0.1 else {}
        enter(
            received,
            ended,
            outcome if ended else "",
            chance.choice(ReceiptChannel.values),
            chance.choice(ApplicantKind.values),
            extended_date=extended,
            **void,
        )


def counted_by_hand() -> tuple[Counter[str], Counter[str]]:
    """The trial form's table three and block three of the national table, record by record."""
    trial: Counter[str] = Counter()
    national: Counter[str] = Counter()
    for one in Application.objects.filter(voided_at=None):
        ended = one.replied_date or one.closed_date
        if one.received_date.year > 2018 or (ended and ended.year < 2018):
            continue
        rows = ["new" if one.received_date.year == 2018 else "carried_in"]
        if one.received_date.year == 2018:
            national.update(["n3.1", f"n3.1.{CHANNELS[one.channel]}"])
        if ended and ended.year == 2018:
            rows += ["other" if one.outcome.startswith("other_") else one.outcome, "done_total"]
            late = one.extended_date or (one.replied_date and one.replied_date > one.due_date)
            national.update(["n3.2", "n3.2.2" if late else "n3.2.1"])
            if answer := ANSWERS[one.outcome]:
                national.update(["n3.3", f"n3.3.{answer}"])
                national.update(["n3.3.4"] if answer.startswith("4.") else [])
        else:
            rows.append("carried_out")
        trial.update(f"t3_2019.{row}.{column}" for row in rows for column in (one.applicant_kind, "total"))
    return trial, national


def test_they_are_what_a_count_by_hand_comes_to(ledger, zone):
    for table, counted in zip(("t3_2019", "n3"), counted_by_hand(), strict=True):
        values = measure_table(table, YEAR, scope_of(zone))
        assert set(counted) <= set(values)
        assert {code: value.number for code, value in values.items()} == {code: counted[code] for code in values}


def test_they_add_up_whatever_the_ledger_holds(ledger, zone):
    for year in (2017, 2018, 2019):
        period, scope = Period.of_year(year), scope_of(zone)
        n3 = {code: value.number for code, value in measure_table("n3", period, scope).items()}
        trial = {code: value.number for code, value in measure_table("t3_2019", period, scope).items()}
        whole = {code: value.number for code, value in measure_table("t3", period, scope).items()}
        assert n3["n3.1"] == sum(n3[f"n3.1.{n}"] for n in range(1, 5))
        assert n3["n3.2"] == n3["n3.2.1"] + n3["n3.2.2"]
        assert n3["n3.3.4"] == sum(number for code, number in n3.items() if code.startswith("n3.3.4."))
        assert n3["n3.3"] == sum(number for code, number in n3.items() if re.fullmatch(r"n3\.3\.[\d-]+", code))
        assert n3["n3.1"] == trial["t3_2019.new.total"] == whole["t3.new.total"]
        assert n3["n3.2"] == trial["t3_2019.done_total.total"]
        for column in (*ApplicantKind.values, "total"):
            rows = {row: trial[f"t3_2019.{row}.{column}"] for row in ("new", "carried_in", "done_total", "carried_out")}
            assert rows["new"] + rows["carried_in"] == rows["done_total"] + rows["carried_out"]
            others = sum(whole[f"t3.{leaf.value}.{column}"] for leaf in LAPSES)
            assert trial[f"t3_2019.other.{column}"] == others


@pytest.mark.parametrize(("table", "cells"), [("t3_2019", 161), ("n3", 20), ("n4", 4), ("n5", 4)])
def test_each_cell_has_its_name_its_sentence_and_its_list_and_the_table_is_two_queries(ledger, zone, table, cells):
    scope = scope_of(zone)
    assert len(codes_of(table)) == cells
    assert not set(codes_of(table)) & set(codes())
    assert len({str(figure_of(code).label) for code in codes_of(table)}) == cells
    with CaptureQueriesContext(connection) as captured:
        values = measure_table(table, YEAR, scope, with_ids=True)
    assert len(captured) == 2, "one that counts, and one that asks who is not on the system"
    some = [code for code in codes_of(table) if not table.startswith("t3") or code.endswith((".natural", ".total"))]
    alone = measure(some, YEAR, scope)
    for code in some:
        records = records_of(code, YEAR, scope)
        assert values[code].number == alone[code].number == records.count(), code
        if isinstance(figure_of(code), Counted):
            ids = sorted(pk for keys in records.ids().values() for pk in keys)
            assert ids == [pk for keys in (values[code].ids or {}).values() for pk in keys], code


def test_every_leaf_goes_into_one_kind_of_answer_or_is_none(enter, zone):
    for outcome in Outcome:
        enter(date(2018, 3, 1), date(2018, 3, 5), outcome)
    values = measure_table("n3", YEAR, scope_of(zone))
    assert values["n3.2"].number == 21
    assert values["n3.3"].number == 19


def test_a_case_carried_over_is_received_in_one_year_and_ended_in_the_next(enter, zone):
    enter(date(2017, 12, 20), date(2018, 1, 5), Outcome.GRANTED)
    values = measure_table("n3", YEAR, scope_of(zone))
    assert (values["n3.1"].number, values["n3.2.1"].number, values["n3.3.1-2"].number) == (0, 1, 1)


def test_late_without_an_extension_is_not_called_in_time(enter, zone):
    enter(date(2018, 1, 2), date(2018, 3, 5), Outcome.GRANTED)
    enter(date(2018, 1, 2), date(2018, 3, 5), Outcome.OTHER_OTHER)
    values = measure_table("n3", YEAR, scope_of(zone))
    assert (values["n3.2.1"].number, values["n3.2.2"].number) == (1, 1)


def test_disputes_are_counted_in_the_year_they_are_decided(department, zone):
    for n, (kind, outcome, decided) in enumerate(
        [
            (ChallengeKind.RECONSIDERATION, ChallengeOutcome.UPHELD, date(2018, 3, 1)),
            (ChallengeKind.RECONSIDERATION, ChallengeOutcome.CORRECTED, date(2018, 12, 31)),
            (ChallengeKind.RECONSIDERATION, ChallengeOutcome.OTHER, date(2019, 1, 1)),
            (ChallengeKind.RECONSIDERATION, ChallengeOutcome.PENDING, None),
            (ChallengeKind.LAWSUIT, ChallengeOutcome.UPHELD, date(2018, 5, 1)),
            (ChallengeKind.COMPLAINT, ChallengeOutcome.OTHER, date(2018, 5, 1)),
        ]
    ):
        Challenge.objects.create(
            number=f"ZY/2017-{n:05}", unit=department, kind=kind, filed_date=date(2017, 11, 1), outcome=outcome,
            decided_date=decided,
        )  # fmt: skip
    reviews, suits = (measure_table(code, YEAR, scope_of(zone)) for code in ("n4", "n5"))
    assert [reviews[code].number for code in ("n4", "n4.1", "n4.2", "n4.3")] == [2, 1, 1, 0]
    assert [suits[code].number for code in ("n5", "n5.1", "n5.2", "n5.3")] == [1, 1, 0, 0]


@pytest.mark.shared
def test_the_cells_are_those_of_the_printed_forms(shared_dir):
    data = shared_dir / "domain" / "data"
    form = json.loads((data / "annual_report_2021.json").read_text(encoding="utf-8"))
    rows = [row for row, _label in form["table3"]["rows"]]
    first = rows.index("other_nosupp")
    printed = [*rows[:first], "other", *rows[first + 3 :]]
    columns = [column for column, _label in form["table3"]["columns"]]
    assert {f"t3_2019.{row}.{column}" for row in printed for column in columns} == set(codes_of("t3_2019"))
    national = json.loads((data / "stats_table_2014_2018.json").read_text(encoding="utf-8"))
    rows = {row["key"] for row in national["rows"] if re.match(r"n[345](\.|$)", row["key"])} - {"n3"}
    # Rows our leaves do not tell apart stand together, under both numbers.
    joint = {"n3.3.1-2": ["n3.3.1", "n3.3.2"], "n3.3.5-6": ["n3.3.5", "n3.3.6"]}
    joint["n3.3.4.2-3"] = ["n3.3.4.2", "n3.3.4.3"]
    ours = {code for table in ("n3", "n4", "n5") for code in codes_of(table)}
    assert rows == {key for code in ours for key in joint.get(code, [code])}
