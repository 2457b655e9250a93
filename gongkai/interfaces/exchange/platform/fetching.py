"""Asking another site, politely: one address at a time, a pause between them, never outside the base, never more than is wanted."""

from __future__ import annotations

import http.client
import tempfile
import time
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

#: Bytes of a listing or a page, and seconds one answer may take in all.
LARGEST_PAGE = 10 * 1024 * 1024
WHOLE, SILENCE = 120, 20
REDIRECTS = 3
#: Answers after which asking again may help.
_PASSING = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT = 60
_CHUNK = 64 * 1024
_AGENT = "gongkai-import/1 (+government information; one request at a time)"


class _Stay(HTTPRedirectHandler):
    """A redirect is looked at before it is followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Answer:
    """What came back: bytes in a temporary file, its type, its character set when it names one."""

    content: IO[bytes]
    size: int
    media_type: str
    charset: str

    def read(self) -> bytes:
        """All of it; the file is closed then."""
        with self.content:
            self.content.seek(0)
            return self.content.read()


@dataclass
class Fetcher:
    """Asks one site. ``base`` is where it begins (http://www.example.gov.cn/ or a folder of it); nothing else is ever asked."""

    base: str
    #: Seconds between two requests, and of the first wait before asking again; how often in all.
    pause: float = 0.5
    first_wait: float = 1.0
    attempts: int = 3
    _opener: OpenerDirector = field(default_factory=lambda: build_opener(_Stay()), repr=False)
    _last: float = 0.0

    def __post_init__(self) -> None:
        parts = _split(self.base)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise Refused(
                _("网站地址应写作 http://www.example.gov.cn/ 的样式，不能是“%(said)s”。") % {"said": self.base[:200]}
            )
        self.base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"

    def address(self, given: str) -> str:
        """The whole address of what a listing names. Refused when it lies outside the base."""
        joined = urljoin(self.base, given.strip())
        parts, base = _split(joined), _split(self.base)
        same = (parts.scheme, parts.hostname, _port(parts)) == (base.scheme, base.hostname, _port(base))
        inside = f"{parts.path}/".startswith(base.path) and "/../" not in f"{parts.path}/"
        if not same or not inside or parts.username:
            raise Refused(
                _("地址“%(address)s”不在 %(base)s 之下，没有读取。") % {"address": given[:200], "base": self.base}
            )
        query = f"?{quote(parts.query, safe='=&%:/?-._~+,;@')}" if parts.query else ""
        return f"{parts.scheme}://{parts.netloc}{quote(parts.path, safe='/%:@-._~!$&()*+,;=')}{query}"

    def get(self, given: str, *, most: int = LARGEST_PAGE) -> Answer:
        """What stands at an address. Refused with the reason when nothing does, when it is too large, or when the site does not answer."""
        address = self.address(given)
        for _redirect in range(REDIRECTS + 1):
            answer = self._asked(address, most)
            if isinstance(answer, Answer):
                return answer
            address = self.address(urljoin(address, answer))
        raise Refused(_("地址“%(address)s”转来转去，没有读取。") % {"address": given[:200]})

    def _asked(self, address: str, most: int) -> Answer | str:
        """The answer, or where it is to be had."""
        wait, why = self.first_wait, ""
        for attempt in range(self.attempts):
            if attempt:
                time.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
            try:
                return self._once(address, most)
            except HTTPError as error:
                error.close()
                if error.code in (301, 302, 303, 307, 308) and (target := error.headers.get("Location")):
                    return str(target)
                why = _("对方答复 %(code)d") % {"code": error.code}
                if error.code not in _PASSING:
                    break
                wait = max(wait, _retry_after(error.headers))
            except (URLError, OSError, http.client.HTTPException, ValueError):
                why = _("连接不上或中途断开")
            finally:
                self._last = time.monotonic()
        raise Refused(_("没有读到“%(address)s”：%(why)s。") % {"address": address[:200], "why": why})

    def _once(self, address: str, most: int) -> Answer:
        request = Request(address, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})  # noqa: S310 http(s) alone, see address
        with self._opener.open(request, timeout=SILENCE) as response:
            content = tempfile.SpooledTemporaryFile(LARGEST_PAGE)  # noqa: SIM115 handed on
            try:
                size = _pour(response, content, most, address)
            except BaseException:
                content.close()
                raise
            headers: Message = response.headers
            return Answer(content, size, headers.get_content_type(), headers.get_content_charset() or "")


def _pour(response: Any, into: IO[bytes], most: int, address: str) -> int:
    """The body of an answer, as far as it is wanted; returns its size."""
    told = response.headers.get("Content-Length") or ""
    promised = int(told) if told.isdigit() else None
    until, size = time.monotonic() + WHOLE, 0
    while promised is None or promised <= most:
        piece = response.read(_CHUNK)
        size += len(piece)
        if size > most:
            break
        if time.monotonic() > until:
            raise OSError("too slow")
        if not piece:
            if promised not in (None, size):
                raise OSError("broken off")
            into.seek(0)
            return size
        into.write(piece)
    raise Refused(
        _("“%(address)s”超过 %(limit)d MB，没有读取。") % {"address": address[:200], "limit": most // 1024**2}
    )


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
        _port(parts)
    except ValueError:
        raise Refused(_("“%(address)s”不是完整的网址。") % {"address": address[:200]}) from None
    return parts


def _port(parts: Any) -> int:
    return int(parts.port or (443 if parts.scheme == "https" else 80))


def _retry_after(headers: Message) -> float:
    said = headers.get("Retry-After") or ""
    return min(float(said), _LONGEST_WAIT) if said.isdigit() else 0.0
