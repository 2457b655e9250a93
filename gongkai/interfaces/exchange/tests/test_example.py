import io
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.utils.timezone import localdate, localtime

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.calendars.data import carried_calendar
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Delegation, Unit
from gongkai.casework.applications.models import Application, Challenge, Fee, LetterHead
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.interfaces.exchange.example import house, posts, programme, requests, run
from gongkai.interfaces.exchange.example.days import instant
from gongkai.interfaces.exchange.example.items import Roll
from gongkai.law.deadlines import publication_due
from gongkai.law.vocabulary import ReceiptChannel, RequestCategory, Role, UnitKind
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.consultations.choices import Status as ConsultationStatus
from gongkai.publishing.consultations.models import Consultation
from gongkai.publishing.consultations.queries import tally as consultation_tally
from gongkai.publishing.disclosure import queries as disclosure
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Post
from gongkai.publishing.public_resources.choices import Field, Stage
from gongkai.publishing.public_resources.models import Notice
from gongkai.publishing.transparency_log.queries import breaks_in_chain

BEGIN, END = instant(date(2018, 1, 1), 0), instant(date(2019, 1, 1), 0)
FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)
REAL_NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def items():
    return InformationItem.objects.published_in(BEGIN, END)


def of_kind(code):
    return items().filter(kind__code=code)


def posted():
    return Post.objects.standing().posted_in(BEGIN, END)


def received():
    return WorkOrder.objects.standing().received_in(BEGIN, END)


@pytest.mark.usefixtures("example_year")
class TestNumbers:
    """The numbers of the year, as the report on it needs them."""

    def test_items_by_group_of_column(self):
        groups = dict(items().order_by().values_list("column__group").annotate(Count("pk")))
        assert groups == {ColumnGroup.PROFILE: 12, ColumnGroup.NEWS: 2240, ColumnGroup.CATALOGUE: 4429}

    def test_items_by_kind(self):
        kinds = dict(items().order_by().values_list("kind__code").annotate(Count("pk")))
        wanted = {"profile": 12, "news": 2240, "normative": 384, "notice": 428, "meeting": 60, "budget": 158}
        wanted |= {"work_report": 3, "openness_report": 61, "tender": 199, "project": 12, "bulletin": 12}
        assert {code: kinds.pop(code) for code in wanted} == wanted
        assert sum(kinds.values()) == 3136 - 12 - 12

    def test_every_month_has_its_project_item_and_its_bulletin(self):
        for code in ("project", "bulletin"):
            assert {item.published_date.month for item in of_kind(code)} == set(range(1, 13))

    def test_items_in_key_areas_count_once(self):
        assert items().filter(key_areas__isnull=False).distinct().count() == 878
        assert items().filter(key_areas__isnull=False).count() > 878

    def test_tenders_and_procurement(self):
        notices = Notice.objects.published_in(BEGIN, END)
        assert notices.of_field(Field.ENGINEERING).filter(item__kind__code="tender").count() == 199
        assert notices.of_field(Field.PROCUREMENT).filter(item__kind__code="notice").count() == 180
        assert notices.count() == 379
        for slug, stage in (("tender-notices", Stage.TENDER), ("award-notices", Stage.AWARD)):
            on_shelf = notices.filter(item__column__slug=slug, item__column__parent__slug="tendering")
            assert on_shelf.count() == on_shelf.at_stage(stage).count() > 0

    def test_posts(self):
        assert posted().on(Platform.WEIBO).count() == 1100
        assert posted().on(Platform.WECHAT).count() == 660
        assert posted().original().count() == 704
        assert posted().exclude(repeats=None).count() == 1056

    def test_everything_once_whatever_the_channel(self):
        assert items().count() + posted().original().count() == 7385

    def test_requests_by_category(self):
        wanted = {
            RequestCategory.INQUIRY: 86,
            RequestCategory.COMPLAINT: 1771,
            RequestCategory.REPORT: 128,
            RequestCategory.SUGGESTION: 44,
            RequestCategory.PRAISE: 10,
        }
        assert {category: received().of_category(category).count() for category in wanted} == wanted
        assert received().count() == 2039

    def test_requests_due_closed_and_rated(self):
        due = WorkOrder.objects.standing().due_in(FIRST, LAST)
        assert due.count() == due.closed_by(END).count() == received().due_in(FIRST, LAST).count() == 1951
        assert due.closed_on_time().count() == 1950
        assert (received().rated().count(), received().satisfied().count()) == (2039, 1903)

    def test_requests_by_the_end_of_november(self):
        december = instant(date(2018, 12, 1), 0)
        by_then = WorkOrder.objects.standing().received_in(BEGIN, december)
        assert by_then.count() == 1845
        assert by_then.closed_by(december).count() == 1828
        late = received().exclude(closed_date__lte=F("due_date")).get()
        assert late.received_at >= december

    def test_requests_of_the_year_before(self):
        before = WorkOrder.objects.standing().received_in(instant(date(2017, 1, 1), 0), BEGIN)
        assert before.count() == 1108
        assert before.closed_by(BEGIN).due_in(date(2017, 1, 1), date(2017, 12, 31)).count() == 1108

    def test_every_department_and_town_can_issue_letters_each_in_a_series_of_its_own(self):
        heads = LetterHead.objects.filter(unit__is_example=True)
        assert heads.count() == len(house.DEPARTMENTS) + len(house.TOWNS)
        assert heads.values("prefix").distinct().count() == heads.count()

    def test_one_application_lawfully_pending_at_the_end_of_the_year(self):
        year = Application.objects.standing().received_in(FIRST, LAST)
        application = year.via(ReceiptChannel.NETWORK).get()
        assert application.received_date >= date(2018, 12, 11)
        assert application.law == "2007"
        assert Application.objects.standing().pending_on(LAST).get() == application
        assert not Application.objects.overdue(on=LAST).exists()
        assert not Application.objects.replied_in(FIRST, LAST).exists()
        assert application.replied_date <= application.due_date
        assert not Challenge.objects.exists()
        assert not Fee.objects.exists()

    def test_work_is_left_for_the_desk_to_show(self):
        left = InformationItem.objects.exclude(status=Status.PUBLISHED)
        assert Counter(left.values_list("status", flat=True)) == {
            Status.DRAFT: 1,
            Status.SUBMITTED: 1,
            Status.SECRECY_REVIEWED: 1,
            Status.WITHDRAWN: 1,
            Status.CLOSED: 2,
            Status.MERGED: 1,
        }
        assert all(localdate(item.drafted_at).year == 2019 for item in left)


