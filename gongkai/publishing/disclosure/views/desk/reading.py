from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal
from gongkai.law import themes
from gongkai.law.vocabulary import Openness
from gongkai.publishing.catalogue.models import NegativeEntry

from ... import actions, forms, policies, queries
from ...choices import Status
from ...models import InformationItem, shown
from .among import among_others
from .later import ALL_STEPS
from .review import course_of
from .screens import ItemScreen, item_url
from .steps import Step, offers, said_after


class ItemDetail(ItemScreen):
    """All about one item, its history in sentences, and what may be done with it now."""

    template_name = "disclosure/item.html"

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def page(
        self,
        status: int = 200,
        bound: tuple[Step, forms.StepForm] | None = None,
        typed: tuple[str, str] = ("", ""),
        forms_given: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The screen, with a refused form where there is one; ``typed`` is a refused decision: the entry's code and the reason."""
        item, user = self.item, self.user
        steps = offers(item, user, on=self.today, bound=bound, steps=ALL_STEPS)
        attachments = [
            (attachment, item_url("attachment", item, sha256=attachment.file.sha256))
            for attachment in item.attachments.select_related("file")
        ]
        revision_refusal = policies.can(policies.check_can_revise, user, item, on=self.today)
        followers = [offer for offer in steps if offer.step.follows(item)]
        return self.show(
            status=status,
            item=item,
            facts=_facts(item),
            doubts=queries.doubts_about(item, user, on=self.today),
            stopping=_stopping(item, user, on=self.today),
            typed_entry=typed[0],
            typed_reason=typed[1],
            course=course_of(item, user, on=self.today),
            related=among_others(item, user, on=self.today, given=forms_given),
            attachments=attachments,
            key_areas=item.key_areas.all(),
            events=Event.objects.about(item),
            offers=[offer for offer in followers if not offer.refusal],
            waiting=[offer for offer in followers if offer.refusal],
            closed=[offer for offer in steps if offer not in followers],
            edit_url="" if revision_refusal else item_url("edit", item),
            revision_refusal=revision_refusal,
            public_url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{item.path}.html"
            if item.status in (Status.PUBLISHED, Status.WITHDRAWN)
            else "",
            scan_url=item_url("scan", item) if item.paper_scan_id else "",
        )


def _stopping(item: InformationItem, user: User, *, on: date) -> dict[str, Any]:
    """The entries of the negative list that stop a draft, with whether this person decides that they do not concern it."""
    if item.status != Status.DRAFT or item.openness != Openness.PROACTIVE:
        return {}
    return {
        "entries": queries.entries_in_the_way(item),
        "url": item_url("clear", item),
        "refusal": policies.can(policies.check_can_clear, user, item, on=on),
    }


def _facts(item: Any) -> list[tuple[Any, Any]]:
    """Label and value of what is filled in; empty facts are left out, an absent title is said aloud."""
    facts = [
        (_("登记号"), item.registration),
        (_("索引号"), item.number),
        (_("公开单位"), item.unit),
        (_("信息种类"), item.kind),
        (_("栏目"), item.column),
        (_("发文字号"), item.document_number),
        (_("联合发文机关"), "、".join(item.joint_issuers)),
        (_("成文日期"), item.formed_date),
        (_("施行日期"), item.effective_date),
        (_("有效期至"), item.lapse_date),
        (_("主题分类"), themes.path_of(item.theme) if item.theme else ""),
        (_("体裁分类"), item.get_genre_display()),
        (_("组配分类"), item.get_grouping_display()),
        (_("主题词"), "、".join(item.keywords)),
        (_("内容概述"), item.summary),
        (_("来源"), item.source_name),
        *((_detail_label(each), shown(each["value"])) for each in item.details),
        (_("公开范围"), item.audience),
        (_("公开属性"), item.get_openness_display()),
        (_("不公开依据"), item.get_ground_display() if item.ground else ""),
        (_("不主动公开的理由"), item.ground_reason),
        (_("件数"), item.quantity if item.quantity != 1 or item.ground == "state_secret" else ""),
        (_("拟稿人"), item.drafted_by),
        (_("保密审查人"), item.secrecy_reviewed_by),
        (_("保密审查意见"), item.secrecy_basis),
        (_("审批方式"), item.get_approval_mode_display() if item.approved_by_id or item.published_at else ""),
        (_("审批人"), item.approved_by if item.approval_mode != "paper" else ""),
        (_("纸质审批签字人"), item.paper_approver),
        (_("纸质审批登记人"), item.approved_by if item.approval_mode == "paper" else ""),
        (_("发布日期"), item.published_date),
        (_("版本"), _("第 %(number)d 版") % {"number": item.version} if item.version > 1 else ""),
        (_("修改理由"), item.change_reason),
        (_("有效性"), item.get_validity_display()),
        (_("有效性变更日期"), item.validity_date),
        (_("有效性变更依据"), item.validity_reason),
        (_("替代文件"), item.successor),
        (_("定时发布"), _minute(item.scheduled_at) if item.status == Status.APPROVED else ""),
        (_("定时下线"), _minute(item.expires_at)),
        (_("撤下类型"), item.get_withdrawal_kind_display() if item.withdrawal_kind else ""),
        (_("撤下理由"), item.withdrawal_reason),
    ]
    return [(label, value) for label, value in facts if value]


def _minute(at: datetime | None) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _detail_label(kept: dict[str, Any]) -> str:
    label = str(kept["label"])
    return label if kept["public"] else str(_("%(label)s（不公开）")) % {"label": label}


class ItemStep(ItemDetail):
    """Takes one step and comes back to the item; a refusal is shown where it was asked, with what was typed."""

    step: Step | None = None

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        # A reload after a refusal, or an address typed by hand: nothing is done by looking.
        return redirect(item_url("item", self.item))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        assert self.step is not None
        form = self.step.form(request.POST, request.FILES, auto_id=f"{self.step.name}-%s")
        refusal = policies.can(self.step.check, self.user, self.item, on=self.today)
        if not refusal and form.is_valid():
            try:
                done = self.step.act(self.item, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, said_after(self.step, done))
                return redirect(item_url("item", done.revises if done.status == Status.MERGED else done))
        messages.error(request, refusal or _("还有内容没有填好，未办理；已填的内容仍在下面。"))
        self.item.refresh_from_db()
        return self.page(status=409 if refusal else 422, bound=(self.step, form))


class ItemClear(ItemDetail):
    """Records that an entry of the negative list does not concern the item; a refusal is shown with the reason that was typed."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(item_url("item", self.item))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        entry = get_object_or_404(NegativeEntry, code=request.POST.get("entry", ""))
        reason = request.POST.get("reason", "")
        try:
            actions.clear_of_entry(self.item, entry, reason=reason, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, typed=(entry.code, reason))
        messages.success(request, _("已认定不属于负面清单 %(code)s，理由一并留存。") % {"code": entry.code})
        return redirect(item_url("item", self.item))
