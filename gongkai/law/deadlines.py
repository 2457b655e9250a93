"""The limits of 政府信息公开条例: when a reply, a publication, an opinion, a notice or a report is due.

The text in force is chosen by the day an application was received, not by today (条例 2019 art. 56); limits of both
texts are working days. What an application pending on 2019-05-15 follows is not in the text, so every function that
depends on the text also takes it by name. Results are `DueDate`: provisional beyond the last notice of days off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .calendar import DueDate, WorkingCalendar, chinese_date
from .vocabulary import ReceiptChannel


class BeforeRegulation(ValueError):
    """A date before 2008-05-01, when no text was in force. ``str()`` is a Chinese sentence."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{chinese_date(day)}早于2008年5月1日，《政府信息公开条例》尚未施行，不能计算期限。")


class Regulation(Enum):
    """The two texts of 政府信息公开条例."""

    OF_2007 = "2007"
    OF_2019 = "2019"

    @property
    def order(self) -> str:
        """The order that promulgated the text: 国务院令第711号."""
        return "国务院令第492号" if self is Regulation.OF_2007 else "国务院令第711号"

    @property
    def in_force_from(self) -> date:
        """First day in force: 2008-05-01 (art. 38 of 2007) or 2019-05-15 (art. 56 of 2019)."""
        return date(2008, 5, 1) if self is Regulation.OF_2007 else date(2019, 5, 15)

    @property
    def reply_days(self) -> int:
        """Working days for a reply: 15 (art. 24 of 2007), 20 (art. 33 of 2019)."""
        return 15 if self is Regulation.OF_2007 else 20

    @property
    def extension_days(self) -> int:
        """Working days an extension may add at most: 15 (art. 24 of 2007), 20 (art. 33 of 2019)."""
        return 15 if self is Regulation.OF_2007 else 20


