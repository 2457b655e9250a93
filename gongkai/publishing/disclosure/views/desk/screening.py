"""What the screening found, shown where it stands, each with its three choices. Works with the keyboard and without a script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refusal

from ... import actions, policies, queries
from ...choices import Decision, FindingKind, Place
from ...models import Screening, ScreeningFinding
from .screens import ItemScreen, item_url

#: Characters shown on either side of a finding in a file, and findings shown of one file.
AROUND = 24
SHOWN = 100


@dataclass
class Section:
    """One text with its findings marked, or one file with the places where something stands."""

    label: str
    content: SafeString = field(default_factory=lambda: mark_safe(""))
    is_body: bool = False
    places: list[tuple[str, SafeString]] = field(default_factory=list)
    sentence: str = ""
    more: int = 0
    file_url: str = ""
    replace_url: str = ""


class ItemScreening(ItemScreen):
    """The item's texts with what was found in them."""

    template_name = "disclosure/screening.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": item_url("item", self.item), "label": str(self.item)}
        return [*self.breadcrumbs_items, here, {"url": "", "label": _("发布前筛查")}]

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Decide, or read the texts again with the lists as they are now."""
        try:
            if "again" in request.POST:
                policies.check_can_decide(self.user, self.item, on=self.today)
                actions.screen(self.item, by=self.user, now=self.now)
                return redirect(item_url("screening", self.item))
            verdicts = _verdicts(request.POST, list(self.item.findings.pending()))
            seen = request.POST.get("seen", "")
            item = actions.decide(self.item, verdicts, seen=seen, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            self.item.refresh_from_db()
            return self.page(status=409, given=request.POST)
        left = item.findings.pending().count()
        said = _("已保存，还有 %(left)d 处待处理。") % {"left": left} if left else _("已全部处理，可以送审了。")
        messages.success(request, said)
        return redirect(item_url("screening" if left else "item", item))

    def page(self, status: int = 200, given: QueryDict | None = None) -> HttpResponse:
        """The screen, with what was typed before a refusal."""
        item = self.item
        words = queries.load_words()
        sources = queries.sources_of(item, words)
        screening = Screening.objects.filter(item=item).first()
        refusal = policies.can(policies.check_can_decide, self.user, item, on=self.today)
        standing: dict[str, list[ScreeningFinding]] = defaultdict(list)
        for finding in item.findings.standing():
            standing[f"{finding.place}:{finding.part}"].append(finding)
        pending = [one for group in standing.values() for one in group if one.decision == Decision.PENDING]
        drawer = _Drawer(words, given if given is not None else QueryDict(), may_decide=not refusal)
        digests = screening.digests if screening else {}
        keyed = {source.key: source for source in sources}
        sections = []
        for source in sources:
            # A text changed since it was screened is shown as it is: no mark would stand where it should.
            found = standing[source.key] if digests.get(source.key) == source.digest else []
            if found or source.place in (Place.BODY, Place.FILE) or source.part == "title":
                if source.place == Place.HIDDEN:
                    continue
                unseen = keyed.get(f"{Place.HIDDEN}:body") if source.place == Place.BODY else None
                hidden = standing[unseen.key] if unseen and digests.get(unseen.key) == unseen.digest else []
                sections.append(self.section(source, found, hidden, sources, drawer))
        return self.show(
            status=status,
            item=item,
            sections=sections,
            refusal=refusal,
            stale=bool(sources) and not queries.is_current(item, sources),
            seen=queries.texts_digest(sources),
            counted=queries.counted([(one.kind, one.quantity) for one in pending]),
            pending=sum(one.quantity for one in pending),
            alike=[] if refusal else drawer.alike(pending),
            past=item.findings.filter(decision__in=(Decision.MASKED, Decision.REPLACED, Decision.KEPT)).select_related(
                "decided_by"
            ),
            names=queries.attachment_names(item),
            back_url=item_url("item", item),
        )

    def section(
        self,
        source: queries.Source,
        found: Sequence[ScreeningFinding],
        hidden: Sequence[ScreeningFinding],
        sources: Sequence[queries.Source],
        drawer: _Drawer,
    ) -> Section:
        """One text of the page."""
        if source.place == Place.FILE and source.attachment is not None:
            return self.file(source, found, drawer)
        assert source.visible is not None
        text = source.pieces[0][1]
        marks = [drawer.mark(finding, text) for finding in found]
        if source.place != Place.BODY:
            return Section(source.label, mark_safe(queries.marked_plain(source.visible, marks)))  # noqa: S308 escaped there
        unseen: dict[int, str] = defaultdict(str)
        pieces = next((other.pieces for other in sources if other.place == Place.HIDDEN), ())
        for finding in hidden:
            unseen[finding.piece] += drawer.unseen(finding, pieces[finding.piece][1])
        content = queries.marked_html(source.visible, marks, unseen)
        return Section(source.label, mark_safe(content), is_body=True)  # noqa: S308 a body is safe HTML

    def file(self, source: queries.Source, found: Sequence[ScreeningFinding], drawer: _Drawer) -> Section:
        """The places of a file where something stands, each with the words around it."""
        assert source.attachment is not None
        stored = source.attachment.file
        section = Section(
            queries.file_label(source.attachment.name, ""),
            file_url=item_url("attachment", self.item, sha256=stored.sha256),
            replace_url=item_url("screening_file", self.item, sha256=stored.sha256) if drawer.may_decide else "",
        )
        pieces = queries.file_pieces(source.attachment) if found else ()
        for finding in found[:SHOWN]:
            if finding.kind == FindingKind.UNREAD:
                extracted = getattr(stored, "extracted_text", None)
                section.sentence = extracted.sentence if extracted else ""
                section.places.append((_("整个文件"), drawer.control(finding, "")))
                continue
            text = pieces[finding.piece][1]
            start, end = max(0, finding.start - AROUND), min(len(text), finding.end + AROUND)
            shown = format_html(
                "{}{}{}{}{}",
                "…" if start else "",
                text[start : finding.start],
                format_html('<mark class="{}">{}</mark>', _mark_class(finding), text[finding.start : finding.end]),
                text[finding.end : end],
                "…" if end < len(text) else "",
            )
            section.places.append((finding.spot, shown + drawer.control(finding, text)))
        section.more = sum(finding.quantity for finding in found[SHOWN:])
        return section


class ScreeningFile(ItemScreen):
    """A corrected file in the place of one of the draft's."""

    def post(self, request: HttpRequest, sha256: str, **kwargs: str) -> HttpResponse:
        attachment = get_object_or_404(self.item.attachments, file__sha256=sha256)
        upload = request.FILES.get("file")
        if upload is None:
            messages.error(request, _("还没有选择改正后的文件。"))
            return redirect(item_url("screening", self.item))
        try:
            actions.replace_file(attachment, upload, name=upload.name or "", by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已换成“%(name)s”，并已重新筛查。") % {"name": upload.name})
        return redirect(item_url("screening", self.item))


class _Drawer:
    """Draws findings: the mark, and behind it what may be decided."""

    def __init__(self, words: queries.Words, given: QueryDict, *, may_decide: bool) -> None:
        self.words, self.given, self.may_decide = words, given, may_decide
        self.number = 0

    def mark(self, finding: ScreeningFinding, text: str) -> queries.Mark:
        opening = format_html('<mark class="{}">', _mark_class(finding))
        return queries.Mark(finding.start, finding.end, opening, "</mark>", self.control(finding, text))

    def unseen(self, finding: ScreeningFinding, text: str) -> str:
        """A hidden text in the open, behind what hides it."""
        shown = format_html(
            '<span class="gk-unseen">{}：{}<mark class="{}">{}</mark>{}</span>',
            finding.spot,
            text[: finding.start],
            _mark_class(finding),
            text[finding.start : finding.end],
            text[finding.end :],
        )
        return shown + self.control(finding, text)

    def control(self, finding: ScreeningFinding, text: str) -> SafeString:
        """What was decided, or the choices."""
        if finding.decision == Decision.PENDING:
            self.number += 1
        chosen = self.given.get(f"decision-{finding.pk}", "")
        said = text[finding.start : finding.end]
        drawn = render_to_string(
            "disclosure/finding.html",
            {
                "finding": finding,
                "number": self.number,
                "may_decide": self.may_decide,
                "is_file": Place(finding.place).is_file,
                "masked": queries.covered(finding, text) if text and finding.kind != FindingKind.WRONG else "",
                "chosen": chosen,
                "new": self.given.get(f"new-{finding.pk}", self.suggestion(finding, said)),
                "reason": self.given.get(f"reason-{finding.pk}", ""),
            },
        )
        return mark_safe(drawn.strip())  # noqa: S308 from a template

    def suggestion(self, finding: ScreeningFinding, said: str) -> str:
        """The right form of a wrong word."""
        if finding.kind != FindingKind.WRONG:
            return ""
        word = next((one.word for one in self.words.found_by.find(said)), "")
        return self.words.known.get(word, ("", ""))[1]

    def alike(self, pending: Sequence[ScreeningFinding]) -> list[tuple[str, str, int, str]]:
        """Kinds that stand in several places: they may be kept for one reason. (kind, label, how many, what was typed)"""
        totals: dict[str, int] = defaultdict(int)
        for finding in pending:
            totals[finding.kind] += 1
        return [
            (kind, str(FindingKind(kind).label), total, self.given.get(f"all-{kind}", ""))
            for kind, total in totals.items()
            if total > 1
        ]


def _mark_class(finding: ScreeningFinding) -> str:
    return "gk-found" if finding.decision == Decision.PENDING else "gk-kept"


def _verdicts(given: QueryDict, pending: Sequence[ScreeningFinding]) -> list[actions.Verdict]:
    """What was chosen: of each finding by itself, and of those left over the reason given for all of their kind."""
    verdicts = []
    for key in given:
        value = given.get(key)
        if not key.startswith("decision-") or value not in Decision.values:
            continue
        number = key.removeprefix("decision-")
        decision = Decision(str(value))
        field_name = "reason" if decision == Decision.KEPT else "new"
        words = "" if decision == Decision.MASKED else given.get(f"{field_name}-{number}", "")
        if number.isdecimal():
            verdicts.append(actions.Verdict(int(number), decision, words))
    chosen = {verdict.finding for verdict in verdicts}
    for finding in pending:
        reason = given.get(f"all-{finding.kind}", "").strip()
        if reason and finding.pk not in chosen:
            verdicts.append(actions.Verdict(finding.pk, Decision.KEPT, reason))
    return verdicts
