"""What a row of a register of applications says: one case of a past year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.casework.applications.queries import PastCase
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel

from .columns import Columns
from .values import day_of

#: Field → what it is called; the first is what our template calls it.
CASE_NAMES: Mapping[str, tuple[str, ...]] = {
    "original_number": ("原编号", "申请编号", "编号", "登记号", "登记编号", "受理编号"),
    "channel": ("申请方式", "受理方式", "申请渠道", "提交方式"),
    "applicant_kind": ("申请人类别", "申请人类型", "申请人性质"),
    "applicant_name": ("申请人", "申请人姓名", "申请人名称", "姓名或者名称", "申请人姓名或者名称"),
    "identity_number": ("证件号码", "身份证号", "身份证号码", "统一社会信用代码"),
    "contact": ("联系方式", "联系电话", "电话", "联系地址"),
    "sought": ("所需信息", "申请内容", "申请公开的内容", "申请事项", "所需信息内容描述"),
    "arrived_date": ("到达日期", "到达时间", "提出日期"),
    "received_date": ("收到日期", "收到申请日期", "收到时间", "受理日期", "受理时间"),
    "restarted_date": ("重新起算日期", "收到补正日期", "缴费日期"),
    "extended_date": ("延期决定日期", "延期日期", "延期告知日期"),
    "due_date": ("答复期限", "应答复日期", "办理期限"),
    "outcome": ("办理结果", "答复结果", "答复类型", "处理结果"),
    "outcome_reason": ("结果理由", "理由"),
    "ended_date": ("办结日期", "答复日期", "答复时间", "终止日期", "办结时间"),
}
#: In the order of the template; with a star what has to be filled in.
CASE_COLUMNS = Columns(CASE_NAMES, "received_date")
NEEDED = ("channel", "applicant_kind", "applicant_name", "contact", "sought", "received_date")

#: What offices write beside our own labels.
_CHANNELS = {
    ReceiptChannel.IN_PERSON: ("当面", "当面提交", "现场", "现场申请"),
    ReceiptChannel.FAX_PHONE: ("传真", "电话", "传真申请", "电话申请", "传真电话申请"),
    ReceiptChannel.NETWORK: ("网络", "网上", "网上申请", "电子邮件", "邮件", "互联网"),
    ReceiptChannel.LETTER: ("信函", "邮寄", "邮寄申请", "书信"),
}
_KINDS = {
    ApplicantKind.NATURAL: ("个人", "公民", "自然人（公民）"),
    ApplicantKind.BUSINESS: ("企业",),
    ApplicantKind.OTHER: ("其他组织", "其他法人或者组织"),
}
_AROUND = re.compile(r"[\s（）()、，,“”\"]+")
Choice = TypeVar("Choice", bound=TextChoices)


@dataclass(frozen=True)
class CaseRow:
    """One row: its line, the number the case had, the case."""

    line: int
    original_number: str
    case: PastCase


def case_of(line: int, values: Mapping[str, str]) -> CaseRow:
    """What a row says; ``values`` are its cells by field. Refused, with everything that cannot be read."""
    given = {name: values.get(name, "").strip() for name in CASE_NAMES}
    wrong = [_("缺少%(name)s") % {"name": CASE_NAMES[name][0]} for name in NEEDED if not given[name]]
    days = {}
    for name in CASE_NAMES:
        if name.endswith("_date"):
            try:
                days[name] = day_of(given[name], CASE_NAMES[name][0])
            except Refused as refusal:
                wrong.append(str(refusal).rstrip("。"))
                days[name] = None
    channel = _one_of(ReceiptChannel, _CHANNELS, given["channel"], "channel", wrong)
    kind = _one_of(ApplicantKind, _KINDS, given["applicant_kind"], "applicant_kind", wrong)
    outcome = _one_of(Outcome, {}, given["outcome"], "outcome", wrong)
    received = days["received_date"]
    if wrong or channel is None or kind is None or received is None:
        raise Refused("；".join(wrong) + "。")
    case = PastCase(
        channel=channel,
        applicant_kind=kind,
        applicant_name=given["applicant_name"],
        contact=given["contact"],
        sought=given["sought"],
        identity_number=given["identity_number"],
        arrived=days["arrived_date"] or received,
        received=received,
        restarted=days["restarted_date"],
        extended=days["extended_date"],
        told_due=days["due_date"],
        outcome=outcome,
        outcome_reason=given["outcome_reason"],
        ended=days["ended_date"],
    )
    return CaseRow(line, given["original_number"][:60], case)


def _one_of(
    choices: type[Choice], others: Mapping[Choice, tuple[str, ...]], said: str, name: str, wrong: list[str]
) -> Choice | None:
    """The choice a cell names; empty is None. What names none is added to what is wrong, with all that may be written."""
    bare = _AROUND.sub("", said)
    if not bare:
        return None
    for choice in choices:
        known = (choice.value, str(choice.label), *others.get(choice, ()))
        if bare in {_AROUND.sub("", each) for each in known}:
            return choice
    may = "、".join(str(choice.label) for choice in choices)
    # What stands there may be anybody's name, set one column too far: it is not repeated.
    wrong.append(_("%(name)s写法不认识，应为：%(may)s") % {"name": CASE_NAMES[name][0], "may": may})
    return None
