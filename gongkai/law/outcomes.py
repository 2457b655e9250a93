"""The 21 ways an application can end: the article of each, what must be on record before it may, and which letter tells it.

The leaves are those of the report's table three (国办公开办函〔2021〕30号), so what closes a case is what the table counts. Articles
are those of 条例 2019 and, for what was received before 2019-05-15, of the text of 2007; that text is silent on several
leaves, and what the State Council's office said of them then is cited instead (国办发〔2008〕36号, 国办发〔2010〕5号).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .deadlines import Regulation
from .vocabulary import Outcome


class Group(Enum):
    """The six headings of part three of the table."""

    GRANTED = "予以公开"
    PARTIAL = "部分公开"
    REFUSED = "不予公开"
    UNABLE = "无法提供"
    NOT_PROCESSED = "不予处理"
    OTHER = "其他处理"


class Need(Enum):
    """What must be on record before an application may end so; the value is the sentence that asks for it."""

    REASON = "须写明理由"
    WEIGHING = "须写明可以不予公开的权衡情况"
    CONSULTATION = "须有征求第三方意见的记录，且第三方已答复或者征求期限已满"
    REDACTED_FILE = "须附区分处理后的文件"
    SEARCH_RECORD = "须有检索记录（检索的系统、关键词、档案和询问的人员）"
    NO_CONTENT = "不得保留涉密内容，只记件数和单位"
    AMENDMENT = "须已发出补正通知"
    AMENDMENT_LAPSED = "须补正期限已满而未补正"
    FEE_LAPSED = "须已送达收费通知且缴费期限已满"
    REASONS_ASKED = "须已要求申请人说明理由"
    EARLIER_REPLY = "须写明此前答复的编号或者日期"


class Letter(Enum):
    """The letter that tells the applicant."""

    GRANT = "政府信息公开告知书"
    PARTIAL = "政府信息部分公开告知书"
    REFUSAL = "政府信息不予公开告知书"
    NOT_HELD = "政府信息不存在（不属于本机关公开）告知书"
    UNABLE = "政府信息无法提供告知书"
    NOT_PROCESSED = "不予处理告知书"
    ABANDONED = "视为放弃申请告知书"
    CLOSING = "办理终结告知书"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one leaf asks for. ``article_2007`` is empty where neither the text of 2007 nor a paper under it knows the ground."""

    outcome: Outcome
    group: Group
    article: str
    article_2007: str
    letter: Letter
    needs: frozenset[Need] = frozenset()
    discretionary: bool = False
    #: Arts 14–16: from 2024-01-01 reconsideration comes before a lawsuit (行政复议法 2023 art. 23).
    reconsideration_first: bool = False
    #: Ends without an answer on the matter: the applicant let it drop.
    lapse: bool = False


def _refused(outcome: Outcome, article: str, article_2007: str, *needs: Need, discretionary: bool = False) -> Rule:
    return Rule(
        outcome,
        Group.REFUSED,
        article,
        article_2007,
        Letter.REFUSAL,
        frozenset({Need.REASON, *needs}),
        discretionary,
        reconsideration_first=True,
    )


def _told(group: Group, letter: Letter, outcome: Outcome, article: str, article_2007: str, *needs: Need) -> Rule:
    return Rule(outcome, group, article, article_2007, letter, frozenset({Need.REASON, *needs}))


_2008, _2010 = "国办发〔2008〕36号", "国办发〔2010〕5号"

