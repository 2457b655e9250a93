"""Which figure of tables two, three and four a number in a sentence is, by the words of ``data/said.toml`` and the labels of the form."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.crossed import Crossed, wording
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_COPULA = re.compile(r"(?:共计|合计|共|的|为|有|:)$")
_ROUGH = re.compile(r"(?:约|将?近|超过?|逾|不足|不到|不低于|不少于|至少|高于|低于|大于|小于)$")
_UNDER = re.compile(r"复议|诉讼")
_SHORTEST_LABEL = 4  # characters; "其他", "总计" name too many things
_OWN_SCOPE = re.compile(r"代表|本级|本机关|办公室|政府办|所属|下属|各部门|各镇")
_MONEY = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_CASES = ("件", "项", "个", "份")


@dataclass(frozen=True)
class Saying:
    """Words for a count, and the sums of figures they may mean, the first of which is what they say."""

    words: re.Pattern[str]
    sums: tuple[tuple[str, ...], ...]
    whole: bool = False
    under: str | None = None
    about: re.Pattern[str] | None = None
    any_year: bool = False
    money: bool = False


@dataclass(frozen=True)
class Denial:
    """Words for none of what the figures count."""

    words: re.Pattern[str]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """A number of a sentence and the sums of the table it may be; `narrow` when its words limit it to some of the bodies that report."""

    sentence: Sentence
    mention: Mention
    value: Decimal
    sums: tuple[tuple[str, ...], ...]
    whole: bool
    narrow: bool


@cache
def sayings() -> tuple[Saying, ...]:
    return tuple(
        Saying(
            re.compile(entry["words"]),
            tuple(map(tuple, entry["sums"])),
            entry.get("whole", False),
            entry.get("under"),
            re.compile(entry["about"]) if "about" in entry else None,
            entry.get("any_year", False),
            entry.get("unit") == "money",
        )
        for entry in _data()["said"]
    )


@cache
def denials() -> tuple[Denial, ...]:
    return tuple(Denial(re.compile(entry["words"]), tuple(entry["figures"])) for entry in _data()["denied"])


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    source = resources.files("gongkai.oversight.annual_report.checker") / "data" / "said.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def bound(report: Report, read: Crossed) -> Iterator[Bound]:
    """Every number of the text that states figures of the tables, rough ones too."""
    for sentence in report.sentences:
        paragraph = "。".join(other.text for other in report.in_paragraph(sentence.paragraph))
        for mention in sentence.mentions:
            if mention.percent is not None or mention.period == "part":
                continue
            words = labels.unled(_ROUGH.sub("", mention.label))
            saying = next((one for one in sayings() if _says(one, sentence, mention, words, paragraph)), None)
            value = _value(mention, money=saying is not None and saying.money)
            if saying is None:
                row = _labelled(sentence, mention, read) if "申请" in paragraph else None
                sums: tuple[tuple[str, ...], ...] = ((row,),) if row else ()
                whole = False
            else:
                sums, whole = saying.sums, saying.whole
            if sums and value is not None:
                yield Bound(sentence, mention, value, sums, whole, whole and bool(_OWN_SCOPE.search(mention.label)))


def _says(saying: Saying, sentence: Sentence, mention: Mention, words: str, paragraph: str) -> bool:
    if not saying.words.fullmatch(words):
        return False
    if not saying.any_year and (mention.period != "year" or mention.aside):
        return False
    if saying.about is not None and not saying.about.search(paragraph):
        return False
    if saying.money != (mention.unit in _MONEY):
        return False
    if not saying.money and not any(same_unit(mention.unit, unit) for unit in _CASES):
        return False
    if saying.under is None:
        return True
    kinds = _UNDER.findall(sentence.text[: mention.start])
    return bool(kinds) and kinds[-1] == saying.under


def _labelled(sentence: Sentence, mention: Mention, read: Crossed) -> str | None:
    """The row of table three whose whole label stands before the number."""
    if mention.period != "year" or not same_unit(mention.unit, "件"):
        return None
    before = wording(_COPULA.sub("", sentence.text[: mention.start]))
    for label, key in _row_labels(read.form.name):
        if before.endswith(label) and key in read.figures:
            return key
    return None


@lru_cache(maxsize=20)
def _row_labels(form: str) -> tuple[tuple[str, str], ...]:
    from gongkai.law.report.formats import load_format

    found = [
        (wording(label), table.figure(row.key, "total"))
        for table in load_format(form).crossed
        if table.key == "t3"
        for row in table.rows
        for label in row.labels
        if len(wording(label)) >= _SHORTEST_LABEL
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def _value(mention: Mention, *, money: bool) -> Decimal | None:
    """The number said, an amount in 万元; None when it is no plain number ("3万余件")."""
    match = re.match(r"\d+(?:\.\d+)?", mention.text)
    if match is None or re.search(r"\d[万亿](?!元)", mention.text):
        return None
    return Decimal(match[0]) * (_MONEY[mention.unit] if money else 1)


def total(read: Crossed, keys: tuple[str, ...]) -> Decimal | None:
    """The sum of figures that were all read; None when one was not or is blank."""
    values = [cell.value if (cell := read.figures.get(key)) else None for key in keys]
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if len(known) == len(values) else None
