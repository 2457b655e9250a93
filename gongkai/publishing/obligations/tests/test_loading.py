"""Catalogues as offices keep them: CSV and XLSX, one heading line or two, merged cells, ticks; and one edition after another."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.base.audit.models import Event
from gongkai.base.calendars.data import carried_calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.publication_limits import Base, parse
from gongkai.law.vocabulary import Carrier, PolicyArea
from gongkai.publishing.obligations import actions, queries
from gongkai.publishing.obligations.choices import CarrierRule, Checkability, EditionState, Mode
from gongkai.publishing.obligations.models import Edition, Obligation
from gongkai.publishing.obligations.reading import area_of, read
from gongkai.publishing.obligations.reading.cells import carriers_of

from .conftest import ROWS, SUBJECT, table

CARRIERS = [str(label) for label in Carrier.labels]


def reading_of(content: bytes, name: str = "a.csv"):
    return read(io.BytesIO(content), name=name)


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def printed_workbook() -> bytes:
    """A directory as it is printed: title, two lines of headings, merged cells, a column a carrier, a remark at the foot."""
    book = Workbook()
    sheet = book.active
    sheet.title = "征地补偿"
    sheet.append(["海港示范区征地补偿领域基层政务公开标准目录"])
    single = ["序号", "公开内容\n（要素）", "公开依据", "公开时限", "公开主体"]
    first = [single[0], "公开事项", "", "", *single[1:], "公开渠道和载体（标注范围内至少选择其一公开）"]
    first += [""] * (len(CARRIERS) - 1) + ["公开对象", "", "公开方式", "", "公开层级", ""]
    second = ["", "一级事项", "二级事项", "三级事项", "", "", "", "", *CARRIERS]
    second += ["全社会", "特定群众（请写明）", "主动", "依申请公开", "县级", "乡、村级"]
    sheet.append(first)
    sheet.append(second)

    def line(serial, matters, limit, subject, ticks, audience, mode, levels):
        marks = [ticks.get(carrier, "") for carrier in Carrier]
        sheet.append([serial, *matters, "位置、面积", "土地管理法", limit, subject, *marks, *audience, *mode, *levels])

    line(1, ["征地准备", "拟征收告知", ""], "在实地启动工作时公开", "镇政府\n村委会",
         {Carrier.NOTICE_BOARD: "■", Carrier.WEBSITE: "□"}, ["", "村集体成员"], ["√", ""], ["", "√"])  # fmt: skip
    line(2, ["", "现状调查", ""], "", "", {Carrier.NOTICE_BOARD: "■"}, ["", "村集体成员"], ["√", ""], ["", "√"])
    line(3, ["征地管理", "政策", "补偿标准"], "信息形成之日起20个\n工作日内", "自然资源部门",
         {Carrier.WEBSITE: "■", Carrier.GAZETTE: "■"}, ["√", ""], ["", "√"], ["√", ""])  # fmt: skip
    sheet.append(["备注：公开渠道以本级目录为准。"])
    for merged in ("A1:Z1", "B2:D2", "I2:U2", "V2:W2", "X2:Y2", "Z2:AA2", "B4:B5", "G4:G5", "H4:H5"):
        sheet.merge_cells(merged)
    for column in "AEFGH":
        sheet.merge_cells(f"{column}2:{column}3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestPrintedWorkbook:
    @pytest.fixture
    def rows(self):
        return reading_of(printed_workbook(), "目录.xlsx").rows

    def test_two_lines_of_headings_give_every_column_its_meaning(self, rows):
        assert [(row.serial, row.matter1, row.matter2, row.matter3) for row in rows] == [
            ("1", "征地准备", "拟征收告知", ""),
            ("2", "征地准备", "现状调查", ""),
            ("3", "征地管理", "政策", "补偿标准"),
        ]
        assert {row.content for row in rows} == {"位置、面积"}

    def test_a_merged_cell_says_the_same_in_each_of_its_lines(self, rows):
        assert [row.limit_read for row in rows[:2]] == ["在实地启动工作当日公开"] * 2
        assert [row.subject for row in rows[:2]] == ["镇政府\n村委会"] * 2

    def test_ticks_make_carriers_required_or_leave_them_open(self, rows):
        assert [(row.required, row.optional) for row in rows] == [
            ((Carrier.NOTICE_BOARD,), (Carrier.WEBSITE,)),
            ((Carrier.NOTICE_BOARD,), ()),
            ((Carrier.WEBSITE, Carrier.GAZETTE), ()),
        ]

    def test_audience_mode_and_level_are_read_from_ticks_or_words(self, rows):
        assert [(row.audience, row.mode, row.levels) for row in rows] == [
            ("村集体成员", Mode.PROACTIVE, ("town", "village")),
            ("村集体成员", Mode.PROACTIVE, ("town", "village")),
            ("全社会", Mode.ON_REQUEST, ("county",)),
        ]

    def test_titles_and_remarks_are_no_rows_and_are_told(self):
        problems = reading_of(printed_workbook(), "目录.xlsx").problems
        assert [problem.place for problem in problems if "略过" in problem.sentence] == ["第 7 行"]
        assert not [problem for problem in problems if problem.refused]


class TestCells:
    @pytest.mark.parametrize(
        ("said", "required", "optional"),
        [
            (
                "■政府网站 □政府公报\n■两微一端 □发布会/听证会",
                ["website", "new_media"],
                ["gazette", "press_conference"],
            ),
            ("☑入户/现场\n☐精准推送", ["on_site"], ["targeted"]),
            ("政府网站/公示栏", ["website", "notice_board"], []),
            ("社区/企事业单位/村公示栏（电子屏）", ["notice_board"], []),
            ("政府门户网站、政务服务中心；便民服务站", ["website", "service_centre", "service_station"], []),
            ("投资项目在线审批监管平台", ["other"], []),
            ("广播电视，纸质媒体，公开查阅点", ["broadcast", "print", "reading_point"], []),
            ("■其他（镇村广播）", ["broadcast", "other"], []),
            ("", [], []),
        ],
    )
    def test_carriers(self, said, required, optional):
        found = carriers_of(said)
        assert (sorted(found.required), sorted(found.optional)) == (sorted(required), sorted(optional))

    @pytest.mark.parametrize("label", CARRIERS)
    def test_every_printed_label_of_a_carrier_is_that_carrier(self, label):
        assert carriers_of(f"■{label}").required == (Carrier.values[CARRIERS.index(label)],)

    def test_all_26_areas_are_known_by_name(self):
        assert [area_of(str(label)) for label in PolicyArea.labels] == list(PolicyArea.values)
        assert area_of("社会救助领域") == PolicyArea.SOCIAL_ASSISTANCE
        assert area_of("（综合政务）") == ""

    @given(st.text(max_size=60))
    def test_no_cell_stops_the_reading(self, said):
        carriers_of(said)
        area_of(said)


class TestLines:
    def test_nothing_above_means_what_the_line_above_says(self):
        rows = reading_of(
            csv_of(
                "领域,一级事项,二级事项,公开内容,公开时限,公开主体",
                "救灾,政策,文件,甲,及时公开,应急部门",
                ",,解读,乙,同上,应急部门",
                ",救助,名单,同上,每年1月31日前,同上",
            )
        ).rows
        assert [(row.area, row.matter1, row.matter2, row.content, row.subject) for row in rows] == [
            ("disasters", "政策", "文件", "甲", "应急部门"),
            ("disasters", "政策", "解读", "乙", "应急部门"),
            ("disasters", "救助", "名单", "乙", "应急部门"),
        ]

    def test_the_limit_of_the_line_above_is_copied_and_says_from_where(self):
        rows = reading_of(
            csv_of(
                "一级事项,公开内容,公开时限,公开主体",
                "甲,一,信息形成之日起7个工作日内,部门",
                "乙,二,同上,部门",
                "丙,三,同上,部门",
            )
        ).rows
        assert {row.limit_read for row in rows} == {"自信息形成之日起7个工作日内公开"}
        assert [(row.limit_text, row.limit_source) for row in rows] == [
            ("信息形成之日起7个工作日内", ""),
            ("同上", "第 2 行"),
            ("同上", "第 2 行"),
        ]

    def test_with_nothing_above_the_same_as_above_is_reported(self):
        reading = reading_of(csv_of("一级事项,公开内容,公开时限,公开主体", "甲,一,同上,部门"))
        assert not parse(reading.rows[0].limit_read).is_checkable
        assert any("不能完全核对" in problem.sentence for problem in reading.problems)

    def test_what_cannot_be_taken_is_told_with_its_line(self):
        reading = reading_of(
            csv_of(
                "一级事项,公开内容,公开时限,公开主体",
                "甲,一,及时公开,",
                "甲,一,及时公开,部门",
                "甲,一,及时公开,部门",
                f"{'长' * 201},一,及时公开,部门",
                "丙,一,信息形成之日起**个工作日内,部门",
            )
        )
        told = [(problem.place, problem.refused) for problem in reading.problems]
        assert ("第 2 行", True) in told
        assert ("第 5 行", True) in told
        said = "".join(problem.sentence for problem in reading.problems)
        assert "没有写公开主体" in said
        assert "与第 3 行完全相同" in said
        assert "“一级事项”超过 200 字" in said
        assert "被“*”遮住" in said
        assert [row.matter1 for row in reading.rows] == ["甲", "丙"]

    def test_english_headings_and_the_encoding_of_old_spreadsheets_are_read(self):
        content = "level1,content,time_limit_text,subject\n项目,名称,及时公开,部门\n".encode("gb18030")
        assert reading_of(content).rows[0].matter1 == "项目"

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"", "a.csv", "没有找到标准目录的表头"),
            ("姓名,电话\n甲,1".encode(), "a.csv", "没有找到标准目录的表头"),
            (b"\xff\xfe\x00\xd8" * 5, "a.csv", "编码无法识别|没有找到"),
            (b"PK\x03\x04 broken", "a.xlsx", "不是完整的 XLSX"),
            (b"anything", "a.xls", "请另存为 XLSX"),
            ("一级事项,公开内容,公开时限,公开主体\n".encode(), "a.csv", "表头之下没有内容"),
            (b"a," * 200 + b"\n", "a.csv", "不像一份标准目录"),
            (b'"' + b"x" * 200_000 + b'"\n', "a.csv", "不是完整的 CSV"),
        ],
    )
    def test_what_is_no_catalogue_is_refused_with_a_sentence(self, content, name, sentence):
        with pytest.raises(Refused, match=sentence):
            reading_of(content, name)

    def test_a_merged_cell_over_a_whole_sheet_is_refused_before_it_is_unfolded(self):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(printed_workbook())) as source, zipfile.ZipFile(out, "w") as target:
            for each in source.namelist():
                target.writestr(each, source.read(each).replace(b'ref="B4:B5"', b'ref="A1:XFD1048576"'))
        with pytest.raises(Refused, match="不像一份标准目录"):
            reading_of(out.getvalue(), "a.xlsx")

    @given(st.lists(st.lists(st.text(max_size=8), min_size=4, max_size=4), max_size=6))
    def test_no_row_stops_the_reading(self, rows):
        lines = [",".join(cell.replace(",", "").replace("\n", "").replace('"', "") for cell in row) for row in rows]
        content = "\n".join(["一级事项,公开内容,公开时限,公开主体", "甲,一,及时公开,部门", *lines])
        assert reading_of(content.encode("utf-8", "ignore")).rows


@pytest.mark.django_db
class TestEditions:
    def test_the_first_adds_every_row_with_what_its_limit_means(self, catalogue, row):
        assert catalogue.obligations.count() == len(ROWS)
        board = row("board")
        assert (board.checkability, board.cycle, board.limit_text) == (
            Checkability.CHECKABLE,
            0,
            "制定或获取信息之日起10个工作日内，公示7个工作日",
        )
        assert board.limit == parse(board.limit_text)
        assert (row("hearing").checkability, row("yearly").cycle) == (Checkability.PARTLY, 12)
        assert (row("both").carriers_needed, row("board").carriers_needed) == (2, 1)

    def test_where_one_marked_carrier_is_enough_one_is_needed(self, open_catalogue, load):
        catalogue = open_catalogue("any", CarrierRule.ANY)
        load(catalogue, [ROWS["both"]])
        assert catalogue.obligations.get().carriers_needed == 1

    def test_the_same_file_again_changes_nothing(self, catalogue, load):
        with pytest.raises(Refused, match="与现行版次相同"):
            load(catalogue, list(ROWS.values()))
        assert catalogue.editions.filter(state=EditionState.ADOPTED).count() == 1
        assert catalogue.obligations.count() == len(ROWS)

    def test_a_second_edition_adds_changes_and_removes_and_keeps_what_was(self, catalogue, load, row):
        old = row("notice")
        rows = {**ROWS, "new": {"一级事项": "验收", "公开时限": "及时公开"}}
        rows["notice"] = ROWS["notice"] | {"公开时限": "信息形成之日起7个工作日内"}
        del rows["budget"]
        edition = load(catalogue, list(rows.values()), since=date(2018, 5, 1))
        assert (edition.number, edition.added, edition.changed, edition.removed) == (2, 1, 1, 1)
        old.refresh_from_db()
        assert (old.until_edition, old.until_date, old.limit_text) == (
            *(edition, date(2018, 5, 1), "信息形成或者变更之日起20个工作日内"),
        )
        new = row("notice")
        assert (new.row, new.version, new.since_date) == (old.row, 2, date(2018, 5, 1))
        assert catalogue.obligations.in_force(date(2018, 4, 30)).get(row=old.row) == old
        assert catalogue.obligations.in_force(date(2018, 5, 1)).get(row=old.row) == new
        gone = catalogue.obligations.get(matter2="部门预算")
        assert gone.until_edition == edition

    def test_rows_that_only_moved_are_the_same_with_a_new_serial(self, catalogue, load, row):
        before = {each.pk: each.row for each in catalogue.obligations.all()}
        rows = [{"一级事项": "最前", "公开时限": "及时公开"}, *ROWS.values()]
        edition = load(catalogue, rows, since=date(2018, 5, 1))
        assert (edition.added, edition.changed, edition.removed) == (1, 0, 0)
        assert {each.pk: each.row for each in catalogue.obligations.filter(pk__in=before)} == before
        assert row("notice").serial == "2"

    def test_two_rows_of_the_same_matter_are_told_apart_by_what_they_say(self, open_catalogue, load):
        catalogue = open_catalogue("twins")
        twins = [{"一级事项": "政策", "公开内容（要素）": text, "公开时限": "及时公开"} for text in "甲乙"]
        load(catalogue, twins)
        before = {each.content: each.row for each in catalogue.obligations.all()}
        edition = load(catalogue, [twins[1], twins[0] | {"公开依据": "新依据"}], since=date(2018, 5, 1))
        assert (edition.added, edition.changed, edition.removed) == (0, 1, 0)
        assert {each.content: each.row for each in catalogue.obligations.current()} == before

    def test_an_edition_with_lines_left_out_is_adopted_only_knowingly(self, catalogue, load, openness_officer, now):
        rows = [*ROWS.values(), {"一级事项": "无主", "公开主体": ""}]
        rows[0] = rows[0] | {"公开依据": "新依据"}
        with pytest.raises(Refused, match="有 1 行不能载入（第一处：第 11 行没有写公开主体"):
            load(catalogue, rows, since=date(2018, 5, 1))
        edition = catalogue.editions.get(state=EditionState.PREPARED)
        assert edition.number is None
        actions.adopt_edition(edition, skip_refused=True, by=openness_officer, now=now)
        assert catalogue.obligations.current().count() == len(ROWS)
        assert catalogue.editions.count() == 2

    def test_an_edition_never_begins_before_the_one_in_force(self, catalogue, load):
        with pytest.raises(Refused, match="不能早于上一版"):
            load(catalogue, list(ROWS.values())[:3], since=date(2017, 12, 31))

    def test_only_the_openness_office_loads_and_every_step_is_on_record(
        self, catalogue, drafter, supervisor, openness_officer, now
    ):
        for user in (drafter, supervisor):
            with pytest.raises(NotAllowed, match="由本级政务公开工作机构维护"):
                actions.prepare_edition(
                    catalogue, ContentFile(table([ROWS["notice"]])), name="a.csv", year=2018,
                    since=date(2018, 5, 1), by=user, now=now,
                )  # fmt: skip
        edition = actions.prepare_edition(
            catalogue, ContentFile(table([ROWS["notice"]])), name="a.csv", year=2018, since=date(2018, 5, 1),
            by=openness_officer, now=now,
        )  # fmt: skip
        actions.discard_edition(edition, reason="传错文件", by=openness_officer, now=now)
        with pytest.raises(NotAllowed, match="现为“未启用”"):
            actions.adopt_edition(edition, by=openness_officer, now=now)
        assert [event.kind for event in Event.objects.about(edition)] == [
            "catalogue_edition.prepared",
            "catalogue_edition.discarded",
        ]

    def test_a_subject_means_other_units_from_a_day_on(self, catalogue, bear, department, town):
        bear(catalogue, town, since=date(2018, 5, 1))
        subject = catalogue.subjects.get(text=SUBJECT)
        borne = subject.responsibilities.order_by("pk").values_list("unit__name", "since_date", "until_date")
        assert list(borne) == [
            (department.name, date(2018, 1, 1), date(2018, 5, 1)),
            (town.name, date(2018, 5, 1), None),
        ]


#: The last day of each real limit, with what it is counted from told as Monday 28 May 2018.
EXPECTED = {
    "20个工作日": date(2018, 6, 26),
    "10个工作日": date(2018, 6, 11),
    "7个工作日": date(2018, 6, 6),
    "5个工作日": date(2018, 6, 4),
    "3个工作日": date(2018, 5, 31),
    "20日": date(2018, 6, 17),
}
EVENT_DAY = date(2018, 5, 28)


@pytest.mark.shared
@pytest.mark.django_db
class TestTheRealRows:
    @pytest.fixture
    def loaded(self, shared_dir, open_catalogue, openness_officer, now) -> Edition:
        catalogue = open_catalogue("real", CarrierRule.ANY)
        upload = ContentFile((shared_dir / "domain/data/obligations.csv").read_bytes())
        edition = actions.prepare_edition(
            catalogue, upload, name="obligations.csv", year=2019, since=date(2018, 1, 1), by=openness_officer, now=now
        )
        return actions.adopt_edition(edition, by=openness_officer, now=now)

    def test_all_38_load_and_none_is_refused(self, loaded):
        assert loaded.added == 38
        reading = queries.read_edition(loaded)
        assert not reading.refused
        assert Obligation.objects.exclude(required_carriers=[]).count() == 38

    def test_each_has_the_expected_last_day_or_is_reported(self, loaded):
        calendar = carried_calendar()
        reported = {}
        for row in Obligation.objects.order_by("row"):
            days = dict.fromkeys(queries.asked_days(row.limit), EVENT_DAY)
            due = queries.due_of(row.limit, days | {Base.PERIOD: date(2018, 12, 31)}, calendar)
            if not row.is_computable:
                assert due is None
                reported[row.serial] = row.vague
                continue
            assert due is not None
            if row.cycle:
                assert (row.limit_text, due.date) == ("每年1月31日前", date(2019, 1, 31))
            elif row.limit_text.startswith("①"):
                assert due.date == date(2018, 5, 17), "seven working days before the hearing"
            elif "实地启动" in row.limit_text:
                assert due.date == EVENT_DAY
            elif "7个工作日" in row.limit_read and "公示" not in row.limit_read:
                assert due.date == EXPECTED["7个工作日"], "the stricter one prevails once the decision is told"
            else:
                said = next(words for words in EXPECTED if words in row.limit_read)
                assert due.date == EXPECTED[said], row.limit_text
        assert reported == {
            "OB004": "及时公开",
            "OB020": "实时公开",
            "OB021": "及时公开",
            "OB037": "按进展情况及时公开",
            "OB038": "重大决策作出后及时公开",
        }

    def test_the_same_as_above_is_the_limit_of_the_row_above(self, loaded):
        above, below = (Obligation.objects.get(serial=serial) for serial in ("OB024", "OB025"))
        assert below.limit_text == "同上"
        assert below.limit == above.limit
        assert below.limit_source == "第 25 行"

    def test_what_is_kept_beside_the_print_reads_back_as_the_same(self, loaded):
        for row in Obligation.objects.exclude(limit_text="同上"):
            assert parse(row.limit_read) == parse(row.limit_text), row.serial
