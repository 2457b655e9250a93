"""Whether words may be kept or shown, and whether a term is long enough."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law import masking
from gongkai.law.consultations import STATUTORY_DAYS, last_day, least_days, term_days

from ..choices import NEVER_SHORTER

_TAG = re.compile(r"<[^>]*>")


def plain(markup: str) -> str:
    """What can be read in a piece of HTML."""
    return html.unescape(_TAG.sub("\n", markup))


def check_names_nobody(words: str, place: str) -> None:
    """Refused when words the public will read hold a number that is certainly somebody's own."""
    for finding in masking.find(words):
        if finding.certain:
            raise Refused(
                _("%(place)s中有%(kind)s“%(found)s”，公布前请删去。")
                % {
                    "place": place,
                    "kind": masking.LABELS[finding.kind],
                    "found": masking.mask(words, finding)[finding.start : finding.end],
                }
            )


def check_repeats_no_name(words: str, names: Iterable[str], place: str) -> None:
    """Refused when words the public will read hold the name of somebody who commented."""
    for name in names:
        if len(name.strip()) > 1 and name.strip() in words:
            raise Refused(_("%(place)s中有提意见人的姓名或名称，公布时不得写明是谁提的，请改写。") % {"place": place})


def check_term(*, kind: str, opens: date, closes: date, reason: str) -> None:
    """NotAllowed when a term is shorter than it has to be (令第713号 art. 15, 令第590号 art. 10), saying the earliest last day."""
    usual: int = settings.GONGKAI_CONSULTATION_DAYS
    may_be_shorter = kind not in NEVER_SHORTER
    least = least_days(usual=usual, may_be_shorter=may_be_shorter, reason=reason)
    days = term_days(opens=opens, closes=closes)
    if days >= least:
        return
    facts = {"days": days, "least": least, "closes": last_day(opens=opens, days=least)}
    if not may_be_shorter:
        facts["statute"] = STATUTORY_DAYS
        raise NotAllowed(
            _(
                "期限只有 %(days)d 日：房屋征收补偿方案征求意见不得少于 %(statute)d 日，也不能缩短，截止日期最早为 %(closes)s。"
            )
            % facts
        )
    raise NotAllowed(
        _("期限只有 %(days)d 日，少于 %(least)d 日：请写明缩短期限的理由，或把截止日期改为 %(closes)s 以后。") % facts
    )
