"""The notices the project carries, 2007 to 2026, read from ``arrangements.toml`` without a database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.law.calendar import WorkingCalendar, YearArrangement

_FILE = Path(__file__).with_name("arrangements.toml")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as carried: its title, and what it arranges."""

    title: str
    arrangement: YearArrangement


@cache
def notices() -> tuple[Notice, ...]:
    """Every carried notice, by year and version."""
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["arrangement"]
    return tuple(
        Notice(
            title=entry["notice_title"],
            arrangement=YearArrangement(
                year=entry["year"],
                version=entry["version"],
                notice=entry["notice_number"],
                published=entry["notice_date"],
                off={day: fest["name"] for fest in entry["festival"] for day in fest["off"]},
                working={day: fest["name"] for fest in entry["festival"] for day in fest.get("working", ())},
            ),
        )
        for entry in entries
    )


@cache
def carried_calendar() -> WorkingCalendar:
    """The calendar of all carried notices."""
    return WorkingCalendar(notice.arrangement for notice in notices())
