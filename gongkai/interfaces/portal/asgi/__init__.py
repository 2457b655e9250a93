"""The thin layer in front of Django: everything baked is answered from the tree, the dynamic doors are handed on.

It knows no model and opens no database, so what is baked is served with the database gone. Files are read here and not handed to the
server as a path: measured on one 20 kB page that is twice as fast, and a page exchanged in the middle of an answer can never be cut short,
because status, length, ETag and bytes all come from the same open file.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .tree import CHUNK, FORBIDDEN, TYPES, Moved, OpenFile, Tree

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: The addresses Django answers; every entry of config.urls lies under one of them. All others are files.
DYNAMIC = ("/desk/", "/hall/", "/search/", "/api/", "/gkmlpt/api/")
STATIC = "static"
#: How the file is called that answers 410 in the place of a page: the tree alone says so, with the ledger gone.
GONE = ".gone.html"

#: A name that holds the hash of its content: portal-0123456789ab.css, css/core.0123456789ab.css.
_HASHED = re.compile(r"[.-][0-9a-f]{12}\.[a-z0-9]+\Z")
_FOREVER = b"public, max-age=31536000, immutable"
#: Ask again each time: what is withdrawn must be gone at once. An unchanged page costs one 304.
_ASK_AGAIN = b"public, no-cache"
#: What a public page may load and where its forms may go. The citizens' doors answer with the same.
POLICY = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ENCODED_TRICK = re.compile(rb"%(?:2f|5c|00)", re.IGNORECASE)
_GZIP = re.compile(
    rb"(?:\A|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*(?!0(?:\.0*)?\s*(?:,|\Z))[\d.]+\s*)?(?=,|\Z)", re.IGNORECASE
)
_NOT_FOUND = "没有这个页面。请回到首页查找：/index.html\n".encode()
_NOT_ALLOWED = "这个地址只能查看，不能提交。\n".encode()


class Portal:
    """The ASGI application: ``public`` is the baked tree, ``static`` holds the desk's assets, ``dynamic`` makes Django's application."""

    def __init__(self, *, public: Path, static: Path, dynamic: Callable[[], Application]) -> None:
        self._public = Tree(public)
        self._moved = Moved(self._public)
        self._static = Tree(static)
        self._make_dynamic = dynamic
        self._dynamic: Application | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith(DYNAMIC) or f"{path}/" in DYNAMIC:
                await (await self._django())(scope, receive, send)
            else:
                await self._answer(scope, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        warming: asyncio.Task[Application] | None = None
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
            # Baked pages are served at once; Django is loaded beside them, so that nobody waits for it at the desk.
            warming = warming or asyncio.create_task(self._django())
            warming.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _django(self) -> Application:
        async with self._loading:
            if self._dynamic is None:
                self._dynamic = await asyncio.to_thread(self._make_dynamic)
        return self._dynamic

    async def _answer(self, scope: Scope, send: Send) -> None:
        method: str = scope["method"]
        if method not in ("GET", "HEAD"):
            headers = [(b"allow", b"GET, HEAD"), *_plain(_NOT_ALLOWED)]
            await _send_bytes(send, 405, headers, _NOT_ALLOWED)
            return
        address = clean(scope["path"], scope.get("raw_path"))
        if address is not None:
            if address == "" or address.endswith("/"):
                address += "index.html"
            tree, place = self._place(address)
            found = tree.open(place)
            if found is not None:
                await _send_file(scope, send, tree, place, found, status=200)
                return
            if (gone := self._gone(address)) is not None:
                await _send_file(scope, send, self._public, *gone, status=410)
                return
            moved = self._moved.lead(scope["path"])
            if moved is None and self._public.is_folder(address):
                moved = f"/{address}/"
            if moved is not None:
                await _send_bytes(send, 301, [(b"location", quote(moved).encode()), *_plain(b"")], b"")
                return
        missing = self._public.open("404.html")
        if missing is None:
            await _send_bytes(send, 404, _plain(_NOT_FOUND), _NOT_FOUND if method == "GET" else b"")
        else:
            await _send_file(scope, send, self._public, "404.html", missing, status=404)

    def _gone(self, address: str) -> tuple[str, OpenFile] | None:
        """What stands for an emptied address: ``items/…/00001.gone.html`` for the page, its JSON and its attachments."""
        for whole in (os.path.splitext(address)[0], os.path.dirname(address)):
            if whole and (found := self._public.open(f"{whole}{GONE}")) is not None:
                return f"{whole}{GONE}", found
        return None

    def _place(self, address: str) -> tuple[Tree, str]:
        first, _slash, rest = address.partition("/")
        return (self._static, rest) if first == STATIC else (self._public, address)


async def _send_file(scope: Scope, send: Send, tree: Tree, address: str, found: OpenFile, *, status: int) -> None:
    asked = dict(scope["headers"])
    headers = [
        (b"content-type", TYPES.get(found.suffix, b"application/octet-stream")),
        (b"cache-control", _FOREVER if _HASHED.search(address) else _ASK_AGAIN),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"accept-encoding"),
    ]
    if found.suffix in (".html", ".svg", ".xml"):
        headers.append((b"content-security-policy", POLICY))
        headers.append((b"referrer-policy", b"strict-origin-when-cross-origin"))
    sent = _twin(tree, address, found, asked) or found
    try:
        if sent is not found:
            headers.append((b"content-encoding", b"gzip"))
        if status == 200:
            headers.append((b"etag", sent.etag))
            if _matches(asked.get(b"if-none-match"), sent.etag):
                await _send_bytes(send, 304, headers, b"")
                return
        headers.append((b"content-length", b"%d" % sent.facts.st_size))
        if scope["method"] == "HEAD":
            await _send_bytes(send, status, headers, b"")
        elif sent.facts.st_size <= CHUNK:
            await _send_bytes(send, status, headers, sent.read())
        else:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            async for piece in sent.chunks():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    finally:
        sent.close()
        if sent is not found:
            found.close()


def _twin(tree: Tree, address: str, found: OpenFile, asked: dict[bytes, bytes]) -> OpenFile | None:
    """The compressed twin, when the reader takes it and it is the twin of this very version."""
    if not _GZIP.search(asked.get(b"accept-encoding", b"")):
        return None
    twin = tree.open(f"{address}.gz")
    if twin is not None and twin.facts.st_mtime_ns != found.facts.st_mtime_ns:
        twin.close()
        return None
    return twin


def clean(path: str, raw: bytes | None = None) -> str | None:
    """The address below the root of the site, or None for one that nobody honest asks for.

    ``path`` is decoded, ``raw`` as it came: encoded slashes, backslashes, control characters, empty, dotted or hidden
    names, compressed twins and what stands for a page that is gone, asked for by name, are refused.
    """
    if not path.startswith("/") or FORBIDDEN.search(path) or (raw is not None and _ENCODED_TRICK.search(raw)):
        return None
    address = path[1:]
    if any(name == "" or name.startswith(".") for name in address.rstrip("/").split("/")) and address:
        return None
    return None if address.endswith(("//", ".gz", GONE)) else address


def _matches(asked: bytes | None, etag: bytes) -> bool:
    if not asked:
        return False
    return asked.strip() == b"*" or etag in [one.strip().removeprefix(b"W/") for one in asked.split(b",")]


def _plain(body: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"x-content-type-options", b"nosniff"),
    ]


async def _send_bytes(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
