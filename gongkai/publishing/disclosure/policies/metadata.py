"""Whether an item says all that its kind asks for, and stands where its kind may stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Openness, Role
from gongkai.publishing.catalogue.choices import REQUIRABLE
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.catalogue.policies import missing_details

from ..choices import Status
from ..models import InformationItem
from ..queries import entries_in_the_way, kinds_of_columns
from .items import wrote
from .standing import check_replied_in_full, check_stands_once


def missing_fields(item: InformationItem) -> list[str]:
    """The names of everything an item still lacks before it may be submitted, in the order of the form; one or two queries."""
    asked = item.kind.required if item.kind else []
    missing = [
        label
        for value, label in (
            (item.title, _("标题")),
            (item.kind_id, _("信息种类")),
            (item.column_id, _("栏目")),
            (item.formed_date, _("成文日期")),
        )
        if not value
    ]
    related = {"key_areas", "attachments"}
    missing += [
        str(REQUIRABLE[name])
        for name in asked
        if not (getattr(item, name).exists() if name in related else getattr(item, name))
    ]
    return missing + missing_details(item.kind, item.details)


def check_says_enough(item: InformationItem) -> None:
    """Nothing its kind asks for is missing, it may stand where it stands, and nothing is in its way: what is public, the negative list."""
    missing = missing_fields(item)
    if missing:
        raise NotAllowed(_("还缺：%(missing)s。补齐后才能送审。") % {"missing": "、".join(missing)})
    assert item.column is not None
    if not may_stand(item.kind, item.column, kinds_of_columns([item.column])):
        raise NotAllowed(
            _("“%(kind)s”不能列在栏目“%(column)s”下，请改选栏目。") % {"kind": item.kind, "column": item.column}
        )
    check_stands_once(item)
    check_replied_in_full(item)
    check_not_listed(item)


def check_not_listed(item: InformationItem) -> None:
    """What falls under the negative list is not made public: it goes on as not public, or when the openness office decides it does not."""
    if item.openness != Openness.PROACTIVE:
        return
    for entry in entries_in_the_way(item):
        assert entry.current is not None
        raise NotAllowed(
            _(
                "负面清单 %(code)s“%(subject)s”（%(basis)s）涉及本信息，不能主动公开：请改为不予公开或依申请公开，"
                "或由政务公开工作机构认定不属于该条目。"
            )
            % {"code": entry.code, "subject": entry.current.subject, "basis": entry.current.basis}
        )


def may_stand(kind: Kind | None, column: Column | None, kinds_of: Mapping[int, Collection[int]]) -> bool:
    """Whether a kind may stand in a column, by ``queries.kinds_of_columns``; a column that names no kinds takes all."""
    named = kinds_of.get(column.pk, ()) if column else ()
    return kind is None or not named or kind.pk in named


def check_can_clear(user: User, item: InformationItem, *, on: date) -> None:
    """That an entry does not concern a draft is decided by the openness office, never by who wrote it."""
    if item.status != Status.DRAFT:
        raise NotAllowed(_("负面清单在送审时核对，该信息现为“%(status)s”。") % {"status": item.get_status_display()})
    if wrote(user, item):
        raise NotAllowed(_("您是该信息的拟稿人，是否属于负面清单须由政务公开工作机构的他人认定。"))
    if not holds(user, Role.OPENNESS_OFFICE, item.unit, on=on):
        raise NotAllowed(_("是否属于负面清单由政务公开工作机构认定。"))
