"""A name means one thing."""

import pytest

from gongkai.oversight.statistics.queries import Ratio, codes, figure, figure_of, leaves_of, whole


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match=r"a1\.news"):
        figure("a1.news", "又一个", unit="条", definition="重名。")(lambda period, scope: None)


def test_an_unknown_name_is_not_guessed():
    with pytest.raises(LookupError):
        figure_of("a1.newz")


def test_a_total_is_made_of_counts_only():
    with pytest.raises(ValueError, match="counts no records"):
        whole("test.wrong", "错", unit="条", definition="错。", parts=("b.key_areas_share",))


def test_a_percentage_lists_nothing_itself():
    ratios = [code for code in codes() if isinstance(figure_of(code), Ratio)]
    assert ratios
    assert all(list(leaves_of(code)) == [] for code in ratios)


def test_every_figure_says_in_one_sentence_what_it_counts():
    for code in codes():
        definition = str(figure_of(code).definition)
        assert definition.endswith("。"), code
        assert definition.count("。") == 1, code


def test_no_two_figures_share_a_label():
    labels = [str(figure_of(code).label) for code in codes()]
    assert len(labels) == len(set(labels))
