from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "gongkai.interfaces.portal"
    label = "portal"
    verbose_name = _("门户")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers the outbox handlers
