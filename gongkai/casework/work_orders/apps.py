from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkOrdersConfig(AppConfig):
    name = "gongkai.casework.work_orders"
    label = "work_orders"
    verbose_name = _("工单")

    def ready(self) -> None:
        from . import listeners  # noqa: F401
