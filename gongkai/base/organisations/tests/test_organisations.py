from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.core.errors import Refused
from gongkai.base.organisations import actions, queries
from gongkai.base.organisations.models import Delegation, Post, Unit
from gongkai.law.vocabulary import Role, UnitKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JUNE = date(2018, 6, 1)


@pytest.fixture
def village(found_unit, town):
    return found_unit("20101", "海港镇一村", kind=UnitKind.VILLAGE, parent=town)


def test_a_unit_knows_all_that_is_below_it_and_nothing_beside_it(zone, department, town, village):
    assert set(Unit.objects.within(town)) == {town, village}
    assert set(Unit.objects.within(zone)) == {zone, department, town, village}
    assert queries.unit_ids_within(department) == [department.pk]


def test_a_code_that_begins_like_another_is_not_below_it(found_unit, zone):
    short, long = found_unit("20", "甲", parent=zone), found_unit("201", "乙", parent=zone)
    assert list(Unit.objects.within(short)) == [short]
    assert list(Unit.objects.within(long)) == [long]


def test_a_code_is_given_once(found_unit, zone):
    with pytest.raises(Refused, match="100"):
        found_unit("100", "另一个")


class TestPosts:
    def test_a_post_gives_its_right_over_its_unit_and_all_below(self, appoint, zone, town, village, department):
        user = appoint(Role.APPROVER, town)
        assert queries.holds(user, Role.APPROVER, town, on=JUNE)
        assert queries.holds(user, Role.APPROVER, village, on=JUNE)
        assert not queries.holds(user, Role.APPROVER, zone, on=JUNE)
        assert not queries.holds(user, Role.APPROVER, department, on=JUNE)
        assert not queries.holds(user, Role.DRAFTER, town, on=JUNE)

    def test_a_post_is_held_from_its_first_day_to_its_last(self, appoint, town, founder, now):
        user = appoint(Role.DRAFTER, town, since=JUNE)
        actions.vacate(user.posts.get(), until=JUNE + 9 * DAY, reason="调离", by=founder, now=now)
        held = [queries.holds(user, Role.DRAFTER, town, on=JUNE + n * DAY) for n in (-1, 0, 9, 10)]
        assert held == [False, True, True, False]

    def test_a_post_is_filled_once_at_a_time_by_the_same_person(self, appoint, town, founder, now):
        user = appoint(Role.DRAFTER, town)
        with pytest.raises(Refused, match="已担任"):
            appoint(Role.DRAFTER, town, user=user)
        actions.vacate(user.posts.get(), until=JUNE, reason="调离", by=founder, now=now)
        appoint(Role.DRAFTER, town, user=user, since=JUNE + 30 * DAY)
        assert user.posts.count() == 2

    def test_a_post_cannot_end_before_it_begins(self, appoint, town, founder, now):
        post = appoint(Role.DRAFTER, town, since=JUNE).posts.get()
        with pytest.raises(Refused, match="早于"):
            actions.vacate(post, until=JUNE - DAY, reason="调离", by=founder, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(until_date=JUNE - DAY)


class TestDelegation:
    @pytest.fixture
    def deputy(self, appoint, zone):
        return appoint(Role.CASE_OFFICER, zone)

    @pytest.fixture
    def delegation(self, approver, deputy, founder, now):
        return actions.delegate(
            approver.posts.get(),
            deputy=deputy,
            since=JUNE,
            until=JUNE + 2 * DAY,
            reason="外出学习",
            by=founder,
            now=now,
        )

    def test_a_deputy_has_the_right_on_the_days_named_and_on_no_other(self, delegation, deputy, approver, department):
        held = [queries.holds(deputy, Role.APPROVER, department, on=JUNE + n * DAY) for n in (-1, 0, 2, 3)]
        assert held == [False, True, True, False]
        assert queries.holds(approver, Role.APPROVER, department, on=JUNE)

    def test_a_deputy_loses_the_right_when_the_post_itself_ends(
        self, delegation, deputy, approver, department, founder, now
    ):
        actions.vacate(approver.posts.get(), until=JUNE, reason="调离", by=founder, now=now)
        assert not queries.holds(deputy, Role.APPROVER, department, on=JUNE + DAY)

    def test_nobody_stands_in_for_themselves_or_backwards(self, approver, deputy, founder, now):
        post = approver.posts.get()
        with pytest.raises(Refused, match="本人"):
            actions.delegate(post, deputy=approver, since=JUNE, until=JUNE, reason="外出", by=founder, now=now)
        with pytest.raises(Refused, match="早于"):
            actions.delegate(post, deputy=deputy, since=JUNE, until=JUNE - DAY, reason="外出", by=founder, now=now)
        assert not Delegation.objects.exists()

    def test_rights_read_once_answer_like_the_question_asked_each_time(
        self, delegation, deputy, approver, drafter, zone, department, town, founder, now
    ):
        actions.vacate(drafter.posts.get(), until=JUNE, reason="调离", by=founder, now=now)
        people = [deputy, approver, drafter, founder]
        rights = queries.load_rights(people)
        for user in people:
            for role in Role:
                for unit in (zone, department, town):
                    for n in range(-1, 5):
                        day = JUNE + n * DAY
                        assert rights.holds(user, role, unit, on=day) == queries.holds(user, role, unit, on=day)

    def test_which_units_is_answered_alike_too(
        self, delegation, deputy, approver, drafter, supervisor, town, founder, now
    ):
        actions.vacate(drafter.posts.get(), until=JUNE, reason="调离", by=founder, now=now)
        people = [deputy, approver, drafter, supervisor, founder]
        days = [JUNE + n * DAY for n in range(-1, 5)]

        def told():
            return [
                (set(queries.units_of(user, *roles, on=day)), set(queries.visible_units(user, on=day)))
                for user in people
                for roles in ((), (Role.APPROVER,), (Role.DRAFTER, Role.SUPERVISOR))
                for day in days
            ]

        each_time = told()
        with queries.rights_read_once(*people):
            assert told() == each_time

    def test_a_screen_reads_rights_once_and_only_of_whom_it_named(
        self, deputy, approver, department, founder, now, django_assert_num_queries
    ):
        def asked():
            return [queries.holds(one, Role.APPROVER, department, on=JUNE + DAY) for one in (approver, deputy)]

        with queries.rights_read_once(approver):
            with django_assert_num_queries(1):
                assert asked() == [True, False], "of the deputy, whom nobody named, it was asked"
            with queries.rights_read_once(approver), django_assert_num_queries(1):
                assert list(queries.units_of(approver, Role.APPROVER, on=JUNE + DAY)) == [department]
            with django_assert_num_queries(0):
                assert not queries.units_of(approver, Role.AUDITOR, on=JUNE + DAY)
            actions.vacate(approver.posts.get(), until=JUNE, reason="调离", by=founder, now=now)
            assert asked() == [True, False]
            assert queries.units_of(approver, Role.APPROVER, on=JUNE + DAY).exists()
        assert asked() == [False, False]
        assert not queries.units_of(approver, Role.APPROVER, on=JUNE + DAY).exists()


class TestVisibility:
    def test_staff_see_their_own_unit_and_all_below(self, appoint, town, village, department, drafter):
        clerk = appoint(Role.DRAFTER, town)
        assert set(queries.visible_units(clerk, on=JUNE)) == {town, village}
        assert set(queries.visible_units(drafter, on=JUNE)) == {department}

    @pytest.mark.parametrize("role", [Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR])
    def test_those_who_oversee_see_the_whole_government_wherever_their_post_is(
        self, role, appoint, zone, department, town, village
    ):
        user = appoint(role, department)
        assert set(queries.visible_units(user, on=JUNE)) == {zone, department, town, village}
        assert not queries.holds(user, role, town, on=JUNE)

    def test_who_holds_no_post_that_day_sees_nothing(self, appoint, founder, department):
        newcomer = appoint(Role.AUDITOR, department, since=JUNE)
        assert not queries.visible_units(newcomer, on=JUNE - DAY).exists()
        assert not queries.visible_units(founder, on=JUNE).exists()

    def test_units_of_asks_for_the_roles_named(self, appoint, zone, department, town):
        user = appoint(Role.DRAFTER, department)
        appoint(Role.APPROVER, town, user=user)
        assert set(queries.units_of(user, Role.DRAFTER, on=JUNE)) == {department}
        assert set(queries.units_of(user, Role.APPROVER, on=JUNE)) == {town}
        assert set(queries.units_of(user, on=JUNE)) == {department, town}
