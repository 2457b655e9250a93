"""The figures on the tabs are a plain count of the lists, the register is in one order, and no list asks more as there is more of it."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.calendars.queries import calendar
from gongkai.casework.applications import queries
from gongkai.casework.applications.choices import OPEN, Status, Worklist
from gongkai.casework.applications.models import Amendment, Application, Part, Reply
from gongkai.casework.applications.queries import cases

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 6)

CASES = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from([*OPEN, "registered", "replied"]),
            "unit": st.sampled_from(["zone", "dept", "other"]),
            "due": st.integers(-3, 8),
            "still": st.booleans(),
            "provisional": st.booleans(),
            "void": st.booleans(),
            "part": st.sampled_from([None, "dept", "other"]),
            "returned": st.booleans(),
            "drafted_by": st.sampled_from(["officer", "openness"]),
        }
    ),
    max_size=12,
)


def put(told: list[dict[str, Any]], office: SimpleNamespace) -> None:
    """These cases as rows, with what is under way on them."""
    for n, one in enumerate(told):
        received = TODAY - timedelta(days=40 + n % 3)
        due = TODAY + timedelta(days=one["due"])
        confirmed = one["status"] != Status.REGISTERED
        ended = one["status"] == Status.REPLIED
        made = Application.objects.create(
            number=f"SQ/2024-{90000 + n}",
            unit=getattr(office, one["unit"]),
            channel="network",
            applicant_kind="natural",
            arrived_date=received,
            received_date=received if confirmed else None,
            due_date=due if confirmed else None,
            law="2019" if confirmed else "",
            due_is_provisional=confirmed and one["provisional"],
            paused_date=received if confirmed and one["still"] else None,
            status=one["status"],
            outcome="granted" if ended else "",
            replied_date=TODAY if ended else None,
            voided_at=at(TODAY) if one["void"] else None,
            void_reason="重复登记" if one["void"] else "",
        )
        if one["part"]:
            Part.objects.create(
                application=made,
                unit=getattr(office, one["part"]),
                assigned_date=received,
                days=5,
                due_date=due,
                returned_date=TODAY if one["returned"] else None,
                return_reason="不属于本单位" if one["returned"] else "",
                assigned_by=office.officer,
            )
        if one["status"] == Status.AMENDING:
            Amendment.objects.create(
                application=made, notified_date=received, items="写明", due_date=due, notified_by=office.officer
            )
        if one["status"] in ("drafted", "reviewed", "approved"):
            by = getattr(office, one["drafted_by"])
            Reply.objects.create(application=made, serial=1, outcome="granted", drafted_by=by, drafted_at=at(TODAY))


def seen(user: str, one: dict[str, Any]) -> bool:
    """Who may see which case, said once more in another way."""
    if user in ("openness", "supervisor"):
        return True
    own = {"officer": "dept", "stranger": "other"}[user]
    return one["unit"] == own or (one["part"] == own and not one["returned"])


def belongs(which: Worklist, one: dict[str, Any]) -> bool:
    """Where a case stands, said once more in another way: due in three working days of 6 May 2024 is by the 9th."""
    if one["void"]:
        return False
    if which is Worklist.UNCONFIRMED:
        return bool(one["status"] == Status.REGISTERED)
    if one["status"] not in OPEN:
        return False
    runs = not one["still"]
    said = {
        Worklist.OPEN: True,
        Worklist.OVERDUE: runs and one["due"] < 0,
        Worklist.SOON: runs and 0 <= one["due"] <= 3,
        Worklist.PAUSED: one["still"],
        Worklist.LAPSED: one["status"] == Status.AMENDING and one["due"] < 0,
        Worklist.PROVISIONAL: one["provisional"],
    }
    return bool(said[which])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=CASES)
def test_a_figure_on_a_tab_is_a_plain_count_of_its_list(told: list[dict[str, Any]], office: SimpleNamespace) -> None:
    days = calendar()
    with transaction.atomic():
        put(told, office)
        for name in ("openness", "supervisor", "officer", "stranger"):
            user = getattr(office, name)
            counted = queries.counts(user, on=TODAY, calendar=days)
            for which in Worklist:
                listed = list(queries.worklist(user, which, on=TODAY, calendar=days))
                assert len(listed) == len({one.pk for one in listed}) == counted[which], which
                if which is not Worklist.MINE:
                    assert counted[which] == sum(seen(name, one) and belongs(which, one) for one in told), which
        transaction.set_rollback(True)


@pytest.mark.parametrize("named", [5000, 0])
@pytest.mark.parametrize("who", ["openness", "officer", "stranger", "approver"])
def test_the_register_is_whole_in_one_order_and_each_case_once(
    who: str, named: int, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "NAMED", named)
    kinds = [
        {"status": status, "unit": unit, "due": 1, "still": False, "provisional": False, "void": not n % 5}
        | {"part": part, "returned": False, "drafted_by": "officer"}
        for n, (status, unit, part) in enumerate(
            (status, unit, part)
            for status in ("registered", "received", "drafted", "replied")
            for unit in ("zone", "dept", "other")
            for part in (None, "dept", "other")
        )
    ]
    put(kinds, office)
    user = getattr(office, who)
    visible = queries.visible_applications(user, on=TODAY)
    rows = queries.register_rows(user, on=TODAY, narrowed={})
    whole = list(visible.order_by("-received_date", "-pk").values_list("pk", flat=True))
    turned = [row.pk for start in range(0, 40, 7) for row in rows[start : start + 7]]
    assert turned == whole
    assert len(set(whole)) == len(whole) == rows.count() > 0
    narrowed = queries.register_rows(user, on=TODAY, narrowed={"status": "drafted"})
    assert {row.pk for row in narrowed} == set(visible.filter(status="drafted").values_list("pk", flat=True))


class TestNoListAsksMoreAsThereIsMoreOfIt:
    @pytest.mark.parametrize("who", ["openness", "supervisor", "officer", "stranger"])
    def test_whoever_looks(self, who: str, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(TODAY))
        client = Client()
        client.force_login(getattr(office, who))

        def asked(query: str) -> int:
            client.get(f"/desk/applications/{query}")
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/desk/applications/{query}").status_code == 200
            return len(captured)

        lists = ["", *(f"?list={which}" for which in Worklist.values), "?number=SQ/2024", "?status=received"]
        kind = {"unit": "dept", "due": -1, "still": True, "provisional": True, "void": False, "returned": False}
        few = [
            kind | {"status": status, "part": "other", "drafted_by": by}
            for status in (*OPEN, "registered", "replied")
            for by in ("officer", "openness")
        ]
        put(few, office)
        before = {query: asked(query) for query in lists}
        Part.objects.all().delete()
        Amendment.objects.all().delete()
        Reply.objects.all().delete()
        Application.objects.all().delete()
        put(few * 5, office)
        after = {query: asked(query) for query in lists}
        assert after == before
        assert max(after.values()) <= MOST, after


#: Session, person, rights and menu included.
MOST = 30


def test_a_line_escapes_what_stands_in_it(office: SimpleNamespace, receive: Any) -> None:
    office.dept.short_name = "<b>局"
    office.dept.save()
    receive(MONDAY)
    client = Client()
    client.force_login(office.officer)
    page = client.get("/desk/applications/").content.decode()
    assert "&lt;b&gt;局" in page
    assert "<b>局" not in page
