"""What is asked at the desk about platforms and receipts, and a file of receipts read line by line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.base import File
from django.forms.boundfield import BoundField
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.publishing.catalogue.forms.tables import rows_of
from gongkai.publishing.catalogue.models import Column

from .actions import PlatformFields, Receipt
from .choices import PlatformKind, State
from .models import Platform, PlatformQuerySet
from .queries.listing import DIFFERING

_COLUMN = "column-"
#: Columns of a file of receipts, by how their heading begins.
_NUMBER, _ADDRESS, _AT, _REFUSAL = "索引号", "网址", "发布时间", "退回原因"
_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d")


class FilterForm(forms.Form):
    """What the list of deliveries may be narrowed by."""

    number = forms.CharField(label=_("索引号"), required=False, max_length=64)
    platform = forms.ModelChoiceField(
        Platform.objects.none(), to_field_name="code", label=_("平台"), required=False, empty_label=_("全部平台")
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部状态")), *State.choices, (DIFFERING, _("与审定的不一致"))],
    )

    def __init__(self, *args: Any, platforms: PlatformQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = platforms  # type: ignore[attr-defined]


class PlatformForm(forms.Form):
    """A platform's settings, with one field for each of our columns: its name there, empty where nothing is delivered."""

    name = forms.CharField(label=_("名称"), max_length=60)
    code = forms.SlugField(label=_("代码"), max_length=40, help_text=_("英文字母、数字和连字符，登记后不能改。"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        label=_("适用单位"),
        help_text=_("该单位及其下级单位发布的信息交付给这个平台。"),
    )
    kind = forms.ChoiceField(label=_("交付方式"), choices=PlatformKind.choices)
    base_address = forms.CharField(
        label=_("网站地址"),
        max_length=200,
        help_text=_("平台返回的网址都应在它之下，例如 https://www.example.gov.cn/haigang/"),
    )
    api_address = forms.CharField(
        label=_("接口地址"), max_length=200, required=False, help_text=_("只有按接口交付时填写。")
    )
    since = forms.DateField(
        label=_("自何日起发布的信息"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    is_on = forms.BooleanField(label=_("启用"), required=False)

    def __init__(self, *args: Any, units: UnitQuerySet, platform: Platform | None = None, **kwargs: Any) -> None:
        if platform is not None:
            kwargs["initial"] = {
                "name": platform.name,
                "code": platform.code,
                "unit": platform.unit.code,
                "kind": platform.kind,
                "base_address": platform.base_address,
                "api_address": platform.api_address,
                "since": platform.since_date,
                "is_on": platform.is_on,
                **{f"{_COLUMN}{one.column.slug}": one.theirs for one in platform.columns.select_related("column")},
            }
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if platform is not None:
            self.fields["code"].disabled = True
        for column in Column.objects.select_related("parent"):
            above = f"{column.parent.name} / " if column.parent else ""
            self.fields[f"{_COLUMN}{column.slug}"] = forms.CharField(
                label=f"{above}{column.name}", max_length=60, required=False
            )

    @property
    def column_fields(self) -> list[BoundField]:
        """The fields of our columns."""
        return [self[name] for name in self.fields if name.startswith(_COLUMN)]

    def given(self) -> PlatformFields:
        """What was filled in, as the action takes it."""
        said = self.cleaned_data
        return PlatformFields(
            name=said["name"],
            unit=said["unit"],
            kind=PlatformKind(said["kind"]),
            base_address=said["base_address"],
            api_address=said["api_address"],
            since_date=said["since"],
            is_on=said["is_on"],
            columns={name.removeprefix(_COLUMN): said[name] for name in self.fields if name.startswith(_COLUMN)},
        )


class ReceiptForm(forms.Form):
    """The platform's answer about one item."""

    address = forms.CharField(label=_("平台网址"), required=False, max_length=500)
    at = forms.DateTimeField(
        label=_("平台发布时间"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    refusal = forms.CharField(label=_("退回原因"), required=False, max_length=300, help_text=_("平台没有发布时填写。"))


class ReceiptsForm(forms.Form):
    """A file of receipts."""

    file = forms.FileField(
        label=_("回执文件"),
        help_text=_("XLSX 或 CSV，第一行为列名：索引号、网址、发布时间、退回原因。可直接填写上传包里的“回执.xlsx”。"),
    )


def receipts_of(upload: File[bytes], *, name: str) -> tuple[list[tuple[int, Receipt]], list[tuple[int, str]]]:
    """The receipts of a file with the numbers of their lines, and the lines that cannot be read, each with its sentence.

    Lines left empty but for number and title wait for another day. Refused when the file has no headings.
    """
    rows = rows_of(upload, name=name)
    if not rows:
        raise Refused(_now("表格是空的。"))
    headings = rows[0][1]
    place = {
        wanted: column
        for wanted in (_NUMBER, _ADDRESS, _AT, _REFUSAL)
        for column, said in reversed(list(enumerate(headings)))
        if said.startswith(wanted)
    }
    if _NUMBER not in place or not {_ADDRESS, _REFUSAL} & set(place):
        raise Refused(_now("表格第一行应有“索引号”和“网址”两列。"))
    receipts, wrong = [], []
    for line, cells in rows[1:]:
        said = {name: cells[column].strip() if column < len(cells) else "" for name, column in place.items()}
        address, at, refusal = (said.get(name, "") for name in (_ADDRESS, _AT, _REFUSAL))
        if not (address or at or refusal):
            continue
        if not said[_NUMBER]:
            wrong.append((line, _now("没有索引号。")))
            continue
        instant = _instant(at)
        if at and instant is None:
            wrong.append((line, _now("发布时间“%(at)s”读不懂，应写成 2018-06-01 09:30。") % {"at": at[:40]}))
            continue
        receipts.append((line, Receipt(said[_NUMBER], address, instant, refusal)))
    return receipts, wrong


def _instant(text: str) -> datetime | None:
    for form in _FORMATS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007  what is written is the time where the office is
        except ValueError:
            continue
        return found.replace(tzinfo=get_current_timezone())
    return None
