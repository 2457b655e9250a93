from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "gongkai.oversight.returns"
    label = "returns"
    verbose_name = _("统计报送")

    def ready(self) -> None:
        """Register the figures of the website's work table, so that they can be asked for by name."""
        from .queries import figures

        assert figures
