"""What a check says: findings, and the checks that passed."""

from dataclasses import dataclass, field
from enum import Enum

from gongkai.law.report.identities import Severity


class Rule(Enum):
    """Every rule of the checker: its stable id and what it asks. How sure a finding is, is said with the finding."""

    SAME_NAME = ("same-name-two-numbers", "同一指标在两处的数字应当相同")
    TOTAL_SCOPE = ("total-scope", "总数应当写明统计范围，同一范围只有一个总数")
    CATEGORY_LABEL = ("category-label", "表格里的名称与正文的分类名称应当是同一个意思")
    TABLE_IDENTITY = ("table-identity", "表内各数之间的勾稽关系应当成立")
    TABLE_PARTS = ("table-parts", "表内“其中”各项与其总数应当相符")
    CARRIED = ("carried-over", "上年结转数应当等于上一年度报告的结转下年度数")
    IN_FORCE = ("in-force", "现行有效件数应当等于上一年度的加上本年制发、减去本年废止")
    FAMILY = ("sum-of-units", "本级报告的数应当等于所属各单位报告之和")
    PARTS = ("sentence-parts", "正文“其中”各项与其总数应当相符")
    PARTIAL_LIST = ("partial-list", "只列出一部分的各项之和不应超过总数")
    PERCENT_OF_STATED = ("percent-of-stated-ratio", "写明分子分母的百分比应当等于四舍五入的比值")
    PERCENT_IMPOSSIBLE = ("percent-impossible", "百分比应当能由某个整数除以所写的总数得到")
    PERCENT_DENOMINATOR = ("percent-denominator", "百分比应当写明按哪个数计算")
    GROWTH = ("growth", "增长率应当与本年数、上年数相符")
    PAIR = ("due-and-done", "“应办结”与“实际办结”、“已”与“待”应当能够对上")
    FALLING = ("cumulative-falls", "全年数不应小于其中一段时间的数")
    ZERO = ("none-but-counted", "正文说没有，表格却有数")
    NUMBER_FORM = ("document-number-form", "发文字号应当用六角括号〔〕，年份四位，序号不编虚位")
    NUMBER_ISSUER = ("document-number-issuer", "发文字号的机关代字应当与发文机关一致")
    NUMBER_TITLES = ("document-number-titles", "一个发文字号只对应一个标题")
    BLANK_UNIT = ("blank-unit", "设有单位栏的表格，每行都应当填写单位")
    BLANK_CELL = ("blank-cell", "空白不等于零，没有的应当填 0")
    STRUCTURE = ("announced-structure", "开头预告的部分数应当与实际标题相符")
    DEADLINE = ("publication-deadline", "年度报告应当在次年法定期限前公布")
    LOST = ("characters-lost", "疑似网页保存时丢失的字符，不计为问题")

    def __init__(self, id: str, asks: str) -> None:
        self.id = id
        self.asks = asks


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or may be: what the page said, what we computed, and why they do not agree."""

    rule: Rule
    severity: Severity
    where: str
    said: str
    computed: str
    why: str


@dataclass(frozen=True)
class Passed:
    """A check that held, and what it compared."""

    rule: Rule
    where: str
    compared: str


@dataclass
class Outcome:
    """Findings and passed checks, gathered rule by rule. The same finding is said once."""

    findings: list[Finding] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    def find(self, rule: Rule, severity: Severity, where: str, said: str, computed: str, why: str) -> None:
        finding = Finding(rule, severity, where, said, computed, why)
        if finding not in self.findings:
            self.findings.append(finding)

    def hold(self, rule: Rule, where: str, compared: str) -> None:
        passed = Passed(rule, where, compared)
        if passed not in self.passed:
            self.passed.append(passed)

    def take_in(self, other: "Outcome") -> None:
        """Add what another check said."""
        self.findings += other.findings
        self.passed += other.passed

    @property
    def has_hard(self) -> bool:
        return any(finding.severity is Severity.HARD for finding in self.findings)
