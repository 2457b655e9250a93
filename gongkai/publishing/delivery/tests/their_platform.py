"""A platform of somebody else's, on 127.0.0.1: takes articles under our key, shows them in its own layout, misbehaves when told to."""

from __future__ import annotations

import hashlib
import html
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

AT = 1527825600  # 2018-06-01 12:00 +08:00


class TheirPlatform:
    """What it holds, what it was asked, and how it answers: ``accept``, ``refuse``, ``hang``, ``nonsense``, ``broken``, ``busy``."""

    def __init__(self) -> None:
        self.articles: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.mode = "accept"
        self.refused_keys: set[str] = set()
        self.elsewhere = ""
        self.before_answer: Callable[[], None] = lambda: None
        #: What it does to a page before it shows it.
        self.alter: Callable[[str], str] = lambda page: page
        self.encoding = "utf-8"
        self.redirect = ""
        self.stop_hanging = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def url_of(self, key: str) -> str:
        return f"{self.elsewhere or self.address + '/site'}/art/{quote(key, safe='')}.html"

    def close(self) -> None:
        self.stop_hanging.set()
        self.server.shutdown()
        self.server.server_close()

    def put(self, key: str, article: dict[str, Any]) -> None:
        self.articles[key] = article

    def page(self, key: str) -> str | None:
        """The article as the platform shows it: navigation, a heading, full-width brackets and line breaks of its own."""
        article = self.articles.get(key)
        if article is None:
            return None
        links = "".join(
            f'<li><a href="/site/files/{one["sha256"]}.{one["type"]}">{html.escape(one["name"])}</a></li>'
            for one in article["attachment"]
        )
        day = datetime.fromtimestamp(article["display_publish_time"], tz=UTC).strftime("%Y年%m月%d日")
        body = article["content"].replace("(", "（").replace("。", "。\n  ")
        return self.alter(
            f"<!DOCTYPE html><html><head><meta charset={self.encoding}><title>某市人民政府</title>"
            f"<script>var x = '别的字';</script></head><body><div>首页 &gt; 通知</div>"
            f"<h1>{html.escape(article['title'])}</h1><p>发布日期：{day}</p><div>{body}</div><ul>{links}</ul>"
            "<footer>主办：某市人民政府</footer></body></html>"
        )


def _handler(platform: TheirPlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def answer(self, status: int, body: bytes = b"", kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def said(self, status: int, **facts: Any) -> None:
            self.answer(status, json.dumps(facts, ensure_ascii=False).encode())

        def taken(self) -> bytes:
            platform.asked.append((self.command, self.path))
            if "Authorization" in self.headers:
                platform.tokens.add(self.headers["Authorization"])
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def misbehaves(self, key: str) -> bool:
            mode = "refuse" if key in platform.refused_keys else platform.mode
            if mode == "hang":
                platform.stop_hanging.wait(30)
            elif mode == "refuse":
                self.said(422, detail="标题含有<b>平台不收</b>的字")
            elif mode == "nonsense":
                self.answer(200, "<html>好的</html>".encode(), "text/html")
            elif mode == "broken":
                self.said(500, detail="数据库故障")
            elif mode == "busy":
                self.said(503, message="系统维护")
            elif mode == "forbid":
                self.said(401)
            else:
                return False
            return True

        def do_PUT(self) -> None:
            body = self.taken()
            parts = self.path.removeprefix("/api/articles/").split("/")
            key = unquote(parts[0])
            if self.misbehaves(key):
                return
            if len(parts) == 3:
                assert hashlib.sha256(body).hexdigest() == parts[2]
                platform.files[parts[2]] = body
                self.said(201)
                return
            platform.put(key, json.loads(body))
            platform.before_answer()
            self.said(200, url=platform.url_of(key), display_publish_time=AT)

        def do_DELETE(self) -> None:
            self.taken()
            key = unquote(self.path.removeprefix("/api/articles/"))
            if not self.misbehaves(key):
                self.said(200 if platform.articles.pop(key, None) else 404)

        def do_HEAD(self) -> None:
            self.taken()
            self.answer(200 if self.path.rpartition("/")[2] in platform.files else 404)

        def do_GET(self) -> None:
            self.taken()
            if platform.redirect:
                self.answer(302, Location=platform.redirect)
                return
            if self.path.startswith("/site/files/"):
                content = platform.files.get(self.path.rpartition("/")[2].partition(".")[0])
                self.answer(200 if content else 404, content or b"", "application/octet-stream")
                return
            key = unquote(self.path.removeprefix("/site/art/").removesuffix(".html"))
            page = platform.page(key)
            if page is None:
                self.answer(404, b"no", "text/html")
            else:
                self.answer(200, page.encode(platform.encoding), "text/html")

    return Handler
