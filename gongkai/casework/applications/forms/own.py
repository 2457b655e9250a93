"""What applicants fill in about an application of theirs: a correction, reasons, why it is taken back, how it was dealt with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.disclosure.forms.editor import FilesField

from .. import policies
from .door import LONGEST_DESCRIPTION, files_help


class AmendForm(forms.Form):
    """A correction of what is sought."""

    sought = forms.CharField(
        label=gettext_lazy("补正后所需的信息"),
        error_messages={"required": gettext_lazy("请写明补正后所需的信息。")},
        help_text=gettext_lazy("下面是您原来写的，请按告知的事项改写。"),
    )
    attachments = FilesField(label=gettext_lazy("补正材料（可不传）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].help_text = files_help()

    def clean(self) -> dict[str, Any]:
        super().clean()
        for field, check in (
            (
                "sought",
                lambda: check_line(self.cleaned_data.get("sought", ""), _("所需信息"), LONGEST_DESCRIPTION, lines=True),
            ),
            ("attachments", lambda: policies.check_enclosures(self.cleaned_data.get("attachments", []))),
        ):
            try:
                check()
            except Refused as refusal:
                self.add_error(field, str(refusal))
        return self.cleaned_data


class RateForm(forms.Form):
    """How it was dealt with."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("您对办理满意吗"),
        coerce=int,
        choices=[
            (5, gettext_lazy("很满意（5分）")),
            (4, gettext_lazy("满意（4分）")),
            (3, gettext_lazy("一般（3分）")),
            (2, gettext_lazy("不满意（2分）")),
            (1, gettext_lazy("很不满意（1分）")),
        ],
        error_messages={
            "required": gettext_lazy("请选择一至五分。"),
            "invalid_choice": gettext_lazy("请选择一至五分。"),
        },
    )
    words = forms.CharField(label=gettext_lazy("想说的话（可不填）"), required=False)

    def clean_words(self) -> str:
        return _checked(self.cleaned_data["words"], _("评价意见"), 1_000)


class ExplainForm(forms.Form):
    """Why so many are asked for (art. 35)."""

    reasons = forms.CharField(label=gettext_lazy("您的理由"), error_messages={"required": gettext_lazy("请写明理由。")})

    def clean_reasons(self) -> str:
        return _checked(self.cleaned_data["reasons"], _("理由"), 2_000)


class TakeBackForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤回的理由"), error_messages={"required": gettext_lazy("请写明撤回的理由。")}
    )

    def clean_reason(self) -> str:
        return _checked(self.cleaned_data["reason"], _("撤回的理由"), 500)


def _checked(words: str, name: str, longest: int) -> str:
    try:
        check_line(words, name, longest, lines=True)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return words
