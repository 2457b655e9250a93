"""What is asked for where a notice never reached its applicant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.messages.choices import Channel

from ..choices.notices import Settlement


class SendAgainForm(forms.Form):
    """By which of the ways the case knows."""

    channel = forms.TypedChoiceField(label=_("发送方式"), coerce=Channel, widget=forms.RadioSelect)

    def __init__(self, *args: Any, channels: Sequence[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.value, one.label) for one in channels]
        if channels:
            self.initial.setdefault("channel", channels[0].value)


class SettleNoticeForm(forms.Form):
    how = forms.TypedChoiceField(
        label=_("处理方式"),
        choices=[one for one in Settlement.choices if one[0] != Settlement.AGAIN],
        coerce=Settlement,
    )
    note = forms.CharField(
        label=_("处理情况"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("何时、怎样告知的，结果如何。加密保存，随申请人信息一并销毁。"),
    )
