"""``gongkai import obligations``: what an operator reads, and what is there afterwards."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gongkai.publishing.obligations.models import Edition, Obligation, StandardCatalogue

pytestmark = pytest.mark.django_db
HEAD = "领域,一级事项,二级事项,公开内容,公开时限,公开主体"
ROWS = ["救灾,政策,文件,全文,信息形成之日起20个工作日内,应急部门", "救灾,救助,名单,姓名,及时公开,应急部门"]


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def load(tmp_path, openness_officer):
    def load(*rows: str, **options) -> str:
        path = tmp_path / "目录.csv"
        path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        out = StringIO()
        call_command("import", "obligations", str(path), catalogue="relief", stdout=out, **options)
        return out.getvalue()

    return load


NEW = {"name": "救灾标准目录", "marks": "any", "since": "2018-01-01"}


def test_a_new_catalogue_is_registered_loaded_and_asks_for_its_subjects(load):
    said = load(*ROWS, **NEW)
    assert "第 3 行：公开时限“及时公开”不能完全核对。" in said
    assert "救灾标准目录（第1版，2018年）已启用：新增 2 行" in said
    assert "有 1 个公开主体尚未确定承担单位" in said
    assert Obligation.objects.count() == 2


def test_the_same_file_again_changes_nothing(load):
    load(*ROWS, **NEW)
    assert "没有改变任何内容" in load(*ROWS)
    assert Edition.objects.count() == 1


def test_a_preview_tells_what_would_change_and_changes_nothing(load):
    load(*ROWS, **NEW)
    said = load(ROWS[0].replace("20个", "10个"), "救灾,捐赠,款物,数额,每年1月31日前,应急部门", preview=True)
    for told in ("变更：第 2 行 政策 › 文件：公开时限", "新增：第 3 行 捐赠 款物", "移除：救助 › 名单"):
        assert told in said
    assert "没有改变任何内容" in said
    assert Edition.objects.count() == 1


def test_rows_are_removed_only_when_that_is_said(load):
    load(*ROWS, **NEW)
    with pytest.raises(CommandError, match="文件中没有现行的 1 行"):
        load(ROWS[0])
    assert "移除 1 行" in load(ROWS[0], allow_removal=True)
    assert Obligation.objects.current().count() == 1


def test_lines_that_cannot_be_taken_are_left_out_only_when_that_is_said(load):
    with pytest.raises(CommandError, match="有 1 行不能载入"):
        load(*ROWS, "救灾,预案,总体,全文,及时公开,", **NEW)
    assert "略过 1 行" in load(*ROWS, "救灾,预案,总体,全文,及时公开,", skip_refused=True, since="2018-02-01")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "没有代码为“relief”的目录"),
        (NEW | {"since": "明天"}, "2019-01-01 的样式"),
        (NEW | {"by": "nobody"}, "没有用户名为“nobody”的工作人员"),
    ],
)
def test_what_is_asked_amiss_is_answered_with_a_sentence(options, sentence, load):
    with pytest.raises(CommandError, match=sentence):
        load(*ROWS, **options)
    assert not StandardCatalogue.objects.exists()


def test_who_does_not_keep_catalogues_loads_none(load, drafter):
    with pytest.raises(CommandError, match="由本级政务公开工作机构维护"):
        load(*ROWS, **NEW, by=drafter.username)
    assert not Obligation.objects.exists()
