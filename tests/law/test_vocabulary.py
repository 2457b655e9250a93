"""Promises of the closed lists."""

import pytest
from django.utils.functional import Promise

from gongkai.law import vocabulary
from gongkai.law.vocabulary import (
    ApplicantKind,
    Carrier,
    DocumentKind,
    Genre,
    Grouping,
    ReceiptChannel,
    Validity,
    WithholdingGround,
)

LISTS = [
    item
    for item in vars(vocabulary).values()
    if isinstance(item, type) and issubclass(item, vocabulary.TextChoices) and item is not vocabulary.TextChoices
]


@pytest.mark.parametrize("choices", LISTS)
def test_labels_are_translated_late_and_fit_their_column(choices):
    assert all(isinstance(member._label_, Promise) for member in choices)
    assert all(value.isascii() and len(value) <= 32 for value in choices.values)


def test_the_lists_are_as_long_as_the_texts_make_them():
    assert (len(DocumentKind), len(ReceiptChannel), len(ApplicantKind)) == (15, 4, 6)
    assert (len(Carrier), len(Grouping), len(Validity)) == (13, 10, 4)


def test_a_genre_is_a_kind_of_document_or_one_of_two_that_are_none():
    assert dict(Genre.choices).items() - dict(DocumentKind.choices).items() == {
        ("meeting_minutes", "会议纪要"),
        ("other", "其他"),
    }
    assert dict(DocumentKind.choices).items() <= dict(Genre.choices).items()


def test_only_what_is_in_force_applies():
    assert [validity.label for validity in Validity if validity.applies] == ["有效", "已修改"]


def test_every_ground_for_withholding_names_its_article():
    assert {ground.article[:4] for ground in WithholdingGround} == {"第十四条", "第十五条", "第十六条"}


def test_grounds_of_article_16_are_discretionary_and_of_15_a_third_partys():
    for ground in WithholdingGround:
        assert ground.is_discretionary == ground.article.startswith("第十六条")
        assert ground.needs_third_party == ground.article.startswith("第十五条")
