"""What is asked for where one case becomes several, or several are answered together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.files.models import StoredFile

from ..choices import LAPSED, Outcome
from ..models import Application
from ..queries import redacted_files_of

MOST_JOINED = 50


class SplitForm(forms.Form):
    matters = forms.CharField(
        label=gettext_lazy("各个事项，每行一项"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("第一项留在本件，其余各成一件，收到日期不变。"),
    )

    def given(self) -> list[str]:
        return str(self.cleaned_data["matters"]).splitlines()


class JoinForm(forms.Form):
    numbers = forms.CharField(
        label=gettext_lazy("并入本件的申请编号，每行一个"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_numbers(self) -> list[Application]:
        asked = list(dict.fromkeys(str(self.cleaned_data["numbers"]).split()))
        if len(asked) > MOST_JOINED:
            raise forms.ValidationError(_("一次最多并入 %(most)d 件。") % {"most": MOST_JOINED})
        found = {one.number: one for one in Application.objects.filter(number__in=asked).select_related("unit")}
        unknown = [number for number in asked if number not in found]
        if unknown:
            raise forms.ValidationError(_("没有编号为%(numbers)s的申请。") % {"numbers": "、".join(unknown)})
        return [found[number] for number in asked]

    def given(self) -> dict[str, Any]:
        return {"others": self.cleaned_data["numbers"]}


class JointReplyForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("答复结果"), choices=[one for one in Outcome.choices if one[0] not in LAPSED]
    )
    reason = forms.CharField(label=gettext_lazy("答复理由"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    weighing = forms.CharField(label=gettext_lazy("权衡情况"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    redacted_file = forms.ModelChoiceField(
        StoredFile.objects.none(),
        label=gettext_lazy("区分处理后的文件"),
        required=False,
        to_field_name="sha256",
        empty_label=gettext_lazy("没有"),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["redacted_file"].queryset = redacted_files_of(application)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}
