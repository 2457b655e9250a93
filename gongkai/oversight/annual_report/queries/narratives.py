"""Text with figures in it by name: ``共发布信息{a1.total}条，上年为{a1.total@last}条，{a1.total@growth}。``"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.report.parts import GROWTH, LAST
from gongkai.oversight.statistics.queries import Growth, Ratio, figure_of

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: A counted number somebody typed: it could disagree with the tables. 第12条 and 2018年 are not counts.
_TYPED = re.compile(r"(?<![第\d.,〔])\d[\d,]*(?:\.\d+)?\s*(?:条|件|宗|人次|元|万元|%|％|个百分点)")
_SUBHEADING = "## "


@dataclass(frozen=True)
class Section:
    """A section to be written: a heading (empty for the preface) and lines, each a paragraph; ``## `` begins a subheading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph or subheading, cut into words and codes: odd positions of ``pieces`` are codes."""

    is_heading: bool
    pieces: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.pieces[1::2]


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a section, empty ones left out."""
    for raw in text.splitlines():
        stripped = raw.strip()
        if stripped:
            is_heading = stripped.startswith(_SUBHEADING)
            yield Line(is_heading, tuple(_PLACEHOLDER.split(stripped.removeprefix(_SUBHEADING))))


def check_text(text: str) -> None:
    """Refused, with a sentence, for an unknown figure, a stray brace, a number typed by hand, or a percentage standing alone."""
    for line in lines_of(text):
        for word in line.pieces[::2]:
            if "{" in word or "}" in word:
                raise Refused(_("“%(text)s”中的花括号不成对。") % {"text": word.strip()[:40]})
            typed = _TYPED.search(word)
            if typed:
                raise Refused(
                    _("“%(number)s”是手写的数字，可能与附表不一致。请用花括号写明指标代码，由系统填入。")
                    % {"number": typed.group()}
                )
        for code in line.codes:
            _check_figure(code, line)


def _check_figure(code: str, line: Line) -> None:
    base, _at, year = code.partition("@")
    try:
        found = figure_of(base)
    except LookupError:
        raise Refused(_("没有代码为“%(code)s”的指标。") % {"code": code}) from None
    suffix = f"@{year}" if year else ""
    if suffix not in ("", LAST, GROWTH) or (suffix == GROWTH and isinstance(found, Ratio | Growth)):
        raise Refused(
            _("指标“%(code)s”的后缀不对：@last 为上年的数，@growth 为比上年的增减，百分比没有增减。") % {"code": code}
        )
    if line.is_heading:
        raise Refused(_("小标题中不能放指标“%(code)s”。") % {"code": code})
    if suffix == GROWTH:
        needed = {base, base + LAST}
    elif isinstance(found, Ratio):
        needed = {found.numerator + suffix, found.denominator + suffix}
    elif isinstance(found, Growth):
        needed = {found.current + suffix, found.previous + suffix}
    else:
        return
    missing = needed - set(line.codes)
    if missing:
        raise Refused(
            _("百分比“%(code)s”不能单独出现，同一段中还要写明“%(missing)s”。")
            % {"code": code, "missing": "”“".join(sorted(missing))}
        )
