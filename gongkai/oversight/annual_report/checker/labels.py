"""The name of a number: what is counted, freed of who counts, when, and of words every count carries.

A label in a table ("规划类信息更新量") and the words before a number in a sentence ("全年公开规划信息") name the same
count when their cores are equal and their verbs do not contradict each other.
"""

import re
from dataclasses import dataclass

CHANNELS = re.compile(
    r"门户网站|网站|网页|微博|微信|公众号|客户端|新媒体|平台|公报|报纸|电视|广播|电台|热线|专栏|栏目|窗口|大厅|查阅点|公告栏|新闻发布会"
)
_ORGANS = (
    "管理委员会|管委会|人民政府|党政办公室|党政办|办公室|政府|机关|部门|单位|系统|街道|开发区|园区|新区|各镇|区直"
    "|省|市|区|县|旗|州|镇|乡|街|局|委|办|厅|院|村|处|所"
)
_SUBJECT = re.compile(rf"^(?:我|本|全|该|我们)(?:{_ORGANS})*(?:及(?:所属|下属)?(?:{_ORGANS})+)?(?:在|对|向)?")
_LEAD = re.compile(
    r"^(?:截至|截止|至|在|期间|以来|年内|全年|今年|本年度?|年度|当年|度|年|底|末|其中|其|另外?|还|又|分别|依法|依规|及时|主动(?=[受收接])"
    r"|按时|通过系统|累计|总共|共计|合计|总计|共有?|计|已|新(?=[收受接])|了)"
)
_TAIL = re.compile(r"(?:共计|合计|总计|分别|累计|约|共|有|为|是|达到?|计|的|了|:)$")
_VERBS = {
    "publish": "主动公开|公开|发布|公布|更新|刊登|刊发|上传|推送",
    "make": "制发|制定|印发|出台|起草|制作",
    "receive": "受理|收到|接到|接收|接受|新收|登记",
    "finish": "办结|答复|回复|办理|处理|处置|回应|反馈",
}
_VERB_AT_START = {kind: re.compile(rf"^(?:{words})(?:了)?") for kind, words in _VERBS.items()}
_VERB_AT_END = {kind: re.compile(rf"(?:{words})$") for kind, words in _VERBS.items()}
_COMMON_TAIL = re.compile(
    r"(?:总数量?|总量|总计|数量|次数|件数|条数|宗数|数目|信息|事项|案件|类别|情况|类|数|量|的|各?项)$"
)
_NUMBERING = re.compile(
    r"^(?:其中:?|其中)?\s*(?:[((]?[一二三四五六七八九十]{1,3}[)、.)]|[((]?\d{1,2}[)、.)]|[①-⑳])?\s*(?:其中:?)?"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位:)?([^()]{1,6})\)$")

# What narrows a count, so that it is no longer the count whose name follows.
NARROWING = re.compile(
    r"其中|维持|纠错|撤销|驳回|不予|未|部分|逾期|超期|延期|按期|已|待|重点|平均|其他|转办|同意|不属于|败诉|胜诉|因"
)


@dataclass(frozen=True)
class Name:
    """A label taken apart: its core, the kind of verb it carries if any, and the channel it is limited to, if any."""

    core: str
    verb: str | None
    channel: str | None

    def same_count(self, other: "Name") -> bool:
        """Whether two labels name one count: equal cores, no contradicting verbs."""
        agree = self.verb is None or other.verb is None or self.verb == other.verb
        return bool(self.core) and self.core == other.core and agree


def bare(label: str) -> str:
    """A printed label without numbering, "其中" and a unit in brackets."""
    text = _UNIT_IN_BRACKETS.sub("", label.replace(" ", ""))
    return _NUMBERING.sub("", text, count=1).rstrip(":")


def unit_in(label: str) -> str | None:
    """The unit printed in brackets at the end of a column head, if any."""
    match = _UNIT_IN_BRACKETS.search(label.replace(" ", ""))
    return match[1] if match else None


def unled(words: str) -> str:
    """The words before a number without subject, period and counting adverbs at the front and copulas at the end."""
    before = None
    while before != words:
        before = words
        words = _LEAD.sub("", _SUBJECT.sub("", words, count=1), count=1)
        words = _TAIL.sub("", words)
    return words


def name(label: str, *, carried_verb: str | None = None) -> Name:
    """Take a label apart. `carried_verb` is the verb of a list whose first item alone has it."""
    words = unled(bare(label))
    channel = CHANNELS.search(words)
    verb = carried_verb
    for kind, pattern in _VERB_AT_START.items():
        rest = pattern.sub("", words, count=1)
        if rest != words:
            verb, words = kind, rest
            break
    before = None
    while before != words:
        before = words
        words = _COMMON_TAIL.sub("", words)
        for kind, pattern in _VERB_AT_END.items():
            rest = pattern.sub("", words)
            if rest and rest != words:
                verb, words = verb or kind, rest
    return Name(words, verb, channel[0] if channel else None)


def verb_of(label: str) -> str | None:
    """The kind of verb a label begins with ("publish", "make", "receive", "finish"), or None."""
    words = unled(label)
    return next((kind for kind, pattern in _VERB_AT_START.items() if pattern.match(words)), None)