PUBLICATION_DAYS = 20
THIRD_PARTY_DAYS = 15
AMENDMENT_NOTICE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count towards a reply: asking a third party or, since 2019, other organs.

    Art. 24 para. 3 of 2007; art. 33 para. 3 of 2019. ``began`` is the day the question was sent, ``ended`` the day the
    answer came: the days after ``began`` up to and including ``ended`` do not count, so the working days left on
    the first are the working days left on the second. For a pause still running pass today as ``ended``: the result
    is the due date if the answer comes today. Raises ValueError when it ends before it began.
    """

    began: date
    ended: date
    reason: str = "征求意见"

    def __post_init__(self) -> None:
        if self.ended < self.began:
            raise ValueError("中止计时的结束日期不能早于开始日期。")

    def days(self) -> Iterable[date]:
        """The days on which the clock stood still."""
        return (self.began + timedelta(days=i) for i in range(1, (self.ended - self.began).days + 1))


Pauses = Iterable[Pause]


def regulation_on(received: date) -> Regulation:
    """The text for what was received on a day: the 2019 text from 2019-05-15 (its art. 56), before that the 2007 text.

    Raises `BeforeRegulation` for a day before 2008-05-01 (art. 38 of 2007).
    """
    for regulation in (Regulation.OF_2019, Regulation.OF_2007):
        if received >= regulation.in_force_from:
            return regulation
    raise BeforeRegulation(received)


def reply_due(
    *,
    received: date,
    calendar: WorkingCalendar,
    pauses: Pauses = (),
    extended: bool = False,
    regulation: Regulation | None = None,
    exclude_first_day: bool = True,
) -> DueDate:
    """The last day for a lawful reply.

    条例 (2019) art. 33: 20 working days and at most 20 more; art. 24 of the 2007 text, 15 and 15, for anything received
    before 2019-05-15. The day of receipt is not counted; working days on which the clock stood still are given back.
    After a correction (art. 30) ``received`` is the day the corrected application came, and ``regulation`` the text of
    the day of the first receipt.
    """
    regulation = regulation or regulation_on(received)
    days = regulation.reply_days + (regulation.extension_days if extended else 0)
    uncounted = {day: f"计时中止（{pause.reason}）" for pause in pauses for day in pause.days()}
    return calendar.add_working_days(received, days, exclude_first_day=exclude_first_day, uncounted=uncounted)


def publication_due(*, formed: date, calendar: WorkingCalendar, exclude_first_day: bool = True) -> DueDate:
    """The last day for proactive publication: 20 working days from the day the information was formed or changed.

    Art. 18 of 2007; art. 26 of 2019. Another law that sets its own limit prevails, and is the caller's to apply.
    Raises `BeforeRegulation` for information formed before 2008-05-01.
    """
    regulation_on(formed)
    return calendar.add_working_days(formed, PUBLICATION_DAYS, exclude_first_day=exclude_first_day)


def third_party_due(
    *, inquiry_received: date, calendar: WorkingCalendar, regulation: Regulation | None = None
) -> DueDate | None:
    """The last day for a third party's opinion: 15 working days from its receipt of the inquiry (art. 32 of 2019).

    None under the 2007 text, whose art. 23 sets no limit. Silence is no consent: the organ then decides.
    ``regulation`` is the text of the application; without it, that of the day of the inquiry.
    """
    if (regulation or regulation_on(inquiry_received)) is Regulation.OF_2007:
        return None
    return calendar.add_working_days(inquiry_received, THIRD_PARTY_DAYS)


def amendment_notice_due(
    *, received: date, calendar: WorkingCalendar, regulation: Regulation | None = None
) -> DueDate | None:
    """The last day to tell an applicant, once and in full, what to correct: 7 working days (art. 30 of 2019).

    None under the 2007 text, whose art. 21(4) sets no limit.
    """
    if (regulation or regulation_on(received)) is Regulation.OF_2007:
        return None
    return calendar.add_working_days(received, AMENDMENT_NOTICE_DAYS)


def interpretation_due(start: date, calendar: WorkingCalendar, working_days: int = 3) -> DueDate:
    """The last day to publish a policy's interpretation, counted from the policy's publication.

    Local rules build on 国办发〔2016〕80号 and ask for three working days; the number is the institution's to set.
    """
    return calendar.add_working_days(start, working_days)


def receipt_date(
    channel: ReceiptChannel,
    *,
    arrived: date,
    signed: date | None = None,
    confirmed: date | None = None,
) -> date | None:
    """The day an application counts as received, or None while no clock runs.

    条例 (2019) art. 31. In person: the day it is handed in (``arrived``). A letter that was signed for: ``signed``. An
    ordinary letter, the network, fax or telephone: the day both sides confirmed it, ``confirmed``; until then None.
    For what arrived before 2019-05-15, 国办公开办函〔2015〕207号: the network counts on the day the system received it,
    a letter that went astray on the day it was confirmed, all else on arrival. Raises `BeforeRegulation`.
    """
    regulation = regulation_on(arrived)
    if channel is ReceiptChannel.IN_PERSON:
        return arrived
    if channel is ReceiptChannel.LETTER and signed is not None:
        return signed
    if regulation is Regulation.OF_2019:
        return confirmed
    if channel is ReceiptChannel.LETTER and confirmed is not None:
        return confirmed
    return arrived


def confirmation_is_late(*, arrived: date, confirmed: date) -> bool:
    """Whether an ordinary letter was confirmed on a later day than it came: art. 31(2) of 2019 wants the same day."""
    return confirmed > arrived and regulation_on(arrived) is Regulation.OF_2019


def annual_report_due(*, year: int, by_department: bool) -> date:
    """The last day to publish the report on ``year``: a calendar date in the year after.

    31 March (art. 31 of 2007; art. 49 para. 2 of 2019 for a government); departments 31 January, to the openness office
    and to the public, since the report on 2019 (art. 49 para. 1). Raises `BeforeRegulation` for years before 2008.
    """
    if regulation_on(date(year, 12, 31)) is Regulation.OF_2019 and by_department:
        return date(year + 1, 1, 31)
    return date(year + 1, 3, 31)
