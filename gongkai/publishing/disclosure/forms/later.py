"""What is asked of whoever changes, marks, times, moves or explains what is public, and of whoever does it to many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import InterpretationForm, Validity
from gongkai.publishing.catalogue.models import Column

from ..choices import BulkKind, RelationKind, WithdrawalKind
from .steps import StepForm


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


def _instant(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)


def _words(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, required=False, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class ChangeForm(StepForm):
    reason = _words(_("修改的理由"), help_text=_("修改发布后公众会看到，最多 300 字。"))


class DiscardForm(StepForm):
    reason = _words(_("放弃的理由"))


class ValidityForm(StepForm):
    validity = forms.ChoiceField(label=_("有效性"), choices=Validity.choices)
    on = _day(_("自何日起"))
    reason = _words(_("依据"), help_text=_("如由哪份文件废止、修改，公众会看到。"))
    successor = forms.CharField(
        label=_("替代文件"), required=False, max_length=64, help_text=_("已公开文件的索引号或文号，没有可不填。")
    )


class ScheduleForm(StepForm):
    at = _instant(_("发布时间"))


class ExpiryForm(StepForm):
    at = _instant(_("下线时间"), required=False, help_text=_("留空并提交即取消。"))


class MoveForm(StepForm):
    column = forms.ModelChoiceField(Column.objects.all(), label=_("调整到栏目"), empty_label=_("请选择"))
    reason = _words(_("理由"), help_text=_("公众会看到。"))


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=_("本件"), choices=RelationKind.choices)
    document = forms.CharField(
        label=_("文件"),
        required=False,
        max_length=300,
        help_text=_("已公开的填索引号或文号，其他的填全称和文号。"),
    )


class InterpretForm(forms.Form):
    form = forms.ChoiceField(label=_("解读形式"), choices=InterpretationForm.choices)
    by_head = forms.BooleanField(label=_("由主要负责人解读"), required=False)
    item = forms.CharField(
        label=_("已有的解读"),
        required=False,
        max_length=64,
        help_text=_("填登记号或索引号；留空则新起草一份。"),
    )


class BulkForm(forms.Form):
    """What is to be done to the chosen items; which fields count depends on the first."""

    kind = forms.ChoiceField(label=_("操作"), choices=BulkKind.choices)
    validity = forms.ChoiceField(label=_("有效性"), choices=[("", _("请选择")), *Validity.choices], required=False)
    on = _day(_("自何日起"), required=False)
    withdrawal = forms.ChoiceField(
        label=_("撤下类型"), choices=[("", _("请选择")), *WithdrawalKind.choices], required=False
    )
    column = forms.ModelChoiceField(
        Column.objects.all(), to_field_name="slug", label=_("调整到栏目"), required=False, empty_label=_("请选择")
    )
    reason = _words(_("理由"), help_text=_("公众会看到。"))

    def given(self) -> dict[str, str]:
        """The fields that count, as ``actions.start_bulk`` takes them."""
        cleaned = self.cleaned_data
        column, on = cleaned.get("column"), cleaned.get("on")
        by_kind = {
            BulkKind.VALIDITY: {"validity": cleaned.get("validity") or "", "on": on.isoformat() if on else ""},
            BulkKind.WITHDRAW: {"kind": cleaned.get("withdrawal") or ""},
            BulkKind.MOVE: {"column": column.slug if column else ""},
        }
        return {**by_kind[BulkKind(cleaned["kind"])], "reason": cleaned.get("reason") or ""}


class MourningForm(forms.Form):
    first = _day(_("起始日期"))
    last = _day(_("截止日期"))
    reason = _words(_("依据"), help_text=_("如公告的名称和文号。"))
