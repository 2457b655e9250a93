"""An item among others: its versions side by side, its relations, its interpretation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refusal, Refused
from gongkai.law.vocabulary import InterpretationForm

from ... import actions, forms, queries
from ...choices import RelationKind, Status
from ...models import InformationItem, Interpretation, ItemVersion, Relation
from .files import download
from .reading import ItemDetail
from .screens import ItemScreen, item_url

#: What the parts of the canonical document are called on the screen.
FACTS = {
    "title": _("标题"),
    "unit": _("公开单位"),
    "kind": _("信息种类"),
    "column": _("栏目"),
    "key_areas": _("重点领域"),
    "openness": _("公开属性"),
    "document_number": _("发文字号"),
    "formed_date": _("成文日期"),
    "source": _("来源"),
    "attachments": _("附件"),
    "validity": _("有效性"),
    "validity_date": _("有效性变更日期"),
    "validity_reason": _("有效性变更依据"),
    "successor": _("替代文件"),
    "effective_date": _("施行日期"),
    "lapse_date": _("有效期至"),
    "relations": _("与其他文件的关系"),
    "summary": _("内容概述"),
    "joint_issuers": _("联合发文机关"),
    "theme": _("主题分类"),
    "genre": _("体裁分类"),
    "grouping": _("组配分类"),
    "keywords": _("主题词"),
    "audience": _("公开范围"),
    "details": _("专项内容"),
}


@dataclass(frozen=True)
class Side:
    """One of the texts that can be compared: its key in the address, its name, and its canonical document."""

    key: str
    name: str
    document: dict[str, Any]


class ItemCompare(ItemScreen):
    """Two versions of an item, or a change against the public text, with what was taken out and what was put in."""

    template_name = "disclosure/compare.html"

    def get_page_title(self) -> str:
        return str(_("%(item)s：比较版本") % {"item": self.item})

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        public = self.item.revises or self.item
        sides = _sides(public, self.item)
        if len(sides) < 2:
            raise Http404
        keys = [side.key for side in sides]
        older = _chosen(sides, request.GET.get("older", ""), keys[-2])
        newer = _chosen(sides, request.GET.get("newer", ""), keys[-1])
        found = queries.compare(older.document, newer.document)
        return self.show(
            item=self.item,
            sides=sides,
            older=older,
            newer=newer,
            found=found,
            facts=[(FACTS.get(fact.name, fact.name), fact.before, fact.after) for fact in found.facts],
            versions=[(version, _files(public, version)) for version in _versions(public)],
            public=public,
            back_url=item_url("item", self.item),
        )


def _versions(public: InformationItem) -> list[ItemVersion]:
    return list(public.versions.select_related("by").prefetch_related("files__file"))


def _files(public: InformationItem, version: ItemVersion) -> list[tuple[str, str]]:
    """Name and address of each attachment the version had."""
    return [
        (kept.name, item_url("version_file", public, version=str(version.version), sha256=kept.file.sha256))
        for kept in version.files.all()
    ]


class VersionDownload(ItemScreen):
    """An attachment of a superseded version, for staff."""

    def get(self, request: HttpRequest, version: int, sha256: str, **kwargs: str) -> FileResponse:
        kept = get_object_or_404(ItemVersion, item=self.item, version=version)
        file = get_object_or_404(kept.files.select_related("file"), file__sha256=sha256)
        return download(file.file, file.name)


class ItemRelate(ItemDetail):
    """Says on a draft how it is related to another document, or takes that back."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(item_url("item", self.item))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = forms.RelationForm(request.POST)
        try:
            if taken := request.POST.get("remove", ""):
                relation = get_object_or_404(Relation, from_item=self.item, pk=taken if taken.isdecimal() else 0)
                actions.unrelate(relation, by=self.user, now=self.now)
            elif form.is_valid():
                text = form.cleaned_data["document"].strip()
                document = queries.find_public(text) or text
                kind = RelationKind(form.cleaned_data["kind"])
                actions.relate(self.item, kind, document, by=self.user, now=self.now)
            else:
                raise Refused(_now("还有内容没有填好，未办理；已填的内容仍在下面。"))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, forms_given={"relation": form})
        messages.success(request, _("已记录。"))
        return redirect(item_url("item", self.item))


class ItemInterpret(ItemDetail):
    """Begins, links or takes back an interpretation of a policy; settles whether it is released together, or none is needed."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(item_url("item", self.item))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = forms.InterpretForm(request.POST)
        try:
            answer = self._act(request, form)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, forms_given={"interpret": form})
        messages.success(request, _("已记录。"))
        return answer or redirect(item_url("item", self.item))

    def _act(self, request: HttpRequest, form: forms.InterpretForm) -> HttpResponse | None:
        reason, by, now = request.POST.get("reason", ""), self.user, self.now
        match request.POST.get("act", ""):
            case "together" | "afterwards" as when:
                actions.plan_interpretation(self.item, together=when == "together", by=by, now=now)
            case "waive":
                actions.waive_interpretation(self.item, reason=reason, by=by, now=now)
            case "unlink":
                pk = request.POST.get("interpretation", "")
                linked = get_object_or_404(Interpretation, policy=self.item, pk=pk if pk.isdecimal() else 0)
                actions.unlink_interpretation(linked, reason=reason, by=by, now=now)
            case _:
                return self._begin(form)
        return None

    def _begin(self, form: forms.InterpretForm) -> HttpResponse | None:
        if not form.is_valid():
            raise Refused(_now("还有内容没有填好，未办理；已填的内容仍在下面。"))
        cleaned = form.cleaned_data
        given: dict[str, Any] = {
            "form": InterpretationForm(cleaned["form"]),
            "by_head": cleaned["by_head"],
            "by": self.user,
            "now": self.now,
        }
        if not (text := cleaned["item"].strip()):
            begun = actions.begin_interpretation(self.item, **given)
            return redirect(item_url("edit", begun.item))
        visible = queries.visible_items(self.user, on=self.today)
        found = visible.filter(Q(registration=text) | Q(number=text)).first()
        if found is None:
            raise Refused(_now("没有找到“%(number)s”：请填登记号或索引号。") % {"number": text})
        actions.link_interpretation(self.item, found, **given)
        return None


def _sides(public: InformationItem, item: InformationItem) -> list[Side]:
    """The superseded versions, what is public, and the change that is read or open, from the oldest to the newest."""
    sides = [
        Side(
            str(version.version),
            _now("第 %(number)d 版（%(day)s起）")
            % {"number": version.version, "day": localtime(version.from_at).date().isoformat()},
            json.loads(version.document),
        )
        for version in public.versions.order_by("version")
    ]
    if public.number:
        name = _now("第 %(number)d 版（现公开）") % {"number": public.version}
        sides.append(Side("now", name, queries.public_document(public)))
    change = item if item.revises_id else queries.open_change(public)
    if change is not None and change.status not in (Status.MERGED, Status.CLOSED):
        name = _now("修改稿 %(change)s") % {"change": change.registration}
        # What is said of its course is that of the public item: only its text and metadata are to be compared.
        course = {key: sides[-1].document[key] for key in _COURSE if key in sides[-1].document}
        sides.append(Side("change", name, {**queries.public_document(change), **course}))
    return sides


_COURSE = (
    "number",
    "published_at",
    "version",
    "changed_at",
    "validity",
    "validity_date",
    "validity_reason",
    "successor",
)


def _chosen(sides: list[Side], key: str, otherwise: str) -> Side:
    return next(side for side in sides if side.key == (key if key in {one.key for one in sides} else otherwise))