@pytest.mark.usefixtures("example_year")
class TestSpring:
    """What was done after the year, so that the site and the desk show the whole work; none of it counts in the year."""

    def test_nothing_of_it_was_published_in_the_year(self):
        after = InformationItem.objects.filter(published_at__gte=END)
        assert after.count() == len(after.values("number").distinct()) == 13
        assert items().filter(kind__code__in=("disclosure_guide", "openness_rules", "site_page")).count() == 0

    def test_the_office_and_others_have_guides_and_one_was_changed(self):
        units = {guide.unit.code: guide.version for guide in disclosure.guides()}
        assert units == {"101": 2, "106": 1, "107": 1, "201": 1}
        changed = disclosure.guide_of(Unit.objects.get(code="101"))
        (before,) = changed.versions.all()
        assert disclosure.answer_of(changed, "phone") not in before.document
        assert InformationItem.objects.public().filter(kind__code="openness_rules").count() == 3
        assert list(disclosure.site_pages()) == ["关于本站"]

    def test_a_consultation_became_a_policy_that_ends_an_older_one(self):
        answered, standing = Consultation.objects.order_by("opens_date")
        assert (answered.status, standing.status) == (ConsultationStatus.ANSWERED, ConsultationStatus.OPEN)
        outcomes = {one.value: one.count for one in consultation_tally(answered).outcomes}
        assert outcomes == {"adopted": 3, "partly": 1, "not_adopted": 1, "not_relevant": 0}
        policy = answered.final_item
        assert [one.item for one in policy.interpretations.all()] == [answered.interpretation]
        (older,) = policy.predecessors.all()
        assert (older.validity, older.unit) == ("repealed", policy.unit)
        assert standing.is_taking(on=localdate(run.NOW))

    def test_replies_to_proposals_are_public_but_for_two(self):
        shares = {(share.year, share.category): (share.public, share.replies) for share in disclosure.public_shares()}
        assert sum(public for public, _all in shares.values()) == 119
        assert sum(all for _public, all in shares.values()) == 121
        reply = InformationItem.objects.public().get(kind__code="proposal", published_at__gte=END)
        assert [one.from_item.title for one in reply.mentions.all()] == ["石化大道渣土车清洗点启用公告"]

    def test_a_notice_came_down_with_its_reason(self):
        gone = InformationItem.objects.get(status=Status.WITHDRAWN)
        assert gone.withdrawal_reason == "施工安排已取消，通告误发"


