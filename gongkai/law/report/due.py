"""By when a report on a year is published: the day of the law, or an earlier one a notice asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law.deadlines import annual_report_due
from gongkai.law.vocabulary import UnitKind

#: 政府网站工作年度报表: each site's table on a year stands on it by this day of the next (国办函〔2018〕12号).
WEBSITE_TABLE_DUE = (1, 31)


@dataclass(frozen=True)
class Due:
    """The last day, and the notice that set it; empty when it is the law's."""

    day: date
    notice: str = ""

    def is_late(self, done: date | None, *, on: date) -> bool:
        """Whether it was done after the last day, or is not done although that is over."""
        return (done or on) > self.day

    def days_late(self, done: date | None, *, on: date) -> int:
        """Calendar days after the last day; 0 in time."""
        return max(((done or on) - self.day).days, 0)


def lawful_due(year: int, kind: UnitKind) -> date:
    """The law's last day for a unit of that kind (条例 2007 art. 31; 条例 2019 art. 49): 31 March, and since the report on 2019
    31 January for what is not itself a government.

    Art. 49 names 县级以上人民政府部门 and 县级以上地方人民政府. A town, named by neither, hands in with the departments: the
    government's report consolidates it. Raises ``deadlines.BeforeRegulation`` for years before 2008.
    """
    return annual_report_due(year=year, by_department=kind is not UnitKind.ZONE)


def latest_due(year: int, kind: UnitKind | None) -> date:
    """The last day a notice may name: the law's for units of that kind, and for all kinds the latest of theirs (arts 31; 49)."""
    return max(lawful_due(year, one) for one in ([kind] if kind else UnitKind))


def due_of(year: int, kind: UnitKind, notices: Iterable[tuple[date, str]] = ()) -> Due:
    """The earliest of the law's day (条例 art. 31; art. 49) and of the days notices ask for, each with its number."""
    lawful = Due(lawful_due(year, kind))
    return min((lawful, *(Due(day, number) for day, number in notices)), key=lambda due: due.day)
