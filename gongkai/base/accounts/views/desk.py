from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gongkai.base.core.errors import NotAllowed

from .. import actions, policies
from ..forms import SignInForm
from ..models import User


class SignIn(LoginView):
    """The door of the desk. Wrong passwords are counted by account and address; too many of them close it for a while."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_default_redirect_url(self) -> str:
        return reverse("wagtailadmin_home")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.now = timezone.now()
        self.who = {
            "username": request.POST.get("username", "")[:150],
            "address": request.META.get("REMOTE_ADDR", "")[:45],
        }
        try:
            policies.check_can_try(**self.who, at=self.now)
        except NotAllowed as refusal:
            form = SignInForm(request, initial={"username": self.who["username"]})
            return self.render_to_response(self.get_context_data(form=form, refusal=str(refusal)), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        tried = User.objects.filter(username=self.who["username"]).first()
        actions.note_failed_sign_in(**self.who, by=tried, now=self.now)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        actions.note_sign_in(**self.who, by=form.get_user(), now=self.now)
        # Nothing outlives the browser: desks are shared.
        self.request.session.set_expiry(0)
        return super().form_valid(form)
