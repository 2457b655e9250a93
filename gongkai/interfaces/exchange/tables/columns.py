"""What offices call the columns of their registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

#: Field → what it is called; the first is what we call it ourselves. English names are those of portals' exports.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "题名", "文件标题", "公文标题", "文件题名", "文件名称", "公文名称", "title"),
    "document_number": (
        *("发文字号", "文号", "发文号", "发文文号", "文件编号", "文件字号", "公文文号", "字号"),
        *("doc_number", "document_number"),
    ),
    "formed_date": (
        "成文日期",
        "成文时间",
        "形成日期",
        "签发日期",
        "签发时间",
        "落款日期",
        "date_written",
        "formed_date",
    ),
    "issued_date": ("印发日期", "印发时间", "发文日期", "发文时间", "印制日期", "date_issued", "issued_date"),
    "openness": ("公开属性", "公开方式", "公开类别", "公开类型", "信息公开属性", "是否公开", "openness"),
    "level": ("密级", "涉密等级", "定密", "秘密等级", "classification"),
    "ground": ("不公开依据", "不予公开依据", "不公开的依据", "法定依据", "ground"),
    "ground_reason": (
        *(
            "不公开理由",
            "不公开的理由",
            "不予公开理由",
            "不主动公开理由",
            "不主动公开的理由",
            "不公开原因",
            "不予公开原因",
        ),
        *("理由", "ground_reason"),
    ),
    "secrecy_basis": ("保密审查依据", "保密审查意见", "保密审查结论", "保密审查", "secrecy_basis"),
    "genre": ("体裁分类", "体裁", "文种", "公文种类", "genre"),
    "joint_issuers": ("联合发文机关", "联合发文单位", "联合行文机关", "会签单位", "joint_issuers"),
    "signer": ("签发人", "签发领导", "signer"),
    "addressees": ("主送机关", "主送单位", "主送", "addressees"),
    "is_policy": ("政策性文件", "是否政策性文件", "是否政策文件", "is_policy"),
    "is_normative": ("行政规范性文件", "规范性文件", "是否规范性文件", "is_normative"),
    "body": ("正文", "内容", "正文内容", "body"),
    "public_date": ("公开日期", "公开时间", "发布日期", "发布时间", "上网日期", "date_published", "public_date"),
    "public_address": ("公开网址", "网址", "链接", "公开链接", "url", "public_address"),
    "archive_date": ("送交档案馆日期", "移交档案馆日期", "送档案馆日期", "archive_date"),
    "library_date": ("送交图书馆日期", "移交图书馆日期", "送图书馆日期", "library_date"),
}
_SAID = re.compile(r"[\s*＊:：()（）【】\[\]]+")


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of register. A row is its heading that names ``needed`` and at least one more."""

    names: Mapping[str, tuple[str, ...]]
    needed: str

    @property
    def heading(self) -> str:
        """What the column is called without which no row is a heading."""
        return self.names[self.needed][0]

    @cached_property
    def _field_of(self) -> dict[str, str]:
        return {_SAID.sub("", name).lower(): field for field, names in self.names.items() for name in names}

    def field_of(self, header: str) -> str | None:
        """The field a column belongs to by its name (spaces, stars and brackets aside), or None."""
        return self._field_of.get(_SAID.sub("", header).lower())

    def fields_of(self, headers: Sequence[str]) -> dict[int, str]:
        """Place of each known column → its field. Of two columns of one field the first counts."""
        found: dict[int, str] = {}
        for place, header in enumerate(headers):
            field = self.field_of(header)
            if field and field not in found.values():
                found[place] = field
        return found

    def is_heading(self, headers: Sequence[str]) -> bool:
        """Whether a row names columns."""
        found = self.fields_of(headers).values()
        return self.needed in found and len(found) > 1


DOCUMENTS = Columns(NAMES, "title")
