"""Screening a text before it goes out, and deciding about what was found (条例 art. 15; 个人信息保护法 art. 34).

The trail says of what kind something was, where and what was decided; never what stood there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.core.html import safe_html
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted
from gongkai.base.files.queries import bare_name
from gongkai.publishing.catalogue.policies import answers, check_line

from .. import choices, policies
from ..choices import Decision, FindingKind, Place
from ..models import Attachment, InformationItem, Screening, ScreeningFinding
from ..policies import check_fits, check_names_nobody
from ..queries import (
    Edit,
    Found,
    Source,
    Words,
    counted,
    covered,
    found_in,
    load_words,
    rewritten_html,
    rewritten_plain,
    sources_of,
    texts_digest,
)

LONGEST_REASON, LONGEST_NEW = 200, 300


@dataclass(frozen=True)
class Verdict:
    """What was decided about one finding: to mask it, to put ``words`` in its place, or to keep it for the reason ``words``."""

    finding: int
    decision: Decision
    words: str = ""


@transaction.atomic
def screen(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Read every text and file of the item that changed since it was last read, and keep what was found to be decided.

    What is found again keeps its decision; what no longer stands there is gone. Called by every act that changes a draft.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    words = load_words()
    sources = sources_of(item, words)
    digests = {source.key: source.digest for source in sources}
    screening = Screening.objects.filter(item=item).first()
    before = screening.digests if screening else {}
    if screening is not None and before == digests:
        return item
    standing: dict[str, list[ScreeningFinding]] = defaultdict(list)
    for finding in item.findings.standing():
        standing[f"{finding.place}:{finding.part}"].append(finding)
    new: list[ScreeningFinding] = []
    for source in sources:
        if before.get(source.key) != source.digest:
            new += _compare(item, source, words, standing.pop(source.key, []), by=by, now=now)
        else:
            standing.pop(source.key, None)
    for left in standing.values():
        _leave(left, by=by, now=now)
    ScreeningFinding.objects.bulk_create(new, batch_size=200)
    Screening.objects.update_or_create(item=item, defaults={"screened_at": now, "digests": digests})
    if new:
        reason = counted([(finding.kind, finding.quantity) for finding in new])
        record(choices.FINDINGS_MADE, item, by=by, at=now, reason=reason)
    return item


@transaction.atomic
def decide(
    item: InformationItem, verdicts: Sequence[Verdict], *, seen: str, by: User, now: datetime
) -> InformationItem:
    """Mask, replace or keep what was found, in one go. ``seen`` is ``texts_digest`` of what the person looked at.

    Refused when the texts are others by now: what stands where they pointed is something else. The text that comes out is screened again.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_decide(by, item, on=localdate(now))
    sources = sources_of(item, load_words())
    if texts_digest(sources) != seen:
        raise Refused(_("这份草稿的文字刚才在别处改动过，已重新筛查，请按现在的文字处理；您填的内容没有保存。"))
    if not verdicts:
        raise Refused(_("还没有选择怎样处理。"))
    pending = {finding.pk: finding for finding in item.findings.pending().select_for_update()}
    edits: dict[str, list[tuple[ScreeningFinding, str]]] = defaultdict(list)
    decided: list[ScreeningFinding] = []
    by_key = {source.key: source for source in sources}
    for verdict in verdicts:
        finding = pending.pop(verdict.finding, None)
        if finding is None:
            raise Refused(_("有一处已经处理过或不在文中，请刷新后再处理。"))
        key = f"{finding.place}:{finding.part}"
        new = _judge(finding, verdict, by_key[key])
        if new is not None:
            edits[key].append((finding, new))
        finding.decided_by, finding.decided_at = by, now
        decided.append(finding)
    _write(item, by_key, edits)
    item.save()
    for finding in decided:
        finding.save()
    record(
        choices.FINDINGS_DECIDED,
        item,
        by=by,
        at=now,
        reason="；".join(_said(finding) for finding in decided[:20]),
        decided=[[finding.place, finding.kind, finding.decision, finding.quantity] for finding in decided],
    )
    return screen(item, by=by, now=now)


def replace_file(attachment: Attachment, upload: File[bytes], *, name: str, by: User, now: datetime) -> Attachment:
    """Put a corrected file in the place of one of a draft's attachments. Refused when it is not acceptable or is there already."""
    policies.check_can_decide(by, attachment.item, on=localdate(now))
    looked_over = accepted(upload, name=name)
    with transaction.atomic():
        item = InformationItem.objects.select_for_update().get(pk=attachment.item_id)
        policies.check_can_decide(by, item, on=localdate(now))
        attachment = item.attachments.select_related("file").get(pk=attachment.pk)
        kept = keep(looked_over, name=name, by=by, now=now)
        if item.attachments.filter(file=kept).exists():
            raise Refused(_("该文件已在附件中，请上传改正后的文件。"))
        record(choices.ITEM_DETACHED, item, by=by, at=now, sha256=attachment.file.sha256)
        attachment.file, attachment.name = kept, bare_name(name)
        attachment.save(update_fields=["file", "name"])
        record(choices.ITEM_ATTACHED, item, by=by, at=now, sha256=kept.sha256)
        screen(item, by=by, now=now)
    return attachment


def forget_findings(item: InformationItem, *, by: User, now: datetime) -> None:
    """Blank what the findings would know the words again by, once the item is public or closed. Part of that act, which is recorded."""
    item.findings.update(digest="")
    Screening.objects.filter(item=item).update(digests={})


