"""Where staff sign in. The name is the one the shell redirects to."""

from django.urls import path
from django.views.decorators.cache import never_cache

from .views import desk

urlpatterns = [path("login/", never_cache(desk.SignIn.as_view()), name="wagtailadmin_login")]
