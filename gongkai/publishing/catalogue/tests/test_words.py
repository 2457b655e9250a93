"""The list of watched words and who keeps it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.actions import (
    WordFields,
    add_word,
    amend_word,
    import_words,
    restore_word,
    retire_word,
)
from gongkai.publishing.catalogue.choices import WatchWordKind
from gongkai.publishing.catalogue.models import WatchWord
from gongkai.publishing.catalogue.queries import watch_words

pytestmark = pytest.mark.django_db
WRONG = WordFields("帐号", WatchWordKind.WRONG, "账号")


def test_a_word_on_the_list_is_looked_for_until_it_is_retired(openness_officer, now):
    by = {"by": openness_officer, "now": now}
    word = add_word(WRONG, **by)
    assert [(each.text, each.replacement) for each in watch_words()] == [("帐号", "账号")]
    retire_word(word, reason="改由校对处理", **by)
    assert not watch_words().exists()
    with pytest.raises(NotAllowed, match="已经停用"):
        retire_word(word, reason="再停", **by)
    restore_word(word, **by)
    assert watch_words().get() == word
    assert [event.kind for event in Event.objects.about(word)] == ["word.added", "word.retired", "word.restored"]


def test_a_right_form_that_contains_the_word_spares_it(openness_officer, now):
    given = WordFields("法人", WatchWordKind.WRONG, "法定代表人", ("企业法人", "法人单位"))
    assert add_word(given, by=openness_officer, now=now).spared == ["企业法人", "法人单位"]
    given = WordFields("截止", WatchWordKind.WRONG, "截止日期")
    assert add_word(given, by=openness_officer, now=now).spared == ["截止日期"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (WordFields("  "), "没有写词"),
        (WordFields("帐", WatchWordKind.WRONG), "须写明应改为什么"),
        (WordFields("帐", WatchWordKind.WRONG, "帐"), "须写明应改为什么"),
        (WordFields("帐", WatchWordKind.WRONG, "账", ("蚊子",)), "包含“帐”的更长的词"),
        (WordFields("帐", WatchWordKind.WRONG, "账", ("帐",)), "包含“帐”的更长的词"),
        (WordFields("密件", replacement="文件"), "敏感词由审核人员逐处判断"),
        (WordFields("密件", "nonsense"), "类别应为"),
        (WordFields("密" * 61), "词有 61 字，最多 60 字"),
        (WordFields("密\u200b件"), "不可见"),
    ],
)
def test_a_word_that_means_nothing_is_refused_with_a_sentence(given, sentence, openness_officer, now):
    with pytest.raises(Refused, match=sentence):
        add_word(given, by=openness_officer, now=now)
    assert not WatchWord.objects.exists()


def test_only_the_governments_openness_office_keeps_the_list(drafter, approver, auditor, appoint, town, now):
    word = WatchWord.objects.create(text="密件", kind="sensitive")
    for user in (drafter, approver, auditor, appoint(Role.OPENNESS_OFFICE, town)):
        for act in (
            lambda by: add_word(WRONG, by=by, now=now),
            lambda by: amend_word(word, WRONG, by=by, now=now),
            lambda by: retire_word(word, reason="无", by=by, now=now),
            lambda by: restore_word(word, by=by, now=now),
            lambda by: import_words([(1, WRONG)], by=by, now=now),
        ):
            with pytest.raises(NotAllowed, match="本级政务公开工作机构"):
                act(user)
    assert [each.text for each in watch_words()] == ["密件"]


def test_an_imported_list_tells_of_every_line_what_became_of_it(openness_officer, now, django_assert_max_num_queries):
    by = {"by": openness_officer, "now": now}
    add_word(WRONG, **by)
    add_word(WordFields("密件"), **by)
    retire_word(add_word(WordFields("旧词"), **by), reason="误报太多", **by)
    lines = [
        (2, WordFields("新词")),
        (3, WRONG),
        (5, WordFields("密件", exceptions=("涉密件",))),
        (6, WordFields("旧词")),
        (7, WordFields("新词")),
        (8, WordFields("", WatchWordKind.WRONG)),
    ]
    results = import_words(lines, **by)
    assert [(each.line, each.outcome) for each in results] == [
        (2, "added"),
        (3, "unchanged"),
        (5, "amended"),
        (6, "refused"),
        (7, "refused"),
        (8, "refused"),
    ]
    assert "停用" in results[3].sentence
    assert "与第 2 行重复" in results[4].sentence
    assert {word.text for word in watch_words()} == {"帐号", "密件", "新词"}
    assert Event.objects.filter(kind="word.added", object_name="新词").count() == 1
    with django_assert_max_num_queries(15):
        import_words([(n, WordFields(f"词{n}")) for n in range(400)], **by)


def test_the_ledger_holds_no_wrong_word_without_its_right_form():
    for values in (
        {"kind": "wrong"},
        {"kind": "sensitive", "replacement": "文"},
        {"kind": "wrong", "replacement": "词"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WatchWord.objects.create(text="词", **values)
