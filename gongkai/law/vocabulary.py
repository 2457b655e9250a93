"""Every closed list of the house, each taken from the text that closes it.

The one module of the law that knows Django, and of Django only `TextChoices`: rooms take their choices from here, so
a word means the same in every table. Values are what the database stores and never change; labels are Chinese and
translated late. 条例 without a year is the 2019 text (国务院令第711号).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Openness(TextChoices):
    """公开属性: what every piece of government information is given when it is made (条例 art. 2, 13)."""

    PROACTIVE = "proactive", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHELD = "withheld", _("不予公开")


class WithholdingGround(TextChoices):
    """The lawful reasons for not publishing (条例 arts 14, 15, 16). Any other reason is none: art. 13 para. 1."""

    STATE_SECRET = "state_secret", _("依法确定为国家秘密")
    LAW_FORBIDS = "law_forbids", _("法律、行政法规禁止公开")
    THREE_SECURITIES_ONE_STABILITY = (
        "three_securities_one_stability",
        _("公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
    )
    TRADE_SECRET = "trade_secret", _("涉及商业秘密")
    PERSONAL_PRIVACY = "personal_privacy", _("涉及个人隐私")
    INTERNAL_AFFAIRS = "internal_affairs", _("内部事务信息")
    PROCESS = "process", _("过程性信息")
    CASE_FILE = "case_file", _("行政执法案卷信息")

    @property
    def article(self) -> str:
        """The article that grants the ground, in Chinese, as a letter cites it: 第十四条."""
        return WITHHOLDING_ARTICLES[self]

    @property
    def is_discretionary(self) -> bool:
        """Whether the organ *may* withhold rather than *shall* (art. 16: 可以不予公开), so it states its weighing."""
        return self in DISCRETIONARY_GROUNDS

    @property
    def needs_third_party(self) -> bool:
        """Whether a third party's interest is at stake, so that it is asked first (arts 15, 32)."""
        return self in THIRD_PARTY_GROUNDS


WITHHOLDING_ARTICLES: dict[str, str] = {
    WithholdingGround.STATE_SECRET: "第十四条",
    WithholdingGround.LAW_FORBIDS: "第十四条",
    WithholdingGround.THREE_SECURITIES_ONE_STABILITY: "第十四条",
    WithholdingGround.TRADE_SECRET: "第十五条",
    WithholdingGround.PERSONAL_PRIVACY: "第十五条",
    WithholdingGround.INTERNAL_AFFAIRS: "第十六条第一款",
    WithholdingGround.PROCESS: "第十六条第二款",
    WithholdingGround.CASE_FILE: "第十六条第二款",
}
DISCRETIONARY_GROUNDS = frozenset(
    {WithholdingGround.INTERNAL_AFFAIRS, WithholdingGround.PROCESS, WithholdingGround.CASE_FILE}
)
THIRD_PARTY_GROUNDS = frozenset({WithholdingGround.TRADE_SECRET, WithholdingGround.PERSONAL_PRIVACY})


class ReceiptChannel(TextChoices):
    """How an application arrives: the four rows of the national statistics table; art. 31 dates receipt by them."""

    IN_PERSON = "in_person", _("当面申请")
    FAX_PHONE = "fax_phone", _("传真、电话申请")
    NETWORK = "network", _("网络申请")
    LETTER = "letter", _("信函申请")


class ApplicantKind(TextChoices):
    """The six columns of the report's table three (国办公开办函〔2021〕30号): one person, five organisations."""

    NATURAL = "natural", _("自然人")
    BUSINESS = "corp_business", _("商业企业")
    RESEARCH = "corp_research", _("科研机构")
    CHARITY = "corp_charity", _("社会公益组织")
    LEGAL = "corp_legal", _("法律服务机构")
    OTHER = "corp_other", _("其他")


