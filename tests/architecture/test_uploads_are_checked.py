"""Every file somebody hands in goes past the scanner where the installation has one (``GONGKAI_CLAMD``): no door is forgotten.

Found by reading the source: every view that touches an upload is named here with what looks the file over, and that is looked for where it
is said to be. The doors that read a file and do not keep it are gone through with the string every scanner finds.
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.files.models import StoredFile
from gongkai.interfaces.exchange.models import CaseUpload, RegisterUpload
from gongkai.publishing.catalogue.models import WatchWord

ROOT = Path(__file__).resolve().parents[2] / "gongkai"
#: What looks a file over, the scanner with it: ``files.policies.accepted``, ``files.actions.keep`` which calls it, or the scanner itself.
LOOKS = re.compile(r"(?<![\w.])(?:accepted|keep|check_clean)\(")
#: View that touches ``request.FILES`` → the files that look over what it hands on, every one of them.
CHECKED = {
    # The steps of a report and of a return.
    "base/accounts/screens.py": [
        "oversight/annual_report/actions/sending.py",
        "oversight/annual_report/actions/signing.py",
        "oversight/returns/actions/sending.py",
    ],
    "casework/applications/views/desk/acting.py": ["casework/applications/views/desk/acting.py"],
    "casework/applications/views/desk/corrections.py": ["casework/applications/views/desk/corrections.py"],
    "casework/applications/views/desk/redactions.py": ["casework/applications/actions/redactions.py"],
    "casework/applications/views/desk/registering.py": ["casework/applications/views/desk/registering.py"],
    "casework/applications/views/public/applying.py": ["casework/applications/actions/enclosures.py"],
    "casework/applications/views/public/own.py": ["casework/applications/actions/enclosures.py"],
    "interfaces/exchange/views/cases.py": ["interfaces/exchange/views/cases.py"],
    "interfaces/exchange/views/desk.py": ["interfaces/exchange/views/desk.py"],
    # Says whether files were lost, and opens none.
    "interfaces/portal/views/public.py": [],
    "oversight/annual_report/views/public.py": ["oversight/annual_report/views/public.py"],
    "oversight/returns/views/desk/listing.py": ["oversight/returns/actions/filling.py"],
    "publishing/catalogue/views/desk/words.py": ["publishing/catalogue/forms/tables.py"],
    "publishing/consultations/views/desk/comments.py": ["publishing/consultations/actions/comments.py"],
    "publishing/consultations/views/desk/editing.py": ["publishing/consultations/actions/drafting.py"],
    "publishing/consultations/views/public.py": ["publishing/consultations/actions/comments.py"],
    "publishing/delivery/views/desk/packages.py": ["publishing/catalogue/forms/tables.py"],
    "publishing/disclosure/views/desk/documents/registering.py": ["publishing/disclosure/actions/registration.py"],
    "publishing/disclosure/views/desk/editing.py": ["publishing/disclosure/actions/drafting.py"],
    "publishing/disclosure/views/desk/reading.py": ["publishing/disclosure/actions/review.py"],
    "publishing/disclosure/views/desk/review.py": ["publishing/disclosure/actions/clearances.py"],
    "publishing/disclosure/views/desk/screening.py": ["publishing/disclosure/actions/screening.py"],
    "publishing/obligations/views/desk/editions.py": ["publishing/obligations/actions/editions.py"],
    "publishing/obligations/views/desk/occasions.py": ["publishing/obligations/actions/fulfilments.py"],
}
#: In two halves: whole it would be found in this file.
VIRUS = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + r"ANTIVIRUS-TEST-FILE!$H+H*").encode()
SAID = "带有病毒（Eicar-Test-Signature）"


def test_every_view_that_takes_a_file_is_named_with_what_looks_it_over() -> None:
    taking = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "tests" not in path.parts and "request.FILES" in path.read_text(encoding="utf-8")
    }
    assert taking == set(CHECKED), "a view that takes a file: say here what looks it over"
    for file in {file for files in CHECKED.values() for file in files}:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert LOOKS.search(source), file


class _Conversation(socketserver.StreamRequestHandler):
    """clamd, as far as it finds one string."""

    def handle(self) -> None:
        self.rfile.read(10)
        stream = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            stream += self.rfile.read(size)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in stream else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Any) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.GONGKAI_CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


#: Doors that read a file and keep none: who, where, the field, the name of the file, and what else is filled in.
READING = [
    ("officer", "/desk/past-applications/", "register", "台账.xlsx", {}),
    ("drafter", "/desk/registers/", "register", "登记簿.csv", {}),
    ("drafter", "/desk/registers/", "register", "导出.jsonl", {}),
    ("openness", "/desk/catalogue/words/import/", "upload", "名单.csv", {"kind": "sensitive"}),
    (None, "/hall/report-check/", "file", "年报.txt", {}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "address", "field", "name", "given"), READING)
def test_what_is_read_and_not_kept_is_shown_to_the_scanner_too(
    who: str | None,
    address: str,
    field: str,
    name: str,
    given: dict[str, Any],
    office: SimpleNamespace,
    scanner: None,
) -> None:
    client = Client()
    if who:
        client.force_login(getattr(office, who))
    content = b"PK\x03\x04" + VIRUS if name.endswith(".xlsx") else VIRUS
    file = SimpleUploadedFile(name, content)
    answer = client.post(address, {"unit": office.dept.pk, field: file, **given})
    assert answer.status_code in (409, 422), answer.status_code
    assert SAID in answer.content.decode()
    assert [model for model in (StoredFile, WatchWord, CaseUpload, RegisterUpload) if model.objects.exists()] == []
