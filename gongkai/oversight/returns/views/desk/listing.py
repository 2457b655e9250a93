"""All returns, the most pressing first; enters what the superior asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import actions, queries
from ...choices import Span
from ...forms import AskForm
from .screens import ReturnRoomScreen, address, due_sentence

ROWS = 50


class ReturnList(ReturnRoomScreen):
    """The returns the person may see: open ones by their last day, then the rest; ``?late=1`` only what is late."""

    template_name = "returns/returns.html"
    page_title = gettext_lazy("统计报送")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        seen = queries.visible_returns(self.user, on=self.today)
        roles = (*OVERSEEING, Role.UNIT_HEAD, Role.DRAFTER)
        if not units_of(self.user, *roles, on=self.today).exists() and not seen.exists():
            raise NotAllowed(_("您目前没有可以查看统计报送的岗位。"))
        late = seen.overdue(on=self.today)
        only_late = request.GET.get("late") == "1"
        chosen = (late if only_late else seen).pressing_first()
        page = Paginator(chosen, ROWS).get_page(request.GET.get("p"))
        return self.show(
            page=page,
            rows=[
                (
                    owner,
                    address("return", owner),
                    due_sentence(owner, on=self.today),
                    not owner.sent_date and owner.is_late(on=self.today),
                )
                for owner in page
            ],
            late=late.count(),
            only_late=only_late,
            may_ask=units_of(self.user, Role.OPENNESS_OFFICE, on=self.today).exists(),
        )


class NewReturn(ReturnRoomScreen):
    """Enters a request of the superior."""

    template_name = "returns/new.html"
    page_title = gettext_lazy("登记报送要求")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            AskForm(units=self.units(), initial={"year": self.today.year, "span": Span.FIRST_HALF, "asked": self.today})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskForm(request.POST, request.FILES, units=self.units())
        if not self.units().exists():
            raise NotAllowed(_("报送要求由政务公开工作机构登记。"))
        if not form.is_valid():
            return self.page(form, 422)
        given: dict[str, Any] = dict(form.cleaned_data)
        letter = given.pop("letter")
        try:
            owner = actions.ask(
                given.pop("unit"),
                span=Span(given.pop("span")),
                **given,
                upload=letter,
                name=letter.name if letter else "",
                by=self.user,
                now=self.now,
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, 409)
        messages.success(request, _("已登记，请在期限前填报。"))
        return redirect(address("return", owner))

    def page(self, form: AskForm, status: int = 200) -> HttpResponse:
        """The form, for the openness office."""
        if not self.units().exists():
            raise NotAllowed(_("报送要求由政务公开工作机构登记。"))
        return self.show(status=status, form=form)

    def units(self) -> Any:
        """Units for which the person is the openness office."""
        return units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
