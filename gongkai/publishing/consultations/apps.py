from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "gongkai.publishing.consultations"
    label = "consultations"
    verbose_name = _("征求意见")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers the outbox handlers
