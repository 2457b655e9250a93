"""A file with a virus is refused, and every file while the scanner cannot be asked: held against a server that speaks its protocol."""

from __future__ import annotations

import socket
import socketserver
import threading
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from tests.real_files import made

pytestmark = pytest.mark.django_db

#: The string every scanner agrees to find, in two halves: whole it would be found in this file.
VIRUS = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + r"ANTIVIRUS-TEST-FILE!$H+H*").encode()
LONGEST = 300_000


class Scanner(socketserver.ThreadingTCPServer):
    """INSTREAM as clamd speaks it: pieces with their length before them, an empty one at the end, one answer."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        self.streams: list[bytes] = []
        self.answer: Callable[[bytes], bytes] = lambda stream: (
            b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in stream else b"stream: OK\0"
        )
        super().__init__(("127.0.0.1", 0), _Conversation)


class _Conversation(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        stream = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            stream += self.rfile.read(size)
            if len(stream) > LONGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.streams.append(stream)
        self.wfile.write(self.server.answer(stream))


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    with Scanner() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.GONGKAI_CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        settings.GONGKAI_CLAMD_SECONDS = 5
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def nothing_is_kept(settings: Any) -> bool:
    return not StoredFile.objects.exists() and not any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def zipped(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("说明.txt", content)
    return out.getvalue()


@pytest.mark.parametrize(("name", "content"), [("说明.txt", VIRUS), ("材料.zip", zipped(VIRUS))])
def test_the_test_string_is_refused_by_name_and_nothing_is_kept(
    name: str, content: bytes, scanner: Scanner, founder: Any, now: Any, settings: Any
) -> None:
    with pytest.raises(Refused, match=f"“{name}”带有病毒（Eicar-Test-Signature），未保存"):
        keep(ContentFile(content), name=name, by=founder, now=now)
    assert nothing_is_kept(settings)


def test_a_clean_file_is_shown_as_it_came_and_kept(scanner: Scanner, founder: Any, now: Any) -> None:
    content = made("docx")
    kept = keep(ContentFile(content), name="附件.docx", by=founder, now=now)
    assert scanner.streams == [content]
    assert StoredFile.objects.get() == kept


def test_a_long_file_goes_in_many_pieces(scanner: Scanner, founder: Any, now: Any) -> None:
    content = b"0123456789\n" * 20_000
    keep(ContentFile(content), name="数据.txt", by=founder, now=now)
    assert scanner.streams == [content]


def test_one_too_long_for_the_scanner_says_so(scanner: Scanner, founder: Any, now: Any, settings: Any) -> None:
    with pytest.raises(Refused, match="超过病毒检查能够处理的大小"):
        keep(ContentFile(b"0123456789\n" * 1_000_000), name="数据.txt", by=founder, now=now)
    assert nothing_is_kept(settings)


class TestAScannerThatCannotBeAskedRefuses:
    SENTENCE = "病毒检查暂时不能进行，文件“附件.pdf”未保存"

    def refused(self, founder: Any, now: Any, settings: Any) -> None:
        with pytest.raises(Refused, match=self.SENTENCE):
            keep(ContentFile(made("pdf")), name="附件.pdf", by=founder, now=now)
        assert nothing_is_kept(settings)

    def test_nobody_listens(self, founder: Any, now: Any, settings: Any) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # and does not listen
            settings.GONGKAI_CLAMD = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
            self.refused(founder, now, settings)

    def test_no_such_socket(self, founder: Any, now: Any, settings: Any, tmp_path: Path) -> None:
        settings.GONGKAI_CLAMD = f"unix://{tmp_path}/away.ctl"
        self.refused(founder, now, settings)

    def test_it_hangs(self, scanner: Scanner, founder: Any, now: Any, settings: Any) -> None:
        settings.GONGKAI_CLAMD_SECONDS = 0.2
        done = threading.Event()
        scanner.answer = lambda _stream: b"\0" * done.wait(30)
        try:
            self.refused(founder, now, settings)
        finally:
            done.set()

    @pytest.mark.parametrize(
        "said", [b"", b"stream: OK", b"UNKNOWN COMMAND\0", b"stream: Can't allocate memory ERROR\0"]
    )
    def test_it_answers_nothing_half_or_something_else(
        self, said: bytes, scanner: Scanner, founder: Any, now: Any, settings: Any
    ) -> None:
        scanner.answer = lambda _stream: said
        self.refused(founder, now, settings)


def test_over_the_socket_of_the_machine(founder: Any, now: Any, settings: Any, tmp_path: Path) -> None:
    class Local(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        streams: list[bytes] = []
        answer = staticmethod(lambda stream: b"stream: OK\0")

    settings.GONGKAI_CLAMD = f"unix://{tmp_path}/clamd.ctl"
    with Local(f"{tmp_path}/clamd.ctl", _Conversation) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        keep(ContentFile(b"abc"), name="甲.txt", by=founder, now=now)
        server.shutdown()
    assert server.streams == [b"abc"]


def test_a_refused_type_is_refused_before_the_scanner_is_asked(scanner: Scanner, founder: Any, now: Any) -> None:
    with pytest.raises(Refused, match=r"不接受“\.exe”"):
        keep(ContentFile(b"MZ"), name="程序.exe", by=founder, now=now)
    assert scanner.streams == []
