"""What is asked of whoever passes an item on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..choices import ClearanceAnswer, ClearanceKind, Provision, WithdrawalKind


class StepForm(forms.Form):
    """A step that needs no words."""


class ProvisionsInput(forms.Widget):
    """One line a provision, each with 不涉及 and 涉及; none is chosen beforehand."""

    template_name = "disclosure/provisions.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        context["rows"] = [(f"{name}-{one.value}", one.label, given.get(one.value)) for one in Provision]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {one.value: data.get(f"{name}-{one.value}", "") for one in Provision}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


class ProvisionsField(forms.Field):
    """The provisions an item touches; refused while one of them has no answer (逐项)."""

    widget = ProvisionsInput

    def clean(self, value: Any) -> list[Provision]:
        unanswered = [str(one.label) for one in Provision if value.get(one.value) not in ("no", "yes")]
        if unanswered:
            raise ValidationError(_("还没有逐项作答：%(names)s。") % {"names": "、".join(unanswered)})
        return [one for one in Provision if value[one.value] == "yes"]


class BasisForm(StepForm):
    involved = ProvisionsField(label=_("逐项审查"))
    basis = forms.CharField(
        label=_("审查依据和意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明依据哪项规定、审查的结论，最多 300 字。"),
    )


class ReturnForm(StepForm):
    reason = forms.CharField(
        label=_("退回理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(StepForm):
    kind = forms.ChoiceField(label=_("撤下类型"), choices=WithdrawalKind.choices)
    reason = forms.CharField(
        label=_("撤下理由"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("公众会在原网址上看到这段理由。"),
    )


class PaperForm(StepForm):
    approver = forms.CharField(label=_("签字人"), max_length=60, required=False)
    signed = forms.DateField(label=_("签字日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    scan = forms.FileField(label=_("审批单扫描件"), help_text=_("PDF 或图片。"))


class AskForm(StepForm):
    """To ask another organ."""

    kind = forms.ChoiceField(label=_("类型"), choices=ClearanceKind.choices)
    organ = forms.CharField(label=_("征求机关"), max_length=100, required=False)
    asked = forms.DateField(label=_("发出日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class AnswerForm(StepForm):
    """What the organ answered."""

    answer = forms.ChoiceField(label=_("答复"), choices=[("", _("请选择")), *ClearanceAnswer.choices])
    answered = forms.DateField(label=_("答复日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    words = forms.CharField(
        label=_("答复内容"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    scan = forms.FileField(label=_("答复扫描件"), required=False)
