"""A small catalogue of our own words, in force since January 2018, and the acts around it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.publication_limits import Base
from gongkai.publishing.obligations import actions
from gongkai.publishing.obligations.choices import CarrierRule, Level
from gongkai.publishing.obligations.models import Edition, Obligation, Occasion, StandardCatalogue
from tests.real_files import made

HEADINGS = (
    *("序号", "领域", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),
    *("公开对象", "公开方式", "公开层级"),
)
SUBJECT = "经济发展部门"
#: One row for every sort of limit.
ROWS: dict[str, dict[str, str]] = {
    "notice": {"一级事项": "项目审批", "二级事项": "审批结果", "公开时限": "信息形成或者变更之日起20个工作日内"},
    "budget": {"一级事项": "预算", "二级事项": "部门预算", "公开时限": "本级人大批准后20日内"},
    "hearing": {
        "一级事项": "听证",
        "二级事项": "听证通知",
        "公开时限": "《听证通知书》在组织听证7个工作日前予以公开；其他听证内容为依申请公开",
    },
    "board": {
        "一级事项": "救助",
        "二级事项": "审核名单",
        "公开时限": "制定或获取信息之日起10个工作日内，公示7个工作日",
        "公开渠道和载体": "■社区/企事业单位/村公示栏（电子屏） □政府网站",
    },
    "both": {
        "一级事项": "指南",
        "二级事项": "办事指南",
        "公开时限": "信息形成之日起7个工作日内",
        "公开渠道和载体": "■政府网站 ■政务服务中心 □两微一端",
    },
    "yearly": {"一级事项": "年报", "二级事项": "年度报告", "公开时限": "每年1月31日前"},
    "monthly": {"一级事项": "进度", "二级事项": "项目进度", "公开时限": "每月10日前"},
    "vague": {"一级事项": "招标", "二级事项": "招标公告", "公开时限": "及时公开"},
    "request": {"一级事项": "评估", "二级事项": "评估结果", "公开时限": "依申请公开", "公开方式": "依申请"},
}
USUAL = {
    "领域": "重大建设项目",
    "公开内容（要素）": "名称、单位、日期",
    "公开依据": "政府信息公开条例",
    "公开主体": SUBJECT,
    "公开渠道和载体": "■政府网站",
    "公开对象": "全社会",
    "公开方式": "主动",
    "公开层级": "县级",
}


def table(rows: Sequence[dict[str, str]]) -> bytes:
    """Rows as the CSV an office keeps, with usual values where none are given."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS)
    writer.writeheader()
    for serial, row in enumerate(rows, start=1):
        writer.writerow({"序号": serial} | USUAL | row)
    return out.getvalue().encode()


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def open_catalogue(openness_officer: User, now: datetime) -> Callable[..., StandardCatalogue]:
    """``open_catalogue("projects")``: registered, without rows."""

    def open_catalogue(code: str = "projects", rule: CarrierRule = CarrierRule.ALL, **more: Any) -> StandardCatalogue:
        given = actions.CatalogueFields(
            **{"name": f"标准目录{code}", "level": Level.COUNTY, "carrier_rule": rule} | more
        )
        return actions.register_catalogue(code, given, by=openness_officer, now=now)

    return open_catalogue


@pytest.fixture
def load(openness_officer: User, now: datetime) -> Callable[..., Edition]:
    """``load(catalogue, rows)``: an edition of these rows, adopted."""

    def load(
        catalogue: StandardCatalogue,
        rows: Sequence[dict[str, str]],
        *,
        since: date = date(2018, 1, 1),
        skip: bool = False,
    ) -> Edition:
        upload = ContentFile(table(rows), "catalogue.csv")
        edition = actions.prepare_edition(
            catalogue, upload, name="catalogue.csv", year=since.year, since=since, by=openness_officer, now=now
        )
        return actions.adopt_edition(edition, skip_refused=skip, by=openness_officer, now=now)

    return load


@pytest.fixture
def bear(openness_officer: User, now: datetime) -> Callable[..., None]:
    """``bear(catalogue, unit)``: a printed subject means these units since January 2018."""

    def bear(catalogue: StandardCatalogue, *units: Unit, text: str = SUBJECT, since: date = date(2018, 1, 1)) -> None:
        subject = catalogue.subjects.get(text=text)
        actions.assign_subject(subject, units, since=since, by=openness_officer, now=now)

    return bear


@pytest.fixture
def catalogue(open_catalogue, load, bear, department) -> StandardCatalogue:
    """Every row of ``ROWS``, borne by the department."""
    catalogue = open_catalogue()
    load(catalogue, list(ROWS.values()))
    bear(catalogue, department)
    return catalogue


@pytest.fixture
def row(catalogue) -> Callable[[str], Obligation]:
    """``row("notice")``: the current version of that row."""

    def row(name: str) -> Obligation:
        return catalogue.obligations.current().get(matter2=ROWS[name]["二级事项"])

    return row


@pytest.fixture
def happen(row, department, drafter, now) -> Callable[..., Occasion]:
    """``happen("notice", formed=date(2018, 5, 28))``: an occasion of the row, recorded by the department's drafter."""

    def happen(name: str, *, title: str = "码头扩建项目", **days: date) -> Occasion:
        told = {Base(base): day for base, day in days.items()}
        return actions.record_occasion(row(name), department, title=title, days=told, by=drafter, now=now)

    return happen


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """``picture("墙.png")``: a photograph."""

    def picture(name: str = "公示栏.png") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, made("png", name))

    return picture
