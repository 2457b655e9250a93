"""The queue of what waits for somebody, batches of consents, and the organs that were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal

from ... import actions, forms, policies, queries
from ...choices import LineState, Status
from ...models import ApprovalBatch, Clearance, InformationItem, Submission
from .files import download
from .screens import ItemScreen, RoomScreen, item_url

ROWS = 50
#: No address counts further.
MOST = 100_000
Thing = TypeVar("Thing", bound=Model)


@dataclass(frozen=True)
class Course:
    """How far an item is on its way, for its screen: the levels of its last submission, the organs asked, what the screening left."""

    submission: Submission | None
    levels: list[queries.Level]
    #: The number of the level that is asked now; 0 when none is.
    now: int
    scans: dict[int, str]
    clearances: list[Clearance]
    clearances_url: str
    may_ask: bool
    pending: int
    kept: list[tuple[str, str, str, int]]
    screening_url: str


def course_of(item: InformationItem, user: User, *, on: date) -> Course:
    """The facts of ``course.html``."""
    submission = queries.last_submission(item)
    levels = queries.course(submission) if submission else []
    return Course(
        submission=submission,
        levels=levels,
        now=next((level.number for level in levels if level.approval is None), 0)
        if item.status == Status.SECRECY_REVIEWED
        else 0,
        scans={
            level.number: item_url("level_scan", item, level=str(level.number))
            for level in levels
            if level.approval is not None and level.approval.paper_scan_id
        },
        clearances=list(item.clearances.all()),
        clearances_url=item_url("clearances", item),
        may_ask=not policies.can(policies.check_can_ask, user, item, on=on),
        pending=sum(item.findings.pending().values_list("quantity", flat=True)),
        kept=queries.decided_findings(item),
        screening_url=item_url("screening", item) if item.findings.exists() or item.status == Status.DRAFT else "",
    )


class ReviewQueue(RoomScreen):
    """All that waits for this person, longest first; consents may be given to many at once, secrecy reviews only one by one."""

    template_name = "disclosure/queue.html"
    page_title = _("待我审核")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = [one for one in request.POST.getlist("item") if one.isprintable()]
        items = list(InformationItem.objects.filter(registration__in=ticked[: actions.MOST_IN_A_BATCH + 1]))
        try:
            actions.approve_many(items, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, ticked=ticked)
        number = ApprovalBatch.objects.filter(by=self.user).count()
        return redirect(reverse("disclosure:batch", kwargs={"number": number}))

    def days(self, since: datetime | None) -> int:
        """Whole days since then."""
        return (self.today - localdate(since)).days if since else 0

    def page(self, status: int = 200, ticked: list[str] | None = None) -> HttpResponse:
        """The queue, with what was ticked before a refusal."""
        waiting = queries.review_queue(self.user, on=self.today).select_related("unit", "column", "drafted_by")
        page = Paginator(waiting, ROWS).get_page(self.request.GET.get("p"))
        asked = queries.asked_for(page.object_list)
        rows = [
            {
                "item": item,
                "url": item_url("item", item),
                "asked": asked[item.pk],
                "days": self.days(getattr(item, "waiting_since", None)),
                "tickable": item.status == Status.SECRECY_REVIEWED,
                "ticked": item.registration in (ticked or ()),
            }
            for item in page.object_list
        ]
        return self.show(
            status=status,
            page=page,
            rows=rows,
            any_tickable=any(row["tickable"] for row in rows),
            clearances=queries.visible_clearances(self.user, on=self.today).count(),
            batches=ApprovalBatch.objects.filter(by=self.user).count(),
        )


class Batch(RoomScreen):
    """How far a batch of one's own is, and every item that was refused with its sentence."""

    template_name = "disclosure/batch.html"
    page_title = _("批量审批")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("disclosure:queue"), "label": _("待我审核")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        batch = _nth(ApprovalBatch.objects.filter(by=self.user).order_by("pk"), number)
        if batch is None:
            raise Http404
        policies.check_can_see_batch(self.user, batch, on=self.today)
        lines = list(batch.lines.select_related("submission__item"))
        waiting = sum(line.state == LineState.WAITING for line in lines)
        response = self.show(
            batch=batch,
            number=number,
            total=len(lines),
            waiting=waiting,
            settled=len(lines) - waiting,
            done=sum(line.state == LineState.DONE for line in lines),
            refused=[
                (line, item_url("item", line.submission.item)) for line in lines if line.state == LineState.REFUSED
            ],
            lines=[(line, item_url("item", line.submission.item)) for line in lines],
        )
        if waiting:
            response["Refresh"] = "3"
        return response


