"""The right files are found on any machine, and what is substituted is said."""

import sys
from importlib.machinery import ModuleSpec

import pytest

from gongkai.base.documents import fonts
from gongkai.base.documents.fonts import FontsMissing, fonts_in_use

NOTO = ("opentype/noto/NotoSerifCJK-Regular.ttc", "opentype/noto/NotoSansCJK-Regular.ttc")


@pytest.fixture(autouse=True)
def no_package(monkeypatch):
    """As on a machine without the font package."""
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    yield
    fonts_in_use.cache_clear()


def place(folder, *names):
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    fonts_in_use.cache_clear()
    return (folder,)


def package(folder, monkeypatch, *names):
    place(folder / "fonts", *names)
    spec = ModuleSpec("mplfonts", None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    monkeypatch.setattr(fonts, "find_spec", lambda name: spec if name == "mplfonts" else None)


def test_the_systems_noto_stands_in_for_all_of_them_and_says_so(tmp_path):
    plan = fonts_in_use(place(tmp_path, *NOTO, "opentype/noto/NotoSerifCJK-Bold.ttc"))
    assert [face.family for face in plan.faces] == ["Noto Serif CJK SC", "Noto Sans CJK SC"] + ["Noto Serif CJK SC"] * 3
    assert [face.weight for face in plan.faces] == [400, 400, 700, 700, 400]
    assert plan.substitutes[0] == "未安装仿宋，以 Noto Serif CJK SC 代替。"
    assert [sentence[:6] for sentence in plan.substitutes] == [
        "未安装仿宋，",
        "未安装黑体，",
        "未安装楷体，",
        "未安装小标宋",
        "未安装宋体，",
    ]


def test_without_a_bold_serif_headings_are_set_in_the_sans(tmp_path):
    plan = fonts_in_use(place(tmp_path, *NOTO))
    assert plan.title.family == plan.kai.family == "Noto Sans CJK SC"


@pytest.mark.parametrize(
    ("name", "part", "family"),
    [
        ("仿宋_GB2312.ttf", "body", "FangSong_GB2312"),
        ("simfang.ttf", "body", "FangSong"),
        ("SIMHEI.TTF", "heading", "SimHei"),
        ("楷体_GB2312.ttf", "kai", "KaiTi_GB2312"),
        ("FZXBSJW.TTF", "title", "FZXiaoBiaoSong-B05S"),
        ("方正小标宋简体.TTF", "title", "FZXiaoBiaoSong-B05S"),
    ],
)
def test_what_the_operator_installs_is_used_and_no_longer_substituted(tmp_path, name, part, family):
    plan = fonts_in_use(place(tmp_path, *NOTO, name))
    assert getattr(plan, part).family == family
    assert len(plan.substitutes) == 4


class TestThePackage:
    def test_serves_where_the_system_has_nothing(self, tmp_path, monkeypatch):
        package(tmp_path / "mplfonts", monkeypatch, "NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")
        plan = fonts_in_use((tmp_path / "empty",))
        assert [file.name for file in plan.files] == ["NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf"]

    def test_gives_only_its_two_noto_files(self, tmp_path, monkeypatch):
        names = (
            "NotoSerifCJKsc-Regular.otf",
            "NotoSansCJKsc-Regular.otf",
            "SimHei.ttf",
            "SourceHanSerifSC-Regular.otf",
        )
        package(tmp_path / "mplfonts", monkeypatch, *names)
        plan = fonts_in_use((tmp_path / "empty",))
        assert plan.heading.family == "Noto Sans CJK SC"
        assert {file.name for file in plan.files} == set(names[:2])

    def test_gives_way_to_the_system(self, tmp_path, monkeypatch):
        package(tmp_path / "mplfonts", monkeypatch, "NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")
        plan = fonts_in_use(place(tmp_path / "system", *NOTO))
        assert {file.suffix for file in plan.files} == {".ttc"}

    def test_is_never_imported(self):
        assert "mplfonts" not in sys.modules


def test_a_machine_without_chinese_fonts_is_told_what_to_install(tmp_path):
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        fonts_in_use((tmp_path,))