def _compare(
    item: InformationItem,
    source: Source,
    words: Words,
    standing: list[ScreeningFinding],
    *,
    by: User,
    now: datetime,
) -> list[ScreeningFinding]:
    """Find in one text; move what is known to where it stands now, leave what is gone, and return what is new, unsaved."""
    known: dict[tuple[str, str], list[ScreeningFinding]] = defaultdict(list)
    for finding in standing:
        known[finding.kind, finding.digest].append(finding)
    new = []
    for one in found_in(source, words):
        same = known[one.kind, one.digest]
        if same:
            _move(same.pop(0), one)
        else:
            new.append(
                ScreeningFinding(
                    item=item,
                    place=source.place,
                    part=source.part,
                    piece=one.piece,
                    spot=one.spot[:200],
                    start=one.start,
                    end=one.end,
                    kind=one.kind,
                    certain=one.certain,
                    quantity=one.quantity,
                    digest=one.digest,
                    found_at=now,
                )
            )
    _leave([finding for group in known.values() for finding in group], by=by, now=now)
    return new


def _move(finding: ScreeningFinding, one: Found) -> None:
    where = (one.piece, one.spot[:200], one.start, one.end)
    if where != (finding.piece, finding.spot, finding.start, finding.end):
        finding.piece, finding.spot, finding.start, finding.end = where
        finding.save(update_fields=["piece", "spot", "start", "end"])


def _leave(findings: Sequence[ScreeningFinding], *, by: User, now: datetime) -> None:
    for finding in findings:
        finding.present = False
        if finding.decision == Decision.PENDING:
            finding.decision, finding.decided_by, finding.decided_at = Decision.GONE, by, now
        finding.save(update_fields=["present", "decision", "decided_by", "decided_at"])


def _judge(finding: ScreeningFinding, verdict: Verdict, source: Source) -> str | None:
    """Note the decision on the finding; the new words where the text is to be changed, else None."""
    words = verdict.words.strip()
    finding.decision = verdict.decision
    if verdict.decision == Decision.KEPT:
        if not words:
            raise Refused(_("保留%(kind)s须写明理由。") % {"kind": finding.get_kind_display()})
        check_line(words, _("保留的理由"), LONGEST_REASON)
        check_names_nobody(words, _("保留的理由"))
        finding.reason = words
        return None
    if Place(finding.place).is_file:
        raise Refused(_("附件不能在此修改：请写明理由保留，或上传改正后的文件。"))
    finding.present = False
    if verdict.decision == Decision.MASKED:
        return covered(finding, source.pieces[finding.piece][1])
    if verdict.decision == Decision.REPLACED:
        check_line(words, _("改后的文字"), LONGEST_NEW)
        return words
    raise Refused(_("还没有选择怎样处理。"))


def _write(
    item: InformationItem, sources: Mapping[str, Source], edits: Mapping[str, Sequence[tuple[ScreeningFinding, str]]]
) -> None:
    """Change the texts of the item. The body is written once: what is seen of it and what is not."""
    body, unseen = f"{Place.BODY}:body", f"{Place.HIDDEN}:body"
    if body in edits or unseen in edits:
        visible = sources[body].visible
        assert visible is not None
        hidden = _hidden(sources[unseen], edits[unseen]) if unseen in edits else {}
        item.body = safe_html(rewritten_html(visible, _edits(edits.get(body, ())), hidden))
    for key, group in edits.items():
        if key not in (body, unseen):
            visible = sources[key].visible
            assert visible is not None
            _write_plain(item, sources[key], rewritten_plain(visible, _edits(group)))


def _edits(group: Sequence[tuple[ScreeningFinding, str]]) -> list[Edit]:
    return [Edit(finding.start, finding.end, new) for finding, new in group]


def _hidden(source: Source, group: Sequence[tuple[ScreeningFinding, str]]) -> dict[int, str]:
    """The hidden texts that change, by their place, as they shall read."""
    texts = {finding.piece: source.pieces[finding.piece][1] for finding, _new in group}
    for finding, new in sorted(group, key=lambda one: -one[0].start):
        text = texts[finding.piece]
        texts[finding.piece] = text[: finding.start] + new + text[finding.end :]
    return texts


def _write_plain(item: InformationItem, source: Source, text: str) -> None:
    if source.place == Place.FILE_NAME:
        attachment = item.attachments.get(file__sha256=source.part)
        attachment.name = bare_name(text) or attachment.name
        attachment.save(update_fields=["name"])
    elif source.place == Place.DETAIL:
        _change_detail(item, source.part, text)
    elif isinstance(getattr(item, source.part), list):
        setattr(item, source.part, [line.strip() for line in text.split("\n") if line.strip()])
    else:
        check_fits(text.strip(), source.part)
        setattr(item, source.part, text.strip())


def _change_detail(item: InformationItem, name: str, text: str) -> None:
    """Refused when the new text does not answer what the kind asks for there: a number that is no number any more."""
    if item.kind and item.kind.detail(name):
        answers(item.kind, {name: text})
    item.details = [{**detail, "value": text} if detail["name"] == name else detail for detail in item.details]


def _said(finding: ScreeningFinding) -> str:
    said = {
        "place": Place(finding.place).label,
        "kind": FindingKind(finding.kind).label,
        "decision": finding.get_decision_display(),
        "reason": finding.reason,
    }
    if finding.reason:
        return _("%(place)s的%(kind)s%(decision)s（%(reason)s）") % said
    return _("%(place)s的%(kind)s%(decision)s") % said
