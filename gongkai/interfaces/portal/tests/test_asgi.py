"""How the site answers: whole, fresh, typed, compressed where asked, and never with a file from outside the tree."""

from __future__ import annotations

import asyncio
import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, unquote

import pytest
from django.urls import URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from gongkai.interfaces.portal import asgi
from gongkai.interfaces.portal.asgi import Portal, clean

PAGE = ("<!DOCTYPE html><p>正文" + "公开" * 600).encode()


class Answer:
    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status = status
        self.headers = {name.decode(): value.decode() for name, value in headers}
        self.body = body


async def _dynamic(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"dynamic " + scope["path"].encode()})


def _load():
    return _dynamic


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("site")
    public = root / "public"
    for path, content in {
        "public/index.html": PAGE,
        "public/404.html": "没有这个页面".encode(),
        "public/columns/notices/index.html": PAGE,
        "public/items/1/2018/00001.json": b"{}",
        "public/items/1/2018/00001/1-公告.pdf": b"%PDF-1.7",
        "public/items/1/2018/00002.gone.html": "该信息已撤下".encode(),
        "public/feed.xml": b"<feed/>",
        "public/log/000001.jsonl": b"{}\n" * 200_000,
        "public/assets/portal-0123456789ab.css": b"body{}",
        "public/.oven/lock": b"",
        "public/.hidden.html": b"hidden",
        "static/css/core.0123456789ab.css": b"a{}",
        "static/plain.js": b"1",
        "secret.html": b"secret",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    twin = public / "index.html.gz"
    twin.write_bytes(gzip.compress(PAGE))
    stamp = (public / "index.html").stat().st_mtime_ns
    os.utime(twin, ns=(stamp, stamp))
    (public / "columns/notices/index.html.gz").write_bytes(gzip.compress(b"of another version"))
    (public / "out.html").symlink_to(root / "secret.html")
    (public / "outside").symlink_to(root)
    os.mkfifo(public / "pipe.html")
    return root


@pytest.fixture(scope="module")
def ask(site: Path):
    portal = Portal(public=site / "public", static=site / "static", dynamic=_load)

    def ask(path: str, method: str = "GET", raw: bytes | None = None, **headers: str) -> Answer:
        sent: list[dict[str, Any]] = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": raw if raw is not None else path.encode(errors="surrogateescape"),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.run(portal(scope, receive, send))
        assert [message["type"] for message in sent[:1]] == ["http.response.start"]
        assert not sent[-1].get("more_body")
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], sent[0]["headers"], body)

    return ask


def test_a_page_comes_whole_with_its_type_charset_and_safe_headers(ask):
    answer = ask("/index.html")
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-length"] == str(len(PAGE))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/items/1/2018/00001.json", "application/json; charset=utf-8"),
        ("/items/1/2018/00001/1-公告.pdf", "application/pdf"),
        ("/feed.xml", "application/xml; charset=utf-8"),
    ],
)
def test_each_kind_of_file_has_its_type(path, media_type, ask):
    assert ask(path).headers["content-type"] == media_type


@pytest.mark.parametrize("path", ["/", "/columns/notices/"])
def test_a_folder_answers_with_its_index(path, ask):
    assert ask(path).body == PAGE


def test_a_folder_without_its_slash_is_led_to_it(ask):
    answer = ask("/columns/notices")
    assert (answer.status, answer.headers["location"]) == (301, "/columns/notices/")


def test_a_head_request_gets_the_same_headers_and_no_body(ask):
    got, head = ask("/index.html"), ask("/index.html", method="HEAD")
    assert (head.headers, head.body) == (got.headers, b"")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_version_is_not_sent_again(form, ask):
    etag = ask("/index.html").headers["etag"]
    answer = ask("/index.html", if_none_match=form.format(etag))
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
    assert ask("/index.html", if_none_match='"other"').status == 200


def test_an_exchanged_page_has_another_etag_even_with_the_same_size_and_time(ask, site):
    file = site / "public/feed.xml"
    before, facts = ask("/feed.xml").headers["etag"], file.stat()
    draft = site / "draft"
    draft.write_bytes(b"<food/>")
    os.utime(draft, ns=(facts.st_mtime_ns, facts.st_mtime_ns))
    keep = file.open("rb")  # so that the inode is not given away again at once
    draft.replace(file)
    assert ask("/feed.xml").headers["etag"] != before
    keep.close()


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "GZIP", "*", "deflate, gzip"])
def test_the_twin_is_sent_to_whoever_takes_it(accepted, ask):
    answer = ask("/index.html", accept_encoding=accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == PAGE
    assert answer.headers["etag"] != ask("/index.html").headers["etag"]
    assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "gzipped", "identity"])
def test_and_to_nobody_else(accepted, ask):
    assert "content-encoding" not in ask("/index.html", accept_encoding=accepted).headers


def test_a_twin_of_another_version_is_never_sent(ask):
    answer = ask("/columns/notices/", accept_encoding="gzip")
    assert ("content-encoding" in answer.headers, answer.body) == (False, PAGE)


