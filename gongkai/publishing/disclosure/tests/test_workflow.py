"""Who may take which step from which state: every verb, in every state, tried by everybody."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.models import OutboxEntry
from gongkai.base.files.actions import keep
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import ApprovalMode, Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.workflow import TRANSITIONS
from gongkai.publishing.transparency_log.models import LogEntry

pytestmark = pytest.mark.django_db
S = Status

#: (verb, from, to, who may): written out by hand, so that policies are held against something that is not themselves.
STEPS = [
    ("submit", S.DRAFT, S.SUBMITTED, {"drafter", "another drafter"}),
    ("seal", S.DRAFT, S.CLOSED, {"drafter", "another drafter"}),
    ("review", S.SUBMITTED, S.SECRECY_REVIEWED, {"reviewer"}),
    ("return", S.SUBMITTED, S.DRAFT, {"reviewer"}),
    ("approve", S.SECRECY_REVIEWED, S.APPROVED, {"approver"}),
    ("approve_and_publish", S.SECRECY_REVIEWED, S.PUBLISHED, {"approver"}),
    ("record paper", S.SECRECY_REVIEWED, S.APPROVED, {"approver", "openness officer"}),
    ("return", S.SECRECY_REVIEWED, S.DRAFT, {"approver"}),
    ("publish", S.APPROVED, S.PUBLISHED, {"approver", "openness officer"}),
    ("return", S.APPROVED, S.DRAFT, {"approver"}),
    ("withdraw", S.PUBLISHED, S.WITHDRAWN, {"approver", "openness officer"}),
    ("discard", S.DRAFT, S.DISCARDED, {"drafter", "another drafter"}),
]
VERBS = sorted({verb for verb, *_rest in STEPS})


@pytest.fixture
def verbs(fields, founder, now, real_file):
    scan = keep(ContentFile(real_file("pdf")), name="签批单.pdf", by=founder, now=now)
    secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
    return {
        "submit": lambda item, by: actions.submit(item, by=by, now=now),
        "seal": lambda item, by: actions.revise(item, secret, by=by, now=now),
        "review": lambda item, by: actions.review_secrecy(item, basis="经审查不涉密", by=by, now=now),
        "return": lambda item, by: actions.return_to_drafter(item, reason="请补附表", by=by, now=now),
        "approve": lambda item, by: actions.approve(item, by=by, now=now),
        "approve_and_publish": lambda item, by: actions.approve_and_publish(item, by=by, now=now),
        "record paper": lambda item, by: actions.record_paper_approval(
            item, approver="王主任", signed=date(2018, 5, 31), scan=scan, by=by, now=now
        ),
        "publish": lambda item, by: actions.publish(item, by=by, now=now),
        "withdraw": lambda item, by: actions.withdraw(
            item, kind=WithdrawalKind.ERROR, reason="附表有误", by=by, now=now
        ),
        "discard": lambda item, by: actions.discard(item, reason="不再需要", by=by, now=now),
    }


@pytest.fixture
def people(
    drafter, reviewer, approver, case_officer, openness_officer, supervisor, auditor, appoint, department, town, founder
):
    return {
        "drafter": drafter,
        "another drafter": appoint(Role.DRAFTER, department),
        "reviewer": reviewer,
        "approver": approver,
        "openness officer": openness_officer,
        "case officer": case_officer,
        "supervisor": supervisor,
        "auditor": auditor,
        "approver of the town": appoint(Role.APPROVER, town),
        "reviewer of the town": appoint(Role.SECRECY_REVIEWER, town),
        "openness officer of the town": appoint(Role.OPENNESS_OFFICE, town),
        "nobody": founder,
    }


def books():
    return (
        list(InformationItem.objects.values()),
        Event.objects.count(),
        LogEntry.objects.count(),
        OutboxEntry.objects.count(),
    )


def attempt(verb, item, user):
    """The state the verb leads to, or "refused"; nothing of it stays."""
    try:
        with transaction.atomic():
            after = verb(item, user).status
            kept = InformationItem.objects.get(pk=item.pk).status
            transaction.set_rollback(True)
    except NotAllowed:
        return "refused"
    return after if after == kept else f"{after}, but {kept} in the ledger"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_right_person_in_the_right_state_and_a_refusal_changes_nothing(verb, status, verbs, people, make_item):
    item = make_item(status)
    allowed = {who: to for step, start, to, able in STEPS for who in able if (step, start) == (verb, status)}
    before = books()
    for who, user in people.items():
        assert attempt(verbs[verb], item, user) == allowed.get(who, "refused"), who
        assert books() == before, who


def test_the_table_of_states_holds_every_step_and_no_other():
    approving_what_is_withheld = (S.SECRECY_REVIEWED, S.CLOSED)
    taken = {(start, to) for verb, start, to, _who in STEPS if verb != "approve_and_publish"}
    tabled = {(start, to) for start, following in TRANSITIONS.items() for to in following}
    merging_a_change = (S.APPROVED, S.MERGED)  # see test_changes
    assert taken | {approving_what_is_withheld, merging_a_change} == tabled
    assert set(TRANSITIONS) == set(Status)


@pytest.mark.parametrize("wrote", ["began it", "revised it"])
@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("review", S.SUBMITTED),
        ("approve", S.SECRECY_REVIEWED),
        ("approve_and_publish", S.SECRECY_REVIEWED),
        ("record paper", S.SECRECY_REVIEWED),
        ("publish", S.APPROVED),
        ("withdraw", S.PUBLISHED),
    ],
)
def test_who_wrote_a_text_passes_it_at_no_step_whatever_posts_they_hold(
    verb, status, wrote, verbs, appoint, department, make_item, drafter, reviewer, approver, fields, now
):
    item = make_item(S.DRAFT)
    writer = drafter
    if wrote == "revised it":
        writer = appoint(Role.DRAFTER, department)
        actions.revise(item, fields(title="关于开展港区安全检查的紧急通知"), by=writer, now=now)
    for role in Role:
        if role != Role.DRAFTER:
            appoint(role, department, user=writer)
    for step, by in (("submit", drafter), ("review", reviewer), ("approve", approver), ("publish", approver)):
        item.refresh_from_db()
        if item.status == status:
            break
        verbs[step](item, by)
    item.refresh_from_db()
    assert item.status == status
    with pytest.raises(NotAllowed, match="您是该信息的拟稿人"):
        verbs[verb](item, writer)


@pytest.mark.parametrize(
    ("verb", "status", "who"),
    [
        ("submit", S.SUBMITTED, "drafter"),
        ("review", S.SECRECY_REVIEWED, "reviewer"),
        ("return", S.DRAFT, "approver"),
        ("approve", S.APPROVED, "approver"),
        ("approve_and_publish", S.PUBLISHED, "approver"),
        ("record paper", S.APPROVED, "approver"),
        ("publish", S.PUBLISHED, "approver"),
        ("withdraw", S.WITHDRAWN, "approver"),
    ],
)
def test_a_second_press_is_told_that_it_was_done_already(verb, status, who, verbs, people, make_item):
    item = make_item(status)
    before = books()
    with pytest.raises(NotAllowed, match="不必重复操作"):
        verbs[verb](item, people[who])
    assert books() == before


@pytest.mark.parametrize("openness", [Openness.WITHHELD, Openness.ON_REQUEST])
@pytest.mark.parametrize("verb", ["approve", "approve_and_publish", "record paper"])
def test_approving_what_is_not_proactive_closes_it_and_publishes_nothing(openness, verb, verbs, make_item, approver):
    item = make_item(S.SECRECY_REVIEWED, openness=openness, ground=WithholdingGround.TRADE_SECRET)
    assert verbs[verb](item, approver).status == S.CLOSED
    assert LogEntry.objects.count() == OutboxEntry.objects.exclude(topic="desk.search").count() == 0
    assert [event.kind for event in Event.objects.about(item)][-1] == "item.closed"


class TestPaper:
    def test_keeps_who_signed_who_recorded_and_the_scan(self, verbs, make_item, openness_officer):
        item = verbs["record paper"](make_item(S.SECRECY_REVIEWED), openness_officer)
        assert (item.approval_mode, item.paper_approver, item.approved_by) == (
            ApprovalMode.PAPER,
            "王主任",
            openness_officer,
        )
        assert item.paper_scan is not None
        assert "王主任于2018-05-31签字" in str(Event.objects.about(item).get(kind="item.approved_on_paper"))

    def test_is_forgotten_with_the_rest_when_the_item_goes_back(self, verbs, make_item, openness_officer, approver):
        item = verbs["record paper"](make_item(S.SECRECY_REVIEWED), openness_officer)
        item = verbs["return"](item, approver)
        item.refresh_from_db()
        assert (item.approval_mode, item.paper_approver, item.paper_scan) == (ApprovalMode.SYSTEM, "", None)
        assert (item.approved_by, item.secrecy_reviewed_by, item.secrecy_basis, item.submitted_at) == (
            None,
            None,
            "",
            None,
        )
