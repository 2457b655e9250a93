"""Asking about reports: their figures (``figures``), text (``narratives``), checks, frozen records, document and comparison."""

from .checks import Checked, check_identities
from .comparisons import Compared, compared
from .documents import build_document, document_of, figure_path, report_docx, report_pdf
from .frozen import Difference, as_frozen, differences, frozen_figures, frozen_rows, key_sets, measure_report
from .narratives import Section, check_text
from .offices import may_see, publishing_unit, usual_column, visible_reports

__all__ = [
    "Checked",
    "Compared",
    "Difference",
    "Section",
    "as_frozen",
    "build_document",
    "check_identities",
    "check_text",
    "compared",
    "differences",
    "document_of",
    "figure_path",
    "frozen_figures",
    "frozen_rows",
    "key_sets",
    "may_see",
    "measure_report",
    "publishing_unit",
    "report_docx",
    "report_pdf",
    "usual_column",
    "visible_reports",
]
