"""While it is dealt with: parts, opinions, more time, reasons, searches, money."""

from __future__ import annotations

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Post, Unit
from gongkai.law.vocabulary import Role

from ..choices import FeeBasis, Opinion, Party
from ..queries import items_before_in_month
from .desk import StepForm, day_field, words_field
from .kept import KeptFileField

_REASONABLE = (("", _("请选择")), ("yes", _("理由合理")), ("no", _("理由不合理，或者没有说明")))


class Officer(forms.ModelChoiceField):
    """Somebody by name, with the units whose case officer they are."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj}（{'、'.join(post.unit.short_name for post in obj.case_posts)}）"  # type: ignore[attr-defined]


class AssignForm(StepForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("承办单位"), empty_label=_("请选择")
    )
    officer = Officer(
        User.objects.none(), to_field_name="username", label=_("承办人"), required=False, empty_label=_("由单位安排")
    )
    days = forms.IntegerField(
        label=_("办理工作日数"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("留空按本地规定；办理期限不会晚于答复期限。"),
    )

    def prepare(self) -> None:
        unit, officer = self.fields["unit"], self.fields["officer"]
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(officer, forms.ModelChoiceField)
        posts = Post.objects.on(self.on).filter(role=Role.CASE_OFFICER).select_related("unit")
        root = self.thing.unit.path.split("/", 1)[0] + "/"
        unit.queryset = Unit.objects.filter(path__startswith=root)
        officers = User.objects.filter(pk__in=posts.filter(unit__path__startswith=root).values("user"))
        officer.queryset = officers.order_by("name").prefetch_related(Prefetch("posts", posts, to_attr="case_posts"))


class HandInForm(StepForm):
    opinion = words_field(_("办理意见"), rows=6, most=4000, help_text=_("查到了什么、是否可以公开、依据和理由。"))


class ConsultForm(StepForm):
    party = forms.TypedChoiceField(label=_("征求对象"), choices=Party.choices, coerce=Party)
    party_name = forms.CharField(
        label=_("第三方或者机关名称"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DeliveredForm(StepForm):
    delivered = day_field(_("对方收到之日"))
    today = ("delivered",)


class OpinionForm(StepForm):
    opinion = forms.TypedChoiceField(label=_("意见"), choices=Opinion.choices, coerce=Opinion)
    answered = day_field(_("收到意见之日"))
    grounds = words_field(_("对方的理由"), rows=4, most=2000, help_text=_("同意公开的可以不填。"))
    today = ("answered",)


class ExtendForm(StepForm):
    reason = words_field(_("延期的理由"), help_text=_("会写进延期答复告知书。"))


class AskReasonsForm(StepForm):
    basis = words_field(_("数量、频次的情况"), help_text=_("写明件数和期间，说明如何明显超过合理范围。"))


class JudgeReasonsForm(StepForm):
    is_reasonable = forms.TypedChoiceField(label=_("认定"), choices=_REASONABLE, coerce=lambda chosen: chosen == "yes")
    reasons = words_field(
        _("申请人的理由"),
        rows=4,
        most=2000,
        required=False,
        help_text=_("申请人在网上说明的已经记录，不用重填；另有补充的，在这里写全。"),
    )
    answered = day_field(_("收到说明之日"), required=False)
    deferred = day_field(
        _("延迟答复期限"), required=False, help_text=_("理由合理但无法按期答复的，确定合理的答复期限，并告知申请人。")
    )


class SearchForm(StepForm):
    searched = day_field(_("检索日期"))
    systems = words_field(_("检索的系统"), most=2000, rows=2)
    keywords = words_field(_("检索的关键词"), most=2000, rows=2)
    archives = words_field(_("检索的档案"), most=2000, rows=2)
    people = words_field(_("询问的人员"), most=2000, rows=2, help_text=_("写部门和职务即可。"))
    found = forms.TypedChoiceField(
        label=_("检索结果"),
        choices=(("no", _("没有检索到")), ("yes", _("检索到"))),
        coerce=lambda chosen: chosen == "yes",
    )
    evidence = KeptFileField(label=_("检索截图"), required=False)
    today = ("searched",)


class FeeNoticeForm(StepForm):
    basis = forms.TypedChoiceField(
        label=_("计收方式"), choices=FeeBasis.choices, coerce=FeeBasis, help_text=_("一件申请只按一种方式计收。")
    )
    quantity = forms.IntegerField(label=_("数量（件或者页）"), min_value=1, max_value=100_000)
    waived_amount = forms.DecimalField(
        label=_("减免金额（元）"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    waiver_reason = words_field(_("减免的理由"), rows=2)

    def prepare(self) -> None:
        before = items_before_in_month(self.thing)
        self.fields["quantity"].help_text = gettext(
            "按件的，该申请人本月此前已有 %(before)d 件，由系统累计；应收金额由系统计算。"
        ) % {"before": before}


class FeeDeliveredForm(StepForm):
    delivered = day_field(_("送达日期"), help_text=_("缴费期限从次日起算。"))
    today = ("delivered",)


class PayForm(StepForm):
    amount = forms.DecimalField(label=_("实缴金额（元）"), min_value=0, max_digits=12, decimal_places=2)
    paid = day_field(_("缴费日期"))
    receipt_number = forms.CharField(label=_("财政票据号"), max_length=60, required=False)
    today = ("paid",)


class ChargeForm(StepForm):
    amount = forms.DecimalField(label=_("收取金额（元）"), min_value=0, max_digits=12, decimal_places=2, initial=0)
    waived_amount = forms.DecimalField(
        label=_("减免金额（元）"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
