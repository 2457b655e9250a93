"""The interface of a platform: articles put under our index number, their files before them, and taken away again.

``PUT {api}/articles/{number}/attachments/{sha256}`` the bytes of a file; ``PUT {api}/articles/{number}`` the article in the ``gkmlpt``
shape, answered with its ``url``; ``DELETE {api}/articles/{number}``. Putting twice is putting once (docs/handbook/delivery.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import quote

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from .addresses import Address
from .requests import Answer, Unreachable, ask

_LONGEST_SENTENCE = 200


class Declined(Exception):
    """The platform does not take this article as it is. ``str()`` says what it answered."""


class Unusable(Exception):
    """An answer that settles nothing for this article: to be asked again. ``str()`` says what it was."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment to be handed over; ``content`` is open and at its beginning."""

    sha256: str
    size: int
    mime: str
    content: IO[bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the platform shows the article, and since when by its own clock."""

    address: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PlatformApi:
    """A platform's interface. ``site`` is where its pages lie; ``token`` comes from the environment and goes nowhere but into a header."""

    api: Address
    site: Address
    token: str

    def put(self, number: str, article: dict[str, Any], files: Iterable[File]) -> Shown:
        """Have the article stand there as it is now."""
        for file in files:
            self._attach(number, file)
        body = json.dumps(article, ensure_ascii=False).encode()
        answer = self._ask("PUT", _path(number), body=body, kind="application/json; charset=utf-8")
        return self._shown(answer)

    def remove(self, number: str) -> None:
        """Have the article no longer stand there; nothing to do where the platform does not know it."""
        self._ask("DELETE", _path(number), fine=(404, 410))

    def _attach(self, number: str, file: File) -> None:
        path = f"{_path(number)}/attachments/{file.sha256}"
        answer = self._ask("HEAD", path, fine=(404, 405))
        if answer.status < 300:
            return
        size = {"Content-Length": str(file.size)}
        self._ask("PUT", path, body=file.content, kind=file.mime, more=size)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | IO[bytes] | None = None,
        kind: str = "",
        fine: tuple[int, ...] = (),
        more: dict[str, str] | None = None,
    ) -> Answer:
        address = self.api.joined(f"{str(self.api).rstrip('/')}/{path}")
        if address is None:
            raise Unreachable(_("接口地址 %(address)s 不是网址。") % {"address": self.api})
        headers = {"Accept": "application/json", **({"Content-Type": kind} if kind else {}), **(more or {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = ask(method, address, under=self.api, headers=headers, body=body)
        if answer.status < 300 or answer.status in fine:
            return answer
        raise _failure(answer)

    def _shown(self, answer: Answer) -> Shown:
        nonsense = Unusable(_("平台的回答读不懂，不能确认是否已经发布。"))
        try:
            said = json.loads(answer.body)
            url, at = said["url"], said.get("display_publish_time")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise nonsense from None
        address = self.site.joined(url) if isinstance(url, str) else None
        if address is None or len(str(address)) > 500:
            raise nonsense
        if not self.site.holds(address):
            raise Unusable(_("平台返回的网址 %(url)s 不在 %(site)s 之下。") % {"url": url[:100], "site": self.site})
        return Shown(str(address), _instant(at))


def _path(number: str) -> str:
    return f"articles/{quote(number, safe='')}"


def _failure(answer: Answer) -> Exception:
    """What an answer other than yes means: wrong with the article, with the platform, or with the two of us."""
    said = _said(answer)
    if answer.status in (401, 403):
        return Unreachable(_("平台不认可本机的凭据，请由运维人员检查环境变量中的令牌。"))
    if answer.status in (301, 302, 303, 307, 308, 404, 405):
        return Unreachable(_("接口地址 %(address)s 不接受交付（%(status)d），请检查平台设置。") % {
            "address": answer.address.netloc, "status": answer.status
        })  # fmt: skip
    if answer.status in (408, 429, 503):
        return Unreachable(_("平台繁忙或停用（%(status)d）。%(said)s") % {"status": answer.status, "said": said})
    if answer.status >= 500:
        return Unusable(_("平台出错（%(status)d）。%(said)s") % {"status": answer.status, "said": said})
    return Declined(said or _("平台没有说明原因（%(status)d）。") % {"status": answer.status})


def _said(answer: Answer) -> str:
    """The platform's own words, as a line of plain text."""
    try:
        said = json.loads(answer.body)
        words = next((said[name] for name in ("detail", "message", "msg", "error") if said.get(name)), "")
    except (ValueError, AttributeError, TypeError, RecursionError):
        return ""
    if not isinstance(words, str):
        words = json.dumps(words, ensure_ascii=False)
    plain = re.sub(r"\s+", " ", strip_tags(words))
    return "".join(character for character in plain if character.isprintable()).strip()[:_LONGEST_SENTENCE]


def _instant(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < 2**33:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC)
