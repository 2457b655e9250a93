"""Credentials. They come from the environment, are never stored and never said."""

from __future__ import annotations

from django.conf import settings

from ..models import Platform


def token_name(platform: Platform) -> str:
    """The environment variable that holds the platform's token."""
    return f"GONGKAI_DELIVERY_TOKEN_{_suffix(platform)}"


def token_of(platform: Platform) -> str:
    """The platform's token; empty when the environment has none."""
    tokens: dict[str, str] = settings.GONGKAI_DELIVERY_TOKENS
    return tokens.get(_suffix(platform), "")


def _suffix(platform: Platform) -> str:
    return platform.code.upper().replace("-", "_")
