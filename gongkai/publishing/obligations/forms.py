"""What is asked at the desk about catalogues, occasions and what met them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.publication_limits import Base
from gongkai.law.vocabulary import Carrier, PolicyArea
from gongkai.publishing.catalogue.models import Column, Kind

from .choices import CarrierRule, How, Level
from .models import MatchingRule, Obligation, Occasion, StandardCatalogue, Subject
from .queries import asked_days
from .queries.standing import OTHER_AREAS

_LINES = re.compile(r"[\n、,，;；]+")


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(forms.Form):
    """What the list and the matrix may be narrowed by."""

    text = forms.CharField(
        label=_("事项或内容"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("事项或内容中的字")}),
    )
    area = forms.ChoiceField(
        label=_("领域"),
        required=False,
        choices=[("", _("全部领域")), *PolicyArea.choices, (OTHER_AREAS, _("其他领域"))],
    )
    catalogue = forms.ModelChoiceField(
        StandardCatalogue.objects.all(),
        to_field_name="code",
        label=_("标准目录"),
        required=False,
        empty_label=_("全部目录"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("责任单位"), required=False, empty_label=_("全部单位")
    )
    year = forms.IntegerField(label=_("事由年份"), required=False, min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units


class CatalogueForm(forms.Form):
    """A catalogue, registered or put right."""

    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("用于网址，小写字母、数字和连字符，登记后不能改，例如 land-2019。")
    )
    name = forms.CharField(label=_("目录名称"), max_length=120)
    area = forms.ChoiceField(label=_("领域"), required=False, choices=[("", _("各行自带领域")), *PolicyArea.choices])
    level = forms.ChoiceField(label=_("公开层级"), choices=Level.choices)
    carrier_rule = forms.ChoiceField(
        label=_("渠道标记“■”的含义"), choices=CarrierRule.choices, widget=forms.RadioSelect,
        help_text=_("各地目录的要求不同，以目录的填表说明为准；启用一版后不能再改。"),
    )  # fmt: skip
    source = forms.CharField(label=_("来源"), required=False, max_length=200, help_text=_("印发机关、文号或网址。"))

    def __init__(self, *args: Any, catalogue: StandardCatalogue | None = None, **kwargs: Any) -> None:
        if catalogue is not None:
            kwargs["initial"] = {name: getattr(catalogue, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if catalogue is not None:
            self.fields["code"].disabled = True


class UploadForm(forms.Form):
    """A file to be looked over as an edition."""

    file = forms.FileField(label=_("目录文件"), help_text=_("XLSX 或 CSV；合并单元格、两行表头、■/□ 标记都可以。"))
    year = forms.IntegerField(label=_("目录年份"), min_value=2008, max_value=2100)
    since = _day(label=_("启用日期"), help_text=_("从这一天起按这一版的时限核对。"))


class AdoptForm(forms.Form):
    skip_refused = forms.BooleanField(label=_("略过不能载入的行"), required=False)


class SubjectForm(forms.Form):
    """Which units a printed subject means."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.all(), label=_("承担单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    since = _day(label=_("自"))

    def __init__(self, *args: Any, subject: Subject, units: QuerySet[Unit], **kwargs: Any) -> None:
        kwargs["prefix"] = f"subject-{subject.pk}"
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = units


class OccasionForm(forms.Form):
    """What happened, and the days the limit counts from."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"))
    title = forms.CharField(
        label=_("事由"), max_length=200, help_text=_("具体是什么：项目、决定或文件的名称。请勿写涉密内容和个人隐私。")
    )

    def __init__(self, *args: Any, obligation: Obligation, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units
        if len(units) == 1:
            unit.initial = units[0]
        for base, label in asked_days(obligation.limit).items():
            self.fields[f"day_{base}"] = _day(label=label, required=False)

    def days(self) -> dict[Base, date]:
        """The days that were told."""
        told = {
            Base(name.removeprefix("day_")): day for name, day in self.cleaned_data.items() if name.startswith("day_")
        }
        return {base: day for base, day in told.items() if day}


class DeclareForm(forms.Form):
    """That a row does not apply, or that a year had nothing of the kind."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"))
    how = forms.ChoiceField(
        label=_("情况"),
        choices=[(How.NOT_APPLICABLE, How.NOT_APPLICABLE.label), (How.NOTHING, _("全年无此类信息"))],
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    words = forms.CharField(label=_("说明"), max_length=500, required=False, widget=_lines())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units
        if len(units) == 1:
            unit.initial = units[0]


class MatchingForm(forms.Form):
    """Which published items propose themselves."""

    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.all(), to_field_name="code", label=_("信息种类"), required=False
    )
    columns = forms.ModelMultipleChoiceField(
        Column.objects.all(), to_field_name="slug", label=_("栏目"), required=False
    )
    phrases = forms.CharField(
        label=_("标题用语"), required=False, widget=_lines(2), help_text=_("用顿号隔开，标题中有其一即可。")
    )

    def __init__(self, *args: Any, rule: MatchingRule | None, **kwargs: Any) -> None:
        if rule is not None:
            kwargs["initial"] = {"kinds": rule.kinds, "columns": rule.columns, "phrases": "、".join(rule.phrases)}
        super().__init__(*args, **kwargs)

    def clean_phrases(self) -> list[str]:
        return _LINES.split(self.cleaned_data["phrases"])


class StepForm(forms.Form):
    """A step that needs no words."""

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion


class ItemForm(StepForm):
    number = forms.CharField(label=_("信息的索引号"), max_length=64, help_text=_("已发布信息的索引号或登记号。"))


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name, []))


class PicturesField(forms.FileField):
    """Several pictures at once; each is judged by ``files.policies`` when it is kept."""

    widget = PicturesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or [])


class PhotographForm(StepForm):
    carrier = forms.ChoiceField(label=_("公开渠道和载体"))
    place = forms.CharField(label=_("公开地点"), max_length=200, help_text=_("例如：某村村委会公示栏。"))
    day = _day(label=_("公开日期"))
    until = _day(label=_("公示结束日期"), required=False, help_text=_("仍在公示的请留空。"))
    pictures = PicturesField(label=_("照片"), help_text=_("可一次选多张；照片只供核查，不向公众公开。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required, optional = self.occasion.obligation.carriers
        marked = [*required, *optional] or list(Carrier)
        carrier = self.fields["carrier"]
        assert isinstance(carrier, forms.ChoiceField)
        carrier.choices = [(each.value, each.label) for each in marked]


class StatementForm(StepForm):
    statement = forms.CharField(label=_("说明"), max_length=500, required=False, widget=_lines())


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("理由"), max_length=300, required=False, widget=_lines())


class LongReasonForm(StepForm):
    reason = forms.CharField(label=_("不适用的理由"), max_length=500, required=False, widget=_lines())


class EndForm(StepForm):
    day = _day(label=_("公示结束日期"))


class DiscardForm(forms.Form):
    reason = forms.CharField(label=_("不启用的理由"), max_length=300, required=False, widget=_lines(2))
