"""Whether a text fits its field."""

from __future__ import annotations

import re

from django.db.models import CharField, Model, TextField
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

from ..models import InformationItem

#: Control characters and halves of characters; only a body has lines and tabs.
_UNSEEN_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSEEN_IN_A_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def check_fits(text: str, field: str, model: type[Model] = InformationItem) -> None:
    """Refused when a text is longer than its field of the model, or holds characters that cannot be seen, kept or published."""
    column = model._meta.get_field(field)
    assert isinstance(column, CharField | TextField)
    # Translated late: bulk paths ask this a hundred thousand times.
    name, longest = column.verbose_name, column.max_length
    if longest and len(text) > longest:
        raise Refused(
            _("%(name)s有 %(length)d 字，最多 %(longest)d 字。")
            % {"name": name, "length": len(text), "longest": longest}
        )
    unseen = _UNSEEN_IN_A_LINE if longest else _UNSEEN_IN_A_TEXT
    if unseen.search(text):
        raise Refused(_("%(name)s中有不可见的控制字符或残缺的字符，请重新录入该处文字。") % {"name": name})
