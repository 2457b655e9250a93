"""建议提案: how many replies of a year and a session are public, of how many, and what the proposers said of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.choices import PROPOSAL_KIND

from ..choices import Status
from ..models import InformationItem, InformationItemQuerySet

#: Replies that have been given: public, taken down again, or kept in the house.
ANSWERED = (Status.PUBLISHED, Status.WITHDRAWN, Status.CLOSED)


@dataclass
class PublicShare:
    """The replies given in one year to the proposals of one session: how many, how many of them public, and the opinions on these."""

    year: int
    category: str
    session: str
    replies: int = 0
    public: int = 0
    in_full: int = 0
    opinions: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def percent(self) -> str:
        """The share as printed: 93.2%."""
        return f"{self.public / self.replies:.1%}"


def replies_to_proposals() -> InformationItemQuerySet:
    """Public replies to proposals, the newest first."""
    return InformationItem.objects.public().filter(kind__code=PROPOSAL_KIND).newest_first()


def public_shares(units: QuerySet[Unit] | None = None) -> list[PublicShare]:
    """The public share of every year and session, of these units or of all, the latest year first; one query.

    The year is that of the reply's own date. A state secret is no item of any kind, so it is not among them.
    """
    items = InformationItem.objects.filter(kind__code=PROPOSAL_KIND, status__in=ANSWERED, revises=None)
    if units is not None:
        items = items.filter(unit__in=units)
    rows = items.exclude(formed_date=None).values_list("formed_date", "status", "details")
    shares: dict[tuple[int, str, str], PublicShare] = {}
    for formed, status, details in rows:
        assert formed is not None
        said = {each["name"]: each["value"] for each in details}
        key = (formed.year, str(said.get("category", "")), str(said.get("session", "")))
        share = shares.setdefault(key, PublicShare(*key))
        share.replies += 1
        if status == Status.PUBLISHED:
            share.public += 1
            share.in_full += said.get("reply_form") == "全文"
            share.opinions[str(said.get("opinion", ""))] += 1
    return sorted(shares.values(), key=lambda share: (-share.year, share.category, share.session))


def opinions_said(share: PublicShare) -> str:
    """满意 40 件、基本满意 3 件，未反馈 2 件; empty when nothing is public."""
    given = [name for name in ("满意", "基本满意", "不满意") if share.opinions.get(name)]
    said = [_("%(name)s %(count)d 件") % {"name": name, "count": share.opinions[name]} for name in given]
    if none := share.opinions.get("", 0):
        said.append(_("未反馈 %(count)d 件") % {"count": none})
    return "、".join(said)
