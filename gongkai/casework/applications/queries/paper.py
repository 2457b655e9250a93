"""政府信息公开申请表 on paper: empty, to be filled in by hand, or with what was typed at the door (条例 art. 29)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tree import Block, Cell, Column, Document, Paragraph, Row, Table, chinese_date, row
from gongkai.law.vocabulary import ApplicantKind

from ..choices import IdentityKind, Supply, SupplyForm

#: Blank lines left to write on, where a pen needs room.
_ROOM = {"description": 3, "address": 2, "title": 2}
_BOX, _TICKED = "□", "■"
#: Boxes on a line: a box and its words are never torn apart.
_ON_A_LINE = 3


def form_pdf(filled: Mapping[str, str], *, unit: str, day: date, stamp: datetime) -> bytes:
    """The form as PDF. ``filled`` has values by the names of the door's fields; what is missing is left to be written by hand."""
    return render_pdf(form_document(filled, unit=unit, day=day), stamp=stamp)


def form_document(filled: Mapping[str, str], *, unit: str, day: date) -> Document:
    """The form as a document: who applies, what for, how it is to be given, and a line to sign."""
    rows = (
        _ticks(_("申请人类别"), ApplicantKind.choices, filled.get("applicant_kind", "")),
        _line(_("姓名或者名称"), filled.get("name", "")),
        _ticks(_("身份证明种类"), IdentityKind.choices, filled.get("identity_kind", "")),
        _line(_("身份证明号码"), filled.get("identity_number", "")),
        # One line: the form is one page.
        _line(_("联系人或者代理人"), "、".join(filter(None, map(filled.get, ("contact_person", "agent_name"))))),
        _line(_("联系电话"), filled.get("phone", "")),
        _line(_("电子邮箱"), filled.get("email", "")),
        _line(_("通信地址、邮编"), filled.get("address", ""), _ROOM["address"]),
        _line(_("所需信息名称"), filled.get("title", ""), _ROOM["title"]),
        _line(_("文号"), filled.get("document_number", "")),
        _line(_("其他特征描述"), filled.get("description", ""), _ROOM["description"]),
        _ticks(_("提供信息的形式"), SupplyForm.choices, filled.get("supply_form", "")),
        _ticks(_("获取信息的方式"), Supply.choices, filled.get("supply", "")),
    )
    table = Table(
        _("政府信息公开申请表"),
        (Column("left", 3.0), Column("left", 8.0)),
        (row(_("项目"), _("填写内容")),),
        rows,
        note=_(
            "请附身份证明复印件，由代理人提出的附授权委托书。可以当面提交或者邮寄；邮寄的请在信封上注明“政府信息公开申请”。"
        ),
        caption_shown=False,
    )
    blocks: tuple[Block, ...] = (
        Paragraph.of(_("%(unit)s：") % {"unit": unit or "＿" * 14}, indented=False),
        Paragraph.of(_("根据《中华人民共和国政府信息公开条例》第二十九条，申请公开：")),
        table,
        Paragraph.of(_("申请人签名（盖章）：＿＿＿＿＿＿＿＿"), indented=False),
        Paragraph.of(_("日期：%(day)s") % {"day": _day(filled, day)}, indented=False),
    )
    return Document(_("政府信息公开申请表"), unit or _("受理机关"), day, blocks)


def _line(label: str, value: str, room: int = 1) -> Row:
    # A newline is a line break: room for a pen.
    return row(Cell.of(label, header="row"), value or "\n" * (room - 1) or "　")


def _ticks(label: str, choices: Sequence[tuple[str, Any]], chosen: str) -> Row:
    marks = [f"{_TICKED if value == chosen else _BOX}{said}" for value, said in choices]
    lines = ["　".join(marks[place : place + _ON_A_LINE]) for place in range(0, len(marks), _ON_A_LINE)]
    return row(Cell.of(label, header="row"), "\n".join(lines))


def _day(filled: Mapping[str, str], day: date) -> str:
    return chinese_date(day) if filled else "　　　　年　　月　　日"
