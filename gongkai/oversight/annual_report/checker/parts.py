""" "A, of which B and C" in a sentence: the whole, the parts, and whether the page says that these are all of them."""

import re
from dataclasses import dataclass

from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_OPENING = re.compile(r"其中|包括|分别为|分别是|分为")
_LISTED = re.compile(r"[:,]?(?:其中|包括|分别为|分别是|分为)|:")

#: What the national forms part cases into, and of what kind the whole must be: all of them together are the whole.
_DECLARED = (
    (frozenset({"结果维持", "结果纠正", "其他结果", "尚未审结"}), re.compile(r"复议|诉讼")),
    (
        frozenset({"予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"}),
        re.compile(r"办结|答复|办理结果|处理"),
    ),
)
_OPENS_PART = re.compile(r"^(?:其中[:,]?|包括)")


@dataclass(frozen=True)
class Group:
    """A whole and its parts in one sentence.

    `classified`: the parts are classes ("…类"), or channels by which one application can come only once, so no record is in
    two. `open_ended`: the page says that more parts exist ("等", "主要"). `declared`: they are all the parts the national form has.
    """

    sentence: Sentence
    whole: Mention
    parts: tuple[Mention, ...]
    classified: bool
    open_ended: bool
    declared: bool = False

    @property
    def sum(self) -> int:
        return sum(part.value or 0 for part in self.parts)

    @property
    def said(self) -> str:
        return f"{self.whole.said}：" + "、".join(part.said for part in self.parts)


def groups(sentence: Sentence) -> list[Group]:
    """The groups of a sentence; a part belongs to the nearest whole before "其中"."""
    counts = [item for item in sentence.mentions if item.value is not None]
    found: list[Group] = []
    for at, first in enumerate(counts[1:], start=1):
        whole = counts[at - 1]
        between = sentence.between(whole, first)
        if not _LISTED.search(between) or not same_unit(whole.unit, first.unit) or whole.rough:
            continue
        if any(whole in group.parts for group in found) and not _OPENING.search(between):
            continue
        parts = [first]
        for item in counts[at + 1 :]:
            if not same_unit(item.unit, first.unit) or not _goes_on(sentence, parts[-1], item):
                break
            parts.append(item)
        if not any(part.rough for part in parts):
            found.append(_group(sentence, whole, tuple(parts), between))
    return found


def _goes_on(sentence: Sentence, last: Mention, item: Mention) -> bool:
    between = sentence.between(last, item)
    if _OPENING.search(between) or ":" in between:
        return False
    if item.joint == "、":
        return True
    if any(_called(last) in parts and _called(item) in parts for parts, _whole in _DECLARED):
        return True
    a, b = labels.unled(last.label), labels.unled(item.label)
    return bool(a and b) and (a[-2:] == b[-2:] or (a[-1] == b[-1] == "类") or a[:2] == b[:2])


def _group(sentence: Sentence, whole: Mention, parts: tuple[Mention, ...], between: str) -> Group:
    words = [labels.unled(part.label) for part in parts]
    classes = all(word.endswith("类") for word in words)
    applications = labels.unled(whole.label).endswith("申请") and all(_by_channel(word) for word in words)
    after = sentence.text[parts[-1].end :]
    open_ended = after.startswith("等") or "主要" in between or "包括" in between
    declared = any(
        {_called(part) for part in parts} == named and len(parts) == len(named) and kind.search(whole.label)
        for named, kind in _DECLARED
    )
    known = len(parts) > 1 and (classes or applications or declared)
    return Group(sentence, whole, parts, known, open_ended, declared)


def _called(item: Mention) -> str:
    return _OPENS_PART.sub("", item.label).rstrip("的有为共")


def _by_channel(word: str) -> bool:
    return bool(re.search(r"(?:当面|窗口|网上|网络|信函|邮寄|传真|电话|电子邮件|邮箱).*申请$", word))
