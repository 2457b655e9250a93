"""Drawings: bar charts a reader understands without colour, as SVG, and any SVG as PNG for files that hold no SVG.

Hatched and blank bars with the number written at the end of each; the same bars give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import typst

from gongkai.base.documents.fonts import fonts_in_use
from gongkai.base.documents.pdf import engine_fonts

_WIDTH, _LEFT, _RIGHT, _BAR, _GAP, _HEAD = 620, 120, 70, 18, 14, 34
_PATTERNS = (
    '<pattern id="now" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/>'
    '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="#1a1a1a" stroke-width="1.6"/></pattern>'
    '<pattern id="before" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/></pattern>'
)
#: Pixels an inch of a drawing as PNG.
_DENSITY = 150


@dataclass(frozen=True)
class Series:
    """A name and a number for each label; None where there is none. A number nobody handed in has no bar."""

    name: str
    values: tuple[int | float | None, ...]


def bar_chart(labels: Sequence[str], series: Sequence[Series], *, unit: str) -> str:
    """Bars under each other, a group for each label, one or two series. The number stands at the end of its bar."""
    largest = max((value for one in series for value in one.values if value), default=0) or 1
    room = _WIDTH - _LEFT - _RIGHT
    step = len(series) * _BAR + _GAP
    height = _HEAD + len(labels) * step + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        f'font-family="Noto Serif CJK SC, SimSun, serif" font-size="14"><defs>{_PATTERNS}</defs>'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    ]
    for place, one in enumerate(series):
        x = _LEFT + place * 130
        parts.append(
            f'{_box(x, 8, 26, 14, place)}<text x="{x + 34}" y="20">{escape(one.name)}（{escape(unit)}）</text>'
        )
    for row, label in enumerate(labels):
        top = _HEAD + row * step
        middle = top + len(series) * _BAR / 2 + 5
        parts.append(f'<text x="{_LEFT - 10}" y="{middle:g}" text-anchor="end">{escape(label)}</text>')
        for place, one in enumerate(series):
            value = one.values[row]
            y = top + place * _BAR
            length = round((value or 0) / largest * room)
            if length:
                parts.append(_box(_LEFT, y + 1, length, _BAR - 3, place))
            told = "" if value is None else f"{value:,}"
            parts.append(f'<text x="{_LEFT + length + 6}" y="{y + 14}">{told}</text>')
    parts.append(f'<path d="M{_LEFT} {_HEAD - 4}V{height - 4}" stroke="#1a1a1a"/></svg>')
    return "".join(parts)


def _box(x: int, y: int, width: int, height: int, place: int) -> str:
    fill = "now" if place == 0 else "before"
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="url(#{fill})" stroke="#1a1a1a"/>'


@lru_cache(maxsize=32)
def as_png(svg: str) -> bytes:
    """An SVG drawn as PNG with the typefaces of our PDFs; the same bytes for the same SVG and fonts."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    compiler = typst.Compiler(source, font_paths=engine_fonts(fonts_in_use()), sys_inputs={"svg": svg})
    drawn = compiler.compile(format="png", ppi=_DENSITY)
    assert isinstance(drawn, bytes)
    return drawn