def test_a_long_file_comes_in_pieces_and_whole(ask, site):
    answer = ask("/log/000001.jsonl")
    assert answer.body == (site / "public/log/000001.jsonl").read_bytes()
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("path", ["/assets/portal-0123456789ab.css", "/static/css/core.0123456789ab.css"])
def test_a_name_with_a_hash_is_kept_for_ever(path, ask):
    assert ask(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert ask("/static/plain.js").headers["cache-control"] == "public, no-cache"


def test_a_missing_page_says_so_in_a_page_of_the_site(ask):
    answer = ask("/items/9.html")
    assert (answer.status, answer.body.decode()) == (404, "没有这个页面")
    assert "etag" not in answer.headers


def test_the_tree_takes_no_submissions(ask):
    answer = ask("/index.html", method="POST")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/desk/", "/desk/login/", "/desk"])
def test_the_dynamic_doors_are_handed_on(path, ask):
    assert ask(path, method="POST").body == b"dynamic " + path.encode()


def test_every_address_of_django_lies_behind_a_dynamic_door():
    def leaves(patterns, before="/"):
        for entry in patterns:
            here = f"{before}{entry.pattern}"
            yield from leaves(entry.url_patterns, here) if isinstance(entry, URLResolver) else [here]

    addresses = list(leaves(get_resolver("config.urls").url_patterns))
    assert addresses
    assert [address for address in addresses if not address.startswith(asgi.DYNAMIC)] == []


@pytest.mark.parametrize("path", [
    "/../secret.html", "/columns/../../secret.html", "/./index.html", "//index.html", "/columns//notices/index.html",
    "/outside/secret.html", "/out.html", "/.hidden.html", "/.oven/lock", "/index.html\0", "/columns\\notices\\index.html",
    "/index.html.gz", "/pipe.html", "/static/../public/index.html", "/static/", "/static", "/" + "a" * 5000, "/\ud800", "",
])  # fmt: skip
def test_nothing_but_the_tree_is_served(path, ask):
    answer = ask(path, raw=b"")
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize("raw", [b"/columns%2fnotices%2Findex.html", b"/columns%5Cnotices", b"/index.html%00"])
def test_encoded_slashes_are_not_slashes(raw, ask):
    assert ask(unquote(raw.decode()), raw=raw).status == 404


_NAMES = st.one_of(
    st.sampled_from(["..", ".", "", "index.html", "columns", "outside", "out.html", "static", "secret.html", ".oven"]),
    st.text(max_size=8),
    st.binary(max_size=6).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
)


@given(names=st.lists(_NAMES, max_size=6), ends=st.booleans())
def test_no_address_leads_out_of_the_tree(names, ends, ask, site):
    path = "/" + "/".join(names) + ("/" if ends else "")
    if path.startswith(asgi.DYNAMIC) or f"{path}/" in asgi.DYNAMIC:
        return
    answer = ask(path, raw=quote_from_bytes(path.encode("utf-8", "surrogatepass")).encode())
    assert answer.status in (200, 301, 404)
    if answer.status == 301:
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")
    assert answer.body != (site / "secret.html").read_bytes()
    cleaned = clean(path)
    if cleaned is not None and answer.status == 200 and not cleaned.startswith("static/"):
        inside = os.path.realpath(site / "public" / cleaned)
        assert inside.startswith(os.path.realpath(site / "public"))


def test_the_server_comes_up_and_goes_down():
    sent: list[str] = []
    messages = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive():
        return {"type": next(messages)}

    async def send(message):
        sent.append(message["type"])

    asyncio.run(Portal(public=Path("/a"), static=Path("/b"), dynamic=_load)({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_baked_pages_are_served_with_the_database_gone_and_no_model_loaded(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_bytes(PAGE)
    script = """
import asyncio, sys
from config.asgi import application
sent = []
async def send(message): sent.append(message)
scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "headers": []}
asyncio.run(application(scope, None, send))
assert sent[0]["status"] == 200, sent
loaded = [name for name in sys.modules if name.endswith(".models") or name.startswith(("sqlite3", "psycopg"))]
assert not loaded, loaded
"""
    environment = {
        **os.environ,
        "GONGKAI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "GONGKAI_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(asgi.__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr


class TestGone:
    """What stands for an address the law had emptied answers 410 from the tree alone."""

    @pytest.mark.parametrize("path", ["00002.html", "00002.json", "00002/1-公告.pdf", "00002/", "00002.pdf"])
    def test_the_page_its_json_and_its_attachments_answer_410_with_what_stands_for_them(self, ask, path):
        answer = ask(f"/items/1/2018/{path}")
        assert (answer.status, answer.body.decode()) == (410, "该信息已撤下")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "public, no-cache"
        assert "etag" not in answer.headers

    def test_a_cached_copy_is_never_confirmed(self, ask):
        assert ask("/items/1/2018/00002.html", **{"if-none-match": "*"}).status == 410

    def test_it_has_no_address_of_its_own(self, ask):
        assert ask("/items/1/2018/00002.gone.html").status == 404

    @pytest.mark.parametrize("path", ["/items/1/2018/00003.html", "/items/1/2018/", "/items/1/", "/.html", "/x"])
    def test_what_never_was_is_still_not_found(self, ask, path):
        assert ask(path).status in (404, 301)
