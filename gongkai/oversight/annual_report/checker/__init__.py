"""Check anybody's annual report: what in it cannot be true, what may not be, and why.

A reader (`reading`) turns text, HTML, DOCX or PDF into one neutral document; `reports` finds the title, tables and sentences in
it and binds the rows to a known form of `gongkai.law.report` (`binding`; `crossed` for the national forms); the families in
`rules` compare. The arithmetic itself, percents and identities, is law and lives there. Nothing here touches the ledger. Start
with `check_file`.
"""

from pathlib import Path

from gongkai.oversight.annual_report.checker.documents import Document
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.reading import read_file
from gongkai.oversight.annual_report.checker.reports import Report, read_report
from gongkai.oversight.annual_report.checker.rules import FAMILIES


def check_file(path: Path) -> tuple[Report, Outcome]:
    """Read and check one file. Raises `documents.Unreadable` when it cannot be read or is no annual report."""
    return check_document(read_file(path))


def check_document(document: Document) -> tuple[Report, Outcome]:
    """Check a document already read. Raises `documents.Unreadable` when it is no annual report."""
    report = read_report(document)
    outcome = Outcome()
    for check in FAMILIES:
        check(report, outcome)
    return report, outcome
