"""How a unit's index numbers are made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law import index_numbers

from ..actions import PatternFields
from ..choices import PatternKind, YearOf
from .fields import day, text


class PatternForm(forms.Form):
    """All of ``PatternFields``, with the unit and the day it begins."""

    unit = forms.ModelChoiceField(Unit.objects.all(), to_field_name="code", label=_("单位"), empty_label=_("请选择"))
    since = day(label=_("启用日期"), help_text=_("从这一天发布的信息起使用；以前编的号不变。"))
    kind = forms.ChoiceField(label=_("编制方式"), choices=PatternKind.choices)
    issuer = forms.CharField(
        label=_("单位代码（前缀）"), help_text=_("统一社会信用代码和组织机构代码会核对校验码，不能用其他单位的代码。")
    )
    class_code = forms.CharField(label=_("类别代码"), required=False, help_text=_("只有“地区代码-类别”方式填写。"))
    source = forms.ChoiceField(
        label=_("来源"),
        required=False,
        choices=[("", _("不适用")), *((code, f"{code} {name}") for code, name in index_numbers.SOURCES.items())],
        help_text=_("只有备案编号填写。"),
    )
    year_of = forms.ChoiceField(label=_("年份取自"), choices=YearOf.choices, initial=YearOf.PUBLISHED)
    width = forms.IntegerField(label=_("序号位数"), min_value=1, max_value=8, initial=5)

    def given(self) -> PatternFields:
        """The cleaned form as the actions take it."""
        named = [name for name in PatternFields.__dataclass_fields__ if name != "prefix"]
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in named}
        return PatternFields(prefix=self.cleaned_data["issuer"], **values)


class CancelForm(forms.Form):
    reason = text(label=_("取消的理由"))
