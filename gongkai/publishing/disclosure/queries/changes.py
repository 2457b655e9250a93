"""What a change of a public item is made of."""

from __future__ import annotations

from ..choices import Status
from ..models import InformationItem

#: The columns of an item that tell of its course. All others are its text and metadata: copied into a change, taken over from it.
COURSE = frozenset(
    {
        *("id", "registration", "number", "unit", "quantity", "status", "document"),
        *("drafted_by", "drafted_at", "submitted_at"),
        *("secrecy_reviewed_by", "secrecy_reviewed_at", "secrecy_basis"),
        *("approval_mode", "approved_by", "approved_at", "paper_approver", "paper_scan"),
        *("published_by", "published_at", "withdrawn_by", "withdrawn_at", "withdrawal_kind", "withdrawal_reason"),
        *("revises", "change_reason", "version", "changed_at"),
        *("validity", "validity_date", "validity_reason", "successor", "scheduled_at", "expires_at"),
    }
)


def content_fields() -> list[str]:
    """Names of the columns a change may change."""
    return [field.name for field in InformationItem._meta.concrete_fields if field.name not in COURSE]


def open_change(item: InformationItem) -> InformationItem | None:
    """The copy in which somebody is changing this item now."""
    ended = (Status.MERGED, Status.DISCARDED, Status.CLOSED)
    return InformationItem.objects.filter(revises=item).exclude(status__in=ended).first()
