"""更正: somebody shows that what an organ holds about themselves is wrong (条例 2019 art. 41; art. 25 para. 2 of 2007).

No text sets a limit of days, so none stands here: the house sets one. A request to correct is no application and is in no row of
table three (国办公开办函〔2021〕30号).
"""

from __future__ import annotations

from datetime import date

from .deadlines import Regulation, regulation_on


def correction_article(received: date) -> str:
    """The article a request follows, by the day it was received (2019 art. 41; 2007 art. 25 para. 2)."""
    return "第四十一条" if regulation_on(received) is Regulation.OF_2019 else "第二十五条"


def may_only_advise(received: date) -> bool:
    """Whether the organ may tell the requester to turn to the competent one instead of passing the request on.

    2019 art. 41: 可以转送 … 或者告知; the text of 2007 knows only 应当转送 (art. 25 para. 2).
    """
    return regulation_on(received) is Regulation.OF_2019
