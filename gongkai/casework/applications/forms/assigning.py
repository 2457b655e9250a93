"""To whom many cases are given at once, and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Post, Unit
from gongkai.law.vocabulary import Role


class OfficerField(forms.ModelChoiceField):
    """Case officers, each with where they are one."""

    where: Mapping[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        """Name and units: of two people of one name one can be chosen."""
        return f"{obj}（{self.where.get(obj.pk, '')}）"


class AssignmentForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("承办单位"))
    officer = OfficerField(
        User.objects.none(),
        to_field_name="username",
        label=_("承办人"),
        required=False,
        empty_label=_("由承办单位自行分派"),
    )
    days = forms.IntegerField(label=_("办理工作日数"), min_value=1, max_value=40)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = settings.GONGKAI_PART_DAYS
        officers = Post.objects.on(on).filter(role=Role.CASE_OFFICER)
        where: dict[int, list[str]] = defaultdict(list)
        for user, unit in officers.order_by("unit__code").values_list("user", "unit__short_name"):
            where[user].append(unit)
        offered, people = self.fields["unit"], self.fields["officer"]
        assert isinstance(offered, forms.ModelChoiceField)
        assert isinstance(people, OfficerField)
        people.where = {user: "、".join(units) for user, units in where.items()}
        people.queryset = User.objects.filter(pk__in=list(where)).order_by("pk")
        offered.queryset = Unit.objects.filter(pk__in=officers.values("unit")).order_by("code")