@pytest.mark.usefixtures("example_year")
class TestLikeness:
    """What makes the year a year of work and not a heap of rows."""

    def test_all_is_marked_as_an_example(self):
        assert not Unit.objects.filter(is_example=False).exists()
        assert Counter(Unit.objects.values_list("kind", flat=True)) == {
            UnitKind.ZONE: 1,
            UnitKind.DEPARTMENT: 20,
            UnitKind.TOWN: 2,
            UnitKind.VILLAGE: 10,
        }

    def test_everything_was_published_in_office_hours_and_in_time(self):
        known, limits = calendar(), {}
        for item in items().only("published_at", "formed_date", "drafted_at"):
            published = localtime(item.published_at)
            assert known.is_working_day(published.date())
            assert 8 <= published.hour < 18
            formed = item.formed_date
            limit = limits.get(formed) or limits.setdefault(formed, publication_due(formed=formed, calendar=known))
            assert formed <= localdate(item.drafted_at) <= published.date() <= limit.date
        assert items().earliest("published_at").published_date >= date(2018, 1, 2)
        assert items().latest("published_at").published_date <= date(2018, 12, 29)

    def test_the_deputy_approved_while_the_approver_was_away_and_at_no_other_time(self):
        delegation = Delegation.objects.get()
        unit = delegation.post.unit
        for item in items().filter(unit=unit).only("approved_at", "approved_by"):
            away = delegation.since_date <= localdate(item.approved_at) <= delegation.until_date
            assert (item.approved_by_id == delegation.deputy_id) is away
        assert items().filter(unit=unit, approved_by=delegation.deputy).exists()

    def test_texts_are_of_a_readable_length_and_all_different(self):
        bodies = list(items().values_list("title", "body"))
        assert len({title for title, _body in bodies}) == len({body for _title, body in bodies}) == 6681
        for _title, body in bodies:
            assert 300 <= len(re.sub(r"<[^>]+>", "", body)) <= 900
            assert body.count("<p>") >= 3
            assert "{" not in body

    def test_document_numbers_run_through_the_year_without_gaps(self):
        series = {}
        for number in of_kind("normative").values_list("document_number", flat=True):
            match = re.fullmatch(r"(\w+)〔2018〕(\d+)号", number)
            if match:
                series.setdefault(match[1], []).append(int(match[2]))
        assert len(series) > 10
        for numbers in series.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_the_log_is_sound_and_every_public_item_has_its_events(self):
        assert list(breaks_in_chain()) == []
        item = items().order_by("?").first()
        assert [event.kind for event in Event.objects.about(item)] == [
            "item.drafted",
            "item.submitted",
            "item.secrecy_reviewed",
            "item.approved",
            "item.published",
        ]

    def test_no_event_names_the_applicant(self):
        name = Application.objects.get().applicant.name
        assert not Event.objects.filter(object_name__contains=name[:4]).exists()
        assert not Event.objects.filter(data__icontains=name[:4]).exists()

    def test_demonstration_accounts_have_posts_and_no_password(self):
        people = house.demo_people()
        assert [person.username for person in people] == list(house.DEMO_USERS)
        assert len({person.unit for person in people if person.username in ("drafter", "secrecy", "approver")}) == 1
        for username, (code, role) in house.DEMO_USERS.items():
            unit = Unit.objects.get(code=code)
            user = unit.posts.get(user__username=username, role=role).user
            assert not user.has_usable_password()
        assert Unit.objects.get(hosts_openness_office=True).code == house.OFFICE_CODE
        assert Unit.objects.get(code=house.ZONE_CODE).posts.filter(role=Role.OPENNESS_OFFICE).count() == 2

    @pytest.mark.shared
    def test_not_a_sentence_is_taken_from_the_texts_beside_the_project(self, shared_dir):
        theirs = "".join(
            re.sub(r"\s", "", path.read_text(encoding="utf-8", errors="ignore"))
            for path in (shared_dir / "seeds").glob("*.txt")
        )
        sentences = {
            sentence
            for body in items().values_list("body", flat=True)
            for sentence in re.split(r"<[^>]+>|[。；：，]", body)
            if len(sentence) >= 16
        }
        assert [sentence for sentence in sentences if sentence in theirs] == []


