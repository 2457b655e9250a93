"""Which typefaces a PDF is set in: the standard's where the operator installed them, free ones otherwise, and said so.

GB/T 9704-2012 asks for 仿宋, 黑体, 楷体 and 小标宋, none of which may be given away with this software. In their stead
stands Noto CJK (OFL): the system's ``fonts-noto-cjk``, else the files inside the installed package ``mplfonts``, of
which only the two Noto files are used. Files are found by name, so that nothing is asked of ``fc-list``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

SYSTEM_DIRECTORIES = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.fonts"),
    Path("~/.local/share/fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


class FontsMissing(RuntimeError):
    """No Chinese typeface is installed; ``str()`` is a Chinese sentence saying what to install."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One face as typst knows it, and its file; ``substitute`` when the standard asks for another."""

    family: str
    file: Path
    weight: int = 400
    substitute: bool = False


# For each part of the layout: the Chinese name of what the standard asks for, and the files that hold it, with the
# family names inside them, best first.
STANDARD: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "body": (
        "仿宋",
        (
            ("仿宋_gb2312.ttf", "FangSong_GB2312"),
            ("fangsong_gb2312.ttf", "FangSong_GB2312"),
            ("simfang.ttf", "FangSong"),
            ("fangsong.ttf", "FangSong"),
        ),
    ),
    "heading": ("黑体", (("simhei.ttf", "SimHei"),)),
    "kai": (
        "楷体",
        (
            ("楷体_gb2312.ttf", "KaiTi_GB2312"),
            ("kaiti_gb2312.ttf", "KaiTi_GB2312"),
            ("simkai.ttf", "KaiTi"),
            ("kaiti.ttf", "KaiTi"),
        ),
    ),
    "title": (
        "小标宋",
        (
            ("fzxbsjw*.ttf", "FZXiaoBiaoSong-B05S"),
            ("方正小标宋简体.ttf", "FZXiaoBiaoSong-B05S"),
            ("fzxbsk*.ttf", "FZXiaoBiaoSong-B05"),
            ("方正小标宋_gbk.ttf", "FZXiaoBiaoSong-B05"),
        ),
    ),
    # What numbers of pages are set in.
    "song": ("宋体", (("simsun.ttc", "SimSun"), ("simsun.ttf", "SimSun"))),
}
SERIF = (
    ("notoserifcjk-regular.ttc", "Noto Serif CJK SC"),
    ("notoserifcjksc-regular.otf", "Noto Serif CJK SC"),
    ("notoserifsc-regular.otf", "Noto Serif SC"),
)
SERIF_BOLD = (
    ("notoserifcjk-bold.ttc", "Noto Serif CJK SC"),
    ("notoserifcjksc-bold.otf", "Noto Serif CJK SC"),
    ("notoserifsc-bold.otf", "Noto Serif SC"),
)
SANS = (
    ("notosanscjk-regular.ttc", "Noto Sans CJK SC"),
    ("notosanscjksc-regular.otf", "Noto Sans CJK SC"),
    ("notosanssc-regular.otf", "Noto Sans SC"),
)
# mplfonts also carries a SimHei that nobody may pass on: nothing else of that folder is looked at.
FROM_MPLFONTS = ("NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")


@dataclass(frozen=True, slots=True)
class FontPlan:
    """The faces of the layout: body text (仿宋), headings (黑体), second-level headings (楷体), the title (小标宋), page numbers (宋体)."""

    body: Typeface
    heading: Typeface
    kai: Typeface
    title: Typeface
    song: Typeface

    @property
    def faces(self) -> tuple[Typeface, ...]:
        return (self.body, self.heading, self.kai, self.title, self.song)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file needed, once, in a fixed order."""
        return tuple(sorted({face.file for face in self.faces}))

    @property
    def substitutes(self) -> tuple[str, ...]:
        """One Chinese sentence for each face of the standard that is not installed, with what stands in for it."""
        wanted = [name for name, _files in STANDARD.values()]
        return tuple(
            _("未安装%(wanted)s，以 %(used)s 代替。")
            % {"wanted": name, "used": face.family + (" Bold" if face.weight > 400 else "")}
            for name, face in zip(wanted, self.faces, strict=True)
            if face.substitute
        )


def _files(directories: Iterable[Path]) -> dict[str, Path]:
    """Lower-case name → file; of two files with one name the first found counts, folder by folder, in order of path."""
    found: dict[str, Path] = {}
    for directory in directories:
        for file in sorted(directory.expanduser().glob("**/*.[otOT][tT][fFcC]")):
            found.setdefault(file.name.lower(), file)
    return found


def _mplfonts() -> dict[str, Path]:
    """The two Noto files of the installed package, found without importing it (it drags matplotlib)."""
    spec = find_spec("mplfonts")
    folders = [Path(folder) / "fonts" for folder in (spec.submodule_search_locations or ())] if spec else []
    candidates = [folder / name for folder in folders for name in FROM_MPLFONTS]
    return {file.name.lower(): file for file in candidates if file.is_file()}


def _first(files: dict[str, Path], wanted: Iterable[tuple[str, str]]) -> tuple[str, Path] | None:
    for pattern, family in wanted:
        for name in sorted(files):
            if fnmatch(name, pattern):
                return family, files[name]
    return None


@lru_cache(maxsize=8)
def fonts_in_use(directories: tuple[Path, ...] = SYSTEM_DIRECTORIES) -> FontPlan:
    """The faces documents are set in on this machine. Raises ``FontsMissing``; the answer is kept for the process."""
    files = _files(directories)
    packaged = _mplfonts()
    serif = _first(files, SERIF) or _first(packaged, SERIF)
    sans = _first(files, SANS) or _first(packaged, SANS)
    if serif is None or sans is None:
        raise FontsMissing(
            _("没有找到中文字体，不能生成PDF。请安装软件包 fonts-noto-cjk，或执行 pip install --no-deps mplfonts。")
        )
    bold = _first(files, SERIF_BOLD)
    # Without a bold serif, what must differ from the body is set in the sans.
    plain, black = Typeface(*serif, substitute=True), Typeface(*sans, substitute=True)
    marked = Typeface(*bold, weight=700, substitute=True) if bold else black
    substitutes = {"body": plain, "heading": black, "kai": marked, "title": marked, "song": plain}
    chosen: dict[str, Typeface] = {}
    for part, (_name, wanted) in STANDARD.items():
        installed = _first(files, wanted)
        chosen[part] = Typeface(*installed) if installed else substitutes[part]
    return FontPlan(**chosen)
