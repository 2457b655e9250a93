"""The catalogue of the example: kinds, key areas, columns; and the accounts on new media."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.law.vocabulary import Genre
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.data import standard_kinds
from gongkai.publishing.media.choices import Platform

#: Code, name.
KINDS = (
    ("profile", "概况"),
    ("news", "政务动态"),
    ("normative", "规范性文件"),
    ("notice", "通知公告"),
    ("meeting", "政府会议"),
    ("budget", "财政预决算"),
    ("work_report", "政府工作报告"),
    ("openness_report", "政府信息公开年报"),
    ("tender", "招标投标"),
    ("project", "重大建设项目"),
    ("interpretation", "政策解读"),
    ("guide", "办事指南"),
    ("list", "权责清单"),
    ("service", "公共服务事项"),
    ("enforcement", "行政执法公示"),
    ("plan", "规划计划"),
    ("statistic", "统计信息"),
    ("personnel", "人事信息"),
    ("emergency", "应急管理"),
    ("proposal", "建议提案办理"),
    ("land", "征地拆迁"),
    ("welfare", "社会公益事业"),
    ("bulletin", "网站内容保障通报"),
    ("disclosure_guide", "公开指南"),
    ("openness_rules", "公开制度"),
    ("site_page", "网站说明"),
)

#: What a kind is besides its name (``catalogue.actions.KindFields``).
SETTINGS: dict[str, dict[str, Any]] = {
    **{
        code: {"details": tuple(standard_kinds()[code]["details"])}
        for code in ("proposal", "disclosure_guide", "site_page", "openness_report")
    },
    "normative": {
        "has_validity": True,
        "is_policy": True,
        "note": "规章由设区的市以上制定，本区规章数固定为 0，文件一律登记为规范性文件。",
    },
}

#: 主题分类 as printed and 体裁分类 of what is always of one class or one form.
CLASSES = {
    "budget": "财政、金融、审计\\财政",
    "openness_report": "综合政务\\政务公开",
    "work_report": "综合政务\\其他",
    "statistic": "国民经济管理、国有资产监管\\统计",
    "personnel": "劳动、人事、监察\\人事工作",
    "emergency": "综合政务\\应急管理",
}
GENRES = {"normative": Genre.NOTICE, "work_report": Genre.REPORT, "openness_report": Genre.REPORT}

KEY_AREAS = (
    ("budget", "财政预决算"),
    ("resources", "公共资源配置"),
    ("project", "重大建设项目批准和实施"),
    ("land", "征地补偿"),
    ("relief", "社会救助和社会福利"),
    ("education", "教育"),
    ("health", "医疗卫生"),
    ("housing", "住房保障"),
    ("environment", "环境保护"),
    ("safety", "安全生产"),
)


@dataclass(frozen=True)
class Shelf:
    """A column to open; its parent comes before it."""

    slug: str
    name: str
    group: ColumnGroup
    parent: str = ""
    description: str = ""
    #: Codes of the kinds that may stand here.
    kinds: tuple[str, ...] = ()


_P, _N, _C = ColumnGroup.PROFILE, ColumnGroup.NEWS, ColumnGroup.CATALOGUE
COLUMNS = (
    Shelf("overview", "概况", _P, description="区情、领导分工和机构职能", kinds=("profile",)),
    Shelf("institutions", "机构职能", _P, "overview", kinds=("profile",)),
    Shelf("news", "政务动态", _N, description="管委会、部门和镇村的工作动态", kinds=("news",)),
    Shelf("news-departments", "部门动态", _N, "news", kinds=("news",)),
    Shelf("news-towns", "镇村动态", _N, "news", kinds=("news",)),
    Shelf("notices", "通知公告", _C, description="公告、公示、通告和政府采购信息", kinds=("notice",)),
    Shelf("documents", "政策文件", _C, description="管委会和各部门的规范性文件", kinds=("normative",)),
    Shelf("interpretations", "政策解读", _C, "documents", kinds=("interpretation",)),
    Shelf("meetings", "政府会议", _C, kinds=("meeting",)),
    Shelf("budgets", "财政预决算", _C, description="预算、决算、执行情况和绩效", kinds=("budget",)),
    Shelf("public-resources", "公共资源", _C, description="公共资源配置领域信息", kinds=("tender",)),
    Shelf("tendering", "招标采购", _C, "public-resources", kinds=("tender",)),
    Shelf("tender-notices", "招标公告", _C, "tendering", kinds=("tender",)),
    Shelf("award-notices", "中标公告", _C, "tendering", kinds=("tender",)),
    Shelf("projects", "重大建设项目", _C, kinds=("project",)),
    Shelf("land", "征地拆迁", _C, kinds=("land",)),
    Shelf("guides", "办事指南", _C, description="依据、条件、材料、流程和时限", kinds=("guide",)),
    Shelf("powers", "权责清单", _C, kinds=("list",)),
    Shelf("services", "公共服务事项", _C, kinds=("service",)),
    Shelf("enforcement", "行政执法公示", _C, kinds=("enforcement",)),
    Shelf("welfare", "社会公益事业", _C, kinds=("welfare",)),
    Shelf("plans", "规划计划", _C, kinds=("plan",)),
    Shelf("statistics", "统计信息", _C, kinds=("statistic",)),
    Shelf("personnel", "人事信息", _C, kinds=("personnel",)),
    Shelf("emergency", "应急管理", _C, kinds=("emergency",)),
    Shelf("proposals", "建议提案办理", _C, kinds=("proposal",)),
    Shelf("work-reports", "政府工作报告", _C, kinds=("work_report",)),
    Shelf("annual-reports", "年报", _C, description="政府信息公开工作年度报告", kinds=("openness_report",)),
    Shelf(
        "openness",
        "公开指南和制度",
        _C,
        description="各单位的公开指南、公开制度和本站说明",
        kinds=("disclosure_guide", "openness_rules", "site_page"),
    ),
    Shelf("bulletins", "网站内容保障通报", _C, kinds=("bulletin",)),
)

#: Code, platform, name, code of the unit.
MEDIA = (
    ("weibo-zone", Platform.WEIBO, "高栏港发布（示例）", "100"),
    ("weibo-safety", Platform.WEIBO, "高栏港安监（示例）", "108"),
    ("wechat-zone", Platform.WECHAT, "高栏港政务（示例）", "100"),
    ("wechat-nanshui", Platform.WECHAT, "南水镇（示例）", "201"),
    ("wechat-pingsha", Platform.WECHAT, "平沙镇（示例）", "202"),
)
