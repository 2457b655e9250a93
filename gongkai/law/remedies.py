"""What an applicant may do against an answer, by its day and its outcome, and by when we must answer for it ourselves.

条例 2019 art. 51; 行政复议法 (2023, in force 2024-01-01) arts 20, 23, 54, 62, 88 and the text before it; 行政诉讼法 arts 45, 46, 67.
From 2024-01-01 a decision not to disclose (条例 arts 14–16) goes to reconsideration before any court; 36(7), 无法提供 and 不予处理
may be sued directly. Which organ and which court is the unit's, so a sentence takes their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import DueDate, WorkingCalendar
from .outcomes import Group, rule_of
from .vocabulary import Outcome

RECONSIDERATION_LAW_OF_2023 = date(2024, 1, 1)
RECONSIDERATION_DAYS = 60
LAWSUIT_MONTHS = 6
LAWSUIT_DAYS_AFTER_RECONSIDERATION = 15
EVIDENCE_DAYS = 15


@dataclass(frozen=True, slots=True)
class Remedies:
    """The data of a letter's remedy paragraph."""

    reconsideration_first: bool
    reconsideration_days: int = RECONSIDERATION_DAYS
    lawsuit_months: int = LAWSUIT_MONTHS
    days_after_reconsideration: int = LAWSUIT_DAYS_AFTER_RECONSIDERATION

    def paragraph(self, *, reconsideration_organ: str, court: str) -> str:
        """The paragraph as a letter prints it, with the organ and the court of the unit (行政复议法 art. 20; 行政诉讼法 arts 45, 46)."""
        if self.reconsideration_first:
            return (
                f"如对本答复不服，应当自收到本告知书之日起{self.reconsideration_days}日内先向{reconsideration_organ}申请行政复议；"
                f"对行政复议决定不服的，可以自收到行政复议决定书之日起{self.days_after_reconsideration}日内"
                f"依法向{court}提起行政诉讼。"
            )
        return (
            f"如对本答复不服，可以自收到本告知书之日起{self.reconsideration_days}日内向{reconsideration_organ}申请行政复议，"
            f"或者自收到本告知书之日起{self.lawsuit_months}个月内依法向{court}提起行政诉讼。"
        )


def remedies_against(outcome: Outcome | str, *, decided: date, partial_first: bool = False) -> Remedies:
    """What may be done against an answer given on a day (行政复议法 2023 art. 23(1)(4); 法释〔2025〕8号 art. 1).

    ``partial_first``: whether the withheld part of a partial disclosure counts as a decision not to disclose; no text says.
    """
    rule = rule_of(outcome)
    first = rule.reconsideration_first or (partial_first and rule.group is Group.PARTIAL)
    return Remedies(reconsideration_first=first and decided >= RECONSIDERATION_LAW_OF_2023)


def answer_due(*, received: date, calendar: WorkingCalendar, simplified: bool = False) -> DueDate:
    """The last day to answer the reconsideration organ and hand in what the act rests on.

    行政复议法 2023 art. 54: ten days, five in the simplified procedure, both working days (art. 88), from receipt of the copy;
    before 2024-01-01 ten calendar days (art. 23 of the text of 2017), and no simplified procedure.
    """
    if received >= RECONSIDERATION_LAW_OF_2023:
        return calendar.add_working_days(received, 5 if simplified else 10)
    if simplified:
        raise ValueError("2024年1月1日前的行政复议没有简易程序。")
    return DueDate(received + timedelta(days=10))


def evidence_due(*, received: date) -> date:
    """The last day to hand a court the evidence and our answer: fifteen days from receipt of the complaint (行政诉讼法 art. 67)."""
    return received + timedelta(days=EVIDENCE_DAYS)


def decision_due(*, accepted: date, simplified: bool = False, extended: bool = False) -> date:
    """By when the organ decides: 60 days and at most 30 more, 30 in the simplified procedure (行政复议法 2023 art. 62)."""
    if simplified:
        return accepted + timedelta(days=30)
    return accepted + timedelta(days=90 if extended else 60)


def last_day_for_reconsideration(*, learnt: date) -> date:
    """The last day to ask for reconsideration: sixty days from learning of the act (行政复议法 2023 art. 20; art. 9 before it)."""
    return learnt + timedelta(days=RECONSIDERATION_DAYS)


def last_day_for_lawsuit(*, learnt: date, after_reconsideration: bool = False) -> date:
    """The last day to sue: six months, or fifteen days after a reconsideration decision arrived (行政诉讼法 arts 45, 46)."""
    if after_reconsideration:
        return learnt + timedelta(days=LAWSUIT_DAYS_AFTER_RECONSIDERATION)
    months = learnt.month - 1 + LAWSUIT_MONTHS
    year, month = learnt.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=learnt.day - 1), following - timedelta(days=1))
