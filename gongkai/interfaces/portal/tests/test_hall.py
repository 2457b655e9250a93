"""What every citizens' door has: the whole application in a process of its own, with a database that is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.urls import URLPattern

from gongkai.interfaces.portal import asgi, urls

ASKING = """
import asyncio, sys
from urllib.parse import quote
from config.asgi import application

async def ask(method, path, body=b""):
    sent, asked = [], [{"type": "http.request", "body": body, "more_body": False}]
    async def receive():
        if asked:
            return asked.pop()
        await asyncio.sleep(60)
    async def send(message):
        sent.append(message)
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded"),
               (b"content-length", str(len(body)).encode()), (b"cookie", b"csrftoken=" + b"a" * 32)]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
             "query_string": b"", "headers": headers, "scheme": "http", "client": ("203.0.113.9", 1), "server": ("127.0.0.1", 80)}
    await application(scope, receive, send)
    told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]).decode()

async def main():
    status, _headers, page = await ask("GET", "/index.html")
    assert (status, page) == (200, "baked"), (status, page)
    door = "/hall/consultations/ZQ/2018-00001/"
    typed = "我写了很久的一段意见，数据库没有了也要还给我，一个字也不能少。"
    body = ("csrfmiddlewaretoken=" + "a" * 32 + "&text=" + quote(typed)).encode()
    for method, given in (("GET", b""), ("POST", body)):
        status, headers, page = await ask(method, door, given)
        assert status == 503, (method, status, page[:300])
        assert "现在暂时不能办理" in page
        assert 'class="site"' in page
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "no-store" in headers["cache-control"]
        assert headers["retry-after"]
        assert (typed in page) is (method == "POST")
    status, _headers, page = await ask("GET", "/hall/nothing/")
    assert status == 404 and "没有这个页面" in page, (status, page[:300])

asyncio.run(main())
"""


def test_with_the_database_gone_the_doors_say_so_in_chinese_and_the_baked_pages_stay(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_text("baked")
    environment = {
        **os.environ,
        "GONGKAI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "GONGKAI_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKING],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(asgi.__file__).parents[4],
    )
    assert done.returncode == 0, done.stderr


def test_every_door_is_met_alike():
    """Each address under /hall/ answers through the one wrapper: its language, its headers, its 503."""

    def views(patterns):
        for pattern in patterns:
            yield from [pattern.callback] if isinstance(pattern, URLPattern) else views(pattern.url_patterns)

    found = list(views(urls.urlpatterns))
    assert found
    assert all(".views." in view.__wrapped__.__module__ for view in found)
    assert {view.__code__.co_name for view in found} == {"answer"}
    assert "/hall/" in asgi.DYNAMIC