class Outcome(TextChoices):
    """How an application ended: the 21 leaves of table three (国办公开办函〔2021〕30号); ``law.outcomes`` says what each asks for."""

    GRANTED = "granted", _("予以公开")
    PARTIAL = "partial", _("部分公开")
    REFUSE_SECRET = "refuse_secret", _("属于国家秘密")
    REFUSE_LAW = "refuse_law", _("其他法律行政法规禁止公开")
    REFUSE_3S1S = "refuse_3s1s", _("危及“三安全一稳定”")
    REFUSE_THIRD = "refuse_third", _("保护第三方合法权益")
    REFUSE_INTERNAL = "refuse_internal", _("属于三类内部事务信息")
    REFUSE_PROCESS = "refuse_process", _("属于四类过程性信息")
    REFUSE_CASEFILE = "refuse_casefile", _("属于行政执法案卷")
    REFUSE_QUERY = "refuse_query", _("属于行政查询事项")
    UNABLE_NOTHOLD = "unable_nothold", _("本机关不掌握相关政府信息")
    UNABLE_MAKE = "unable_make", _("没有现成信息需要另行制作")
    UNABLE_UNCLEAR = "unable_unclear", _("补正后申请内容仍不明确")
    NOPROC_PETITION = "noproc_petition", _("信访举报投诉类申请")
    NOPROC_REPEAT = "noproc_repeat", _("重复申请")
    NOPROC_PUB = "noproc_pub", _("要求提供公开出版物")
    NOPROC_MASS = "noproc_mass", _("无正当理由大量反复申请")
    NOPROC_CONFIRM = "noproc_confirm", _("要求行政机关确认或重新出具已获取信息")
    OTHER_NOSUPP = "other_nosupp", _("申请人无正当理由逾期不补正")
    OTHER_NOFEE = "other_nofee", _("申请人逾期未按收费通知要求缴纳费用")
    OTHER_OTHER = "other_other", _("其他")


class RequestCategory(TextChoices):
    """诉求类别: what a citizen's request is. They partition what was received: the sum of all seven is the total.

    国办发〔2020〕53号 names 咨询, 求助, 投诉, 举报 and 意见建议; 表扬 and 其他 close the partition in practice.
    """

    INQUIRY = "inquiry", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")
    OTHER = "other", _("其他")


class UnitKind(TextChoices):
    """What a unit is within a zone's government."""

    ZONE = "zone", _("功能区")
    DEPARTMENT = "department", _("部门")
    TOWN = "town", _("镇（街道）")
    VILLAGE = "village", _("村（社区）")


class Role(TextChoices):
    """What a post allows its holder to do; one person may hold posts in several units."""

    DRAFTER = "drafter", _("拟稿人")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    APPROVER = "approver", _("审批人")
    CASE_OFFICER = "case_officer", _("承办人")
    #: 主要负责人 or 分管负责人: answers for what the unit reports (条例 2019 arts 4, 49).
    UNIT_HEAD = "unit_head", _("单位负责人")
    OPENNESS_OFFICE = "openness_office", _("政务公开工作机构")
    SUPERVISOR = "supervisor", _("监督检查人员")
    AUDITOR = "auditor", _("审计人员")


class DocumentKind(TextChoices):
    """公文种类: the fifteen kinds of 党政机关公文处理工作条例 (中办发〔2012〕14号) art. 8, in its order."""

    RESOLUTION = "resolution", _("决议")
    DECISION = "decision", _("决定")
    ORDER = "order", _("命令（令）")
    COMMUNIQUE = "communique", _("公报")
    PROCLAMATION = "proclamation", _("公告")
    PUBLIC_NOTICE = "public_notice", _("通告")
    OPINION = "opinion", _("意见")
    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    REPLY = "reply", _("批复")
    MOTION = "motion", _("议案")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")


class Genre(TextChoices):
    """体裁分类: the form of a document as the metadata of a published document names it.

    The fifteen kinds of 中办发〔2012〕14号 art. 8 with the values of `DocumentKind`; 会议纪要, which only the list of
    thirteen before it had (国发〔2000〕23号 art. 9); and 其他 for what is no 公文 at all (a list, a guide, a table).
    """

    RESOLUTION = "resolution", _("决议")
    DECISION = "decision", _("决定")
    ORDER = "order", _("命令（令）")
    COMMUNIQUE = "communique", _("公报")
    PROCLAMATION = "proclamation", _("公告")
    PUBLIC_NOTICE = "public_notice", _("通告")
    OPINION = "opinion", _("意见")
    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    REPLY = "reply", _("批复")
    MOTION = "motion", _("议案")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")
    MEETING_MINUTES = "meeting_minutes", _("会议纪要")
    OTHER = "other", _("其他")


class Grouping(TextChoices):
    """组配分类: the local grouping beside the national subject classes, ten values; no national text closes it."""

    FUNCTIONS = "functions", _("机构职能")
    POLICIES = "policies", _("政策法规")
    PLANS = "plans", _("规划计划")
    ADMINISTRATION = "administration", _("行政事务")
    PERSONNEL = "personnel", _("人事人才")
    FINANCE = "finance", _("财务审计")
    STATE_ASSETS = "state_assets", _("国资管理")
    STATISTICS = "statistics", _("统计信息")
    CONVENIENCE = "convenience", _("便民信息")
    OTHER = "other", _("其它")


