"""What the office keeps an eye on besides items: how old each unit's guide is, and which share of replies to proposals is public."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.queries import visible_units

from ... import queries
from ...models import InformationItem
from .screens import RoomScreen, item_url

ROWS = 50


class GuideList(RoomScreen):
    """The guides of the units one may see, the longest untouched first (条例 art. 53(2))."""

    template_name = "disclosure/guides.html"
    page_title = _("公开指南")

    def get(self, request: HttpRequest) -> HttpResponse:
        units = visible_units(self.user, on=self.today)
        found = queries.guides_by_age(units)
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        return self.show(
            page=page,
            rows=[
                (item, item_url("item", item), _touched(item), queries.is_stale(item, on=self.today)) for item in page
            ],
            lacking=Paginator(queries.units_without_guide(units), ROWS).get_page(1),
        )


class ProposalShares(RoomScreen):
    """How many replies to proposals are public, of how many, by year and session, for the units one may see."""

    template_name = "disclosure/proposals.html"
    page_title = _("建议提案公开情况")

    def get(self, request: HttpRequest) -> HttpResponse:
        shares = queries.public_shares(visible_units(self.user, on=self.today))
        page = Paginator(shares, ROWS).get_page(request.GET.get("p"))
        return self.show(page=page, rows=[(share, queries.opinions_said(share)) for share in page])


def _touched(item: InformationItem) -> date:
    at = item.changed_at or item.published_at
    assert at is not None
    return localdate(at)
