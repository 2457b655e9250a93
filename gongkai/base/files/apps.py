from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "gongkai.base.files"
    label = "files"
    verbose_name = _("文件")

    def ready(self) -> None:
        from . import tasks  # noqa: F401  registers what goes from the disk
