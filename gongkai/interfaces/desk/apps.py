from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "gongkai.interfaces.desk"
    label = "desk"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from . import listeners, tasks  # noqa: F401  what follows every act; the outbox handlers
