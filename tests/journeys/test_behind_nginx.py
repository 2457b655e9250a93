"""The handbook's nginx.conf in a real nginx over a baked tree: files are served as it says, doors lead to the application."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile

from gongkai.base.core.tasks import drain
from gongkai.base.search.engines import open_search
from gongkai.interfaces.portal.tasks import rebuild, rebuild_search
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from tests.real_files import made

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is absent: apt-get install nginx-light"),
]
HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook" / "nginx.conf"


@dataclass(frozen=True)
class Answer:
    """What came over the wire; the names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Site:
    port: int

    def get(self, path: str, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path, settings) -> Iterator[Callable[[str], Site]]:
    """``serve("127.0.0.1:4711")``: nginx by the handbook's rules, before an application there; only what the handbook says to change is."""
    running: list[subprocess.Popen[bytes]] = []

    def serve(application: str) -> Site:
        port, home = free_port(), tmp_path / f"nginx{len(running)}"
        home.mkdir()
        rules = HANDBOOK.read_text()
        for pattern, ours in (
            (r"listen 80;", f"listen 127.0.0.1:{port};"),
            (r"root /srv/gongkai/var/public;", f"root {settings.GONGKAI_PUBLIC_ROOT};"),
            (r"http://127\.0\.0\.1:8000", f"http://{application}"),
        ):
            rules, count = re.subn(pattern, ours, rules)
            assert count, pattern
        temporary = "".join(
            f"{name}_temp_path {home}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (home / "nginx.conf").write_text(
            f"{user} daemon off; master_process off; pid {home}/pid; error_log {home}/error.log;"
            f"events {{}} http {{ access_log off; {temporary}\n{rules}\n}}\n"
        )
        command = [NGINX, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
        running.append(subprocess.Popen(command))
        until = time.monotonic() + 30
        while True:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return Site(port)
            assert running[-1].poll() is None, (home / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)

    yield serve
    for process in running:
        process.terminate()
        process.wait(20)


@pytest.fixture
def baked(settings, tmp_path, make_item, drafter, reviewer, approver, now) -> dict[str, str]:
    """A small site: where a public item and one that had to go stand, and its first file."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    open_search().clear()
    item = make_item(title="关于港区停车收费的通知", body=f"<p>{'港区停车每小时五元。' * 60}</p>")
    disclosure.attach(item, ContentFile(made("pdf", "收费标准")), name="收费标准.pdf", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="不涉密", by=reviewer, now=now)
    item = disclosure.approve_and_publish(item, by=approver, now=now)
    gone = make_item(Status.PUBLISHED, title="张三的处理决定")
    gone = disclosure.withdraw(gone, kind=WithdrawalKind.PRIVACY, reason="载有个人住址", by=approver, now=now)
    drain()
    rebuild(now=now, processes=1)
    rebuild_search(processes=1)
    root = settings.GONGKAI_PUBLIC_ROOT
    (pdf,) = root.rglob("*.pdf")
    (style,) = root.glob("assets/portal-*.css")
    return {
        "item": f"/{item.path}.html",
        "gone": f"/{gone.path}.html",
        "gone file": f"/{gone.path}.gone.html",
        "pdf": f"/{quote(str(pdf.relative_to(root)))}",
        "style": f"/{style.relative_to(root)}",
    }


def test_the_handbooks_rules_serve_what_is_a_file_and_lead_to_what_is_a_door(baked, serve, live_server, settings):
    site = serve(live_server.url.removeprefix("http://").replace("localhost", "127.0.0.1"))
    root: Path = settings.GONGKAI_PUBLIC_ROOT

    page = site.get(baked["item"])
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "关于港区停车收费的通知" in page.text
    assert page.headers["cache-control"] == "public, no-cache"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert site.get(baked["item"], If_None_Match=page.headers["etag"]).status == 304
    assert site.get("/").text == (root / "index.html").read_text()

    packed = site.get(baked["item"], Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.body == (root / f"{baked['item'][1:]}.gz").read_bytes()
    assert gzip.decompress(packed.body) == page.body
    assert site.get(baked["pdf"]).headers["content-type"] == "application/pdf"
    assert "immutable" in site.get(baked["style"]).headers["cache-control"]

    for path in ("/nothing.html", "/items/440404117/2018/09999.html"):
        missing = site.get(path)
        assert (missing.status, missing.text) == (404, (root / "404.html").read_text()), path
    gone = site.get(baked["gone"])
    assert gone.status == 410
    assert gone.text == (root / baked["gone file"][1:]).read_text()
    assert gone.headers["cache-control"] == "public, no-cache"
    assert "张三" not in gone.text
    assert site.get(baked["gone"].replace(".html", ".json")).status == 410

    (root / ".hidden.html").write_text("for nobody to read")
    (root / "way-out.html").symlink_to(HANDBOOK)
    for path in (
        *("/.oven/lock", "/.hidden.html", f"{baked['item']}.gz", baked["gone file"], "/way-out.html"),
        *("/../search/current", "/items/..%2f..%2fsearch/current"),
    ):
        answer = site.get(path)
        assert answer.status in (400, 403, 404), path
        assert "for nobody to read" not in answer.text

    found = site.get(f"/search/?q={quote('停车收费')}")
    assert found.status == 200
    assert "<mark>停车收费</mark>" in found.text
    assert found.headers["x-robots-tag"] == "noindex"
    assert site.get("/hall/consultations/").status in (200, 301, 302, 404)
    assert site.get("/hall").status == 301
    assert site.get("/api/v1/items").headers["content-type"].startswith("application/json")
    assert site.get("/desk/login/").status == 200


def test_with_the_application_gone_every_baked_page_is_still_served(baked, serve):
    site = serve(f"127.0.0.1:{free_port()}")
    assert site.get("/search/?q=x").status == site.get("/desk/login/").status == 502
    assert site.get(baked["item"]).status == 200
    assert site.get(baked["gone"]).status == 410
    assert site.get("/nothing.html").status == 404
