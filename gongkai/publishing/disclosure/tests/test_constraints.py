"""What the database refuses even to code that goes around the actions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure.actions import seal
from gongkai.publishing.disclosure.choices import ApprovalMode, Status
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db
S = Status


@pytest.mark.parametrize(
    ("constraint", "status", "changes"),
    [
        ("item_public_only_when_proactive", S.PUBLISHED, {"openness": Openness.ON_REQUEST, "ground_reason": "x"}),
        ("item_public_only_when_proactive", S.CLOSED, {"status": S.APPROVED}),
        ("item_public_only_after_review_and_approval", S.PUBLISHED, {"secrecy_reviewed_by": None}),
        ("item_public_only_after_review_and_approval", S.PUBLISHED, {"approved_by": None}),
        ("item_public_only_after_review_and_approval", S.WITHDRAWN, {"approved_by": None}),
        ("item_public_has_number_and_date", S.APPROVED, {"status": S.PUBLISHED}),
        ("an index number is never altered", S.PUBLISHED, {"number": None}),
        ("an index number is never altered", S.PUBLISHED, {"number": "440404117/2018-00009"}),
        ("an index number is never altered", S.WITHDRAWN, {"number": "440404117/2018-00009"}),
        ("item_public_has_number_and_date", S.WITHDRAWN, {"published_at": None}),
        ("item_withheld_has_reason", S.DRAFT, {"openness": Openness.WITHHELD}),
        ("item_secret_is_closed", S.CLOSED, {"ground": "state_secret"}),
        ("item_paper_approval_has_scan", S.APPROVED, {"approval_mode": ApprovalMode.PAPER}),
        ("item_paper_approval_has_scan", S.APPROVED, {"approval_mode": ApprovalMode.PAPER, "paper_approver": "王"}),
    ],
)
def test_what_must_never_be_true_cannot_be_written(constraint, status, changes, make_item):
    item = make_item(status)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InformationItem.objects.filter(pk=item.pk).update(**changes)


@pytest.mark.parametrize("field", ["secrecy_reviewed_by", "approved_by"])
def test_a_drafter_cannot_be_written_down_as_reviewer_or_approver(field, make_item):
    item = make_item(S.PUBLISHED)
    with pytest.raises(IntegrityError, match="item_drafter_neither"), transaction.atomic():
        InformationItem.objects.filter(pk=item.pk).update(**{field: item.drafted_by})


@pytest.mark.parametrize("field", ["title", "body", "document_number", "source_name", "ground_reason", "secrecy_basis"])
def test_nothing_can_be_written_into_a_sealed_record(field, department, drafter, now):
    item = seal(department, quantity=3, by=drafter, now=now)
    with pytest.raises(IntegrityError, match="item_secret_is_closed"), transaction.atomic():
        InformationItem.objects.filter(pk=item.pk).update(**{field: "x"})


def test_two_items_never_have_the_same_number(make_item):
    first, second = make_item(S.PUBLISHED), make_item(S.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        InformationItem.objects.filter(pk=second.pk).update(number=first.number)
