"""Setting up the shelves: at the start by whoever sets the house up (``define_…``, ``open_column``), afterwards by the openness office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Column, KeyArea, Kind


@dataclass(frozen=True)
class KindFields:
    """What a kind of information is and asks for. ``required`` are names of ``choices.REQUIRABLE``; ``details`` as ``Kind.details``."""

    name: str
    order: int = 100
    required: tuple[str, ...] = ()
    details: tuple[dict[str, Any], ...] = ()
    has_validity: bool = False
    is_policy: bool = False
    needs_interpretation: bool = False
    note: str = ""

    def checked(self) -> KindFields:
        """The same in its settled form. Refused when a name is missing or a field cannot be asked for."""
        given = replace(self, name=self.name.strip(), note=self.note.strip())
        if not given.name:
            raise Refused(_("请写信息种类的名称。"))
        policies.check_line(given.name, _("名称"), 60)
        policies.check_line(given.note, _("说明"), 200)
        unknown = [name for name in given.required if name not in choices.REQUIRABLE]
        if unknown:
            raise Refused(_("必填项“%(names)s”不存在。") % {"names": "、".join(unknown)})
        if given.needs_interpretation and not given.is_policy:
            raise Refused(_("应当解读的是政策文件：请同时选“属于政策文件”。"))
        if "lapse_date" in given.required and not given.has_validity:
            raise Refused(_("要求填写有效期的种类，须同时选“标注有效性”。"))
        required = tuple(name for name in choices.REQUIRABLE if name in given.required)
        return replace(given, required=required, details=tuple(policies.checked_details(given.details)))

    def values(self) -> dict[str, Any]:
        """The model's columns."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**values, "required": list(self.required), "details": list(self.details)}