_RULES = (
    Rule(Outcome.GRANTED, Group.GRANTED, "第三十六条第（一）、（二）项", "第二十一条第（一）项", Letter.GRANT),
    Rule(
        Outcome.PARTIAL,
        Group.PARTIAL,
        "第三十七条",
        "第二十二条",
        Letter.PARTIAL,
        frozenset({Need.REASON, Need.REDACTED_FILE}),
    ),
    _refused(Outcome.REFUSE_SECRET, "第十四条", "第十四条第四款", Need.NO_CONTENT),
    _refused(Outcome.REFUSE_LAW, "第十四条", "第二十一条第（二）项"),
    _refused(Outcome.REFUSE_3S1S, "第十四条", "第八条"),
    _refused(Outcome.REFUSE_THIRD, "第十五条、第三十二条", "第十四条第四款、第二十三条", Need.CONSULTATION),
    _refused(Outcome.REFUSE_INTERNAL, "第十六条第一款", _2010, Need.WEIGHING, discretionary=True),
    _refused(Outcome.REFUSE_PROCESS, "第十六条第二款", _2010, Need.WEIGHING, discretionary=True),
    _refused(Outcome.REFUSE_CASEFILE, "第十六条第二款", "", Need.WEIGHING, discretionary=True),
    _told(Group.REFUSED, Letter.REFUSAL, Outcome.REFUSE_QUERY, "第三十六条第（七）项", ""),
    _told(
        Group.UNABLE,
        Letter.NOT_HELD,
        Outcome.UNABLE_NOTHOLD,
        "第三十六条第（四）、（五）项",
        "第二十一条第（三）项",
        Need.SEARCH_RECORD,
    ),
    _told(Group.UNABLE, Letter.UNABLE, Outcome.UNABLE_MAKE, "第三十八条", _2010),
    _told(Group.UNABLE, Letter.UNABLE, Outcome.UNABLE_UNCLEAR, "第三十条", "第二十一条第（四）项", Need.AMENDMENT),
    _told(Group.NOT_PROCESSED, Letter.NOT_PROCESSED, Outcome.NOPROC_PETITION, "第三十九条第一款", ""),
    _told(
        Group.NOT_PROCESSED,
        Letter.NOT_PROCESSED,
        Outcome.NOPROC_REPEAT,
        "第三十六条第（六）项",
        _2008,
        Need.EARLIER_REPLY,
    ),
    _told(Group.NOT_PROCESSED, Letter.NOT_PROCESSED, Outcome.NOPROC_PUB, "第三十九条第二款", ""),
    _told(Group.NOT_PROCESSED, Letter.NOT_PROCESSED, Outcome.NOPROC_MASS, "第三十五条", "", Need.REASONS_ASKED),
    _told(Group.NOT_PROCESSED, Letter.NOT_PROCESSED, Outcome.NOPROC_CONFIRM, "第三十六条", ""),
    Rule(
        Outcome.OTHER_NOSUPP,
        Group.OTHER,
        "第三十条",
        "第二十一条第（四）项",
        Letter.ABANDONED,
        frozenset({Need.REASON, Need.AMENDMENT, Need.AMENDMENT_LAPSED}),
        lapse=True,
    ),
    Rule(
        Outcome.OTHER_NOFEE,
        Group.OTHER,
        "国办函〔2020〕109号第六条",
        "",
        Letter.ABANDONED,
        frozenset({Need.REASON, Need.FEE_LAPSED}),
        lapse=True,
    ),
    Rule(Outcome.OTHER_OTHER, Group.OTHER, "", "", Letter.CLOSING, frozenset({Need.REASON}), lapse=True),
)

RULES: dict[Outcome, Rule] = {rule.outcome: rule for rule in _RULES}


def rule_of(outcome: Outcome | str) -> Rule:
    """What an outcome asks for (条例 2019 arts 14–16, 30, 35–39; 国办函〔2020〕109号). ValueError for no leaf of the table."""
    return RULES[Outcome(outcome)]


def article_of(outcome: Outcome | str, regulation: Regulation) -> str:
    """The article a letter cites under the text an application follows; empty where that text knows no such ground."""
    rule = rule_of(outcome)
    return rule.article if regulation is Regulation.OF_2019 else rule.article_2007


def is_known_to(outcome: Outcome | str, regulation: Regulation) -> bool:
    """Whether the text knows the ground: several leaves of the table came with 条例 2019 (arts 35, 36(7), 39).

    「其他」 needs no article: it is how an application ends that its applicant took back.
    """
    return outcome == Outcome.OTHER_OTHER or bool(article_of(outcome, regulation))


def needs_of(outcome: Outcome | str, regulation: Regulation) -> frozenset[Need]:
    """What must be on record before an application may end so.

    A weighing is asked for by 条例 2019 art. 16 alone: before it the grounds were no ground of the text at all.
    """
    needs = rule_of(outcome).needs
    return needs if regulation is Regulation.OF_2019 else needs - {Need.WEIGHING}
