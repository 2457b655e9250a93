import io
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError


@pytest.fixture(autouse=True)
def no_database():
    """As on a machine that was never set up: the carried notices answer."""
    with patch("gongkai.base.calendars.queries.calendar", side_effect=OperationalError):
        yield


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("workday", *arguments, stdout=out)
    return out.getvalue()


def test_tells_the_day_and_why_each_day_was_skipped():
    told = run("2018-02-09", "15").splitlines()
    assert told[:3] == [
        "2018年2月9日（周五）之后第15个工作日：",
        "2018年3月7日（2018-03-07，周三）",
        "跳过的日期（11天）：",
    ]
    assert "  2018-02-15 周四 春节（国办发明电〔2017〕12号）" in told
    assert "  2018-02-10 周六 周末" in told
    assert told[-2:] == [
        "  2018-02-11 周日 春节调休上班（国办发明电〔2017〕12号）",
        "  2018-02-24 周六 春节调休上班（国办发明电〔2017〕12号）",
    ]


def test_counts_back_to_the_last_day_for_a_hearing_notice():
    told = run("2018-10-08", "-7").splitlines()
    assert told[:2] == ["2018年10月8日（周一）之前第7个工作日：", "2018年9月21日（2018-09-21，周五）"]


def test_a_day_beyond_the_last_notice_is_provisional():
    told = run("2026-12-18", "20").splitlines()
    assert told[1] == "暂定，不早于2027年1月12日（2027-01-12，周二）"
    assert "2027年的节假日安排尚未公布" in told[2]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2018-02-30", "3"), "不是存在的日期"),
        (("tomorrow", "3"), "不是存在的日期"),
        (("2018-02-09", "many"), "不是整数"),
        (("2018-02-09", "0"), "不能是0"),
        (("2018-02-09", "999999999999"), "工作日数应当在"),
        (("2005-01-04", "3"), "2005年的节假日安排尚未公布"),
        (("2027-01-04", "3"), "2027年的节假日安排尚未公布"),
        (("2007-01-10", "-30"), "2006年的节假日安排尚未公布"),
    ],
)
def test_what_cannot_be_counted_is_one_sentence_and_exit_status_2(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        run(*arguments)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
