"""What is asked at the desk: the sheet of a unit, and what is collected from whom."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit

from .actions import Entry
from .models import Asked
from .queries import Figure, Line, collected_codes, read_number, read_pasted
from .queries.sheets import check_number

LONGEST_PASTE = 50_000


class SheetForm(forms.Form):
    """A unit's sheet. What cannot be read is said beside it, and everything typed stays where it is."""

    source = forms.CharField(label=gettext_lazy("来源系统"), max_length=60, required=False)
    reason = forms.CharField(label=gettext_lazy("更正理由"), max_length=200, required=False)
    pasted = forms.CharField(
        label=gettext_lazy("从表格中粘贴"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, lines: Sequence[Line], year: int) -> None:
        self.lines, self.year = lines, year
        #: What the paste could not place, line by line.
        self.problems: list[str] = []
        super().__init__(data, initial=self._kept())
        for line in lines:
            code = line.figure.code
            self.fields[f"n:{code}"] = forms.CharField(label=line.figure.label, max_length=30, required=False)
            self.fields[f"s:{code}"] = forms.CharField(max_length=60, required=False)
            self.fields[f"o:{code}"] = forms.CharField(max_length=200, required=False)

    def _kept(self) -> dict[str, str]:
        kept = {}
        for line in self.lines:
            if line.latest is not None:
                code = line.figure.code
                kept[f"n:{code}"] = line.latest.printed.replace(",", "")
                kept[f"s:{code}"], kept[f"o:{code}"] = line.latest.source, line.latest.note
        return kept

    def filled(self) -> SheetForm:
        """The sheet with what was pasted put in its places; nothing is saved."""
        figures = [line.figure for line in self.lines]
        found = read_pasted(self.data.get("pasted", "")[:LONGEST_PASTE], figures, self.year)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for code, number in found.numbers.items():
            data[f"n:{code}"] = number
        sheet = SheetForm(data, lines=self.lines, year=self.year)
        sheet.problems = found.problems
        if not found.numbers and not found.problems:
            sheet.problems = [_("粘贴的文字里没有找到数。请从表格里连同指标名称一起复制。")]
        return sheet

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        for line in self.lines:
            entry = self._entry(line)
            if entry is not None:
                (self.changed if line.latest is not None else self.new).append(entry)
        if self.changed and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("有%(n)d个已报送的数改动了，请写明理由。") % {"n": len(self.changed)})
        return self.cleaned_data

    def _entry(self, line: Line) -> Entry | None:
        """What is typed for a line and is not there already."""
        figure, latest = line.figure, line.latest
        field = f"n:{figure.code}"
        number = self._number(figure, field)
        if number is None:
            if latest is not None and field not in self.errors:
                self.add_error(field, _("报送过的数不能清空；没有发生的填 0。"))
            return None
        source = self.cleaned_data.get(f"s:{figure.code}", "") or self.cleaned_data.get("source", "")
        if latest is not None:
            source = source or latest.source
        note = self.cleaned_data.get(f"o:{figure.code}", "")
        if latest is not None and (latest.number, latest.source, latest.note) == (number, source, note):
            return None
        if not source:
            self.add_error(field, _("请写明来源系统。"))
            return None
        return Entry(figure.code, number, source, note)

    def _number(self, figure: Figure, field: str) -> Decimal | None:
        typed = self.cleaned_data.get(field, "")
        try:
            number = read_number(typed)
            if number is not None:
                check_number(figure, number)
        except ValueError:
            self.add_error(field, _("“%(text)s”不是数。") % {"text": typed})
            return None
        except Refusal as refusal:
            self.add_error(field, str(refusal))
            return None
        return number


class AskForm(forms.Form):
    """Which numbers which units are asked for."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        label=gettext_lazy("单位"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选择单位。")},
    )
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("指标"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选择指标。")},
    )

    def __init__(self, *args: Any, units: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        choices = [(figure.code, figure.label) for figure in collected_codes(year)]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]


class OffSystemForm(forms.Form):
    """A unit whose cases are not in this ledger."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=gettext_lazy("单位"))
    first_year = forms.IntegerField(label=gettext_lazy("自哪个年度起"), min_value=2008, max_value=2100)
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last year of something, and why."""

    last_year = forms.IntegerField(label=gettext_lazy("到哪个年度为止"), min_value=2008, max_value=2100)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)


class StopForm(EndForm):
    """Which number is no longer asked for."""

    asked = forms.ModelChoiceField(Asked.objects.none(), label=gettext_lazy("指标"), empty_label=None)

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = asked  # type: ignore[attr-defined]
