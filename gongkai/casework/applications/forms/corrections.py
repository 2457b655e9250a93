"""What is asked for where somebody wants their own record corrected (art. 41)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ReceiptChannel

from ..choices import CorrectionOutcome, CorrectionStatus


def _long(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class CorrectionFilterForm(forms.Form):
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *CorrectionStatus.choices]
    )


class CorrectionForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("受理单位"), empty_label=_("请选择")
    )
    channel = forms.ChoiceField(label=_("提出方式"), choices=ReceiptChannel.choices)
    received = _day(_("收到日期"))
    name = forms.CharField(label=_("申请人姓名（名称）"), max_length=100)
    contact = forms.CharField(label=_("联系方式"), max_length=200)
    about = _long(_("要求更正的记录"))
    wrong = _long(_("不准确之处和正确内容"))
    evidence = forms.FileField(label=_("证据材料"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class DraftCorrectionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("处理结果"), choices=CorrectionOutcome.choices)
    reason = _long(_("核实情况和理由"), required=False)
    competent_organ = forms.CharField(label=_("有权更正的机关"), max_length=100, required=False)

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "outcome": CorrectionOutcome(self.cleaned_data["outcome"])}


class EvidenceForm(forms.Form):
    evidence = forms.FileField(label=_("证据材料"))


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EraseCorrectionForm(forms.Form):
    approval = forms.CharField(label=_("批准销毁的文号"), max_length=100)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TellCorrectionForm(forms.Form):
    told = _day(_("当面交付或者寄出的日期"))

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
