"""One occasion: its last day and how it was counted, what met it, what proposes itself, and the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refusal

from ... import policies, queries
from ...models import Fulfilment, Occasion
from .screens import OccasionScreen, obligation_url, occasion_url
from .steps import Bound, Step, fulfilment_offers, occasion_offers

#: Items that propose themselves on the screen.
SUGGESTED = 8


class OccasionDetail(OccasionScreen):
    """All about one occasion."""

    template_name = "obligations/occasion.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: Bound = None) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        occasion, working = self.occasion, calendar()
        obligation = occasion.obligation
        standing = queries.status_of(occasion, on=self.today)
        counting = list(occasion.fulfilments.counting(on=self.today))
        offers = occasion_offers(occasion, self.user, on=self.today, bound=bound)
        met = occasion.fulfilments.select_related("item", "recorded_by", "decided_by", "occasion__unit")
        numbers = {each.pk for each in counting}
        may_link = any(offer.step.name == "item" and not offer.refusal for offer in offers)
        return self.show(
            status,
            occasion=occasion,
            obligation=obligation,
            obligation_url=obligation_url(obligation),
            standing=standing,
            said=queries.said(occasion, standing, counting, on=self.today, calendar=working),
            due=queries.due_of(obligation.limit, occasion.days, working) if occasion.due_date else None,
            days=[
                (label, occasion.days[base])
                for base, label in queries.asked_days(obligation.limit).items()
                if base in occasion.days
            ],
            fulfilments=[
                (
                    each,
                    each.pk in numbers,
                    fulfilment_offers(occasion, each, place, self.user, on=self.today, bound=bound),
                    [
                        (picture, occasion_url(occasion, "photograph", place=place, sha256=picture.file.sha256))
                        for picture in each.photographs.select_related("file")
                    ],
                    Event.objects.about(each),
                )
                for place, each in enumerate(met.order_by("pk"), start=1)
            ],
            suggestions=list(queries.suggestions(occasion)[:SUGGESTED]) if may_link else [],
            item_url=occasion_url(occasion, "occasion_item"),
            offers=[offer for offer in offers if not offer.refusal],
            closed=[offer for offer in offers if offer.refusal],
            events=Event.objects.about(occasion),
        )

    def fulfilment(self, place: int) -> Fulfilment:
        """The fulfilment an address names by its place; 404 where there is none."""
        found = self.occasion.fulfilments.select_related("occasion__unit").order_by("pk")
        fulfilment = found[place - 1 : place].first() if place else None
        if fulfilment is None:
            raise Http404
        return fulfilment


class OccasionStep(OccasionDetail):
    """Takes one step and comes back; a refusal is shown where it was asked, with what was typed."""

    step: Step | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # A reload after a refusal, or an address typed by hand: nothing is done by looking.
        return redirect(occasion_url(self.occasion))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(self.occasion, 0)

    def take(self, thing: Occasion | Fulfilment, place: int) -> HttpResponse:
        """Ask, check, act."""
        step, request = self.step, self.request
        assert step is not None
        form = step.form(request.POST, request.FILES, occasion=self.occasion, auto_id=f"{step.name}-{place}-%s")
        refusal = policies.can(step.check, self.user, thing, on=self.today)
        if not refusal and form.is_valid():
            try:
                step.act(thing, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, str(step.done))
                return redirect(occasion_url(self.occasion))
        messages.error(request, refusal or _("还有内容没有填好，未办理；已填的内容仍在下面。"))
        self.occasion.refresh_from_db()
        return self.page(409 if refusal else 422, bound=(step, place, form))


class FulfilmentStep(OccasionStep):
    """The same for one of the things that met it."""

    def post(self, request: HttpRequest, *, place: int = 0, **kwargs: Any) -> HttpResponse:
        return self.take(self.fulfilment(place), place)


class PhotographFile(OccasionDetail):
    """A picture, for those who may see the unit's work; always as a download, never shown as a page of ours."""

    def get(self, request: HttpRequest, *, place: int = 0, sha256: str = "", **kwargs: Any) -> FileResponse:  # type: ignore[override]
        photographs = self.fulfilment(place).photographs.select_related("file")
        picture = get_object_or_404(photographs, file__sha256=sha256)
        response = FileResponse(
            picture.file.content.open("rb"),
            as_attachment=True,
            filename=picture.name,
            content_type=picture.file.media_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
