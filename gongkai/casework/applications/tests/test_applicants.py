"""Who applied is ciphertext in its columns, shown to those who deal with it, and every look is written down."""

from base64 import urlsafe_b64encode
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.rows import insert_many
from gongkai.base.core.sealing import Unreadable
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import Opinion, Party
from gongkai.casework.applications.models import Applicant, Application

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db

NAME, NUMBER, CONTACT, SOUGHT, THIRD = "欧阳某某", "440400199001011234", "13800000000", "某路段的补偿方案", "某某公司"
OLD, NEW = (urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
FRIDAY = date(2024, 4, 12)


@pytest.fixture
def told(receive, office: SimpleNamespace) -> Application:
    """One in which everything sealed is filled in."""
    application = receive(applicant_name=NAME, identity_number=NUMBER, contact=CONTACT, sought=SOUGHT)
    asked = actions.consult(application, party=Party.THIRD_PARTY, party_name=THIRD, by=office.officer, now=at(MONDAY))
    actions.answer_consultation(
        asked, opinion=Opinion.OBJECTS, answered=MONDAY, grounds=f"{THIRD}不同意", by=office.officer, now=at(MONDAY)
    )
    actions.record_search(
        application,
        searched=MONDAY,
        systems="公文系统",
        keywords=SOUGHT,
        archives="2018年卷",
        people="档案室",
        found=False,
        by=office.officer,
        now=at(MONDAY),
    )
    return application


def columns() -> str:
    """Everything the database holds of this room, as it lies there."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("applications_", "audit_"))
        ]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return "\n".join(map(str, rows))


def test_nothing_of_a_person_can_be_read_in_the_database(told):
    lying = columns()
    assert told.number in lying
    assert [word for word in (NAME, NUMBER, CONTACT, SOUGHT, THIRD) if word in lying] == []


def test_the_quick_way_of_inserting_seals_too(receive):
    application = receive()
    Applicant.objects.all().delete()
    insert_many([Applicant(application=application, name=NAME, contact=CONTACT, sought=SOUGHT)])
    lying = columns()
    assert [word for word in (NAME, CONTACT, SOUGHT) if word in lying] == []
    assert Applicant.objects.get().name == NAME


def test_nobody_searches_in_a_sealed_column(told):
    with pytest.raises(FieldError):
        Applicant.objects.filter(name=NAME).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", True),
        ("openness", True),
        ("supervisor", False),
        ("auditor", False),
        ("drafter", False),
        ("approver", False),
        ("stranger", False),
    ],
)
def test_those_who_deal_with_it_see_who_applied_and_it_is_written_down(told, office, who, sees):
    user = getattr(office, who)
    if not sees:
        with pytest.raises(NotAllowed):
            actions.see_applicant(told, by=user, now=at(FRIDAY))
        assert not Event.objects.filter(kind="applicant.seen").exists()
        return
    assert actions.see_applicant(told, by=user, now=at(FRIDAY)).name == NAME
    event = Event.objects.get(kind="applicant.seen")
    assert (event.object_name, event.by_name) == (told.number, str(user))


class TestSamePerson:
    def test_is_known_again_by_the_number_however_it_is_written(self, receive, told):
        again = receive(
            date(2024, 4, 9), applicant_name="欧阳 某某", identity_number="４４０４００１９９００１０１１２３４"
        )
        receive(applicant_name="别人")
        assert list(queries.history_of(again)) == [told]
        assert set(queries.applications_of_same(NUMBER)) == {told, again}

    def test_without_a_number_by_name_and_contact(self, receive):
        first = receive()
        second = receive(date(2024, 4, 9), sought="另一份文件")
        receive(contact="另一电话")
        assert list(queries.history_of(second)) == [first]

    def test_the_same_words_within_days_are_one_application_sent_twice(self, receive):
        first = receive()
        second = receive(date(2024, 4, 9), sought=" 某路段的 征地补偿方案")
        later = receive(date(2024, 6, 3))
        other = receive(date(2024, 4, 9), sought="另一份文件")
        assert queries.duplicates_of(second) == [first]
        assert queries.duplicates_of(later) == queries.duplicates_of(other) == []


class TestErasure:
    def archived(self, told, office, lead):
        lead(told, on=FRIDAY, weighing="涉及饮水安全")
        return actions.archive(told, by=office.officer, now=at(date(2024, 4, 30)))

    def test_waits_for_the_retention_period_and_leaves_the_counts(self, told, office, lead):
        archived = self.archived(told, office, lead)
        with pytest.raises(NotAllowed, match="10年"):
            actions.erase_applicant(archived, approval="销〔2034〕1号", by=office.openness, now=at(date(2034, 4, 29)))
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.erase_applicant(archived, approval="销〔2034〕1号", by=office.officer, now=at(date(2034, 4, 30)))
        erased = actions.erase_applicant(
            archived, approval="销〔2034〕1号", by=office.openness, now=at(date(2034, 4, 30))
        )
        assert (erased.name, erased.sought, erased.fingerprint) == ("", "", "")
        assert told.consultations.get().party_name == told.searches.get().keywords == ""
        assert Application.objects.standing().replied_in(FRIDAY, FRIDAY).count() == 1
        with pytest.raises(NotAllowed, match="已经销毁"):
            actions.erase_applicant(archived, approval="再", by=office.openness, now=at(date(2034, 4, 30)))

    def test_is_for_what_is_archived(self, told, office):
        with pytest.raises(NotAllowed, match="尚未归档"):
            actions.erase_applicant(told, approval="销", by=office.openness, now=at(date(2044, 4, 30)))


class TestKeys:
    def test_are_changed_without_losing_anybody(self, settings, receive, office):
        settings.GONGKAI_DATA_KEYS = [OLD]
        application = receive(applicant_name=NAME, identity_number=NUMBER)
        settings.GONGKAI_DATA_KEYS = [NEW, OLD]
        assert queries.applications_of_same(NUMBER).get() == application
        with pytest.raises(NotAllowed, match="权限"):
            actions.reseal(by=office.officer, now=at(FRIDAY))
        office.openness.is_superuser = True
        assert actions.reseal(by=office.openness, now=at(FRIDAY)) == 1
        settings.GONGKAI_DATA_KEYS = [NEW]
        assert Applicant.objects.get().name == NAME
        assert queries.applications_of_same(NUMBER).get() == application
        settings.GONGKAI_DATA_KEYS = [OLD]
        with pytest.raises(Unreadable):
            Applicant.objects.get()
