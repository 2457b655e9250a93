"""A holiday notice that comes late: every open clock of the room is reckoned again, and which moved is written down.

A million cases take minutes, so rows are read and written as values, many in a statement. Cases whose facts are alike are reckoned once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import events_of, record, record_many
from gongkai.base.calendars.queries import calendar, calendar_version
from gongkai.base.core.rows import insert_many, unsaved, update_many
from gongkai.law.calendar import DueDate, WorkingCalendar
from gongkai.law.clocks import Limit, Standstill, limit_of, opinion_due, part_due
from gongkai.law.deadlines import Regulation
from gongkai.law.remedies import answer_due
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices
from ..choices import OPEN, ChallengeKind, MovedClock, Party
from ..models import Application, Challenge, Consultation, Correction, LimitRevision, MovedLimit, Part
from ..queries import Facts, course_of, stops_of

#: Cases reckoned at once.
AT_ONCE = 5000
#: The series of revisions, one for each notice that moved anything.
REVISIONS = "QX"


@transaction.atomic
def fix_due_dates(*, because: str, by: User, now: datetime) -> list[str]:
    """Reckon every open limit again after a holiday notice: replies, parts, opinions asked for, answers to the reconsideration organ,
    corrections. Returns the numbers of what changed.

    A limit is never brought forward: who was told a day keeps it, and a provisional one was the earliest possible. What the applicant
    was told (the days to correct and to pay) stands as told. Which moved, from which day to which, stands in a ``LimitRevision``.
    """
    return sorted(_Notice(because, by=by, now=now).run())


class _Notice:
    """One run over the open clocks."""

    def __init__(self, because: str, *, by: User, now: datetime) -> None:
        self.because, self.by, self.now = because, by, now
        self.days: WorkingCalendar = calendar()
        self.version = calendar_version()
        self.known: dict[tuple[object, ...], Limit] = {}
        self.revision: LimitRevision | None = None
        self.changed: list[str] = []
        self.moves = 0

    def run(self) -> list[str]:
        self.opinions()  # first: the time they take is given back to the replies
        for facts in _open_ones():
            limits = self.replies(facts)
            self.parts(limits)
        self.answers()
        self.corrections()
        if self.revision is not None:
            self.revision.total = self.moves
            self.revision.save(update_fields=["total"])
            record(
                choices.LIMITS_REVISED, self.revision, by=self.by, at=self.now, reason=self.because, cases=self.moves
            )
        return self.changed

    def replies(self, facts: list[Facts]) -> dict[int, Limit]:
        """The limits of these cases, reckoned anew; those that changed are written, each with its event."""
        stops = stops_of([one.pk for one in facts])
        limits: dict[int, Limit] = {}
        moved: list[tuple[Facts, date]] = []
        for one in facts:
            limits[one.pk] = limit = self.limit(one, stops.get(one.pk, ()))
            due = max(one.due_date, limit.due.date)
            if due != one.due_date or limit.due.provisional != one.due_is_provisional:
                moved.append((one, due))
        if not moved:
            return limits
        provisional = [limits[one.pk].due.provisional for one, _due in moved]
        update_many(
            Application,
            [one.pk for one, _due in moved],
            {
                "due_date": [due for _one, due in moved],
                "due_is_provisional": provisional,
                "calendar_version": [self.version] * len(moved),
            },
        )
        said = _Said()
        record_many(
            events_of(
                choices.APPLICATION_DUE_FIXED,
                Application,
                [
                    (one.pk, one.number, said[one.due_date, due, is_provisional])
                    for (one, due), is_provisional in zip(moved, provisional, strict=True)
                ],
                by=self.by,
                at=self.now,
                reason=self.because,
            )
        )
        self.write(
            [
                self.move(MovedClock.REPLY, one.due_date, due, is_provisional, application_id=one.pk)
                for (one, due), is_provisional in zip(moved, provisional, strict=True)
            ]
        )
        self.changed += [one.number for one, _due in moved]
        return limits

    def limit(self, facts: Facts, stops: tuple[Standstill, ...]) -> Limit:
        alike = (*facts.course, stops)
        found = self.known.get(alike)
        if found is None:
            found = self.known[alike] = limit_of(course_of(facts, stops), self.days)
        return found

    def opinions(self) -> None:
        """Questions to third parties and other organs that wait for an answer."""
        waiting = (
            Consultation.objects.filter(
                answered_date=None, delivered_date__isnull=False, due_date__isnull=False, application__status__in=OPEN
            )
            .order_by("pk")
            .values_list("pk", "application_id", "application__law", "party", "delivered_date", "due_date")
        )
        found: list[tuple[int, date, DueDate, MovedLimit]] = []
        for pk, application, law, party, delivered, before in waiting.iterator(chunk_size=AT_ONCE):
            due = opinion_due(
                delivered=delivered,
                of_third_party=party == Party.THIRD_PARTY,
                regulation=Regulation(law),
                calendar=self.days,
            )
            if due is not None and before is not None and due.date > before:
                move = self.move(
                    MovedClock.OPINION,
                    before,
                    due.date,
                    due.provisional,
                    application_id=application,
                    whose=str(Party(party).label),
                )
                found.append((pk, due.date, due, move))
        update_many(Consultation, [one[0] for one in found], {"due_date": [one[1] for one in found]})
        self.write([one[3] for one in found])

    def parts(self, limits: dict[int, Limit]) -> None:
        """Parts of these cases that units have not handed back."""
        held = (
            Part.objects.filter(application__gte=min(limits), application__lte=max(limits))
            .filter(done_date=None, returned_date=None, application__status__in=OPEN)
            .order_by("pk")
            .values_list(
                "pk", "application_id", "unit__short_name", "assigned_date", "days", "due_date", "due_is_provisional"
            )
        )
        keys: list[int] = []
        columns: dict[str, list[object]] = {"due_date": [], "due_is_provisional": []}
        moves: list[MovedLimit] = []
        for pk, application, unit, assigned, days, before, was_provisional in held:
            if application not in limits:
                continue
            due = part_due(assigned=assigned, days=days, limit=limits[application], calendar=self.days)
            day = max(before, due.date)
            if (day, due.provisional) != (before, was_provisional):
                keys.append(pk)
                columns["due_date"].append(day)
                columns["due_is_provisional"].append(due.provisional)
                moves.append(
                    self.move(MovedClock.PART, before, day, due.provisional, application_id=application, whose=unit)
                )
        update_many(Part, keys, columns)
        self.write(moves)

    def answers(self) -> None:
        """Answers owed to the reconsideration organ; what is owed to a court is counted in days of the calendar."""
        waiting = Challenge.objects.standing().filter(
            kind=ChallengeKind.RECONSIDERATION, copy_date__isnull=False, answered_date=None, outcome="pending"
        )
        for filed in waiting.select_for_update().order_by("pk"):
            assert filed.copy_date is not None
            assert filed.answer_due_date is not None
            due = answer_due(received=filed.copy_date, calendar=self.days, simplified=filed.simplified)
            if due.date <= filed.answer_due_date:
                continue
            before, filed.answer_due_date = filed.answer_due_date, due.date
            filed.save(update_fields=["answer_due_date"])
            self.told(choices.CHALLENGE_DUE_FIXED, filed, before, due)
            self.write([self.move(MovedClock.ANSWER, before, due.date, due.provisional, challenge_id=filed.pk)])

    def corrections(self) -> None:
        """Requests to correct one's own record that are still to be told; the limit is the house's."""
        for one in Correction.objects.open().select_for_update().order_by("pk"):
            due = self.days.add_working_days(one.received_date, settings.GONGKAI_CORRECTION_DAYS)
            before, day = one.due_date, max(one.due_date, due.date)
            if (day, due.provisional) == (before, one.due_is_provisional):
                continue
            one.due_date, one.due_is_provisional = day, due.provisional
            one.save(update_fields=["due_date", "due_is_provisional"])
            self.told(choices.CORRECTION_DUE_FIXED, one, before, due)
            self.write([self.move(MovedClock.CORRECTION, before, day, due.provisional, correction_id=one.pk)])
            self.changed.append(one.number)

    def told(self, kind: str, thing: models.Model, before: date, due: DueDate) -> None:
        data = _Said()[before, due.date, due.provisional]
        record(kind, thing, by=self.by, at=self.now, reason=self.because, **data)

    def move(self, clock: MovedClock, before: date, after: date, provisional: bool, **of: object) -> MovedLimit:
        return unsaved(
            MovedLimit,
            revision_id=self.opened().pk,
            clock=clock.value,
            before_date=before,
            after_date=after,
            is_provisional=provisional,
            **of,
        )

    def opened(self) -> LimitRevision:
        if self.revision is None:
            number = take_numbers(REVISIONS, localdate(self.now).year)[0]
            self.revision = LimitRevision.objects.create(
                number=number, notice=self.because[:300], revised_at=self.now, by=self.by
            )
        return self.revision

    def write(self, moves: list[MovedLimit]) -> None:
        insert_many(moves)
        self.moves += len(moves)


class _Said(dict[tuple[date, date, bool], dict[str, object]]):
    """What an event says of a move; the same object for the same move, so that it is adapted once."""

    def __missing__(self, move: tuple[date, date, bool]) -> dict[str, object]:
        before, after, provisional = move
        said = self[move] = {
            "before": before.isoformat(),
            "after": after.isoformat(),
            "provisional": provisional,
        }
        return said


def _open_ones() -> Iterator[list[Facts]]:
    after = 0
    while True:
        held = Application.objects.open().filter(pk__gt=after).select_for_update().order_by("pk")
        ones = [Facts(*row) for row in held.values_list(*Facts._fields)[:AT_ONCE]]
        if not ones:
            return
        after = ones[-1].pk
        yield ones
