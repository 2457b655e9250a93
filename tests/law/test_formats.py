"""The printed forms are data that agree with themselves."""

import pytest

from gongkai.law.report.formats import format_names, load_format
from gongkai.law.report.identities import Severity

GUANGDONG = "guangdong_2018"


@pytest.mark.parametrize("name", format_names())
def test_every_form_can_be_loaded_and_has_a_name_of_its_own(name):
    form = load_format(name)
    assert form.name == name
    assert form.tables
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
