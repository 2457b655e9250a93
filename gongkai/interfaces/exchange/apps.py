from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "gongkai.interfaces.exchange"
    label = "exchange"
    verbose_name = _("数据交换")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers the outbox handlers
