"""The room's screens: who is let in, what each button does, and that a number leads to its records."""

import pytest
from django.urls import reverse

from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.choices import Status
from gongkai.oversight.annual_report.models import Report
from gongkai.publishing.catalogue.choices import ColumnGroup


@pytest.fixture
def enter(client):
    """``enter(user)``: a client signed in as that person, let into the desk's shell."""

    def enter(user):
        client.force_login(user)
        return client

    return enter


def screen(name, report, **more):
    return reverse(f"annual_report:{name}", kwargs={"unit": report.unit.code, "year": report.year, **more})


def test_others_read_a_sentence_instead(written, enter, case_officer):
    desk = enter(case_officer)
    for name in ("report", "differences"):
        answer = desk.get(screen(name, written))
        assert answer.status_code == 403
        assert "政务公开工作机构" in answer.content.decode()
    assert desk.get(reverse("annual_report:reports")).status_code == 403
    assert desk.post(screen("freeze", written)).status_code == 403
    assert Report.objects.get().status == Status.COMPILED


def test_a_supervisor_reads_and_does_not_act(written, enter, supervisor):
    desk = enter(supervisor)
    page = desk.get(screen("report", written)).content.decode()
    assert "b.key_areas_share" in page
    assert screen("freeze", written) not in page
    assert desk.post(screen("freeze", written)).status_code == 403


def test_the_openness_office_compiles_and_freezes(zone, small_year, enter, openness_officer):
    desk = enter(openness_officer)
    answer = desk.post(reverse("annual_report:reports"), {"unit": zone.code, "year": "2018"})
    report = Report.objects.get()
    assert answer.url == screen("report", report)
    refused = desk.post(screen("freeze", report))
    assert refused.status_code == 409
    assert "中还有待补写的内容" in refused.content.decode()
    page = desk.get(screen("report", report)).content.decode()
    assert "中还有待补写的内容" in page, "and its tables are seen all the same"
    assert "主动公开情况统计表" in page


def test_a_form_is_chosen_among_those_of_the_year(zone, small_year, enter, openness_officer):
    desk = enter(openness_officer)
    page = desk.get(reverse("annual_report:reports")).content.decode()
    assert "政府信息公开情况统计表（2014—2018年度）" in page
    refused = desk.post(reverse("annual_report:reports"), {"unit": zone.code, "year": "2018", "form": "national_2021"})
    assert refused.status_code == 409
    assert "可用的有" in refused.content.decode()
    desk.post(reverse("annual_report:reports"), {"unit": zone.code, "year": "2018", "form": "national_2014"})
    assert Report.objects.get().format == "national_2014"


def test_a_year_that_is_not_over_is_refused_with_a_sentence(zone, enter, openness_officer):
    answer = enter(openness_officer).post(reverse("annual_report:reports"), {"unit": zone.code, "year": "2099"})
    assert answer.status_code == 409
    assert "尚未结束" in answer.content.decode()


def test_each_step_is_one_press(written, enter, staff, columns):
    desk = enter(staff.officer)
    for step, status in (("compile", "compiled"), ("freeze", "frozen")):
        assert desk.post(screen(step, written)).url == screen("report", written)
        assert Report.objects.get().status == status
    assert desk.post(screen("reopen", written), {"reason": "有错字"}).status_code == 302
    assert desk.post(screen("freeze", written)).status_code == 302
    assert enter(staff.head).post(screen("sign", written), {"opinion": "同意"}).status_code == 302
    assert Report.objects.get().status == "signed"
    answer = enter(staff.drafter).post(screen("submit", written), {"column": ColumnGroup.CATALOGUE})
    assert answer.status_code == 302
    assert Report.objects.get().item.status == "submitted"


@pytest.mark.parametrize("stage", ["written", "frozen"])
def test_a_number_leads_to_its_records_and_each_to_its_screen(stage, request, enter, openness_officer):
    report = request.getfixturevalue(stage)
    desk = enter(openness_officer)
    page = desk.get(screen("report", report)).content.decode()
    for code, row_link in (
        ("a1.news", "/desk/items/DJ/"),
        ("a3.requests", "/desk/work-orders/GD/"),
        ("a2.total", "/desk/applications/SQ/"),
    ):
        assert screen("figure", report, code=code) in page
        listed = desk.get(screen("figure", report, code=code)).content.decode()
        assert row_link in listed, code
        assert "张某" not in listed
    assert "88.89%" in desk.get(screen("figure", report, code="b.requests.november_closed_share")).content.decode()


def test_a_long_list_is_turned_over(frozen, enter, openness_officer, monkeypatch):
    monkeypatch.setattr("gongkai.oversight.annual_report.views.desk.figures.ROWS", 2)
    pages = [
        enter(openness_officer).get(screen("figure", frozen, code="a1.total"), {"p": p}).context["rows"]
        for p in range(1, 9)
    ]
    rows = [row for page in pages for row in page]
    assert len({(row.model, row.pk) for row in rows}) == queries.frozen_figures(frozen)["a1.total"].record_count


def test_an_unknown_figure_leads_back_to_the_report(written, enter, openness_officer):
    answer = enter(openness_officer).get(screen("figure", written, code="a1.nothing"))
    assert answer.url == screen("report", written)


def test_corrections_are_listed_with_their_records(frozen, enter, openness_officer, take_out):
    figures = queries.frozen_figures(frozen)
    desk = enter(openness_officer)
    assert "没有更正" in desk.get(screen("differences", frozen)).content.decode()
    ((label, pks),) = queries.key_sets(figures["b.requests.undone"], figures)
    take_out(label, pks[0])
    page = desk.get(screen("differences", frozen)).content.decode()
    assert "定稿时 1，按现在的记录 0" in page
    assert "/desk/work-orders/GD/" in page


@pytest.mark.parametrize("step", ["compile", "freeze", "submit", "reopen"])
def test_a_step_is_never_taken_by_looking(step, written, enter, openness_officer):
    assert enter(openness_officer).get(screen(step, written)).status_code == 405
