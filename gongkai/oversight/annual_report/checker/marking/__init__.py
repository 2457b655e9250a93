"""What was checked, with its findings marked where they stand: a web page for web pages and text, a PDF for a PDF, and for a Word file
the file itself with comments, or a web page of what it says.

Nothing is fetched and nothing kept: a web page that comes out holds no script, no picture and no address of its own. Start with `mark`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.oversight.annual_report.checker.documents import Document
from gongkai.oversight.annual_report.checker.findings import Finding
from gongkai.oversight.annual_report.checker.marking import docx, pages, pdf
from gongkai.oversight.annual_report.checker.marking.sheets import sheet

#: The kinds of file the marks of a document may come in, the usual one first.
SUFFIXES = {"pdf": (".pdf",), "docx": (".docx", ".html")}


@dataclass(frozen=True)
class Marked:
    """``body``: the bytes of a PDF or a Word file, or the marked part of a web page, to be put into one.

    ``shown``: the numbers of the findings in it.
    """

    suffix: str
    body: bytes
    shown: frozenset[int]

    def file(self, title: str, findings: Sequence[Finding]) -> bytes:
        """A file of its own, with the findings in front where it is a web page."""
        return sheet(title, findings, self.body) if self.suffix == ".html" else self.body


def suffixes_of(document: Document) -> tuple[str, ...]:
    """The kinds of file the marks of this document may come in, the usual one first."""
    return SUFFIXES.get(document.kind, (".html",))


def mark(content: bytes, document: Document, findings: Sequence[Finding], *, suffix: str = "") -> Marked:
    """Mark the findings, numbered from 1 in the order given, on the document read from this content.

    ``suffix`` is one of `suffixes_of`, the usual one when it is empty.
    """
    suffix = suffix or suffixes_of(document)[0]
    body, shown = {".pdf": pdf.mark, ".docx": docx.mark, ".html": pages.mark}[suffix](content, document, findings)
    return Marked(suffix, body, frozenset(shown))