class TestCommand:
    def test_an_unknown_name_is_refused_with_a_sentence_and_status_2(self):
        with pytest.raises(CommandError, match="没有名为") as refusal:
            call_command("example", "another-year")
        assert refusal.value.returncode == 2

    @pytest.mark.usefixtures("example_year")
    def test_a_second_run_says_so_and_does_nothing(self):
        before, out = run.counts(), io.StringIO()
        call_command("example", run.NAME, stdout=out)
        assert "已经载入" in out.getvalue()
        assert run.counts() == before
        assert Event.objects.filter(kind="example.loaded").count() == 1

    @pytest.mark.django_db
    def test_invented_records_never_stand_beside_real_ones(self):
        Unit.objects.create(code="900", name="正式单位", short_name="正式", kind=UnitKind.ZONE, path="900/")
        with pytest.raises(Refused, match="正式单位"):
            run.load(now=REAL_NOW)


class Killed(BaseException):
    """Stands for the end of the process."""


def snapshot():
    """Everything that was entered, without primary keys."""
    return (
        list(InformationItem.objects.order_by("pk").values_list("number", "registration", "title", "published_at")),
        list(Notice.objects.order_by("item").values_list("item__number", "field", "stage", "project")),
        list(Post.objects.order_by("number").values_list("number", "text", "posted_at", "repeats__number")),
        list(WorkOrder.objects.order_by("number").values_list("number", "subject", "received_at", "closed_at")),
        list(Application.objects.values_list("number", "due_date")),
        list(Event.objects.order_by("pk").values_list("kind", "object_name", "at")),
    )


@pytest.mark.django_db
class TestKilledRun:
    def test_is_taken_up_where_it_stopped(self, monkeypatch):
        year, orders = programme.plan(carried_calendar())[:500], requests.plan
        monkeypatch.setattr(run.programme, "plan", lambda known: year)
        monkeypatch.setattr(run.requests, "plan", lambda roll: orders(roll)[:120])
        monkeypatch.setattr(posts, "NUMBERS", {Platform.WEIBO: (40, 20), Platform.WECHAT: (30, 10)})
        monkeypatch.setattr(run, "BATCH", 50)
        with transaction.atomic():
            run.load(now=REAL_NOW)
            unbroken = snapshot()
            transaction.set_rollback(True)

        for room, after in ((run.disclosure, 4), (run.media, 1), (run.work_orders, 2)):
            with monkeypatch.context() as patch:
                enter, left = room.enter_history, iter(range(after))

                def dying(entries, *, by, now, enter=enter, left=left):
                    with transaction.atomic():
                        entered = enter(entries, by=by, now=now)
                        if next(left, None) is None:
                            raise Killed
                        return entered

                patch.setattr(room, "enter_history", dying)
                with pytest.raises(Killed):
                    run.load(now=REAL_NOW)
            assert not run.is_loaded()
        run.load(now=REAL_NOW)
        assert run.is_loaded()
        assert snapshot() == unbroken

    def test_two_runs_at_once_enter_nothing_twice(self, monkeypatch):
        year = programme.plan(carried_calendar())[:150]
        monkeypatch.setattr(run.programme, "plan", lambda known: year)
        monkeypatch.setattr(run, "BATCH", 50)
        entered = []

        def meanwhile(done, total):
            """Another run enters the second batch while this one reports its first."""
            entered.append(done)
            if len(entered) == 2:
                by, roll = User.objects.get(username="openness"), Roll()
                run.disclosure.enter_history([roll.history(item) for item in year[50:100]], by=by, now=run.NOW)

        with pytest.raises(Refused, match="另一个进程"):
            run.load(now=REAL_NOW, progress=meanwhile)
        assert InformationItem.objects.count() == 100


ESSENCE = """
import hashlib, django
django.setup()
from gongkai.base.calendars.data import carried_calendar
from gongkai.interfaces.exchange.example import programme
items = [(item.title, item.body, item.published_at, item.document_number) for item in programme.plan(carried_calendar())]
print(hashlib.sha256(repr(items).encode()).hexdigest())
"""


class TestGenerator:
    def test_the_same_seed_gives_the_same_year_in_every_process(self):
        told = {
            subprocess.run(
                [sys.executable, "-c", ESSENCE],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(told) == 1

    def test_no_request_is_closed_before_it_is_received(self):
        for course in (requests._courses_2017, requests._courses_2018):
            for plan in course(Random(7), carried_calendar()):
                assert plan.received_at < plan.closed_at < plan.received_at + timedelta(days=40)
