"""What stands in an item that should not be published unseen, read from its texts and files as they are now."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.base.files.choices import TextState
from gongkai.base.files.models import ExtractedText
from gongkai.law import masking

from ..choices import Decision, FindingKind, Place
from ..models import Attachment, InformationItem, Screening, ScreeningFinding
from .sources import Source, Words, field_label, file_label, keyed, seen

#: How many findings of one file stand in rows of their own; the rest of each kind stands in one more.
MOST_IN_A_FILE = 200
#: Between the pieces of a file when they are searched together: it ends every number, word and address.
_GAP = "\n\x1f\n"
#: What joins a number to an address of a page: parted, so that the number is looked at.
_LINK_SIGNS = str.maketrans(dict.fromkeys("/_=&?#;", " "))


@dataclass(frozen=True, slots=True)
class Found:
    """Something found now. ``digest`` knows the same words again without saying them."""

    kind: FindingKind
    piece: int
    spot: str
    start: int
    end: int
    certain: bool
    digest: str
    quantity: int = 1


def found_in(source: Source, words: Words) -> list[Found]:
    """What stands in one text, in its order; of a file also that nobody could read all of it."""
    if source.attachment is not None and source.place == Place.FILE:
        return _found_in_file(source.attachment, words)
    return [one for number, (spot, text) in enumerate(source.pieces) for one in _search(text, words, number, spot)]


def is_current(item: InformationItem, sources: Sequence[Source]) -> bool:
    """Whether the item was screened as it is now, with the lists as they are now."""
    screening = Screening.objects.filter(item=item).first()
    return screening is not None and screening.digests == {source.key: source.digest for source in sources}


def unrecorded(item: InformationItem, sources: Sequence[Source], words: Words) -> list[tuple[Source, Found]]:
    """What stands in the item now and was never put to anybody: a text was changed, or a list."""
    new: list[tuple[Source, Found]] = []
    for source in sources:
        known = Counter(
            ScreeningFinding.objects.standing()
            .filter(item=item, place=source.place, part=source.part)
            .values_list("kind", "digest")
        )
        for one in found_in(source, words):
            if known[one.kind, one.digest]:
                known[one.kind, one.digest] -= 1
            else:
                new.append((source, one))
    return new


def place_label(finding: ScreeningFinding, names: dict[str, str]) -> str:
    """Where a finding stands, for a person: 标题, 正文, 附件“名单.xlsx”的工作表“名单”B7. ``names`` are the attachments' by SHA-256."""
    if finding.place == Place.FILE:
        return file_label(names.get(finding.part, ""), finding.spot)
    if finding.place == Place.FILE_NAME:
        return _("附件名称")
    if finding.place == Place.FIELD:
        return field_label(finding.part)
    if finding.place == Place.DETAIL:
        labels = {detail["name"]: detail["label"] for detail in finding.item.details}
        return str(labels.get(finding.part, Place.DETAIL.label))
    label = Place(finding.place).label
    return f"{label}（{finding.spot}）" if finding.spot else str(label)


def attachment_names(item: InformationItem) -> dict[str, str]:
    """What the item's files are called, by SHA-256."""
    return dict(item.attachments.values_list("file__sha256", "name"))


def counted(kinds: Sequence[tuple[str, int]]) -> str:
    """居民身份证号码1处、手机号码2处: how many of each kind, for the trail; nothing of what was found."""
    totals: Counter[str] = Counter()
    for kind, quantity in kinds:
        totals[kind] += quantity
    return "、".join(
        _("%(kind)s%(count)d处") % {"kind": FindingKind(kind).label, "count": totals[kind]}
        for kind in FindingKind.values
        if totals[kind]
    )


def decided_findings(item: InformationItem) -> list[tuple[str, str, str, int]]:
    """What was kept, and why: (place, kind, reason, quantity) of every finding that still stands in the text."""
    names = attachment_names(item)
    kept = item.findings.standing().filter(decision=Decision.KEPT)
    return [
        (place_label(finding, names), finding.get_kind_display(), finding.reason, finding.quantity) for finding in kept
    ]


def covered(finding: ScreeningFinding, text: str) -> str:
    """What would stand in the finding's place if it were masked; ``text`` is the piece it stands in."""
    said = text[finding.start : finding.end]
    if finding.kind in frozenset(masking.Kind):
        found = masking.Finding(masking.Kind(finding.kind), 0, len(said), said, finding.certain)
        return masking.mask(said, found)
    return "*" * len(said)


def _search(text: str, words: Words, piece: int, spot: str) -> list[Found]:
    said = text.translate(_LINK_SIGNS) if spot else text
    found = [
        Found(FindingKind(str(one.kind)), piece, spot, one.start, one.end, one.certain, keyed(one.text))
        for one in masking.find(said)
    ]
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for word in words.found_by.find(text) if words.known else ():
        if not any(taken[word.start : word.end]):
            kind = FindingKind(words.known[word.word][0])
            found.append(Found(kind, piece, spot, word.start, word.end, True, keyed(word.word)))
    return sorted(found, key=lambda one: one.start)


def _found_in_file(attachment: Attachment, words: Words) -> list[Found]:
    extracted = ExtractedText.objects.filter(file_id=attachment.file_id).first()
    pieces = [(place, seen(text)) for place, text in extracted.parts] if extracted else []
    starts, length = [], 0
    for _place, text in pieces:
        starts.append(length)
        length += len(text) + len(_GAP)
    found = []
    # All pieces at once: a list of names has a hundred thousand cells, and the heading of a column is read with the number beside it.
    for one in _search(_GAP.join(text for _place, text in pieces), words, 0, ""):
        number = bisect_right(starts, one.start) - 1
        place, text = pieces[number]
        start, end = one.start - starts[number], min(one.end - starts[number], len(text))
        if start < end:
            found.append(Found(one.kind, number, place, start, end, one.certain, one.digest))
    if extracted is None or extracted.state != TextState.DONE or extracted.sentence:
        found.append(Found(FindingKind.UNREAD, 0, "", 0, 0, False, keyed(f"unread {attachment.file.sha256}")))
    return _bounded(found)


def _bounded(found: list[Found]) -> list[Found]:
    """The first ones as they are, the rest of each kind in one."""
    kept, rest = found[:MOST_IN_A_FILE], found[MOST_IN_A_FILE:]
    for kind in FindingKind:
        more = [one for one in rest if one.kind == kind]
        if more:
            first = more[0]
            digest = keyed("\n".join(one.digest for one in more))
            kept.append(Found(kind, first.piece, first.spot, first.start, first.end, first.certain, digest, len(more)))
    return kept
