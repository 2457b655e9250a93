from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    name = "gongkai.base.messages"
    label = "gongkai_messages"
    verbose_name = _("消息")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers what sends
