from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransparencyLogConfig(AppConfig):
    name = "gongkai.publishing.transparency_log"
    label = "transparency_log"
    verbose_name = _("公开日志")
