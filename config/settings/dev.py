"""One machine, the default: what `make up` runs on."""

import base64
import os
import secrets
from collections.abc import Callable

from .base import *  # noqa: F403
from .base import GONGKAI_DATA_KEYS as _GIVEN_KEYS
from .base import HOME

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_COOKIE_SAMESITE = "Lax"


def _own(name: str, make: Callable[[], str]) -> str:
    """A secret of this installation's own, made on its first start and kept beside its ledger."""
    HOME.mkdir(parents=True, exist_ok=True)
    path = HOME / name
    if not path.exists():
        # Written whole and linked into place: of two processes that start at once both read the same one.
        draft = HOME / f".{name}-{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


SECRET_KEY = _own("secret-key", lambda: secrets.token_urlsafe(64))
# Opens what is known of people. Whoever loses this file cannot read it any more; it belongs in the backup, apart from the ledger.
GONGKAI_DATA_KEYS = (
    _GIVEN_KEYS or _own("data-keys", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()).split()
)
