"""The doors for citizens, without an account, in the look of the baked pages: /hall/ leads to those of the rooms, /search/ is our own.

Every door is met alike: in Chinese whatever the browser asks for, with the baked pages' security headers, never cached, and with a plain
page while the database cannot be reached. Cross-site forms are refused by Django's own check; what was typed comes back (``not_ours``).
"""

from __future__ import annotations

from django.urls import URLPattern, include, path

from gongkai.casework.applications.urls import hall as applications
from gongkai.oversight.annual_report.urls import hall as reports
from gongkai.publishing.consultations.urls import hall as consultations

from .views import library, related, search
from .views.public import as_citizens_meet_it


def _door(patterns: list[URLPattern], name: str) -> tuple[list[URLPattern], str]:
    for pattern in patterns:
        pattern.callback = as_citizens_meet_it(pattern.callback)
    return patterns, name


_search = [
    path("", search.search, name="search"),
    path("suggest", search.suggest, name="suggest"),
    path("policies/", library.policies, name="policies"),
    path("related/", related.related, name="related"),
    path("related/list", related.related_list, name="related_list"),
]

urlpatterns = [
    path("hall/", include(_door(applications, "hall_applications"))),
    path("hall/", include(_door(consultations, "hall_consultations"))),
    path("hall/", include(_door(reports, "hall_reports"))),
    path("search/", include(_door(_search, "portal"))),
]
