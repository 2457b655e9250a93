from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare
from gongkai.law.vocabulary import Role


class ColumnGroup(TextChoices):
    """The three rows of table one that count portal items (Guangdong short form, report years to 2018)."""

    PROFILE = "profile", _("概况类信息")
    NEWS = "news", _("政务动态类信息")
    CATALOGUE = "catalogue", _("信息公开目录信息")


class WatchWordKind(TextChoices):
    """What is the matter with a watched word: a person decides about it, or it has one right form."""

    SENSITIVE = "sensitive", _("敏感词")
    WRONG = "wrong", _("错词")


COLUMN_OPENED = declare("column.opened", _("{by}开设了栏目“{object}”"))
KIND_DEFINED = declare("kind.defined", _("{by}登记了信息种类“{object}”"))
KEY_AREA_DEFINED = declare("key_area.defined", _("{by}登记了重点领域“{object}”"))
WORD_ADDED = declare("word.added", _("{by}将“{object}”列入监测词表"))
WORD_AMENDED = declare("word.amended", _("{by}修改了监测词“{object}”"))
WORD_RETIRED = declare("word.retired", _("{by}停用了监测词“{object}”：{reason}"))
WORD_RESTORED = declare("word.restored", _("{by}恢复了监测词“{object}”"))


class DetailType(TextChoices):
    """What may be entered in a field of a kind's own."""

    TEXT = "text", _("一行文字")
    LONG = "long", _("多行文字")
    DATE = "date", _("日期")
    CHOICE = "choice", _("单选")
    NUMBER = "number", _("数字")
    YES_NO = "yes_no", _("是否")


#: Fields of an item a kind may require besides title, kind, column and formed date, which every item has.
REQUIRABLE = {
    "document_number": _("发文字号"),
    "summary": _("内容概述"),
    "theme": _("主题分类"),
    "genre": _("体裁分类"),
    "grouping": _("组配分类"),
    "keywords": _("主题词"),
    "effective_date": _("施行日期"),
    "lapse_date": _("有效期至"),
    "source_name": _("来源"),
    "key_areas": _("重点领域"),
    "attachments": _("附件"),
}

#: Who may consent to an item: every level is one of these.
REVIEWING = (Role.APPROVER, Role.OPENNESS_OFFICE)
ONE_LEVEL = (Role.APPROVER,)
#: 初审、复审、终审.
MOST_LEVELS = 3

#: Kinds the house knows by their codes, because the site has a place for them: 公开指南, 公开制度, 网站说明, 建议提案办理结果.
GUIDE_KIND, RULES_KIND, SITE_PAGE_KIND, PROPOSAL_KIND = "disclosure_guide", "openness_rules", "site_page", "proposal"
#: Where each 网站说明 stands, by the answer that says which page it is.
SITE_PAGES = {"关于本站": "about.html", "联系我们": "contact.html", "使用帮助": "help.html", "隐私说明": "privacy.html"}

KIND_ARRANGED = declare("kind.arranged", _("{by}调整了信息种类“{object}”"))
COLUMN_READDRESSED = declare("column.readdressed", _("{by}改变了栏目“{object}”的网页地址：{reason}"))
REDIRECT_ENTERED = declare("redirect.entered", _("{by}设定了旧地址“{object}”的转接：{reason}"))
REDIRECT_RETIRED = declare("redirect.retired", _("{by}停用了旧地址“{object}”的转接：{reason}"))
COLUMN_ARRANGED = declare("column.arranged", _("{by}调整了栏目“{object}”"))


class PatternKind(TextChoices):
    """``law.index_numbers.Kind`` with the names a clerk knows them by."""

    UNIFIED = "unified", _("统一社会信用代码/年份-序号")
    ORGANISATION = "organisation", _("组织机构代码/年份-序号")
    FILING = "filing", _("备案编号（SY、组织机构代码、来源、年份、序号，共21位）")
    AREA_CLASS = "area_class", _("地区代码-类别-年份-序号")
    LOCAL = "local", _("本地前缀/年份-序号")


class YearOf(TextChoices):
    """``law.index_numbers.YearOf``: which day gives the year of a number."""

    FORMED = "formed", _("成文日期")
    PUBLISHED = "published", _("发布日期")


PATTERN_SET = declare("index_pattern.set", _("{by}设定了{object}"))
PATTERN_CANCELLED = declare("index_pattern.cancelled", _("{by}取消了尚未启用的{object}：{reason}"))


class EntryState(TextChoices):
    """Where an entry of the negative list stands."""

    DRAFT = "draft", _("拟列入")
    IN_FORCE = "in_force", _("有效")
    RETIRED = "retired", _("已移出")


#: An entry is looked at again at least once a year (条例 art. 18).
MOST_MONTHS = 12

ENTRY_PROPOSED = declare("negative_entry.proposed", _("{by}拟将“{object}”列入负面清单"))
ENTRY_AMENDMENT_PROPOSED = declare(
    "negative_entry.amendment_proposed", _("{by}提出修改负面清单条目“{object}”：{reason}")
)
ENTRY_REJECTED = declare("negative_entry.rejected", _("{by}未同意负面清单条目“{object}”的拟稿：{reason}"))
ENTRY_ADOPTED = declare("negative_entry.adopted", _("{by}审定了负面清单条目“{object}”"))
ENTRY_REVIEWED = declare("negative_entry.reviewed", _("{by}复核了负面清单条目“{object}”，继续有效：{reason}"))
ENTRY_RETIRED = declare("negative_entry.retired", _("{by}将“{object}”移出负面清单：{reason}"))
