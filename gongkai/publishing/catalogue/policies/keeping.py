"""Who keeps the catalogue."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..models import Column, Redirect


def check_can_keep(user: User, *, on: date) -> None:
    """Kinds, columns, numbers and lists hold for the whole government: its openness office keeps them (条例 art. 4), not one of a part."""
    if not units_of(user, Role.OPENNESS_OFFICE, on=on).filter(parent=None).exists():
        raise NotAllowed(_("目录、编号规则、负面清单和词表由本级政务公开工作机构维护，其他人员可以查看。"))


def can_keep(user: User, *, on: date) -> str:
    """Ask without acting: an empty string when ``user`` keeps the catalogue, else the sentence of the refusal."""
    try:
        check_can_keep(user, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_address_is_free(address: str, column: Column | None = None) -> None:
    """Refused when another column stands at this address, or stood there before and is still found by it."""
    others = Column.objects.exclude(pk=column.pk) if column else Column.objects.all()
    if others.filter(Q(slug=address) | Q(moved_to=address)).exists():
        raise Refused(_("地址“%(slug)s”已被使用。") % {"slug": address})
    own = {f"/columns/{column.address}/", f"/columns/{column.slug}/"} if column else set()
    former = Redirect.objects.in_use().filter(source=f"/columns/{address}/").first()
    if former is not None and former.target not in own:
        raise Refused(_("地址“%(slug)s”是其他栏目的旧地址，仍有人由此进入。") % {"slug": address})
