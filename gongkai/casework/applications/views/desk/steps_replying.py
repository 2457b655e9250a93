"""The answer: drafted, reviewed, approved, served; or given on the spot; and the letters all along."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import Outcome

from ... import actions, forms, policies
from ...models import Application
from .steps_kinds import Step


def _give(application: Application, **given: Any) -> Application:
    return actions.reply(application, outcome=Outcome.GRANTED, **given)


REPLYING = (
    Step(
        "reply",
        _("当场答复，予以公开"),
        _("当场给齐所需信息，立即办结；不能全部给的，走拟写答复。"),
        _("已当场答复。"),
        policies.check_can_reply,
        _give,
        forms.ReplyForm,
    ),
    Step(
        "draft",
        _("拟写答复"),
        _("转为待审核，由他人审核。"),
        _("答复已拟写，转给审核人。"),
        policies.check_can_draft,
        actions.draft,
        forms.DraftForm,
        own_screen=True,
        main=True,
    ),
    Step(
        "review",
        _("通过审核"),
        _("记录为您的审核结论，转给审批人。"),
        _("审核通过，转给审批人。"),
        policies.check_can_review,
        actions.review,
        shows_reply=True,
        main=True,
    ),
    Step(
        "approve",
        _("同意答复"),
        _("记录为您的审批；之后制作告知书并送达。"),
        _("已同意，请制作告知书并送达。"),
        policies.check_can_approve,
        actions.approve,
        shows_reply=True,
        main=True,
    ),
    Step(
        "paper",
        _("登记纸质审批"),
        _("以扫描件为凭，视同审批。"),
        _("已登记纸质审批。"),
        policies.check_can_record_paper_approval,
        actions.record_paper_approval,
        forms.PaperForm,
        shows_reply=True,
    ),
    Step(
        "return",
        _("退回答复稿"),
        _("退回重新拟写；本稿保留，注明退回的理由。"),
        _("已退回。"),
        policies.check_can_return,
        actions.return_draft,
        forms.ReturnForm,
        backward=True,
        shows_reply=True,
    ),
    Step(
        "serve",
        _("登记送达"),
        _("寄出或者签收之日为答复日期，申请办结。"),
        _("已登记送达，申请已答复。"),
        policies.check_can_serve,
        actions.serve,
        forms.ServeForm,
        shows_reply=True,
        main=True,
    ),
    Step(
        "letters",
        _("制作文书"),
        _("按模板生成，可以修改后制作；制作后编号、存档，不能再改。"),
        _("文书已制作。"),
        policies.check_can_issue_letter,
        actions.issue_letter,
        forms.LetterForm,
        own_screen=True,
    ),
)
