"""How long it is known who commented, and where it is known for too long."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from gongkai.publishing.disclosure.queries import months_after

from ..models import Comment, CommentQuerySet, Consultation, ConsultationQuerySet

_KNOWN = ~Q(name="") | ~Q(contact="")


def contacts_kept_until(consultation: Consultation) -> date | None:
    """The last day on which names and contacts are kept: so many months after the last day of the term; None without a term."""
    closes = consultation.closes_date
    return months_after(closes, settings.GONGKAI_CONTACT_MONTHS) if closes else None


def contacts_kept(consultation: Consultation) -> CommentQuerySet:
    """Comments of which it is still known who wrote them, or how to reach them."""
    return consultation.comments.filter(_KNOWN)


def keeping_contacts_too_long(*, on: date) -> ConsultationQuerySet:
    """Consultations that still know who commented although the term for it is over, the oldest first."""
    # On the very last day one is found here that the action still leaves alone.
    last = months_after(on, -settings.GONGKAI_CONTACT_MONTHS)
    known = Comment.objects.filter(_KNOWN, consultation=OuterRef("pk"))
    found = Consultation.objects.filter(closes_date__lte=last).filter(Exists(known))
    return found.select_related("approved_by").order_by("closes_date", "pk")
