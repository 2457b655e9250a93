"""``gongkai workday START N``: the N-th working day after START, and which days were skipped and why."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from gongkai.base.calendars import queries
from gongkai.base.calendars.data import carried_calendar
from gongkai.law.calendar import DueDate, Reason, WorkingCalendar, YearNotAnnounced, chinese_date, weekday_name

_FURTHEST = 9999


class Command(BaseCommand):
    help = "计算某日之后（N为负数时为之前）的第N个工作日，并逐日说明跳过的日期和原因。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", metavar="START", help="起算日，如2018-02-09；当日不计入")
        parser.add_argument("n", metavar="N", help="工作日数，如15；负数表示往前数")

    def handle(self, *args: Any, start: str, n: str, **options: Any) -> None:
        first, days = _day(start), _count(n)
        calendar = self._calendar()
        try:
            calendar.is_working_day(first)
            due = calendar.add_working_days(first, days)
        except YearNotAnnounced as error:
            raise _refusal(f"{error}已录入的年份为{calendar.years[0]}年至{calendar.years[-1]}年。") from error
        for line in _story(first, days, due, calendar):
            self.stdout.write(line)

    def _calendar(self) -> WorkingCalendar:
        """What this installation has recorded; where there is no database, the notices the project carries."""
        try:
            return queries.calendar()
        except DatabaseError:
            return carried_calendar()


def _story(start: date, n: int, due: DueDate, calendar: WorkingCalendar) -> Iterable[str]:
    side = "前" if n < 0 else "后"
    yield f"{chinese_date(start)}（{weekday_name(start)}）之{side}第{abs(n)}个工作日："
    yield f"{due}（{due.date.isoformat()}，{weekday_name(due.date)}）"
    if due.provisional:
        yield f"{calendar.years[-1] + 1}年的节假日安排尚未公布，通知下达后再行确定。"
    yield from _days("跳过的日期", due.skipped)
    yield from _days("调休上班、计入的日期", due.shifted)


def _days(heading: str, days: tuple[Reason, ...]) -> Iterable[str]:
    if days:
        yield f"{heading}（{len(days)}天）："
    for day, reason in days:
        yield f"  {day.isoformat()} {weekday_name(day)} {reason}"


def _day(text: str) -> date:
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise _refusal(f"“{text}”不是存在的日期，请按2018-02-09的格式填写。") from error


def _count(text: str) -> int:
    try:
        n = int(text)
    except ValueError as error:
        raise _refusal(f"“{text}”不是整数，请填写工作日数。") from error
    if n == 0 or abs(n) > _FURTHEST:
        raise _refusal(f"工作日数应当在1至{_FURTHEST}之间（负数表示往前数），不能是{n}。")
    return n


def _refusal(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)
