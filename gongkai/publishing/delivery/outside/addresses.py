"""A base address, and what lies below it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

_PORTS = {"http": 80, "https": 443}
#: What may stand unquoted in the target of a request; a percent sign that quotes something already stays.
_SAFE = "/?&=:@!$'()*+,;~-._%[]"


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address in parts. ``path`` begins with a slash; ``query`` is empty or begins with a question mark."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def netloc(self) -> str:
        """Host, and port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query as they stand in a request."""
        return f"{self.path}{self.query}"

    def holds(self, other: Address) -> bool:
        """Whether the other lies below this one: same scheme, host and port, and a path inside this path."""
        folder = self.path.rstrip("/") + "/"
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port) and (
            other.path.startswith(folder) or other.path == self.path
        )

    def joined(self, reference: str) -> Address | None:
        """Where a link on the page at this address leads; None when that is no web address."""
        try:
            return parsed(urljoin(str(self), reference.strip()))
        except (Refused, ValueError):
            return None


def parsed(text: str) -> Address:
    """The address in parts. Refused, with a sentence, when it is no web address or carries a name and password."""
    wrong = Refused(_("“%(text)s”不是网址，应以 http:// 或 https:// 开头。") % {"text": text[:80]})
    if any(ord(character) <= 32 or ord(character) == 127 or character == "\\" for character in text):
        raise wrong
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise wrong from None
    if parts.scheme not in _PORTS or not host or port == 0:
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise Refused(_("网址中不能写用户名和密码。"))
    path = posixpath.normpath(quote(parts.path, safe=_SAFE) or "/").replace("//", "/")
    if parts.path.endswith("/") and not path.endswith("/"):
        path += "/"
    if ".." in unquote(unquote(path)).replace("\\", "/").split("/"):
        raise wrong
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], path, query)
