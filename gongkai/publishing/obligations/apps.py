from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "gongkai.publishing.obligations"
    label = "obligations"
    verbose_name = _("标准目录")

    def ready(self) -> None:
        from . import listeners, tasks  # noqa: F401
