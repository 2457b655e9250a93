"""Applying: the form, what is public already, sending, the receipt; and keeping a draft to come back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.doors.actions import knock
from gongkai.base.doors.policies import TooOften
from gongkai.base.doors.queries import client_address
from gongkai.publishing.disclosure.models import InformationItem

from ... import actions, policies, queries
from ...choices import EnclosureKind
from ...forms import TYPED, DoorForm
from ...models import Draft
from .ways import CASE, DRAFT, KEPT, case_of, forget, goes_to, handed_out, remember, remembered, shown

#: More than this in one field is nobody's form.
_MOST = 20_000


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The form. Complete, it is kept as a draft and what is public already is shown before anything is sent."""
    now = timezone.now()
    code = remembered(request, DRAFT)
    draft = queries.draft_by(code, at=now)
    units = queries.receiving_units(on=timezone.localdate(now))
    if request.method != "POST":
        typed = queries.contents_of(draft)[0] if draft else {}
        # Sent back from the next page: what is wrong now is said.
        filled = (
            DoorForm(typed, units=units, authorised=_is_authorised(draft))
            if "again" in request.GET and draft
            else DoorForm(initial=typed, units=units)
        )
        return _form(request, filled, draft)
    dropped = _dropped(request, draft)
    filled = DoorForm(request.POST, request.FILES, units=units, authorised=_is_authorised(draft, dropped))
    if not filled.is_valid():
        return _form(request, filled, draft, 422, _("有的地方需要改一下，请看每一项下面的提示。"))
    if filled.is_machine():
        return _form(request, filled, draft, 422, _("页面上有一栏应当留空，请清空后再提交一次。"))
    typed = {name: request.POST.get(name, "")[:_MOST] for name in TYPED}
    try:
        knock(door="applications:write", address=client_address(request), now=now)
        saved = actions.save_draft(
            typed,
            code=code if draft else "",
            files=[
                *((EnclosureKind.IDENTITY, one) for one in filled.cleaned_data["identity_proof"]),
                *((EnclosureKind.AUTHORISATION, one) for one in filled.cleaned_data["authorisation"]),
                *((EnclosureKind.MATERIAL, one) for one in filled.cleaned_data["attachments"]),
            ],
            dropped=dropped,
            now=now,
        )
    except TooOften as refusal:
        return _form(request, filled, draft, 429, str(refusal))
    except Refused as refusal:  # the texts are checked, so it is a file
        filled.add_error("attachments", str(refusal))
        return _form(request, filled, draft, 422, str(refusal))
    return remember(goes_to("check"), DRAFT, saved.code)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What is public already and may answer it, and all that would be sent; then sending it. Pressed twice it is one application."""
    now = timezone.now()
    draft = queries.draft_by(remembered(request, DRAFT), at=now)
    token = request.POST.get("token", "")
    if draft is None:
        return _sent_before(request, token) or _no_draft(request)
    typed, own = queries.contents_of(draft)
    units = queries.receiving_units(on=timezone.localdate(now))
    filled = DoorForm(typed, units=units, authorised=_is_authorised(draft))
    if not filled.is_valid():
        response = goes_to("form")
        response["Location"] += "?again"
        return response
    if request.method != "POST":
        return _check(request, filled, draft, own)
    if token != own:
        return _sent_before(request, token) or _check(
            request, filled, draft, own, 409, _("草稿在另一个窗口改过。请看一下现在的内容，再提交一次。")
        )
    try:
        knock(door="applications:send", address=client_address(request), now=now)
        sent = actions.apply(filled.given(), token=own, draft=draft, again="again" in request.POST, now=now)
    except TooOften as refusal:
        return _check(request, filled, draft, own, 429, str(refusal))
    except actions.OpenAlready as told:
        return _check(request, filled, draft, own, 409, str(told), is_open_already=True)
    except Refusal as refusal:
        return _check(request, filled, draft, own, 409, str(refusal))
    return forget(remember(goes_to("receipt"), CASE, f"{sent.application.number} {sent.code}"), DRAFT)


@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: HttpRequest) -> HttpResponse:
    """A published item answers it: counted without the person, what was typed is erased, and nobody has to apply."""
    now = timezone.now()
    draft = queries.draft_by(remembered(request, DRAFT), at=now)
    if request.method != "POST":
        return shown(request, "answered", {})
    item = InformationItem.objects.public().filter(number=request.POST.get("item", "")).first()
    if draft is not None and item is not None:
        units = queries.receiving_units(on=timezone.localdate(now))
        filled = DoorForm(queries.contents_of(draft)[0], units=units, authorised=_is_authorised(draft))
        if filled.is_valid():
            actions.divert(item, filled.cleaned_data["unit"], draft=draft, now=now)
    return forget(goes_to("answered"), DRAFT)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the draft for some days; its code is shown once, and this browser forgets it."""
    now = timezone.now()
    code = remembered(request, DRAFT)
    draft = queries.draft_by(code, at=now)
    if draft is None:
        return _no_draft(request)
    actions.keep_draft(draft, now=now)
    return forget(remember(goes_to("kept"), KEPT, code), DRAFT)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The code for coming back, to be written down."""
    code = remembered(request, KEPT)
    draft = queries.draft_by(code, at=timezone.now())
    if draft is None:
        return _no_draft(request)
    return shown(request, "kept", {"code": queries.grouped(code), "draft": draft})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Coming back to a draft by its code."""
    if request.method != "POST":
        return shown(request, "resume", {"refusal": "", "typed": ""})
    now = timezone.now()
    typed = request.POST.get("code", "")[:100]
    try:
        knock(door="applications:resume", address=client_address(request), now=now)
        policies.check_drafts_in_reach(queries.draft_by(queries.plain_code(typed), at=now))
    except NotAllowed as refusal:
        status = 429 if isinstance(refusal, TooOften) else 422
        return shown(request, "resume", {"refusal": str(refusal), "typed": typed}, status=status)
    return remember(goes_to("form"), DRAFT, queries.plain_code(typed))


