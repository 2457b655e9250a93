"""Ends that are no answers, what comes after an end, and what is brought against it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User

from ... import actions, forms, policies
from ...models import Application, Challenge
from .steps_kinds import Step


def _check_challenge(user: User, application: Application, *, on: date) -> None:
    policies.check_can_challenge(user, application.unit, on=on)


def _challenge(application: Application, **given: Any) -> Challenge:
    return actions.challenge(unit=application.unit, application=application, **given)


def _number(challenge: Challenge) -> str:
    return f"{challenge.number} {challenge.get_kind_display()}"


ENDING = (
    Step(
        "close",
        _("终止"),
        _("逾期不补正、逾期不缴费等情形不再处理，计入年度报告。"),
        _("已终止。"),
        policies.check_can_close,
        actions.close,
        forms.CloseForm,
        backward=True,
    ),
    Step(
        "withdraw",
        _("登记撤回申请"),
        _("申请终止，按“其他处理”计入年度报告。"),
        _("已登记撤回。"),
        policies.check_can_close,
        actions.withdraw,
        forms.WithdrawForm,
        backward=True,
    ),
    Step(
        "archive",
        _("归档"),
        _("登记、审核、办理、答复的记录封存。"),
        _("已归档。"),
        policies.check_can_archive,
        actions.archive,
        main=True,
    ),
    Step(
        "reopen",
        _("重新办理"),
        _("期限从今天起重新计算，或者按责令的期限；原来的结果照旧计数，不重复计数。"),
        _("已重新办理。"),
        policies.check_can_reopen,
        actions.reopen,
        forms.ReopenForm,
        backward=True,
    ),
    Step(
        "void",
        _("作废"),
        _("记录保留，不再计入任何数字，也不能再办理。"),
        _("已作废。"),
        policies.check_can_void,
        actions.void,
        forms.VoidForm,
        backward=True,
    ),
    Step(
        "erase",
        _("销毁申请人信息"),
        _("姓名、证明、联系方式、所需信息、文书内容和写有这些信息的扫描件不能恢复；案件、计数和销毁清单保留。"),
        _("申请人信息已销毁。"),
        policies.check_can_erase,
        actions.erase_applicant,
        forms.EraseForm,
        backward=True,
    ),
)

CHALLENGING = (
    Step(
        "challenge",
        _("登记复议、诉讼、申诉"),
        _("单独编号、单独计时，计入年度报告表四。"),
        _("已登记。"),
        _check_challenge,
        _challenge,
        forms.ChallengeForm,
    ),
    Step(
        "challenge-copy",
        _("登记收到副本"),
        _("答复（举证）期限从收到副本起算。"),
        _("已登记，答复（举证）期限已算出。"),
        policies.check_can_receive_copy,
        actions.receive_copy,
        forms.CopyForm,
        below="challenges",
        about=_number,
        main=True,
    ),
    Step(
        "challenge-answer",
        _("登记答复（举证）"),
        _("记录为已在期限内外提交。"),
        _("已登记。"),
        policies.check_can_answer_challenge,
        actions.answer_challenge,
        forms.AnswerForm,
        below="challenges",
        about=_number,
        main=True,
    ),
    Step(
        "challenge-decide",
        _("登记争议结果"),
        _("登记后不能再改；被纠正的，由政务公开工作机构重新办理。"),
        _("结果已登记。"),
        policies.check_can_decide,
        actions.decide,
        forms.DecideForm,
        below="challenges",
        about=_number,
        main=True,
    ),
    Step(
        "challenge-void",
        _("作废争议记录"),
        _("记录保留，不再计入任何数字。"),
        _("争议记录已作废。"),
        policies.check_can_void,
        actions.void,
        forms.VoidForm,
        below="challenges",
        about=_number,
        backward=True,
    ),
)
