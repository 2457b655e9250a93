"""What the foot of a government site must carry, and how each mark is written (政府网站发展指引, 国办发〔2017〕47号: KNOWN).

The forms are those seen on real pages: ten characters for a local site (six digits of the area first), ``bm`` and eight digits for a
ministry; the filing numbers of the two registers begin with the short name of the province.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Mark(NamedTuple):
    """The Chinese name of a mark, its form, and an example of the form in words."""

    name: str
    form: re.Pattern[str]
    like: str


_PROVINCE = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新]"
MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "code": Mark(
            "网站标识码", re.compile(r"\d{10}|bm\d{8}"), "10 位数字，前 6 位是行政区划代码；部委网站为 bm 加 8 位数字"
        ),
        "icp": Mark(
            "ICP备案编号", re.compile(rf"{_PROVINCE}ICP备\d{{8}}号(?:-\d+)?"), "省份简称加“ICP备”、8 位数字和“号”"
        ),
        "police": Mark(
            "公安机关备案号", re.compile(rf"{_PROVINCE}公网安备 ?\d{{14}}号"), "省份简称加“公网安备”、14 位数字和“号”"
        ),
    }
)


def faults(marks: Mapping[str, str]) -> list[str]:
    """A Chinese sentence for each mark that is missing or is not written as it should be; ``marks`` by the keys of ``MARKS``."""
    found = []
    for key, mark in MARKS.items():
        written = marks.get(key, "").strip()
        if not written:
            found.append(f"页脚缺少{mark.name}。")
        elif not mark.form.fullmatch(written):
            found.append(f"{mark.name}“{written}”不合格式：应为{mark.like}。")
    return found
