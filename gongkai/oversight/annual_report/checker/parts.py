""" "A, of which B and C" in a sentence: the whole, the parts, and whether the page says that these are all of them."""

import re
from dataclasses import dataclass

from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_OPENING = re.compile(r"其中|包括|分别为|分别是|分为")
_LISTED = re.compile(r"[:,]?(?:其中|包括|分别为|分别是|分为)|:")


@dataclass(frozen=True)
class Group:
    """A whole and its parts in one sentence.

    `classified`: the parts are classes ("…类"), or channels by which one application can come only once, so no record is in
    two. `open_ended`: the page says that more parts exist ("等", "主要").
    """

    sentence: Sentence
    whole: Mention
    parts: tuple[Mention, ...]
    classified: bool
    open_ended: bool

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
    a, b = labels.unled(last.label), labels.unled(item.label)
    return bool(a and b) and (a[-2:] == b[-2:] or (a[-1] == b[-1] == "类") or a[:2] == b[:2])


def _group(sentence: Sentence, whole: Mention, parts: tuple[Mention, ...], between: str) -> Group:
    words = [labels.unled(part.label) for part in parts]
    classes = all(word.endswith("类") for word in words)
    applications = labels.unled(whole.label).endswith("申请") and all(_by_channel(word) for word in words)
    after = sentence.text[parts[-1].end :]
    open_ended = after.startswith("等") or "主要" in between or "包括" in between
    return Group(sentence, whole, parts, len(parts) > 1 and (classes or applications), open_ended)


def _by_channel(word: str) -> bool:
    return bool(re.search(r"(?:当面|窗口|网上|网络|信函|邮寄|传真|电话|电子邮件|邮箱).*申请$", word))
