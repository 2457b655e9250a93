"""Many cases given out at once: each refused or given out by itself, killed at any instant and gone on with, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Post
from gongkai.casework.applications import actions, tasks
from gongkai.casework.applications.actions import assigning
from gongkai.casework.applications.models import Assignment, Part

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 4, 9)


@pytest.fixture
def start(office):
    def start(*applications, **changes):
        given = {"unit": office.other, "officer": office.stranger, "days": 5, "by": office.officer, "now": at(TUESDAY)}
        return actions.start_assignment(applications, **given | changes)

    return start


def go_on(assignment, office, by=None):
    assignment.refresh_from_db()
    return actions.continue_assignment(assignment, by=by or office.officer, now=at(TUESDAY, 3))


def test_each_case_has_its_part_or_its_sentence(receive, start, office):
    good, given, waiting = receive(), receive(sought="二"), receive(sought="三")
    actions.assign(given, unit=office.other, by=office.officer, now=at(MONDAY))
    actions.ask_amendment(waiting, items="请写明", due=date(2024, 4, 30), by=office.officer, now=at(TUESDAY))
    assignment = go_on(start(good, given, waiting), office)
    assert (assignment.done, assignment.total, bool(assignment.finished_at)) == (3, 3, True)
    said = dict(assignment.lines.values_list("application__number", "refusal"))
    assert said[good.number] == ""
    assert said[given.number] == f"该申请已经交给{office.other}办理。"
    assert said[waiting.number] == "该申请待补正，不能交办。"
    part = good.parts.get()
    assert (part.officer, part.days, part.due_date) == (office.stranger, 5, date(2024, 4, 16))
    # The same as one by one: the case's own history says so.
    assert Event.objects.about(good).filter(kind="application.part_assigned").count() == 1
    assert Event.objects.get(kind="assignment.started").object_name == assignment.number


def test_it_goes_on_where_it_was_stopped_and_gives_nothing_twice(receive, start, office, monkeypatch):
    monkeypatch.setattr(assigning, "STEP", 2)
    cases = [receive(sought=f"第{n}份") for n in range(5)]
    assignment = start(*cases)
    assert go_on(assignment, office).done == 2
    before = list(assignment.lines.filter(done_at=None).values_list("pk", flat=True))

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        # After the part was made, before the line says so: both are one transaction.
        patched.setattr(assigning.AssignmentLine, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            go_on(assignment, office)
    assert Part.objects.count() == 2
    assert list(assignment.lines.filter(done_at=None).values_list("pk", flat=True)) == before
    for _time in range(4):
        assignment = go_on(assignment, office)
    assert assignment.finished_at
    assert Part.objects.count() == 5


def test_the_worker_finishes_it(receive, start, office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY, 4))
    assignment = start(*[receive(sought=f"第{n}份") for n in range(45)])
    for _time in range(4):
        tasks.continue_assignment({"number": assignment.number})
    assignment.refresh_from_db()
    assert (assignment.done, Part.objects.count()) == (45, 45)


def test_what_is_stopped_stays_as_it_is(receive, start, office, monkeypatch):
    monkeypatch.setattr(assigning, "STEP", 1)
    assignment = start(receive(), receive(sought="二"))
    go_on(assignment, office)
    with pytest.raises(NotAllowed, match="由发起人停止"):
        actions.stop_assignment(assignment, by=office.openness, now=at(TUESDAY))
    actions.stop_assignment(assignment, by=office.officer, now=at(TUESDAY))
    assert go_on(assignment, office).done == 1
    assert Part.objects.count() == 1


def test_who_lost_the_post_meanwhile_gives_nothing_out(receive, start, office):
    assignment = start(receive())
    Post.objects.filter(user=office.officer).update(until_date=date(2024, 4, 8))
    assert go_on(assignment, office).lines.get().refusal.startswith("您不是")
    assert not Part.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"), [({"days": 0}, "不少于1个工作日"), ({"officer": "officer"}, "不是.*的承办人")]
)
def test_what_would_fit_none_is_refused_at_once(changes, said, application, start, office):
    if "officer" in changes:
        changes = {"officer": office.officer}
    with pytest.raises(Refused, match=said):
        start(application, **changes)
    with pytest.raises(Refused, match="请先选择"):
        start()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "approver", "supervisor", "auditor", "drafter", "secrecy"])
def test_only_who_handles_every_case_begins_one(who, application, start, office):
    with pytest.raises(NotAllowed, match="不由您办理"):
        start(application, by=getattr(office, who))


class TestScreens:
    PATH = "/desk/applications/assignments/"

    @pytest.fixture
    def client_of(self, monkeypatch, office):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY))

        def client_of(who):
            client = Client()
            if who:
                client.force_login(getattr(office, who))
            return client

        return client_of

    @pytest.mark.parametrize(
        ("who", "allowed"),
        [
            *(("officer", True), ("stranger", True), ("openness", True), ("supervisor", False), ("auditor", False)),
            *(("approver", False), ("drafter", False), ("secrecy", False)),
        ],
    )
    def test_by_role(self, who, allowed, application, start, office, client_of):
        client = client_of(who)
        assert client.get(self.PATH).status_code == (200 if allowed else 403)
        asked = {"case": application.number, "unit": office.other.code, "days": "3", "officer": ""}
        status = client.post(self.PATH, asked).status_code
        # Somebody else's officer sees the screen, and none of these cases: nothing is chosen.
        assert status == (302 if who in ("officer", "openness") else 409 if allowed else 403)
        assert Assignment.objects.count() == (who in ("officer", "openness"))

    def test_whoever_has_not_signed_in_is_asked_to(self, client_of):
        assert client_of(None).get(self.PATH).url.startswith("/desk/login/")

    @pytest.mark.parametrize("who", ["officer", "openness", "stranger", "supervisor", "approver"])
    def test_progress_is_for_who_began_it_and_the_office(self, who, application, start, client_of):
        path = f"{self.PATH}{start(application).number}/"
        client = client_of(who)
        seen = client.get(path).status_code
        assert seen == (200 if who in ("officer", "openness") else 403)
        assert client.post(path).status_code == (302 if seen == 200 else 403)
        assert bool(Assignment.objects.get().stopped_at) == (who == "officer")

    def test_from_the_list_to_the_sentence(self, receive, office, client_of):
        good, given = receive(), receive(sought="二")
        actions.assign(given, unit=office.other, by=office.officer, now=at(MONDAY))
        client = client_of("officer")
        page = client.get(f"{self.PATH}?due=2024-05-08").content.decode()
        assert good.number in page
        assert "stranger（102）" in page
        asked = {"case": [good.number, given.number], "unit": office.other.code, "days": "3", "officer": "stranger"}
        path = client.post(self.PATH, asked).url
        assert "等待" in client.get(path).content.decode()
        go_on(Assignment.objects.get(), office)
        page = client.get(path).content.decode()
        assert "已处理 2 件，共 2 件，其中 1 件未交办" in page
        assert "已经交给" in page
        assert good.number not in client.get(f"{path}?refused=1").content.decode()

    def test_what_is_wrong_is_said_and_what_was_chosen_stays(self, application, office, client_of):
        asked = {"case": application.number, "unit": office.other.code, "days": "0"}
        response = client_of("officer").post(self.PATH, asked)
        assert response.status_code == 409
        assert "请选定承办单位和办理工作日数" in response.content.decode()
        assert f'value="{application.number}"' in response.content.decode()
        assert " checked" in response.content.decode()
