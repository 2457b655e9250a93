"""The printed forms are data that agree with themselves."""

import json

import pytest

from gongkai.law.report.formats import format_names, load_format
from gongkai.law.report.identities import Severity

GUANGDONG = "guangdong_2018"


@pytest.mark.parametrize("name", format_names())
def test_every_form_can_be_loaded_and_has_a_name_of_its_own(name):
    form = load_format(name)
    assert form.name == name
    assert form.tables or form.crossed
    assert form.identities


@pytest.mark.parametrize("name", format_names())
def test_a_printed_label_belongs_to_one_row_of_its_form(name):
    labels = [label for row in load_format(name).rows.values() for label in {row.label, *row.aliases}]
    assert len(labels) == len(set(labels))


def test_the_short_form_has_five_tables_and_nineteen_figures():
    form = load_format(GUANGDONG)
    assert [table.number for table in form.tables] == [1, 2, 3, 4, 5]
    assert len(form.rows) == 19
    assert next(iter(form.rows)) == "a1.total"


def test_the_channels_of_an_application_are_a_hard_identity_and_the_kinds_of_information_are_not():
    severities = {entry.id: entry.severity for entry in load_format(GUANGDONG).identities}
    assert severities["a2.channels"] is Severity.HARD
    assert severities["a1.parts"] is Severity.SOFT


@pytest.mark.parametrize("name", ["nowhere", "../guangdong_2018", ""])
def test_an_unknown_form_is_a_lookup_error(name):
    with pytest.raises(LookupError):
        load_format(name)


@pytest.mark.shared
def test_the_form_of_2021_has_the_cells_and_the_hard_identities_of_the_rule_book(shared_dir):
    told = json.loads((shared_dir / "domain/data/annual_report_2021.json").read_text(encoding="utf-8"))
    form = load_format("national_2021")
    three, four = told["table3"], told["table4"]
    cells = {key for key, _label in told["table2"]}
    cells |= {f"t3.{row}.{column}" for row, _label in three["rows"] for column, _name in three["columns"]}
    cells |= {f"t4.{block}.{column}" for block, _label in four["blocks"] for column, _name in four["columns"]}
    assert {key for table in form.crossed for key in table.figures} == cells
    hard = {entry["id"] for entry in told["identities"] if entry["kind"] == "hard" and entry["id"][0] == "T"}
    # One is of two years or of the kind of number, and no sum within the table.
    assert hard - {entry.id for entry in form.identities} == {"T2.VALID"}
    assert all(entry.severity is Severity.HARD for entry in form.identities)


@pytest.mark.shared
def test_the_trial_form_has_the_columns_of_the_rule_book(shared_dir):
    told = json.loads((shared_dir / "domain/data/annual_report_2019_trial.json").read_text(encoding="utf-8"))
    form = load_format("national_2019")
    cells = {f"t2.{row}.{column}" for row, columns in told["table2"] for column in columns}
    assert {key for table in form.crossed for key in table.figures if key.startswith("t2.")} == cells
    three = next(table for table in form.crossed if table.key == "t3")
    assert len(three.rows) == 23


def test_a_row_printed_for_several_counts_for_them_in_sums_alone():
    three = next(table for table in load_format("national_2021").crossed if table.key == "t3")
    told = three.apart({"t3.other.total": 7, "t3.granted.total": 2})
    assert told == {
        "t3.granted.total": 2,
        "t3.other_nosupp.total": 7,
        "t3.other_nofee.total": 0,
        "t3.other_other.total": 0,
    }
    assert three.apart({"t3.other.total": 7, "t3.other_other.total": 1}) == {"t3.other_other.total": 1}
