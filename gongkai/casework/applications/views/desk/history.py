"""What the same person asked the unit before and after: for those who deal with the case, and every look is written down."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from ... import actions, policies, queries
from .below import BelowScreen
from .ways import address_of

ROWS = 50


class History(BelowScreen):
    """The other cases of one person, those in the same words marked: 重复申请 is art. 36(6)."""

    check = staticmethod(policies.check_can_see_applicant)
    template_name = "applications/history.html"
    page_title = gettext_lazy("同一申请人的其他申请")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        found = actions.see_history(self.application, by=self.user, now=self.now)
        page = Paginator(found.select_related("applicant"), ROWS).get_page(request.GET.get("p"))
        sought = self.application.applicant.sought
        rows = [(one, address_of(one), queries.same_words(one.applicant.sought, sought)) for one in page.object_list]
        return self.show(application=self.application, page=page, rows=rows)
