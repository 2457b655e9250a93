"""Kinds and columns."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import Role

from ..actions import ColumnFields, KindFields
from ..choices import MOST_LEVELS, REQUIRABLE, REVIEWING, ColumnGroup, DetailType
from ..models import Column, Kind
from .fields import Words

#: 初审、复审、终审, and what a single level is called.
LEVELS = (_("初审（只有一级时即审批）"), _("复审"), _("终审"))


class KindForm(forms.Form):
    """All of ``KindFields`` but the details, which are rows of their own."""

    name = forms.CharField(label=_("名称"), required=False)
    order = forms.IntegerField(label=_("顺序"), min_value=0, max_value=30000, initial=100)
    note = forms.CharField(label=_("说明"), required=False, help_text=_("起草时显示在专项内容上方。"))
    has_validity = forms.BooleanField(label=_("标注有效性"), required=False, help_text=_("发布即为“有效”。"))
    is_policy = forms.BooleanField(label=_("属于政策文件"), required=False)
    needs_interpretation = forms.BooleanField(label=_("应当解读"), required=False)
    required = forms.MultipleChoiceField(
        label=_("送审前必填"),
        required=False,
        choices=list(REQUIRABLE.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("标题、信息种类、栏目和成文日期总是必填。"),
    )

    MARKS = ("has_validity", "is_policy", "needs_interpretation")
    CHECKS = ("required",)

    def given(self, rows: DetailRows) -> KindFields:
        """The cleaned form and its rows as the actions take them."""
        values = {name: self.cleaned_data[name] for name in KindForm.base_fields}
        return KindFields(**{**values, "required": tuple(values["required"])}, details=tuple(rows.given()))


class NewKindForm(KindForm):
    """With the code, which is for ever."""

    code = forms.CharField(
        label=_("代码"), required=False, help_text=_("小写字母开头，只用小写字母、数字和连字符，设定后不能改变。")
    )
    field_order = ("code",)


class DetailForm(forms.Form):
    """One of a kind's own fields; a row without a name is none."""

    label = forms.CharField(label=_("名称"), required=False)
    #: The code under which answers are kept: carried along, given to a new row by itself.
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    type = forms.ChoiceField(label=_("类型"), choices=DetailType.choices)
    choices = Words(label=_("选项"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    required = forms.BooleanField(label=_("必填"), required=False)
    public = forms.BooleanField(label=_("公开"), required=False, initial=True)


class _Rows(BaseFormSet):
    def given(self) -> list[dict[str, Any]]:
        """The rows that are filled in, as ``Kind.details``."""
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label", "").strip()]
        known = {row["name"] for row in filled}
        fresh = (f"item{number}" for number in count(1) if f"item{number}" not in known)
        return [{**row, "choices": list(row["choices"]), "name": row["name"] or next(fresh)} for row in filled]


DetailRows: Any = formset_factory(DetailForm, formset=_Rows, extra=3, max_num=40, absolute_max=60)


def rows_started(kind: Kind) -> list[dict[str, Any]]:
    """A kind's details as the rows begin with them."""
    return [dict(each) for each in kind.details]


class ColumnForm(forms.Form):
    """All of ``ColumnFields``."""

    name = forms.CharField(label=_("名称"), required=False)
    group = forms.ChoiceField(
        label=_("统计类别"), choices=ColumnGroup.choices, help_text=_("该栏目的信息计入年度报告的哪一行。")
    )
    parent = forms.ModelChoiceField(
        Column.objects.all(), label=_("上级栏目"), required=False, empty_label=_("无（一级栏目）")
    )
    order = forms.IntegerField(label=_("顺序"), min_value=0, max_value=30000, initial=100)
    description = forms.CharField(label=_("说明"), required=False)
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.all(),
        label=_("可列种类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选，则各种类都可列入。"),
    )

    CHECKS = ("kinds",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(str(role), Role(role).label) for role in REVIEWING]
        for level, label in enumerate(LEVELS[:MOST_LEVELS]):
            choices = roles if level == 0 else [("", _("不设")), *roles]
            self.fields[f"level{level}"] = forms.ChoiceField(label=label, choices=choices, required=level == 0)

    def given(self) -> ColumnFields:
        """The cleaned form as the actions take it."""
        values = {name: self.cleaned_data[name] for name in ("name", "group", "parent", "order", "description")}
        levels = [self.cleaned_data.get(f"level{level}", "") for level in range(MOST_LEVELS)]
        return ColumnFields(
            **values, kinds=tuple(self.cleaned_data["kinds"]), review=tuple(role for role in levels if role)
        )


class NewColumnForm(ColumnForm):
    """With the address, which is for ever."""

    slug = forms.CharField(
        label=_("地址"), required=False, help_text=_("网址中的英文名，只用小写字母、数字和连字符，设定后不能改变。")
    )
    field_order = ("slug",)


def column_started(column: Column) -> dict[str, Any]:
    """What a column is, as the form begins with it."""
    values = {name: getattr(column, name) for name in ("name", "group", "parent", "order", "description")}
    levels = {f"level{place}": role for place, role in enumerate(column.review)}
    return {**values, **levels, "kinds": list(column.kinds.all())}
