"""What a limit says, once read: rules that compute a last day, and rules that cannot.

``str()`` of a rule or a limit writes it in one prescribed wording, which reads back as the same; ``sentence()`` explains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from gongkai.law.calendar import DueDate, WorkingCalendar


class Base(StrEnum):
    """What a limit is counted from; `CLAUSES` has the Chinese."""

    FORMED = "formed"
    CHANGED = "changed"
    OBTAINED = "obtained"
    APPROVED = "approved"
    DECIDED = "decided"
    APPLIED = "applied"
    HEARING = "hearing"
    PERIOD = "period"
    EVENT = "event"


CLAUSES: Mapping[Base, str] = MappingProxyType(
    {
        Base.FORMED: "形成",
        Base.CHANGED: "变更",
        Base.OBTAINED: "获取",
        Base.APPROVED: "批准",
        Base.DECIDED: "行政决定作出",
        Base.APPLIED: "收到申请",
        Base.HEARING: "组织听证",
        Base.PERIOD: "统计期结束",
    }
)
OF_INFORMATION = (Base.FORMED, Base.CHANGED, Base.OBTAINED)
"""The bases that are counted from the information itself, and may stand together."""


class Unit(StrEnum):
    """What is counted. NONE: on the very day."""

    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"
    HOURS = "hours"
    NONE = "none"


UNITS: Mapping[Unit, str] = MappingProxyType(
    {Unit.WORKING: "个工作日", Unit.CALENDAR: "日", Unit.MONTHS: "个月", Unit.HOURS: "小时", Unit.NONE: ""}
)


class Every(IntEnum):
    """How often, in months."""

    MONTH = 1
    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12


OFTEN: Mapping[Every, str] = MappingProxyType(
    {Every.MONTH: "每月", Every.QUARTER: "每季度", Every.HALF_YEAR: "每半年", Every.YEAR: "每年"}
)

Events = Mapping[Base, date]


@dataclass(frozen=True, slots=True)
class Term:
    """So many days after, or before, something: ``amount`` of ``unit`` counted from the latest of ``bases``.

    ``event`` words a base that is `Base.EVENT`. ``concerns`` is what the rule is only about (行政许可、行政处罚事项), empty
    for everything.
    """

    bases: tuple[Base, ...]
    amount: int
    unit: Unit
    before: bool = False
    event: str = ""
    concerns: str = ""

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """The last day, by the days on which things happened; None while none of its bases has happened.

        The day of the event is not counted. Hours are days begun, for a date knows no hours. Calendar days and months
        end where they end, on a day off too. Raises `YearNotAnnounced` as the calendar does.
        """
        happened = [events[base] for base in self.bases if base in events]
        if not happened:
            return None
        start = max(happened)
        sign = -1 if self.before else 1
        match self.unit:
            case Unit.WORKING:
                return calendar.add_working_days(start, sign * self.amount)
            case Unit.MONTHS:
                return DueDate(_months_on(start, sign * self.amount), backwards=self.before)
            case Unit.HOURS:
                return DueDate(start + timedelta(days=sign * -(-self.amount // 24)), backwards=self.before)
        return DueDate(start + timedelta(days=sign * self.amount), backwards=self.before)

    def __str__(self) -> str:
        clause, concerns = self._clause(), f"其中{self.concerns}" if self.concerns else ""
        amount = f"{self.amount}{UNITS[self.unit]}"
        if self.unit is Unit.NONE:
            return f"{concerns}在{clause}当日公开"
        return f"{concerns}在{clause}{amount}前公开" if self.before else f"{concerns}自{clause}之日起{amount}内公开"

    def sentence(self) -> str:
        """What has to be done, in Chinese, with how it is counted."""
        how = {Unit.WORKING: "，按工作日计算", Unit.CALENDAR: "，按自然日计算"}.get(self.unit, "")
        latest = "，以较晚的日期起算" if len(self.bases) > 1 else ""
        return f"{self}{how}{latest}。"

    def _clause(self) -> str:
        if self.bases == (Base.EVENT,):
            return self.event
        said = "或者".join(CLAUSES[base] for base in self.bases)
        return f"信息{said}" if self.bases[0] in OF_INFORMATION else said


@dataclass(frozen=True, slots=True)
class Recurring:
    """A day that comes again: by ``day`` (0: the last) of the ``month``-th month (0: the last) of every period."""

    every: Every
    month: int = 0
    day: int = 0

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """The first such day after the period that is reported on ended (`Base.PERIOD`); None when that is not told."""
        ended = events.get(Base.PERIOD)
        if ended is None:
            return None
        first = ended.year * 12 + ended.month - 1
        return next(
            DueDate(day)
            for month in range(first, first + 2 * self.every + 1)
            if month % self.every == (self.month or self.every) - 1
            and (day := _day_of(month // 12, month % 12 + 1, self.day)) > ended
        )

    def __str__(self) -> str:
        often = OFTEN[self.every]
        if not self.month and not self.day and self.every is not Every.MONTH:
            return f"{often}公开"
        day = f"{self.day}日前" if self.day else "底前"
        if self.every is Every.MONTH:
            return f"{often}{day}公开" if self.day else f"{often}公开"
        return f"{often}{self.month}月{day}公开" if self.every is Every.YEAR else f"{often}第{self.month}个月{day}公开"

    def sentence(self) -> str:
        """What has to be done, in Chinese."""
        return f"{self}。" if self.day or self.month else f"{self}一次，不晚于期末。"


@dataclass(frozen=True, slots=True)
class OnRequest:
    """Only on application: the reply's own limits apply (条例 2019 art. 33)."""

    concerns: str = ""

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """None: `deadlines.reply_due` knows."""
        return None

    def __str__(self) -> str:
        return f"其中{self.concerns}为依申请公开" if self.concerns else "依申请公开"

    def sentence(self) -> str:
        """What has to be done, in Chinese."""
        return f"{self}，按政府信息公开申请的答复期限办理。"


