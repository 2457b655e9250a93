"""One request to a site of somebody else's: only where it may go, for so long and so much, and never elsewhere by a redirect."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _

from .addresses import Address

CONNECT, READ = 3.0, 10.0
#: Seconds for one answer in all, however slowly it drips.
WHOLE = 20.0
REDIRECTS = 3
_CHUNK = 64 * 1024
_REDIRECTED = frozenset({301, 302, 303, 307, 308})


class Unreachable(Exception):
    """No answer. ``str()`` is a Chinese sentence; it never holds what was sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``address`` is where it came from after redirects; ``cut`` says that there was more than was read."""

    status: int
    content_type: str
    body: bytes
    address: Address
    cut: bool = False


def ask(
    method: str,
    address: Address,
    *,
    under: Address,
    headers: Mapping[str, str] | None = None,
    body: bytes | IO[bytes] | None = None,
    limit: int = 1024 * 1024,
    redirects: int = 0,
    trusted: bool = False,
) -> Answer:
    """Send one request and read at most ``limit`` bytes of the answer. Unreachable when there is none, or it leads out of ``under``.

    ``trusted``: the operator named the address, so it may lie in an inner network.
    """
    deadline = time.monotonic() + WHOLE
    for _turn in range(redirects + 1):
        if not under.holds(address):
            raise Unreachable(
                _("网址 %(address)s 不在 %(base)s 之下，没有访问。") % {"address": address, "base": under}
            )
        answer, location = _one(method, address, headers or {}, body, limit, deadline, trusted)
        if not location:
            return answer
        if not redirects:
            return answer
        target = address.joined(location)
        if target is None:
            raise Unreachable(_("%(address)s 转向了一个不是网址的地方。") % {"address": address})
        address = target
    raise Unreachable(_("%(address)s 转向次数太多。") % {"address": address})


def _one(
    method: str,
    address: Address,
    headers: Mapping[str, str],
    body: bytes | IO[bytes] | None,
    limit: int,
    deadline: float,
    trusted: bool,
) -> tuple[Answer, str]:
    """The answer and, when it only points elsewhere, where."""
    pool = _pool(address, trusted)
    given = {"Host": address.netloc, "User-Agent": "gongkai", "Accept-Encoding": "identity", **headers}
    try:
        response = pool.urlopen(
            method, address.target, body=body, headers=given, retries=False, redirect=False, preload_content=False
        )
        try:
            content, cut = _read(response.stream(_CHUNK, decode_content=True), limit, deadline)
        finally:
            response.close()
    except (urllib3.exceptions.TimeoutError, TimeoutError):
        raise Unreachable(_("%(host)s 没有在 %(seconds)d 秒内回应。") % _facts(address)) from None
    except urllib3.exceptions.SSLError:
        raise Unreachable(_("%(host)s 的安全证书不能通过验证。") % _facts(address)) from None
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        raise Unreachable(_("与 %(host)s 的连接没有建立或中途断开。") % _facts(address)) from None
    finally:
        pool.close()
    location = response.headers.get("Location", "") if response.status in _REDIRECTED else ""
    kind = response.headers.get("Content-Type", "")
    return Answer(response.status, kind, content, address, cut), quote(location, safe="/?&=:@!$'()*+,;~-._%[]#")


def _read(pieces: Iterable[bytes], limit: int, deadline: float) -> tuple[bytes, bool]:
    read = bytearray()
    for piece in pieces:
        read += piece
        if len(read) > limit:
            return bytes(read[:limit]), True
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(read), False


def _pool(address: Address, trusted: bool) -> urllib3.HTTPConnectionPool:
    """A connection to the very machine whose number was looked at: a name that answers otherwise the second time gains nothing."""
    number = _resolved(address, trusted)
    timeout = urllib3.Timeout(connect=CONNECT, read=READ)
    if address.scheme == "http":
        return urllib3.HTTPConnectionPool(number, address.port, timeout=timeout, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        number,
        address.port,
        timeout=timeout,
        maxsize=1,
        ssl_context=ssl.create_default_context(),
        server_hostname=address.host,
        assert_hostname=address.host,
    )


def _resolved(address: Address, trusted: bool) -> str:
    """The number of the host. Unreachable when it lies in an inner network that the operator has not named."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(_("找不到 %(host)s 这台主机。") % _facts(address)) from None
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    if not trusted and not is_named(address.host) and not all(_is_public(number) for number in numbers):
        raise Unreachable(
            _("%(host)s 在内部网络中，须由运维人员在 GONGKAI_DELIVERY_INNER_HOSTS 中列出后才能访问。") % _facts(address)
        )
    return numbers[0]


def is_named(host: str) -> bool:
    """Whether the operator has named this host of an inner network."""
    return host in settings.GONGKAI_DELIVERY_INNER_HOSTS


def _is_public(number: str) -> bool:
    ip = ipaddress.ip_address(number)
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global


def _facts(address: Address) -> dict[str, str | float]:
    return {"host": address.netloc, "seconds": WHOLE}