class ClearanceList(RoomScreen):
    """Organs that have not answered yet, over all units in sight, with the days they have had."""

    template_name = "disclosure/clearances.html"
    page_title = _("征求意见待答复")

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(queries.visible_clearances(self.user, on=self.today), ROWS).get_page(request.GET.get("p"))
        rows = [
            (clearance, item_url("clearances", clearance.item), (self.today - clearance.asked_date).days)
            for clearance in page.object_list
        ]
        return self.show(page=page, rows=rows)


class ItemClearances(ItemScreen):
    """The organs asked about one item: asking another, entering an answer."""

    template_name = "disclosure/item_clearances.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": item_url("item", self.item), "label": str(self.item)}
        return [*self.breadcrumbs_items, here, {"url": "", "label": _("征求意见")}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, number: int = 0, **kwargs: Any) -> HttpResponse:
        """Ask another organ, or with a number enter the answer of the organ asked under it."""
        clearance = self.asked(number) if number else None
        form: forms.StepForm = (
            forms.AnswerForm(request.POST, request.FILES, auto_id=f"answer-{number}-%s")
            if clearance
            else forms.AskForm(request.POST, auto_id="ask-%s")
        )
        check, thing = (policies.check_can_answer, clearance) if clearance else (policies.check_can_ask, self.item)
        refusal = policies.can(check, self.user, thing, on=self.today)
        if not refusal and form.is_valid():
            try:
                if clearance:
                    actions.answer_clearance(clearance, by=self.user, now=self.now, **form.cleaned_data)
                else:
                    actions.ask_clearance(self.item, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, _("已登记。"))
                return redirect(item_url("clearances", self.item))
        messages.error(request, refusal or _("还有内容没有填好，未登记；已填的内容仍在下面。"))
        return self.page(status=409 if refusal else 422, bound=(number, form))

    def asked(self, number: int) -> Clearance:
        """The question under this number of the item."""
        found = _nth(self.item.clearances.order_by("pk"), number)
        if found is None:
            raise Http404
        return found

    def page(self, status: int = 200, bound: tuple[int, forms.StepForm] | None = None) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        number, form = bound or (None, None)
        rows = []
        for place, clearance in enumerate(self.item.clearances.order_by("pk"), 1):
            refusal = policies.can(policies.check_can_answer, self.user, clearance, on=self.today)
            rows.append(
                {
                    "clearance": clearance,
                    "days": (self.today - clearance.asked_date).days,
                    "url": item_url("clearance", self.item, number=str(place)),
                    "scan_url": item_url("clearance_scan", self.item, number=str(place)) if clearance.scan_id else "",
                    "form": None
                    if refusal
                    else form
                    if number == place
                    else forms.AnswerForm(auto_id=f"answer-{place}-%s"),
                }
            )
        return self.show(
            status=status,
            item=self.item,
            rows=rows,
            ask_form=form if number == 0 else forms.AskForm(auto_id="ask-%s"),
            ask_refusal=policies.can(policies.check_can_ask, self.user, self.item, on=self.today),
            back_url=item_url("item", self.item),
        )


class ClearanceScan(ItemScreen):
    """The scan of an organ's answer. Never public."""

    def get(self, request: HttpRequest, number: int, **kwargs: Any) -> FileResponse:
        clearance = _nth(self.item.clearances.select_related("scan").order_by("pk"), number)
        if clearance is None or clearance.scan is None:
            raise Http404
        return download(clearance.scan, clearance.scan.name)


class LevelScan(ItemScreen):
    """The scan of a consent signed on paper at one level of the last submission. Never public."""

    def get(self, request: HttpRequest, level: int, **kwargs: Any) -> FileResponse:
        submission = queries.last_submission(self.item)
        if submission is None:
            raise Http404
        approval = get_object_or_404(
            submission.approvals.standing().select_related("paper_scan"), level=level, paper_scan__isnull=False
        )
        assert approval.paper_scan is not None
        return download(approval.paper_scan, approval.paper_scan.name)


def _nth(things: QuerySet[Thing], number: int) -> Thing | None:
    """The one under a number that counts from 1; None when there are not so many."""
    return things[number - 1 : number].first() if 0 < number <= MOST else None
