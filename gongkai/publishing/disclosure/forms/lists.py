"""What lists may be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Column, Kind

from ..choices import Status


class FilterForm(forms.Form):
    """What the list of items may be narrowed by."""

    #: The same widgets, compiled: a choice among a hundred units is a hundred templates otherwise.
    default_renderer = Jinja2()
    SORTS: Sequence[tuple[str, Any]] = (
        ("", _("登记时间，新的在前")),
        ("published", _("发布时间，新的在前")),
        ("waiting", _("送审时间，等得久的在前")),
    )
    text = forms.CharField(
        label=_("标题或编号"), required=False, widget=forms.TextInput(attrs={"placeholder": _("标题或编号中的字")})
    )
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *Status.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("单位"), required=False, empty_label=_("全部单位")
    )
    kind = forms.ModelChoiceField(
        Kind.objects.all(), to_field_name="code", label=_("信息种类"), required=False, empty_label=_("全部种类")
    )
    column = forms.ModelChoiceField(
        Column.objects.all(), to_field_name="slug", label=_("栏目"), required=False, empty_label=_("全部栏目")
    )
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=SORTS)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units
