"""From an enquiry to an application and back: the day it came is kept, and each is counted for what it was."""

from datetime import UTC, date, datetime

import pytest

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import Outcome, Status
from gongkai.casework.applications.models import Application
from gongkai.casework.work_orders import actions
from gongkai.casework.work_orders.choices import Source
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, RequestCategory

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = datetime(2024, 4, 8, 2, tzinfo=UTC), datetime(2024, 4, 12, 2, tzinfo=UTC)


@pytest.fixture
def work_order(office):
    return actions.receive(
        unit=office.dept,
        source=Source.PORTAL,
        category=RequestCategory.INQUIRY,
        subject="想要一份征地补偿方案",
        limit_days=5,
        by=office.officer,
        now=MONDAY,
    )


def convert(work_order, office, **changes):
    given = {
        "channel": ReceiptChannel.NETWORK,
        "applicant_kind": ApplicantKind.NATURAL,
        "applicant_name": "申请人甲",
        "contact": "甲的电话",
        "sought": "征地补偿方案",
        "by": office.officer,
        "now": FRIDAY,
    }
    return actions.to_application(work_order, **given | changes)


def test_an_enquiry_becomes_an_application_that_arrived_when_it_did(work_order, office):
    application = convert(work_order, office)
    assert (application.arrived_date, application.status) == (date(2024, 4, 8), Status.REGISTERED)
    work_order.refresh_from_db()
    assert application.number in work_order.result
    with pytest.raises(NotAllowed, match="已办结"):
        convert(work_order, office)
    assert Application.objects.count() == 1


def test_once_confirmed_its_clock_runs_from_then(work_order, office):
    application = convert(work_order, office, confirmed=date(2024, 4, 9))
    assert (application.received_date, application.due_date) == (date(2024, 4, 9), date(2024, 5, 9))


def test_what_is_refused_changes_neither(work_order, office):
    with pytest.raises(Refused):
        convert(work_order, office, sought=" ")
    work_order.refresh_from_db()
    assert work_order.closed_at is None
    assert not Application.objects.exists()


def test_an_application_becomes_an_enquiry_received_when_it_arrived(office):
    application = applications.receive(
        unit=office.dept,
        channel=ReceiptChannel.IN_PERSON,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="申请人甲",
        contact="甲的电话",
        sought="怎样办证",
        arrived=MONDAY.date(),
        by=office.officer,
        now=MONDAY,
    )
    work_order = actions.from_application(application, subject="咨询办证", limit_days=5, by=office.officer, now=FRIDAY)
    assert (work_order.record_date, work_order.due_date) == (date(2024, 4, 8), date(2024, 4, 15))
    application.refresh_from_db()
    assert (application.outcome, application.status) == (Outcome.OTHER_OTHER, Status.CLOSED)
    assert work_order.number in application.outcome_reason
    assert WorkOrder.objects.count() == 1
