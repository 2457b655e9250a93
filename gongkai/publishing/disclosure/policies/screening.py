"""Whether everything the screening found is decided, and what may be said about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law import masking

from ..choices import FindingKind, Place, Status
from ..models import InformationItem
from ..queries import (
    Source,
    attachment_names,
    file_label,
    is_current,
    load_words,
    place_label,
    sources_of,
    unrecorded,
)


def check_screened(item: InformationItem) -> None:
    """Nothing found in its texts and files waits for a decision, and nothing stands there that was never put to anybody.

    A text that changed and a word list that changed since are read again here; nothing is written.
    """
    waiting = list(item.findings.pending().select_related("item__kind")[:1])
    if waiting:
        names = attachment_names(item)
        total = sum(item.findings.pending().values_list("quantity", flat=True))
        raise NotAllowed(_refusal(item, place_label(waiting[0], names), waiting[0].kind, total))
    words = load_words()
    sources = sources_of(item, words)
    if is_current(item, sources):
        return
    new = unrecorded(item, sources, words)
    if new:
        source, first = new[0]
        raise NotAllowed(_refusal(item, _place(source, first.spot), first.kind, sum(one.quantity for _s, one in new)))


def check_names_nobody(words: str, name: str) -> None:
    """Refused when words that go into the trail hold a number or an address of a person: the trail is never blanked."""
    if any(finding.certain for finding in masking.find(words)):
        raise Refused(
            _("%(name)s中有居民身份证号码、手机号码等个人信息，请只写明位置和类别，不要写出内容。") % {"name": name}
        )


def _refusal(item: InformationItem, place: str, kind: str, total: int) -> str:
    found = {"place": place, "kind": FindingKind(kind).label, "total": total}
    if item.status == Status.DRAFT:
        if total == 1:
            return _("%(place)s有%(kind)s，尚未处理，不能送审。") % found
        return _("%(place)s有%(kind)s，连同其他共%(total)d处尚未处理，不能送审。") % found
    return _("%(place)s有%(kind)s，共%(total)d处未处理，须退回拟稿人处理后重新送审。") % found


def _place(source: Source, spot: str) -> str:
    if source.place == Place.FILE and source.attachment is not None:
        return file_label(source.attachment.name, spot)
    return f"{source.label}（{spot}）" if spot else source.label
