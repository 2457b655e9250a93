from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "gongkai.publishing.delivery"
    label = "delivery"
    verbose_name = _("平台交付")

    def ready(self) -> None:
        from . import listeners, tasks  # noqa: F401
