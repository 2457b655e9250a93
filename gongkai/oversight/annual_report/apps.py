from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportConfig(AppConfig):
    name = "gongkai.oversight.annual_report"
    label = "annual_report"
    verbose_name = _("年度报告")

    def ready(self) -> None:
        """Register the figures, so that they can be asked for by name, and listen for what becomes of a report's item."""
        from . import listeners
        from .queries import figures

        assert listeners
        assert figures
