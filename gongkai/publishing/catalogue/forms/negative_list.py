"""Entries of the negative list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import WithholdingGround

from ..actions import EntryFields
from ..choices import MOST_MONTHS
from ..models import Column, Kind, NegativeEntryVersion
from .fields import Words, text


class EntryForm(forms.Form):
    """All of ``EntryFields``, with the reason of a change."""

    subject = forms.CharField(label=_("事项"), required=False)
    basis = forms.CharField(label=_("依据"), required=False, help_text=_("写明法律、法规、规章的名称和条款。"))
    scope = text(label=_("不公开的范围"))
    ground = forms.ChoiceField(
        label=_("不公开依据"), choices=[("", _("请选择")), *WithholdingGround.choices], required=False
    )
    phrases = Words(
        label=_("识别词"),
        required=False,
        help_text=_("一行一个。信息的标题、正文等含有其中任何一个，就会在送审时被拦下。"),
    )
    review_months = forms.IntegerField(
        label=_("复核周期（月）"),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=MOST_MONTHS,
        help_text=_("每年至少复核一次。"),
    )
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.all(), to_field_name="code", label=_("涉及种类"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("都不选即不限。"),
    )  # fmt: skip
    columns = forms.ModelMultipleChoiceField(
        Column.objects.all(), to_field_name="slug", label=_("涉及栏目"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("都不选即不限。"),
    )  # fmt: skip
    reason = text(label=_("修改理由"), help_text=_("修改有效的条目须写明，随历史版本一并公布。"))

    CHECKS = ("kinds", "columns")

    def given(self) -> EntryFields:
        """The cleaned form as the actions take it."""
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in EntryFields.__dataclass_fields__}
        values["kinds"] = tuple(kind.code for kind in values["kinds"])
        values["columns"] = tuple(column.slug for column in values["columns"])
        return EntryFields(**values)


class NewEntryForm(EntryForm):
    """With the code, without a reason."""

    code = forms.CharField(label=_("编号"), required=False, help_text=_("如“F-01”，设定后不能改变。"))
    field_order = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class DecisionForm(forms.Form):
    """A step that wants a reason."""

    reason = text(label=_("理由"), max_length=300)


def entry_started(version: NegativeEntryVersion) -> dict[str, Any]:
    """What a version says, as the form begins with it."""
    return {name: getattr(version, name) for name in EntryFields.__dataclass_fields__} | {
        "reason": version.reason if version.reviewed_at is None else ""
    }
