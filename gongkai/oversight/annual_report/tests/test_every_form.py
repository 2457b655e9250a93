"""Of every form, in every kind of file: a report that adds up breaks nothing, and one altered cell is found and shown."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.report.formats import format_names, load_format
from gongkai.law.report.identities import Relation, Severity
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .every_form import WRITERS, balanced_in, blocks

FAST = ("html", "text")
#: Tables of one column cannot be told from running text when their lines are all that is left.
UNREAD_IN_TEXT = ("t2.licence", "t2.penalty", "t2.coercion", "t2.fees", "t2.other_service", "t2.procurement")


def year_of(form):
    return min(form.years[1], form.years[0] + 1)


def check(form, figures, kind):
    return check_document(read_bytes(WRITERS[kind](blocks(form, figures, year_of(form)))))


def cells(report):
    return report.crossed.figures if report.crossed else report.bound


def declared(form):
    """Figures that stand in a sum or flow the form prints."""
    sums = [
        entry
        for entry in form.identities
        if entry.severity is Severity.HARD and entry.relation in (Relation.EQUAL, Relation.PARTITION)
    ]
    return sorted({key for entry in sums for key in entry.keys})


def promise(form, kind, seed, key, more):
    figures = balanced_in(form, seed)
    report, outcome = check(form, figures, kind)
    assert report.form is form
    assert [finding for finding in outcome.findings if finding.severity is not Severity.FORM] == []
    altered = {**figures, key: figures[key] + more}
    report, outcome = check(form, altered, kind)
    cell = cells(report)[key]
    assert cell.value == altered[key]
    hard = [finding for finding in outcome.findings if finding.severity is Severity.HARD]
    assert hard
    assert any(cell.spot in finding.spots for finding in hard)


@pytest.mark.parametrize("kind", FAST)
@pytest.mark.parametrize("name", format_names())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_sound_report_breaks_nothing_and_an_altered_cell_is_named(name, kind, data):
    form = load_format(name)
    key = data.draw(st.sampled_from(declared(form)))
    promise(form, kind, data.draw(st.integers(0, 10**6)), key, data.draw(st.integers(1, 60)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in FAST])
@pytest.mark.parametrize("name", format_names())
def test_so_in_files_that_take_longer(name, kind, seed):
    form = load_format(name)
    keys = declared(form)
    promise(form, kind, seed, keys[seed * 37 % len(keys)], 7)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", format_names())
def test_every_figure_is_read_with_its_place(name, kind):
    form = load_format(name)
    figures = balanced_in(form, 4)
    read = cells(check(form, figures, kind)[0])
    wanted = {key for key in figures if kind != "text" or not key.startswith(UNREAD_IN_TEXT)}
    assert wanted <= set(read)
    assert {key: read[key].value for key in wanted} == {key: figures[key] for key in wanted}
    assert all(cell.spot is not None and cell.where for cell in read.values())
