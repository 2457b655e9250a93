from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal

from ... import actions, forms, policies, queries
from ...choices import EntryState
from ...models import Column, Kind, NegativeEntry
from .screens import FormScreen, ListScreen, RoomScreen


@dataclass(frozen=True)
class Step:
    """What can be done to an entry: its name in the address, its label, what follows, the check and the action."""

    name: str
    label: str | Promise
    consequence: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    needs_reason: bool = True


STEPS = (
    Step(
        "adopt", _("审定通过"), _("拟稿立即生效并公布；由提出人以外的人审定。"),
        policies.check_can_adopt_entry, actions.adopt_entry, needs_reason=False,
    ),
    Step(
        "reject", _("不同意拟稿"), _("拟稿不生效，连同理由留存。"),
        policies.check_can_adopt_entry, actions.reject_entry,
    ),
    Step(
        "review", _("复核，继续有效"), _("重新计算下次复核的日期。"),
        policies.check_can_review_entry, actions.review_entry,
    ),
    Step(
        "retire", _("移出清单"), _("不再拦截信息；条目和历次版本仍然公布。"),
        policies.check_can_retire_entry, actions.retire_entry,
    ),
)  # fmt: skip


def entry_url(entry: NegativeEntry, step: str = "") -> str:
    """The address of an entry's screen, or of one of its steps."""
    return (
        reverse("catalogue:entry_step", args=[entry.code, step])
        if step
        else reverse("catalogue:entry", args=[entry.code])
    )


class EntryList(ListScreen):
    """The negative list, those to be looked at again first."""

    template_name = "catalogue/entries.html"
    page_title = _("负面清单")
    heads = (_("编号"), _("事项"), _("依据"), _("状态"), _("下次复核"))
    intro = _(
        "列入清单的事项不予公开。涉及有效条目的信息在送审时会被拦下；条目由一人提出、另一人审定，每年至少复核一次。"
    )

    def records(self, request: HttpRequest) -> Any:
        return NegativeEntry.objects.select_related("current").prefetch_related("versions")

    def cells(self, record: NegativeEntry) -> tuple[Any, ...]:
        said = record.current or next(iter(record.versions.all()))
        waiting = any(one.reviewed_at is None for one in record.versions.all())
        state = record.get_state_display()
        if waiting and record.state == EntryState.IN_FORCE:
            state = _now("%(state)s，有修改待审定") % {"state": state}
        elif waiting:
            state = _now("%(state)s，待审定") % {"state": state}
        day = record.review_date.isoformat() if record.state == EntryState.IN_FORCE and record.review_date else ""
        return record.code, said.subject, said.basis, state, day

    def url(self, record: NegativeEntry) -> str:
        return entry_url(record)

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:new_entry"), _("提出条目")),)

    def more(self, request: HttpRequest) -> dict[str, Any]:
        return {"due": [(one, entry_url(one)) for one in queries.due_for_review(on=self.today)], "today": self.today}


class EntryDetail(RoomScreen):
    """One entry: what is in force, what is proposed, all that was, and what may be done."""

    template_name = "catalogue/entry.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(NegativeEntry.objects.select_related("current"), code=kwargs["code"])

    def get_page_title(self) -> str:
        return _now("负面清单 %(code)s") % {"code": self.entry}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, refused: tuple[str, Any] | None = None) -> HttpResponse:
        entry = self.entry
        versions = list(entry.versions.select_related("proposed_by", "reviewed_by").order_by("-version"))
        offers = []
        for step in STEPS:
            form = refused[1] if refused and refused[0] == step.name else forms.DecisionForm(auto_id=f"{step.name}-%s")
            why = policies.can(step.check, self.user, entry, on=self.today)
            offers.append((step, entry_url(entry, step.name), why, form))
        return self.show(
            status=status,
            entry=entry,
            versions=[(one, _names(one)) for one in versions],
            proposal=next((one for one in versions if one.reviewed_at is None), None),
            offers=[offer for offer in offers if not offer[2]],
            closed=[offer for offer in offers if offer[2]],
            edit_url=reverse("catalogue:edit_entry", args=[entry.code]),
            edit_refusal=policies.can(policies.check_can_amend_entry, self.user, entry, on=self.today),
            back_url=reverse("catalogue:entries"),
            events=Event.objects.about(entry),
        )


class EntryStep(EntryDetail):
    """Takes one step and comes back to the entry."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(entry_url(self.entry))

    def post(self, request: HttpRequest, code: str, step: str) -> HttpResponse:
        taken = next((one for one in STEPS if one.name == step), None)
        if taken is None:
            return redirect(entry_url(self.entry))
        form = forms.DecisionForm(request.POST, auto_id=f"{step}-%s")
        if not form.is_valid():
            messages.error(request, _now("理由最多 300 字。"))
            return self.page(status=422, refused=(step, form))
        reason = {"reason": form.cleaned_data["reason"]} if taken.needs_reason else {}
        try:
            taken.act(self.entry, by=self.user, now=self.now, **reason)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, refused=(step, form))
        messages.success(request, _now("已办理：%(label)s。") % {"label": taken.label})
        return redirect(entry_url(self.entry))


class EntryCreate(FormScreen):
    """Proposes an entry."""

    page_title = _("提出负面清单条目")
    label = _("提出，待他人审定")
    done = _("已提出，待政务公开工作机构的另一人审定。")

    def form(self, request: HttpRequest) -> Any:
        return forms.NewEntryForm(request.POST if request.method == "POST" else None)

    def act(self, form: Any) -> NegativeEntry:
        return actions.propose_entry(form.cleaned_data["code"], form.given(), by=self.user, now=self.now)

    def url(self, thing: NegativeEntry) -> str:
        return entry_url(thing)

    def back(self) -> str:
        return reverse("catalogue:entries")


class EntryEdit(EntryCreate):
    """Proposes other words for an entry."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = self.thing = get_object_or_404(NegativeEntry, code=kwargs["code"])

    def get_page_title(self) -> str:
        return _now("修改负面清单 %(code)s") % {"code": self.entry}

    def form(self, request: HttpRequest) -> Any:
        version = (
            self.entry.versions.filter(reviewed_at=None).first() or self.entry.current or self.entry.versions.last()
        )
        assert version is not None
        return forms.EntryForm(request.POST if request.method == "POST" else None, initial=forms.entry_started(version))

    def act(self, form: Any) -> NegativeEntry:
        reason = form.cleaned_data["reason"]
        return actions.amend_entry(self.entry, form.given(), reason=reason, by=self.user, now=self.now)

    def back(self) -> str:
        return entry_url(self.entry)


def _names(version: Any) -> dict[str, str]:
    """Names of the kinds and columns a version concerns, for people who do not know the codes."""
    kinds = Kind.objects.filter(code__in=version.kinds).values_list("name", flat=True) if version.kinds else ()
    columns = Column.objects.filter(slug__in=version.columns).values_list("name", flat=True) if version.columns else ()
    return {"kinds": "、".join(kinds), "columns": "、".join(columns), "phrases": "、".join(version.phrases)}
