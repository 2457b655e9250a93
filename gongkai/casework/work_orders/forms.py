"""What the list of work orders may be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import RequestCategory

from .choices import Source


class FilterForm(forms.Form):
    #: The same widgets, compiled: a choice among a hundred units is a hundred templates otherwise.
    default_renderer = Jinja2()
    STATES = (("", _("全部状态")), ("open", _("办理中")), ("closed", _("已办结")))
    number = forms.CharField(label=_("工单号"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("承办单位"), required=False, empty_label=_("全部单位")
    )
    category = forms.ChoiceField(
        label=_("诉求类别"), required=False, choices=[("", _("全部类别")), *RequestCategory.choices]
    )
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[("", _("全部来源")), *Source.choices])

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
