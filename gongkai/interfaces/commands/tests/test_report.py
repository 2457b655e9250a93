"""``gongkai report``: what the records say, what has changed since, and the example's report."""

import io

import pytest
from django.core.management import CommandError, call_command

from gongkai.casework.work_orders.actions import void
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.interfaces.exchange.example import report as example
from gongkai.oversight.annual_report.models import Report


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("example_year")
class TestExample:
    def test_compile_prints_every_figure_and_what_to_mind(self):
        said = run("compile", "2018")
        assert "7,385" in said
        assert "须留意：总数与各分项之和不相等" in said
        assert "不成立" not in said
        assert not Report.objects.exists()

    def test_publish_then_differences(self):
        assert "已发布" in run("publish", "2018")
        assert run("differences", "2018") == "定稿以后没有更正。\n"
        order = WorkOrder.objects.filter(category="praise", number__startswith="GD/2018").first()
        by = example.holder(Report.objects.get().unit, "openness_office")
        void(order, reason="重复登记", by=by, now=example.ISSUED)
        said = run("differences", "2018")
        assert "表扬类诉求：定稿时 10，现在 9" in said
        assert f"- {order.number}" in said

    def test_export_writes_every_format_of_what_was_published(self, tmp_path):
        run("publish", "2018")
        run("export", "2018", "--out", str(tmp_path))
        written = {file.suffix: file.read_bytes() for file in tmp_path.iterdir()}
        assert set(written) == {".html", ".pdf", ".docx", ".xlsx", ".json"}
        assert "7,385" in written[".html"].decode()
        run("export", "2018", "--out", str(tmp_path))
        assert {file.suffix: file.read_bytes() for file in tmp_path.iterdir()} == written

    def test_another_form_of_the_year_may_be_asked_for(self):
        said = run("compile", "2018", "--form", "national_2014")
        assert "n3.1 " in said
        assert "暂不能核对的" in said
        with pytest.raises(CommandError, match="可用的格式"):
            run("compile", "2018", "--form", "national_2021")

    def test_a_department_has_its_own_report(self):
        assert "社会保障" in run("compile", "2018", "--unit", "107")

    def test_a_real_report_is_not_published_by_a_command(self):
        with pytest.raises(CommandError, match="在工作台上"):
            run("publish", "2018", "--unit", "107")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compile", "2018"), "还没有单位"),
        (("compile", "2018", "--unit", "999"), "999"),
        (("compile", "1900"), "2008至2100"),
    ],
)
def test_a_refusal_is_one_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


@pytest.mark.django_db
def test_differences_need_a_frozen_report(zone):
    with pytest.raises(CommandError, match="尚未定稿"):
        run("differences", "2018")
