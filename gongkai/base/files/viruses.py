"""Asking clamd whether a file carries a virus, where the installation has one (``GONGKAI_CLAMD``).

The file goes over the daemon's own socket in pieces (INSTREAM), so both need not see the same disk. Whatever keeps us from an answer
refuses the file: an installation that asks for the check never keeps a file that was not checked.
"""

from __future__ import annotations

import logging
import socket
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

logger = logging.getLogger(__name__)

PIECE = 64 * 1024
#: More than this is no answer of clamd's.
LONGEST_ANSWER = 4096
CLEAN, FOUND, TOO_LARGE = "stream: OK", " FOUND", "INSTREAM size limit exceeded"


def check_clean(content: File[bytes] | IO[bytes], *, name: str) -> None:
    """Refused when clamd finds something in the file, or cannot be asked. Nothing is asked where none is configured."""
    address: str = settings.GONGKAI_CLAMD
    if not address:
        return
    content.seek(0)
    try:
        said = _asked(address, content)
    except OSError as error:
        logger.error("clamd at %s could not be asked: %s", address, error)
        said = ""
    if said == CLEAN:
        return
    if said.endswith(FOUND):
        found = said.removeprefix("stream: ").removesuffix(FOUND)
        logger.warning("a file handed in was refused: %s", found)
        raise Refused(
            _("文件“%(name)s”带有病毒（%(found)s），未保存。请先在本机杀毒，或者换一份文件。")
            % {"name": name, "found": found}
        )
    if said.startswith(TOO_LARGE):
        raise Refused(_("文件“%(name)s”超过病毒检查能够处理的大小，未保存。") % {"name": name})
    if said:
        logger.error("clamd at %s answered: %s", address, said)
    raise Refused(
        _("病毒检查暂时不能进行，文件“%(name)s”未保存。请过一会儿再上传，仍然不行时请与本机关联系。") % {"name": name}
    )


def _asked(address: str, content: File[bytes] | IO[bytes]) -> str:
    """What clamd says of the content. It answers early, and hangs up, when the stream is too long for it: then that is its answer."""
    with _connected(address) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                connection.sendall(len(piece).to_bytes(4, "big") + piece)
            connection.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            answer = _answer(connection)
            if not answer:
                raise
            return answer
        return _answer(connection)


def _connected(address: str) -> socket.socket:
    kind, _colon, where = address.partition("://")
    seconds: float = settings.GONGKAI_CLAMD_SECONDS
    if kind == "tcp":
        host, _colon, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(where)
    except BaseException:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    """Up to the NUL that ends an answer; empty when the daemon went away before it."""
    said = b""
    while b"\0" not in said and len(said) <= LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            return ""
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()
