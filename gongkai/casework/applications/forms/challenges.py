"""What is asked for where something is brought against us that is about no case of ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit

from ..choices import ChallengeKind, ChallengeOutcome
from ..choices.beside import ChallengeGround
from ..models import Application
from .desk import StepForm, day_field

ALONE, LINKED = "alone", "linked"


class ChallengeFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *ChallengeKind.choices])
    outcome = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", _("全部结果")), *ChallengeOutcome.choices]
    )
    case = forms.ChoiceField(
        label=_("关联申请"),
        required=False,
        choices=[("", _("不限")), (ALONE, _("没有关联申请的")), (LINKED, _("已关联申请的"))],
    )

    def narrowed(self) -> dict[str, Any]:
        """The conditions asked for; none where the address is no good."""
        if not self.is_valid():
            return {}
        given = self.cleaned_data
        asked = {name: given[name] for name in ("kind", "outcome") if given[name]}
        return asked | ({"application__isnull": given["case"] == ALONE} if given["case"] else {})


class ChallengeOpenForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("被诉单位"), empty_label=_("请选择")
    )
    kind = forms.TypedChoiceField(label=_("类别"), choices=ChallengeKind.choices, coerce=ChallengeKind)
    filed = day_field(_("提起日期"))
    after_reconsideration = forms.BooleanField(label=_("经复议后起诉"), required=False)
    ground = forms.TypedChoiceField(label=_("所涉事项"), choices=ChallengeGround.choices, coerce=ChallengeGround)
    organ = forms.CharField(label=_("受理机关"), max_length=100, required=False)
    organ_number = forms.CharField(label=_("受理机关案号"), max_length=60, required=False)
    about = forms.CharField(
        label=_("事项说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("何人、何时、以何种方式提出的何事。加密保存，只对承办人和政务公开工作机构显示，查看留痕。"),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class LinkForm(StepForm):
    """The case by its number."""

    number = forms.CharField(label=_("申请编号"), max_length=32, help_text=_("例如 SQ/2024-00001。"))

    def clean(self) -> dict[str, Any]:
        """Looked for among those of the unit alone: the same is said of another unit's as of none."""
        given = super().clean()
        if number := given.pop("number", ""):
            found = Application.objects.standing().filter(number=number.strip(), unit=self.thing.unit).first()
            if found is None:
                self.add_error(
                    "number",
                    ValidationError(_now("%(unit)s没有这一编号的有效申请，请核对。") % {"unit": self.thing.unit}),
                )
            else:
                given["application"] = found
        return given
