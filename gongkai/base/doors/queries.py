"""Where a request comes from."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

#: A household or an office has one of these; it could send each request from another address of it.
_IPV6_HOUSE = 64


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks: the last one our own proxies did not add themselves, so that nobody chooses it by a header."""
    trusted: Iterable[str] = settings.GONGKAI_TRUSTED_PROXIES
    return furthest(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), trusted=trusted)


def furthest(remote: str, forwarded: str, *, trusted: Iterable[str]) -> str:
    """From the connection's own address leftwards through what proxies wrote, as long as the writer is one of ``trusted`` (networks).

    An IPv6 address stands for its network of 64 bits. What is no address at all counts as ``unknown``.
    """
    networks = [ip_network(network, strict=False) for network in trusted]
    chain = [*(part.strip() for part in forwarded.split(",") if part.strip()), remote.strip()]
    here = _address(chain.pop())
    while chain and here is not None and any(here in network for network in networks):
        before = _address(chain.pop())
        if before is None:  # a proxy of ours does not write such a thing: whoever came to it did
            break
        here = before
    if here is None:
        return "unknown"
    return str(ip_network((here, _IPV6_HOUSE), strict=False)) if isinstance(here, IPv6Address) else str(here)


def client_key(address: str) -> str:
    """What an address is counted by: 64 hexadecimal digits that only this installation can make."""
    return hmac.new(settings.SECRET_KEY.encode(), f"door:{address}".encode(), hashlib.sha256).hexdigest()


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
