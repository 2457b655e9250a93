"""Lists of applications: whoever may see none is told so."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import queries
from ...forms import FilterForm
from .ways import address_of, crumbs

ROWS = 50


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Applications to the units over which the person holds a case role, the latest first."""
    user = cast(User, request.user)
    today = timezone.localdate()
    units = units_of(user, *queries.CASE_STAFF, on=today)
    if not units.exists():
        raise NotAllowed(_("公开申请含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))
    form = FilterForm(request.GET, units=units)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    if "number" in given:
        given["number__startswith"] = given.pop("number")
    found = queries.visible_applications(user, on=today).filter(**given).select_related("unit")
    page = Paginator(found.order_by("-received_date", "-pk"), ROWS).get_page(request.GET.get("p"))
    rows = [(each, address_of(each)) for each in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "may_register": units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=today).exists(),
        "breadcrumbs_items": crumbs(),
        "header_title": _("依申请公开"),
    }
    return TemplateResponse(request, "applications/applications.html", context)