class Validity(TextChoices):
    """有效性: whether a document still applies, marked on its page (国办发〔2017〕47号 asks for the last three).

    EXPIRED ended by its own terms or with its purpose, REPEALED was ended by another document. AMENDED still applies,
    in its new wording.
    """

    IN_FORCE = "in_force", _("有效")
    AMENDED = "amended", _("已修改")
    EXPIRED = "expired", _("失效")
    REPEALED = "repealed", _("废止")

    @property
    def applies(self) -> bool:
        """Whether the document can still be the basis of an act: in force or amended."""
        return self in (Validity.IN_FORCE, Validity.AMENDED)


class Carrier(TextChoices):
    """公开渠道和载体: the thirteen boxes of a standard catalogue (国办发〔2019〕54号), in printed order."""

    WEBSITE = "website", _("政府网站")
    GAZETTE = "gazette", _("政府公报")
    NEW_MEDIA = "new_media", _("两微一端")
    PRESS_CONFERENCE = "press_conference", _("发布会/听证会")
    BROADCAST = "broadcast", _("广播电视")
    PRINT = "print", _("纸质媒体")
    READING_POINT = "reading_point", _("公开查阅点")
    SERVICE_CENTRE = "service_centre", _("政务服务中心")
    SERVICE_STATION = "service_station", _("便民服务站")
    ON_SITE = "on_site", _("入户/现场")
    NOTICE_BOARD = "notice_board", _("社区/企事业单位/村公示栏（电子屏）")
    TARGETED = "targeted", _("精准推送")
    OTHER = "other", _("其他")


class InterpretationForm(TextChoices):
    """解读形式: how a policy is explained (国办发〔2016〕80号 names the media; who explains is told apart in practice)."""

    TEXT = "text", _("文字解读")
    DIAGRAM = "diagram", _("图表图解")
    AUDIO = "audio", _("音频解读")
    VIDEO = "video", _("视频解读")
    ANIMATION = "animation", _("动漫解读")
    QUESTIONS = "questions", _("问答")
    LEADER = "leader", _("负责人解读")
    EXPERT = "expert", _("专家解读")
    PRESS_CONFERENCE = "press_conference", _("新闻发布会")
    OTHER = "other", _("其他")


class PolicyArea(TextChoices):
    """试点领域: the 26 areas whose openness was standardised (国办发〔2019〕54号), each by a guide of its ministry."""

    MAJOR_PROJECTS = "major_projects", _("重大建设项目")
    PUBLIC_RESOURCES = "public_resources", _("公共资源交易")
    BUDGETS = "budgets", _("财政预决算")
    WORK_SAFETY = "work_safety", _("安全生产")
    TAXATION = "taxation", _("税收管理")
    LAND = "land", _("征地补偿")
    HOUSE_EXPROPRIATION = "house_expropriation", _("国有土地上房屋征收与补偿")
    HOUSING = "housing", _("保障性住房")
    RURAL_HOUSES = "rural_houses", _("农村危房改造")
    ENVIRONMENT = "environment", _("生态环境")
    CULTURE = "culture", _("公共文化服务")
    LEGAL_SERVICES = "legal_services", _("公共法律服务")
    POVERTY = "poverty", _("扶贫")
    DISASTERS = "disasters", _("救灾")
    FOOD_AND_DRUGS = "food_and_drugs", _("食品药品监管")
    URBAN_ENFORCEMENT = "urban_enforcement", _("城市综合执法")
    EMPLOYMENT = "employment", _("就业")
    SOCIAL_INSURANCE = "social_insurance", _("社会保险")
    SOCIAL_ASSISTANCE = "social_assistance", _("社会救助")
    OLD_AGE = "old_age", _("养老服务")
    HOUSEHOLDS = "households", _("户籍管理")
    FARM_SUBSIDIES = "farm_subsidies", _("涉农补贴")
    COMPULSORY_EDUCATION = "compulsory_education", _("义务教育")
    HEALTH = "health", _("医疗卫生")
    MUNICIPAL_SERVICES = "municipal_services", _("市政服务")
    PLANNING = "planning", _("城乡规划")
