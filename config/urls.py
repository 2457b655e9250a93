"""Addresses. Everything baked is answered before Django is asked; these are the dynamic doors."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("desk/", include("gongkai.interfaces.desk.urls"))]
if settings.GONGKAI_PORTAL:
    urlpatterns += [
        path("", include("gongkai.interfaces.portal.urls")),
        path("", include("gongkai.interfaces.api.urls")),
    ]

handler400 = "gongkai.interfaces.portal.views.public.unreadable"
handler404 = "gongkai.interfaces.portal.views.public.missing"
handler500 = "gongkai.interfaces.portal.views.public.broken"