@dataclass(frozen=True, slots=True)
class Reference:
    """同上: the limit of the row above, which the reader of the catalogue copies, saying from where."""

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """None: the row above knows."""
        return None

    def __str__(self) -> str:
        return "同上"

    def sentence(self) -> str:
        """What it says, in Chinese."""
        return "与上一行的公开时限相同。"


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """Words without a day in them: 实时, 及时, or anything that could not be read. Needs a rule of the house's own."""

    words: str

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """None: nothing is computed from these words."""
        return None

    def __str__(self) -> str:
        return self.words

    def sentence(self) -> str:
        """What it says, in Chinese."""
        return f"“{self.words}”没有可以计算的期限，需由本机关另行规定。" if self.words else "没有写明公开时限。"


Rule = Term | Recurring | OnRequest | Reference | NotCheckable


@dataclass(frozen=True, slots=True)
class Period:
    """How long something stands or is open, at least."""

    amount: int
    unit: Unit

    def ends(self, start: date, calendar: WorkingCalendar) -> DueDate:
        """The first day on which it may end, when it began on ``start``, which is not counted."""
        if self.unit is Unit.WORKING:
            return calendar.add_working_days(start, self.amount)
        return DueDate(start + timedelta(days=self.amount))

    def __str__(self) -> str:
        return f"{self.amount}{UNITS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as read. ``said`` is the text it was read from and is no part of what it means.

    ``display`` is how long it is shown (公示) and ``consultation`` how long opinions are taken, at least; ``other_law``: another
    law's limit prevails; ``cut``: the text broke off.
    """

    rules: tuple[Rule, ...]
    display: Period | None = None
    consultation: Period | None = None
    other_law: bool = False
    cut: bool = False
    said: str = field(default="", compare=False)

    @property
    def is_checkable(self) -> bool:
        """Whether every rule gives a last day once its day is known."""
        return bool(self.rules) and all(isinstance(rule, Term | Recurring) for rule in self.rules)

    def due(self, events: Events, calendar: WorkingCalendar) -> DueDate | None:
        """The last day, or None while it cannot be said: nothing happened yet, or the words hold no day.

        Of several rules that apply the earliest day; but a rule for a special kind (行政处罚事项) sets the general one aside
        once its own day, such as that of the decision, is told. Raises `YearNotAnnounced` as the calendar does.
        """
        told = [(rule, due) for rule in self.rules if (due := rule.due(events, calendar)) is not None]
        special = [
            due for rule, due in told if isinstance(rule, Term) and (rule.concerns or Base.DECIDED in rule.bases)
        ]
        return min(special or [due for _, due in told], key=lambda due: due.date, default=None)

    def __str__(self) -> str:
        parts = [str(rule) for rule in self.rules]
        if self.display:
            parts.append(f"公示{self.display}")
        if self.consultation:
            parts.append(f"征求意见期限不得少于{self.consultation}")
        if self.other_law:
            parts.append("法律法规另有规定的从其规定")
        return "；".join(parts) + ("…" if self.cut else "")

    def sentence(self) -> str:
        """The whole limit explained in Chinese."""
        said = [rule.sentence() for rule in self.rules]
        said += [f"公示不少于{self.display}。"] if self.display else []
        said += [f"征求意见不少于{self.consultation}。"] if self.consultation else []
        said += ["法律法规对期限另有规定的，从其规定。"] if self.other_law else []
        said += ["原文不完整，应当核对。"] if self.cut else []
        return "".join(said)


def _day_of(year: int, month: int, day: int) -> date:
    """A day of a month, the last one for 0 or when the month is too short."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day or last, last))


def _months_on(start: date, months: int) -> date:
    month = start.year * 12 + start.month - 1 + months
    return _day_of(month // 12, month % 12 + 1, start.day)
