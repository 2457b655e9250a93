"""The room's screens: who is let in, what a sheet takes, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from gongkai.law.vocabulary import Role
from gongkai.oversight.statistics import actions
from gongkai.oversight.statistics.models import Asked, HandedIn, OffSystem
from gongkai.oversight.statistics.queries import asked_of, form_leaves, measure_table, read_pasted, scope_of

from .conftest import LATER, YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def sheet(unit, step="sheet", span="2023"):
    return reverse(f"statistics:{step}", kwargs={"unit": unit.code, "span": span})


def typed(**numbers):
    """``typed(licences="3")``: what the sheet sends."""
    return {"source": "行政审批系统"} | {f"n:x.{name}": number for name, number in numbers.items()}


class TestWhoIsLetIn:
    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("drafter", True),
            ("approver", True),
            ("openness_officer", True),
            ("supervisor", True),
            ("auditor", True),
            ("stranger", False),
            ("founder", False),
        ],
    )
    def test_to_a_sheet(self, request, enter, department, town, asked, appoint, who, may):
        user = appoint(Role.DRAFTER, town) if who == "stranger" else request.getfixturevalue(who)
        assert enter(user).get(sheet(department)).status_code == (200 if may else 403)

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("drafter", 302),
            ("case_officer", 302),
            ("approver", 403),
            ("openness_officer", 403),
            ("supervisor", 403),
            ("auditor", 403),
            ("founder", 403),
        ],
    )
    def test_to_typing(self, request, enter, department, asked, who, status):
        answer = enter(request.getfixturevalue(who)).post(sheet(department), typed(licences="3"))
        assert answer.status_code == status
        assert HandedIn.objects.count() == (1 if status == 302 else 0)

    @pytest.mark.parametrize(
        ("who", "status"), [("approver", 302), ("drafter", 403), ("openness_officer", 403), ("founder", 403)]
    )
    def test_to_signing(self, request, enter, department, asked, give, who, status):
        (row,) = give(department, {"x.licences": 3}, sign=False)
        answer = enter(request.getfixturevalue(who)).post(sheet(department, "sign"), {"seen": row.pk})
        assert answer.status_code == status

    @pytest.mark.parametrize("who", ["drafter", "approver", "supervisor", "founder"])
    def test_asking_is_the_openness_offices(self, request, enter, town, asked, who):
        desk = enter(request.getfixturevalue(who))
        assert desk.post(reverse("statistics:ask"), {"units": town.code, "codes": "x.fees"}).status_code == 403
        off = {"unit": town.code, "first_year": 2024, "reason": "尚未接入"}
        assert desk.post(reverse("statistics:off_system"), off).status_code == 403
        for step in ("stop", "end"):
            assert desk.post(sheet(town, step), {"last_year": 2024, "reason": "示例"}).status_code == 403

    def test_to_a_number(self, enter, department, town, asked, give, heads):
        (row,) = give(department, {"x.licences": 3})
        address = reverse("statistics:handed_in", kwargs={"series": "BS", "serial": row.reference.partition("/")[2]})
        assert "行政审批系统" in enter(heads[department][0]).get(address).content.decode()
        assert enter(heads[town][0]).get(address).status_code == 403

    def test_without_a_post_there_is_no_overview(self, enter, founder, openness_officer, asked):
        assert enter(founder).get(reverse("statistics:overview")).status_code == 403
        page = enter(openness_officer).get(reverse("statistics:overview"), {"span": "2023"}).content.decode()
        assert "还没有填报" in page

    @pytest.mark.parametrize("step", ["sign", "stop", "end"])
    def test_no_step_is_taken_by_looking(self, enter, department, openness_officer, step):
        again = enter(openness_officer).get(sheet(department, step))
        assert again.status_code == 405
        assert "POST" in again["Allow"]
        assert "重新打开不会再提交一次" in again.content.decode()


class TestTheSheet:
    def test_a_wrong_number_says_why_and_loses_nothing(self, enter, department, asked, drafter):
        answer = enter(drafter).post(sheet(department), typed(licences="十二", fees="12.345"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "“十二”不是数" in page
        assert "最多两位小数" in page
        assert 'value="十二"' in page
        assert 'value="12.345"' in page
        assert 'value="行政审批系统"' in page
        assert not HandedIn.objects.exists()

    def test_numbers_as_people_write_them(self, enter, department, asked, drafter):
        assert enter(drafter).post(sheet(department), typed(licences="１，２３４", fees="1,000.50")).status_code == 302
        assert {row.code: row.printed for row in HandedIn.objects.all()} == {
            "x.licences": "1,234",
            "x.fees": "1,000.50",
        }

    def test_a_change_asks_why_and_a_blank_is_no_number(self, enter, department, asked, drafter):
        desk = enter(drafter)
        desk.post(sheet(department), typed(licences="3"))
        assert "请写明理由" in desk.post(sheet(department), typed(licences="4")).content.decode()
        assert "不能清空" in desk.post(sheet(department), typed(licences="")).content.decode()
        assert desk.post(sheet(department), typed(licences="4") | {"reason": "漏计"}).status_code == 302
        assert HandedIn.objects.get(version=2).reason == "漏计"

    def test_the_same_again_is_no_correction(self, enter, department, asked, drafter):
        desk = enter(drafter)
        desk.post(sheet(department), typed(licences="3"))
        answer = desk.post(sheet(department), typed(licences="3"))
        assert answer.status_code == 409
        assert "一个数也没有填" in answer.content.decode()

    def test_says_what_is_meant_where_the_heads_do_not(self, enter, department, drafter, openness_officer):
        codes = ["t2.procurement.projects", "t2.licence.decisions"]
        actions.ask(department, codes, first_year=2019, by=openness_officer, now=LATER)
        page = enter(drafter).get(sheet(department, span="2019")).content.decode()
        assert page.count("公告的条数不是项目数") == 1
        assert "没有业务记录的数字，由各单位" not in page

    def test_a_span_that_is_none_is_not_found(self, enter, department, drafter):
        for span in ("2023h2", "abc", "1999"):
            assert enter(drafter).get(sheet(department, span=span)).status_code == 404


@pytest.fixture
def off(town, openness_officer):
    return actions.take_off_system(town, first_year=2023, reason="使用原系统", by=openness_officer, now=LATER)


class TestPasting:
    def test_a_whole_table_is_pasted_filled_in_and_handed_in(self, enter, zone, town, off, heads):
        """As it is copied from a spreadsheet: numbered labels, a column of totals, rows of totals."""
        rows = ["\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"]
        rows += [
            "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t6",
            "二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1",
        ]
        rows += ["三、本年度办理结果\t（一）予以公开\t4\t1\t0\t0\t0\t0\t5", "（七）总计\t4\t1\t0\t0\t0\t0\t5"]
        rows += ["四、结转下年度继续办理\t2\t0\t0\t0\t0\t0\t2"]
        desk = enter(heads[town][0])
        filled = desk.post(sheet(town), {"act": "fill", "pasted": "\n".join(rows)})
        form = filled.context["form"]
        assert not HandedIn.objects.exists()
        assert form["n:t3.new.natural"].value() == "5"
        assert form["n:t3.granted.corp_business"].value() == "1"
        everything = {f"n:{code}": form[f"n:{code}"].value() or "0" for code in form_leaves(2023)}
        assert desk.post(sheet(town), everything | {"source": "原系统"}).status_code == 302
        seen = list(HandedIn.objects.values_list("pk", flat=True))
        assert enter(heads[town][1]).post(sheet(town, "sign"), {"seen": seen}).status_code == 302
        table = measure_table("t3", YEAR, scope_of(zone))
        assert (table["t3.new.total"].number, table["t3.carried_out.total"].number) == (6, 2)

    def test_says_what_it_could_not_place(self, town, off):
        text = "\n".join(
            (
                "本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t7",
                "没有这一行\t3",
                "予以公开\t1\tx\t0\t0\t0\t0",
                "部分公开\t1\t2\t3\t4\t5\t6\t7\t8\t9",
            )
        )
        found = read_pasted(text, asked_of(town, 2023), 2023)
        assert [problem[:6] for problem in found.problems] == ["第1行“本年", "第2行“没有", "第3行“予以", "第4行“部分"]
        assert found.numbers["t3.granted.natural"] == "1"
        assert "t3.granted.corp_business" not in found.numbers
        assert "t3.partial.natural" not in found.numbers

    def test_what_has_no_number_says_so(self, enter, town, off, heads):
        page = enter(heads[town][0]).post(sheet(town), {"act": "fill", "pasted": "你好"}).content.decode()
        assert "没有找到数" in page


class TestTheOpennessOffice:
    def test_says_who_is_not_on_the_system_and_since_when_they_are(self, enter, town, openness_officer):
        desk = enter(openness_officer)
        given = {"unit": town.code, "first_year": 2023, "reason": ""}
        assert "为什么未接入" in desk.post(reverse("statistics:off_system"), given).content.decode()
        assert desk.post(reverse("statistics:off_system"), given | {"reason": "原系统"}).status_code == 302
        assert desk.post(sheet(town, "end"), {"last_year": 2023, "reason": "已接入"}).status_code == 302
        assert OffSystem.objects.get().last_year == 2023

    def test_stops_asking(self, enter, department, asked, openness_officer):
        line = Asked.objects.filter(unit=department).first()
        desk = enter(openness_officer)
        given = {"asked": line.pk, "last_year": 2023, "reason": ""}
        assert "请写明理由" in desk.post(sheet(department, "stop"), given).content.decode()
        assert desk.post(sheet(department, "stop"), given | {"reason": "职能划出"}).status_code == 302
        assert Asked.objects.get(pk=line.pk).last_year == 2023
