"""What has a place of its own on the site stands there once; and what a reply to a proposal has to show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed
from gongkai.law.proposals import SUMMARY, may_be_summary
from gongkai.publishing.catalogue.choices import GUIDE_KIND, PROPOSAL_KIND, SITE_PAGE_KIND

from ..models import InformationItem
from ..queries import answer_of, speaks_for_site, standing_beside


def check_stands_once(item: InformationItem) -> None:
    """A unit has one guide and the site one page of each sort: what is public is changed there, so that its history stays in one place."""
    kind = item.kind.code if item.kind else ""
    if kind not in (GUIDE_KIND, SITE_PAGE_KIND) or item.revises_id:
        return
    if kind == SITE_PAGE_KIND and not speaks_for_site(item.unit):
        raise NotAllowed(_("网站说明由设政务公开工作机构的单位发布，%(unit)s不能发布。") % {"unit": item.unit})
    other = standing_beside(item)
    if other is None:
        return
    name = answer_of(item, "page") or item.kind
    raise NotAllowed(
        _("“%(name)s”已经公开（索引号 %(number)s）。请在原件上修改，不要另发一份，历次版本才会留在一处。")
        % {"name": name, "number": other.number}
    )


def check_replied_in_full(item: InformationItem) -> None:
    """A reply that touches the public interest is published in full (国办发〔2014〕46号)."""
    if item.kind is None or item.kind.code != PROPOSAL_KIND or answer_of(item, "reply_form") != SUMMARY:
        return
    if not may_be_summary(touches_public_interest=answer_of(item, "public_interest") is True):
        raise NotAllowed(_("该复文涉及公共利益、公众权益，应当全文公开（国办发〔2014〕46号），不能只公开摘要。"))
