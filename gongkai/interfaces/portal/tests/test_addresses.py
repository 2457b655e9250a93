"""Old addresses on the served tree: they lead on, never over what stands or is gone, and a check finds what is wrong with them."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from gongkai.interfaces.portal.asgi import DYNAMIC, STATIC, Portal
from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue import policies
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def enter(openness_officer, now, bake):
    def enter(*pairs: tuple[str, str]) -> None:
        lines = [(number, old, new) for number, (old, new) in enumerate(pairs, 1)]
        done = catalogue.enter_redirects(lines, reason="旧网站迁移", by=openness_officer, now=now)
        assert {one.outcome for one in done} <= {"added", "amended"}
        bake()

    return enter


@pytest.fixture
def ask(tree):
    """``ask("/old")``: status and the address one is sent to."""
    portal = Portal(public=tree, static=tree / "nothing", dynamic=lambda: None)  # type: ignore[arg-type,return-value]

    def ask(path: str) -> tuple[int, str]:
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "raw_path": quote(path).encode(), "headers": []}
        asyncio.run(portal(scope, None, send))
        return sent[0]["status"], dict(sent[0]["headers"]).get(b"location", b"").decode()

    return ask


def test_an_old_address_leads_on_and_nothing_that_stands_or_is_gone_is_hidden_by_one(
    make_item, approver, enter, bake, ask, tree, now
):
    item, gone, standing = (make_item(Status.PUBLISHED) for _turn in range(3))
    disclosure.withdraw(gone, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
    bake()
    assert ask("/zwgk/post_12.html")[0] == 404
    enter(
        ("/zwgk/gkmlpt/content/2/12/post_12.html", f"/{item.path}.html"),
        ("/gkmlpt/content/1/post_1.html", "/zwgk/gkmlpt/content/2/12/post_12.html"),
        ("/xxgk/", "/columns/notices/"),
        ("/旧站/公告.htm", "/help.html"),
        (f"/{standing.path}.html", "/help.html"),
        (f"/{gone.path}.html", "/help.html"),
    )
    assert ask("/zwgk/gkmlpt/content/2/12/post_12.html") == (301, f"/{item.path}.html")
    assert ask("/gkmlpt/content/1/post_1.html") == (301, f"/{item.path}.html")  # one step, not two
    assert ask("/xxgk/2018-06.html") == (301, "/columns/notices/2018-06.html")
    assert ask("/xxgk") == (301, "/columns/notices/")
    assert ask("/旧站/公告.htm") == (301, "/help.html")
    assert ask(f"/{standing.path}.html")[0] == 200
    assert ask(f"/{gone.path}.html")[0] == 410
    assert ask("/columns") == (301, "/columns/")
    for trick in ("/xxgk//evil.example", "/xxgk/%0d%0aX", "/xxgk/../../etc", "/nothing"):
        assert not ask(trick)[1].startswith(("//", "http")), trick
    assert list(differences()) == []


def test_a_broken_table_leads_nowhere_and_takes_no_page_with_it(make_item, enter, ask, tree):
    item = make_item(Status.PUBLISHED)
    enter(("/a", "/help.html"))
    for content in (b"{", b"[]", b'{"/a": "//evil.example"}', b'{"/a": "/b\\r\\nX: 1"}', b'{"/a": ""}'):
        (tree / "redirects.json").unlink()
        (tree / "redirects.json").write_bytes(content)
        assert ask("/a")[0] == 404, content
        assert ask(f"/{item.path}.html")[0] == 200


def test_a_column_that_moved_stands_at_its_new_address_and_leaves_only_a_way_there(
    make_item, column, openness_officer, bake, ask, tree, now
):
    item = make_item(Status.PUBLISHED, title="关于限行的通告")
    bake()
    sealed = (tree / f"{item.path}.json").read_bytes()
    catalogue.readdress_column(column, "tzgg", reason="统一用拼音", by=openness_officer, now=now)
    bake()
    assert not (tree / "columns/notices").exists()
    for address in ("columns/tzgg/index.html", "columns/tzgg/2018-06.html", "columns/tzgg/feed.xml"):
        assert "关于限行的通告" in (tree / address).read_text(), address
        assert ask(f"/{address.replace('tzgg', 'notices')}") == (301, f"/{address}")
    for address in ("index.html", "columns/index.html", "sitemap.html"):
        assert "/columns/tzgg/index.html" in (tree / address).read_text(), address
    assert (tree / f"{item.path}.json").read_bytes() == sealed
    make_item(Status.PUBLISHED, title="第二件")
    bake()
    assert not (tree / "columns/notices").exists()
    assert "第二件" in (tree / "columns/tzgg/2018-06.html").read_text()
    assert list(differences()) == []
    rebuild(now=now, processes=1)
    before = {path: (tree / path).read_bytes() for path in files_under(tree)}
    assert "/columns/tzgg/index.html" in before[f"{item.path}.html"].decode()
    shutil.rmtree(tree)
    rebuild(now=now, processes=1)
    assert {path: (tree / path).read_bytes() for path in files_under(tree)} == before


def test_a_check_names_a_table_that_was_altered_and_an_address_that_leads_nowhere(make_item, enter, bake, tree, now):
    make_item(Status.PUBLISHED)
    enter(("/a", "/help.html"), ("/b/", "/columns/"))
    rebuild(now=now, processes=1)
    assert list(differences()) == []
    enter(("/c", "/nowhere.html"))
    assert list(differences()) == ["旧地址 /c 转到 /nowhere.html，那里没有页面。"]
    (tree / "redirects.map").write_text('"/a" "https://evil.example/";\n')
    assert "旧地址转接表 /redirects.map 与账本不一致。" in list(differences())
    rebuild(now=now, processes=1)
    assert list(differences()) == ["旧地址 /c 转到 /nowhere.html，那里没有页面。"]


def test_every_door_of_the_site_is_kept_from_being_an_old_address():
    assert {name.strip("/") for name in (*DYNAMIC, STATIC)} <= set(policies.RESERVED)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_leads_on_by_the_same_table(make_item, enter, tree, tmp_path):
    item = make_item(Status.PUBLISHED)
    enter(
        ("/zwgk/post_12.html", f"/{item.path}.html"), ("/xxgk/", "/columns/notices/"), ("/旧站/公告.htm", "/help.html")
    )
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = (ROOT / "docs/handbook/nginx.conf").read_text().replace("listen 80;", f"listen 127.0.0.1:{port};")
    (tmp_path / "site.conf").write_text(site.replace("/srv/gongkai/var/public", str(tree)))
    temps = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {tmp_path}/pid; error_log {tmp_path}/error.log; user root;\n"
        f"events {{}}\nhttp {{ access_log off; {temps} include {tmp_path}/site.conf; }}\n"
    )
    for parent in tmp_path.parents:
        if parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    with subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]) as server:
        try:
            assert _answer(port, "/zwgk/post_12.html") == (301, f"/{item.path}.html")
            assert _answer(port, "/xxgk/2018-06.html") == (301, "/columns/notices/2018-06.html")
            assert _answer(port, "/xxgk/a%0d%0aSet-Cookie:x")[0] == 404
            assert _answer(port, "/%E6%97%A7%E7%AB%99/%E5%85%AC%E5%91%8A.htm") == (301, "/help.html")
            assert _answer(port, f"/{item.path}.html") == (200, "")
            assert _answer(port, "/nothing.html")[0] == 404
        finally:
            server.terminate()


def _answer(port: int, path: str) -> tuple[int, str]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args, **kwargs):
            return None

    opener = urllib.request.build_opener(Stay)
    for _turn in range(100):
        try:
            with opener.open(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, (error.headers.get("Location") or "").removeprefix(f"http://127.0.0.1:{port}")
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("nginx did not start")
