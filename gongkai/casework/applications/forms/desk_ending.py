"""The answer and how it goes out, ends that are no answers, and what comes after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import Need, needs_of
from gongkai.law.vocabulary import Outcome

from ..choices import LAPSED, ChallengeKind, ChallengeOutcome, Opinion, Party, ServiceMethod
from ..queries import redacted_files_of, redactions_of
from .desk import StepForm, day_field, words_field
from .kept import KeptFileField


class MadeHere(forms.ModelChoiceField):
    """A file made here, called by the file it was made of."""

    names: dict[int, str] = {}

    def label_from_instance(self, obj: StoredFile) -> str:
        return self.names.get(obj.pk, str(obj))


class DraftForm(StepForm):
    """Only the fields the chosen outcome needs; ``outcome`` was chosen before, in the tree."""

    outcome = forms.TypedChoiceField(choices=Outcome.choices, coerce=Outcome, widget=forms.HiddenInput)
    reason = words_field(_("答复的理由"), rows=5, most=2000, help_text=_("会写进告知书。"))
    weighing = words_field(
        _("权衡情况"), rows=4, most=2000, help_text=_("为什么公开的利益小于不公开的利益（或者相反），会写进告知书。")
    )
    earlier_reply = forms.CharField(
        label=_("此前的答复"), max_length=100, required=False, help_text=_("编号或者日期。")
    )
    made_here = MadeHere(
        StoredFile.objects.none(),
        to_field_name="sha256",
        label=_("本件制作的遮盖文件"),
        required=False,
        empty_label=_("不用，另行上传"),
    )
    redacted_file = KeptFileField(
        label=_("区分处理后的文件"), required=False, help_text=_("遮盖处下面不得留有文字；原件另存，不在这里上传。")
    )

    def prepare(self) -> None:
        chosen = self.data.get("outcome") if self.is_bound else self.initial.get("outcome")
        if chosen not in Outcome.values:
            return
        needs = needs_of(str(chosen), Regulation(str(self.thing.law)))
        wanted = {
            "reason": Need.REASON in needs and Need.NO_CONTENT not in needs,
            "weighing": Need.WEIGHING in needs or (chosen == Outcome.GRANTED and self._third_party_objects()),
            "earlier_reply": Need.EARLIER_REPLY in needs,
            "redacted_file": Need.REDACTED_FILE in needs,
        }
        made = redacted_files_of(self.thing)
        wanted["made_here"] = wanted["redacted_file"] and made.exists()
        for name, asked in wanted.items():
            if not asked:
                del self.fields[name]
        if wanted["made_here"]:
            field = self.fields["made_here"]
            assert isinstance(field, MadeHere)
            field.names = {
                one.made_file_id: _("%(serial)d. %(name)s（遮盖后）") % {"serial": one.serial, "name": one.name}
                for one in redactions_of(self.thing)
                if one.made_file_id
            }
            field.queryset = made
            self.initial.setdefault("made_here", made.last())

    def clean(self) -> dict[str, Any]:
        """A file made here is given out as one handed in is; one of the two."""
        given = super().clean()
        made = given.pop("made_here", None)
        if made and given.get("redacted_file"):
            self.add_error("made_here", _("本件制作的文件和另行上传的文件只能用一个。"))
        elif made:
            given["redacted_file"] = made
        return given

    def _third_party_objects(self) -> bool:
        found: bool = self.thing.consultations.filter(party=Party.THIRD_PARTY, opinion=Opinion.OBJECTS).exists()
        return found


class PaperForm(StepForm):
    approver = forms.CharField(label=_("纸质审批签字人"), max_length=60, required=False)
    signed = day_field(_("签字日期"))
    scan = KeptFileField(label=_("纸质审批扫描件"))
    today = ("signed",)


class ReturnForm(StepForm):
    reason = words_field(_("退回的理由"), help_text=_("拟稿人据此修改。"))


class ServeForm(StepForm):
    method = forms.TypedChoiceField(label=_("送达方式"), choices=ServiceMethod.choices, coerce=ServiceMethod)
    served = day_field(_("寄出或者签收之日"), help_text=_("邮寄的填寄出之日，当面的填签收之日；是否按期以此为准。"))
    tracking_number = forms.CharField(
        label=_("邮件号"), max_length=40, required=False, help_text=_("邮寄送达必填；只能用邮政，不能用快递。")
    )
    proof = KeptFileField(
        label=_("送达凭证"), required=False, help_text=_("签收单、委托书或者发送记录；邮寄的可以不附。")
    )
    today = ("served",)


class ReplyForm(StepForm):
    """On the spot one can only give."""

    reason = words_field(_("说明"), help_text=_("给了什么、怎样给的；可以不填。"))


class CloseForm(StepForm):
    outcome = forms.TypedChoiceField(
        label=_("终止的情形"), choices=[(one.value, one.label) for one in LAPSED], coerce=Outcome
    )
    reason = words_field(_("终止的理由"))


class WithdrawForm(StepForm):
    reason = words_field(_("撤回的情况"), help_text=_("何时以何种方式提出；留空记为“申请人撤回申请”。"))


class ReopenForm(StepForm):
    reason = words_field(_("重新办理的理由"), help_text=_("自行纠正，或者复议决定书、判决书的文号。"))
    ordered = day_field(_("责令答复的期限"), required=False, help_text=_("决定书、判决书确定了期限的才填。"))


class VoidForm(StepForm):
    reason = words_field(_("作废的理由"))


class EraseForm(StepForm):
    approval = forms.CharField(label=_("批准销毁的文号"), max_length=100, required=False)


class ChallengeForm(StepForm):
    kind = forms.TypedChoiceField(label=_("类别"), choices=ChallengeKind.choices, coerce=ChallengeKind)
    filed = day_field(_("提起日期"))
    after_reconsideration = forms.BooleanField(label=_("经复议后起诉"), required=False)
    today = ("filed",)


class CopyForm(StepForm):
    received = day_field(_("收到副本日期"))
    simplified = forms.BooleanField(label=_("复议适用简易程序"), required=False)
    today = ("received",)


class AnswerForm(StepForm):
    answered = day_field(_("答复（举证）日期"))
    today = ("answered",)


class DecideForm(StepForm):
    outcome = forms.TypedChoiceField(
        label=_("结果"),
        choices=[one for one in ChallengeOutcome.choices if one[0] != ChallengeOutcome.PENDING],
        coerce=ChallengeOutcome,
    )
    decided = day_field(
        _("审结日期"), required=False, help_text=_("决定书、裁判文书的日期；年报按这一天所在的年份计数。")
    )
    today = ("decided",)


class LetterForm(StepForm):
    """The letter's words, a line a paragraph."""

    paragraphs = words_field(
        _("正文"),
        rows=10,
        most=20000,
        help_text=_("每行一段。依据条款和救济途径不能删去。"),
    )

    def clean_paragraphs(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["paragraphs"]).splitlines() if line.strip()]


class HeadForm(StepForm):
    lead = forms.CharField(label=_("告知书代字"), max_length=24, required=False)
    reconsideration_organ = forms.CharField(label=_("行政复议机关"), max_length=100, required=False)
    court = forms.CharField(label=_("有管辖权的人民法院"), max_length=100, required=False)
