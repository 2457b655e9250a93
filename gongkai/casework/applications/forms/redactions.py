"""What is asked for where a file is given out in part: the file, its boxes page by page, why it is put away."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import WithholdingGround

from ..actions import BoxFields
from ..models import RedactionBox

#: A state secret is not redacted here: the file may not be here at all (保密法 art. 31).
GROUNDS = [(value, label) for value, label in WithholdingGround.choices if value != WithholdingGround.STATE_SECRET]
#: Empty rows below those that are there, for whoever has no script to draw with.
EMPTY_ROWS = 2


class BeginRedactionForm(forms.Form):
    file = forms.FileField(
        label=_("要区分处理的 PDF 文件"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"})
    )


class DropRedactionForm(forms.Form):
    reason = forms.CharField(label=_("停用的理由"), max_length=300)


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """A box in percent of the page as it is seen, from its upper left corner."""

    left = _percent(_("左"))
    top = _percent(_("上"))
    width = _percent(_("宽"))
    height = _percent(_("高"))
    ground = forms.ChoiceField(label=_("不公开依据"), choices=GROUNDS, initial=WithholdingGround.PERSONAL_PRIVACY)

    def has_changed(self) -> bool:
        # The ground alone, which a row begins with, is no box.
        return any(name != "ground" for name in self.changed_data)


class _Boxes(forms.BaseFormSet):
    def given(self) -> list[BoxFields]:
        """The boxes that are to lie on the page; rows marked to be taken away and empty ones left out."""
        return [
            BoxFields(
                int(row["left"] * 100),
                int(row["top"] * 100),
                int(row["width"] * 100),
                int(row["height"] * 100),
                WithholdingGround(row["ground"]),
            )
            for row in self.cleaned_data
            if row and not row.get("DELETE")
        ]


_BoxFormSet = forms.formset_factory(
    BoxForm, formset=_Boxes, extra=EMPTY_ROWS, can_delete=True, max_num=200, validate_max=True
)


def box_forms(data: Any = None, *, boxes: Iterable[RedactionBox] = ()) -> Any:
    """The rows of one page's boxes."""
    initial = [
        {
            **{name: Decimal(getattr(box, name)) / 100 for name in ("left", "top", "width", "height")},
            "ground": box.ground,
        }
        for box in boxes
    ]
    return _BoxFormSet(data, initial=None if data is not None else initial, prefix="box")