@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Erase the draft at once."""
    now = timezone.now()
    draft = queries.draft_by(remembered(request, DRAFT), at=now)
    if draft is not None:
        actions.give_up_draft(draft, now=now)
    return forget(goes_to("guide"), DRAFT)


@require_safe
def paper_filled(request: HttpRequest) -> HttpResponse:
    """The form on paper with what was typed."""
    now = timezone.now()
    draft = queries.draft_by(remembered(request, DRAFT), at=now)
    if draft is None:
        return _no_draft(request)
    typed = queries.contents_of(draft)[0]
    unit = queries.receiving_units(on=timezone.localdate(now)).filter(code=typed.get("unit", "")).first()
    content = queries.form_pdf(typed, unit=unit.name if unit else "", day=timezone.localdate(now), stamp=now)
    return handed_out(content, "application-form.pdf")


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The number and the code, for who has just sent it."""
    found = case_of(request)
    if found is None:
        return goes_to("query")
    application, code = found
    context = {"application": application, "code": queries.grouped(code), "files": application.enclosures.count()}
    return shown(request, "receipt", context)


def _form(
    request: HttpRequest, filled: DoorForm, draft: Draft | None, status: int = 200, refusal: str = ""
) -> HttpResponse:
    had_files = bool(request.FILES)
    context: dict[str, Any] = {
        "form": filled,
        "refusal": refusal,
        "had_files": had_files,
        "enclosures": list(draft.enclosures.all()) if draft else [],
        "has_draft": draft is not None,
        "hours": settings.GONGKAI_DRAFT_HOURS,
    }
    return shown(request, "form", context, status=status)


def _check(
    request: HttpRequest,
    filled: DoorForm,
    draft: Draft,
    token: str,
    status: int = 200,
    refusal: str = "",
    *,
    is_open_already: bool = False,
) -> HttpResponse:
    context = {
        "form": filled,
        "given": filled.given(),
        "enclosures": list(draft.enclosures.all()),
        "answers": queries.answers_to(filled.asked()),
        "token": token,
        "refusal": refusal,
        "draft_days": settings.GONGKAI_DRAFT_DAYS,
        "is_open_already": is_open_already,
    }
    return shown(request, "check", context, status=status)


def _no_draft(request: HttpRequest) -> HttpResponse:
    return shown(request, "no_draft", {}, status=410)


def _sent_before(request: HttpRequest, token: str) -> HttpResponse | None:
    """The receipt of what was sent with this form already, if anything was."""
    before = queries.sent_with(token) if token else None
    if before is None:
        return None
    return forget(remember(goes_to("receipt"), CASE, f"{before.number} {queries.query_code_of(token)}"), DRAFT)


def _is_authorised(draft: Draft | None, dropped: Sequence[int] = ()) -> bool:
    """Whether a power of attorney lies in the draft, beside what is taken out of it."""
    if draft is None:
        return False
    return draft.enclosures.filter(kind=EnclosureKind.AUTHORISATION).exclude(pk__in=dropped).exists()


def _dropped(request: HttpRequest, draft: Draft | None) -> list[int]:
    """Files to be taken out, told by their places in the list."""
    if draft is None:
        return []
    places = {place for place in request.POST.getlist("dropped") if place.isdecimal()}
    return [one.pk for place, one in enumerate(draft.enclosures.all()) if str(place) in places]
