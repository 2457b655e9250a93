"""What must be public of itself, in the order of the statute (政府信息公开条例, 国务院令第711号, arts 12, 20, 21).

Art. 12: what a disclosure guide says. Art. 20: fifteen headings for every organ. Art. 21 adds one paragraph for governments of cities and
counties with their departments, and one for towns. Art. 22 leaves the particulars to catalogues, which are no closed list.
"""

from __future__ import annotations

from dataclasses import dataclass

from .vocabulary import UnitKind

#: What a guide states (art. 12 para. 2): the name an answer is kept under, and the words of the statute.
GUIDE_ELEMENTS = {
    "classification": "政府信息的分类",
    "arrangement": "编排体系",
    "access": "获取方式",
    "office": "政府信息公开工作机构的名称",
    "address": "办公地址",
    "hours": "办公时间",
    "phone": "联系电话",
    "fax": "传真号码",
    "internet": "互联网联系方式",
}

#: The heading for all that has none of its own (art. 20 item 15).
OTHER = "20-15"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of what is public by law: its code, where it stands in the statute, what it says."""

    code: str
    place: str
    name: str


_ARTICLE_20 = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    "国民经济和社会发展统计信息",
    "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    "实施行政处罚、行政强制的依据、条件、程序以及具有一定社会影响的行政处罚决定",
    "财政预算、决算信息",
    "行政事业性收费项目及其依据、标准",
    "政府集中采购项目的目录、标准及实施情况",
    "重大建设项目的批准和实施情况",
    "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    "突发公共事件的应急预案、预警信息及应对情况",
    "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    "公务员招考的职位、名额、报考条件等事项以及录用结果",
    "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
)
_COUNTY = "市政建设、公共服务、公益事业、土地征收、房屋征收、治安管理、社会救助等方面的政府信息"
_TOWN = (
    "贯彻落实农业农村工作政策、农田水利工程建设运营、农村土地承包经营权流转、宅基地使用情况审核、"
    "土地征收、房屋征收、筹资筹劳、社会救助等方面的政府信息"
)
_DIGITS = "一二三四五六七八九十"


def headings(kind: UnitKind) -> tuple[Heading, ...]:
    """The headings for a unit of this kind (arts 20, 21): a village is no organ of government and has those of its town."""
    fifteen = tuple(
        Heading(f"20-{number}", f"第二十条第{_number(number)}项", name) for number, name in enumerate(_ARTICLE_20, 1)
    )
    own = _TOWN if kind in (UnitKind.TOWN, UnitKind.VILLAGE) else _COUNTY
    return (*fifteen, Heading("21", "第二十一条", own))


def missing_elements(answered: set[str]) -> tuple[str, ...]:
    """What a guide does not say of what it has to (art. 12), in the words of the statute and in its order."""
    return tuple(label for name, label in GUIDE_ELEMENTS.items() if name not in answered)


def _number(number: int) -> str:
    return _DIGITS[number - 1] if number <= 10 else f"十{_DIGITS[number - 11]}"
