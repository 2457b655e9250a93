"""附注: the line in round brackets below the date of an official document, which says how far it may be made public.

GB/T 9704-2012 places it there (左空二字, in brackets, the line after 成文日期); 国办发〔2016〕80号 has every document carry its
openness from the draft on, and this is where a reader of the paper finds it: （此件公开发布）.
"""

from __future__ import annotations

import re

from .vocabulary import Openness

_NOTE = re.compile(r"[（(]\s*此\s*件\s*(?P<said>公开发布|主动公开|公开|依申请公开|不予公开|不公开)\s*[。.]?\s*[）)]")
_SAID = {
    **dict.fromkeys(("公开发布", "主动公开", "公开"), Openness.PROACTIVE),
    "依申请公开": Openness.ON_REQUEST,
    **dict.fromkeys(("不予公开", "不公开"), Openness.WITHHELD),
}


def noted_openness(text: str) -> Openness | None:
    """The openness that the 附注 of ``text`` states, or None when it has none.

    A collection may quote the notes of other documents; one's own is the last.
    """
    found = None
    for match in _NOTE.finditer(text):
        found = _SAID[match["said"]]
    return found
