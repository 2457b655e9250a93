"""Keeping the list of watched words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import NotAllowed, Refused

from .. import choices, policies
from ..choices import WatchWordKind
from ..models import WatchWord

#: More lines than any office's list; a file beyond it is not a list of words.
MOST_LINES = 20_000


@dataclass(frozen=True)
class WordFields:
    """What is said about a word. ``exceptions`` are longer words that contain it."""

    text: str
    kind: str = WatchWordKind.SENSITIVE
    replacement: str = ""
    exceptions: tuple[str, ...] = ()

    def checked(self) -> WordFields:
        """The same, trimmed. Refused when a part is missing or contradicts another."""
        given = replace(
            self,
            text=self.text.strip(),
            replacement=self.replacement.strip(),
            exceptions=tuple(dict.fromkeys(word.strip() for word in self.exceptions if word.strip())),
        )
        if not given.text:
            raise Refused(_("没有写词。"))
        if given.kind not in WatchWordKind.values:
            raise Refused(_("类别应为“敏感词”或“错词”，不能是“%(kind)s”。") % {"kind": given.kind[:20]})
        policies.check_line(given.text, _("词"), 60)
        policies.check_line(given.replacement, _("应改为"), 60)
        for word in given.exceptions:
            policies.check_line(word, _("例外"), 60)
            if given.text not in word or word == given.text:
                raise Refused(_("例外“%(word)s”应为包含“%(text)s”的更长的词。") % {"word": word, "text": given.text})
        if given.kind == WatchWordKind.WRONG and given.replacement in ("", given.text):
            raise Refused(_("错词须写明应改为什么，且不能与原词相同。"))
        if given.kind == WatchWordKind.SENSITIVE and given.replacement:
            raise Refused(_("敏感词由审核人员逐处判断，不填“应改为”；有固定改法的请列为错词。"))
        return given

    def values(self) -> dict[str, Any]:
        """The model's columns."""
        return {
            "text": self.text,
            "kind": str(self.kind),
            "replacement": self.replacement,
            "exceptions": list(self.exceptions),
        }


@dataclass(frozen=True)
class LineResult:
    """What became of a line of an imported list: ``outcome`` is added, amended, unchanged or refused; ``sentence`` says it in Chinese."""

    line: int
    text: str
    outcome: str
    sentence: str


@transaction.atomic
def add_word(given: WordFields, *, by: User, now: datetime) -> WatchWord:
    """Put a word on the list. Refused when it stands there already, or has been taken off it (then it is restored)."""
    policies.check_can_keep(by, on=localdate(now))
    checked = given.checked()
    known = WatchWord.objects.filter(text=checked.text).first()
    if known is not None:
        raise Refused(_known(known))
    word = WatchWord.objects.create(**checked.values())
    record(choices.WORD_ADDED, word, by=by, at=now, **checked.values())
    return word


@transaction.atomic
def amend_word(word: WatchWord, given: WordFields, *, by: User, now: datetime) -> WatchWord:
    """Say something else about a word; the word itself stays what it is."""
    policies.check_can_keep(by, on=localdate(now))
    word = WatchWord.objects.select_for_update().get(pk=word.pk)
    return _amend(word, replace(given, text=word.text).checked(), by=by, now=now)


@transaction.atomic
def retire_word(word: WatchWord, *, reason: str, by: User, now: datetime) -> WatchWord:
    """Take a word off the list; it stays on record with the reason."""
    policies.check_can_keep(by, on=localdate(now))
    word = WatchWord.objects.select_for_update().get(pk=word.pk)
    if not word.active:
        raise NotAllowed(_("该词已经停用，不必重复操作。"))
    if not reason.strip():
        raise Refused(_("请写明停用的理由。"))
    policies.check_line(reason.strip(), _("理由"), 300)
    word.active = False
    word.save(update_fields=["active"])
    record(choices.WORD_RETIRED, word, by=by, at=now, reason=reason.strip())
    return word


@transaction.atomic
def restore_word(word: WatchWord, *, by: User, now: datetime) -> WatchWord:
    """Put a word back on the list."""
    policies.check_can_keep(by, on=localdate(now))
    word = WatchWord.objects.select_for_update().get(pk=word.pk)
    if word.active:
        raise NotAllowed(_("该词正在使用，不必恢复。"))
    word.active = True
    word.save(update_fields=["active"])
    record(choices.WORD_RESTORED, word, by=by, at=now)
    return word


@transaction.atomic
def import_words(lines: Sequence[tuple[int, WordFields]], *, by: User, now: datetime) -> list[LineResult]:
    """Take in a list (numbers of lines, what they say) and tell of each line what became of it; a bad line keeps out no other.

    A word that was taken off the list on purpose is not brought back by a file. Refused when there are too many lines.
    """
    policies.check_can_keep(by, on=localdate(now))
    if len(lines) > MOST_LINES:
        raise Refused(
            _("一次最多导入 %(most)d 行，该名单有 %(lines)d 行，请分次导入。")
            % {"most": MOST_LINES, "lines": len(lines)}
        )
    known = {word.text: word for word in WatchWord.objects.select_for_update()}
    seen: dict[str, int] = {}
    results, new = [], []
    for line, given in lines:
        try:
            checked = given.checked()
            if checked.text in seen:
                raise Refused(_("与第 %(line)d 行重复。") % {"line": seen[checked.text]})
            seen[checked.text] = line
            word = known.get(checked.text)
            if word is None:
                new.append(WatchWord(**checked.values()))
                outcome, sentence = "added", _("已列入。")
            elif not word.active:
                raise Refused(_known(word))
            elif all(getattr(word, name) == value for name, value in checked.values().items()):
                outcome, sentence = "unchanged", _("词表中已有，内容相同。")
            else:
                _amend(word, checked, by=by, now=now)
                outcome, sentence = "amended", _("词表中已有，按新内容修改。")
        except Refused as refusal:
            outcome, sentence = "refused", str(refusal)
        results.append(LineResult(line, given.text.strip()[:60], outcome, sentence))
    WatchWord.objects.bulk_create(new, batch_size=500)
    record_many(event_of(choices.WORD_ADDED, word, by=by, at=now) for word in new)
    return results


def _amend(word: WatchWord, checked: WordFields, *, by: User, now: datetime) -> WatchWord:
    before = {name: getattr(word, name) for name, value in checked.values().items() if getattr(word, name) != value}
    for name, value in checked.values().items():
        setattr(word, name, value)
    word.save()
    record(choices.WORD_AMENDED, word, by=by, at=now, before=before)
    return word


def _known(word: WatchWord) -> str:
    if word.active:
        return _("“%(word)s”已在词表中。") % {"word": word}
    return _("“%(word)s”曾列入词表，现已停用；需要时请在词表中恢复。") % {"word": word}
