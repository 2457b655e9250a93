from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorsConfig(AppConfig):
    name = "gongkai.base.doors"
    label = "doors"
    verbose_name = _("公众入口")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers the daily clearing
