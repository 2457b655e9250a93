from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommandsConfig(AppConfig):
    name = "gongkai.interfaces.commands"
    label = "commands"
    verbose_name = _("命令")
