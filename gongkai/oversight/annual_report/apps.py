from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.law.report.formats import look_in


class AnnualReportConfig(AppConfig):
    name = "gongkai.oversight.annual_report"
    label = "annual_report"
    verbose_name = _("年度报告")

    def ready(self) -> None:
        """Find the operator's forms, register the figures, and listen for what becomes of a report's item."""
        look_in(settings.GONGKAI_REPORT_FORMS_FOLDER)
        from . import listeners
        from .queries import figures

        assert listeners
        assert figures