@dataclass(frozen=True)
class ColumnFields:
    """What a column is. ``review`` are the roles that consent one after the other; ``kinds`` those that may stand here, none for all."""

    name: str
    group: str
    order: int = 100
    parent: Column | None = None
    description: str = ""
    review: tuple[str, ...] = choices.ONE_LEVEL
    kinds: tuple[Kind, ...] = ()

    def checked(self, column: Column | None = None) -> ColumnFields:
        """The same, trimmed. Refused when a part is missing, a level is nobody's, or the column would stand below itself."""
        given = replace(self, name=self.name.strip(), description=self.description.strip())
        if not given.name:
            raise Refused(_("请写栏目的名称。"))
        policies.check_line(given.name, _("名称"), 60)
        policies.check_line(given.description, _("说明"), 200)
        if given.group not in choices.ColumnGroup.values:
            raise Refused(_("请选统计类别：信息按栏目计入年度报告。"))
        if not 1 <= len(given.review) <= choices.MOST_LEVELS or set(given.review) - {*choices.REVIEWING}:
            raise Refused(
                _("审批层级应有一至三级（初审、复审、终审），每级由%(roles)s办理。")
                % {"roles": _("或").join(str(role.label) for role in choices.REVIEWING)}
            )
        above = given.parent
        while above is not None:
            if column is not None and above.pk == column.pk:
                raise Refused(_("栏目不能列在自己或自己的下级栏目之下。"))
            above = above.parent
        return replace(given, review=tuple(str(role) for role in given.review))

    def values(self) -> dict[str, Any]:
        """The model's columns, without the kinds."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "kinds"}
        return {**values, "review": list(self.review)}


@transaction.atomic
def define_kind(*, code: str, name: str, order: int, by: User, now: datetime, **more: Any) -> Kind:
    """Add a kind of information, or say anew what it is; the code is for ever. ``more``: what ``KindFields`` has besides."""
    given = KindFields(name=name, order=order, **more).checked()
    changed = {name: value for name, value in given.values().items() if name in {"name", "order", *more}}
    if "details" in changed or not Kind.objects.filter(code=code).exists():
        policies.check_keeps_statute(code, given.details)
    kind, _created = Kind.objects.update_or_create(code=code, defaults=changed)
    record(choices.KIND_DEFINED, kind, by=by, at=now)
    return kind


@transaction.atomic
def define_key_area(*, code: str, name: str, order: int, by: User, now: datetime) -> KeyArea:
    """Add a key area, or rename it; the code is for ever."""
    area, _created = KeyArea.objects.update_or_create(code=code, defaults={"name": name, "order": order})
    record(choices.KEY_AREA_DEFINED, area, by=by, at=now)
    return area


@transaction.atomic
def open_column(
    *,
    slug: str,
    name: str,
    group: choices.ColumnGroup,
    order: int,
    by: User,
    now: datetime,
    parent: Column | None = None,
    description: str = "",
    review: Sequence[str] | None = None,
    kinds: Sequence[Kind] | None = None,
) -> Column:
    """Open a column, or change everything but its address; its review and its kinds stay as they are where none are given."""
    more: dict[str, Any] = {} if review is None else {"review": tuple(review)}
    given = ColumnFields(name=name, group=group, order=order, parent=parent, description=description, **more)
    values = given.checked(Column.objects.filter(slug=slug).first()).values()
    if review is None:
        del values["review"]
    column, _created = Column.objects.update_or_create(slug=slug, defaults=values)
    if kinds is not None:
        column.kinds.set(kinds)
    record(choices.COLUMN_OPENED, column, by=by, at=now)
    return column


@transaction.atomic
def add_kind(code: str, given: KindFields, *, by: User, now: datetime) -> Kind:
    """Add a kind (openness office). Refused when the code is taken or is none."""
    policies.check_can_keep(by, on=localdate(now))
    policies.check_code(code, _("代码"), 40)
    if Kind.objects.filter(code=code).exists():
        raise Refused(_("代码“%(code)s”已被使用。") % {"code": code})
    checked = given.checked()
    policies.check_keeps_statute(code, checked.details)
    kind = Kind.objects.create(code=code, **checked.values())
    record(choices.KIND_DEFINED, kind, by=by, at=now)
    return kind


@transaction.atomic
def arrange_kind(kind: Kind, given: KindFields, *, by: User, now: datetime) -> Kind:
    """Say anew what a kind is and asks for (openness office); what was entered or published before stays as it was."""
    policies.check_can_keep(by, on=localdate(now))
    kind = Kind.objects.select_for_update().get(pk=kind.pk)
    checked = given.checked()
    policies.check_keeps_statute(kind.code, checked.details)
    for each in checked.details:
        before = kind.detail(each["name"])
        if before and before["type"] != each["type"]:
            raise Refused(
                _("专项内容“%(label)s”的类型不能改变，已录入的内容按原类型保存；需要时请另设一项。")
                % {"label": before["label"]}
            )
    changed = _set(kind, checked.values())
    record(choices.KIND_ARRANGED, kind, by=by, at=now, before=changed)
    return kind


@transaction.atomic
def add_column(slug: str, given: ColumnFields, *, by: User, now: datetime) -> Column:
    """Open a column (openness office). Refused when the address is taken or is none."""
    policies.check_can_keep(by, on=localdate(now))
    policies.check_code(slug, _("地址"), 60)
    policies.check_address_is_free(slug)
    checked = given.checked()
    column = Column.objects.create(slug=slug, **checked.values())
    column.kinds.set(checked.kinds)
    record(choices.COLUMN_OPENED, column, by=by, at=now)
    return column


@transaction.atomic
def arrange_column(column: Column, given: ColumnFields, *, by: User, now: datetime) -> Column:
    """Change everything about a column but its address (openness office); reviews under way keep the levels they began with."""
    policies.check_can_keep(by, on=localdate(now))
    column = Column.objects.select_for_update().get(pk=column.pk)
    checked = given.checked(column)
    changed = _set(column, checked.values())
    kinds = sorted(column.kinds.values_list("code", flat=True))
    column.kinds.set(checked.kinds)
    if kinds != sorted(kind.code for kind in checked.kinds):
        changed["kinds"] = kinds
    record(choices.COLUMN_ARRANGED, column, by=by, at=now, before=changed)
    return column


def _set(thing: Kind | Column, values: dict[str, Any]) -> dict[str, Any]:
    """Write the values and return what they were where they changed, as the audit trail keeps it."""
    before = {}
    for name, value in values.items():
        old = getattr(thing, name)
        if old != value:
            before[name] = old.slug if isinstance(old, Column) else old
            setattr(thing, name, value)
    thing.save()
    return before
