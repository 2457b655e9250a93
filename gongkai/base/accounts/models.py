from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody on the staff. ``name`` is what colleagues call them and what the audit trail shows."""

    name = models.CharField(_("姓名"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class SignInFailures(models.Model):
    """How often signing in to an account failed from one address since it last succeeded there; not part of the ledger."""

    username = models.CharField(_("用户名"), max_length=150)
    address = models.CharField(_("来源地址"), max_length=45)
    count = models.PositiveSmallIntegerField(_("连续失败次数"), default=0)
    last_at = models.DateTimeField(_("最近失败时间"))

    class Meta:
        verbose_name = _("登录失败")
        verbose_name_plural = _("登录失败")
        constraints = [models.UniqueConstraint(fields=["username", "address"], name="sign_in_failures_once_an_address")]

    def __str__(self) -> str:
        return f"{self.username} {self.address}"
