"""Whether a line of text can be kept and shown."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

#: Control characters, halves of characters, and marks that turn or hide what stands beside them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_UNSEEN_IN_A_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff]")


def check_line(text: str, name: str | Promise, longest: int, *, lines: bool = False) -> None:
    """Refused when ``text`` has more than ``longest`` characters or some that nobody sees; ``lines`` allows line breaks and tabs."""
    if len(text) > longest:
        raise Refused(
            _("%(name)s有 %(length)d 字，最多 %(longest)d 字。")
            % {"name": name, "length": len(text), "longest": longest}
        )
    if (_UNSEEN_IN_A_TEXT if lines else _UNSEEN).search(text):
        raise Refused(_("%(name)s中有不可见的控制字符或残缺的字符，请重新录入该处文字。") % {"name": name})


def check_code(code: str, name: str | Promise, longest: int) -> None:
    """Refused when ``code`` cannot stand in an address: lower-case letters, digits and single hyphens, a letter first."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", code) or len(code) > longest:
        raise Refused(
            _("%(name)s应以小写字母开头，只用小写字母、数字和连字符，最多 %(longest)d 个。")
            % {"name": name, "longest": longest}
        )
