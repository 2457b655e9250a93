"""What the citizens' door asks: who takes applications, which published items may answer one, how one stands, day by day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refusal
from gongkai.base.core.sealing import unseal_file
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Post, Unit, UnitQuerySet
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import LONGEST_QUERY, Query
from gongkai.law.calendar import YearNotAnnounced
from gongkai.law.clocks import Limit, remaining
from gongkai.law.statutory_content import GUIDE_ELEMENTS
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line
from gongkai.publishing.disclosure.queries import answer_of, guides

from ..choices import LetterKind, Status, Supply
from ..models import Application, Draft, Enclosure, Letter, QueryCode, Reply
from .codes import draft_hash, submission_key_of

#: Published items shown before somebody applies.
MOST_ANSWERS = 5
#: Elements of a guide that are pages of text, not ways to reach somebody.
_LONG = 60
_ENDED = (Status.REPLIED, Status.CLOSED, Status.ARCHIVED)


def receiving_units(*, on: date) -> UnitQuerySet:
    """Units in which somebody deals with applications that day: only these are offered, so that none lies where nobody looks."""
    dealing = Post.objects.on(on).filter(unit=OuterRef("pk"), role__in=(Role.CASE_OFFICER, Role.OPENNESS_OFFICE))
    return Unit.objects.filter(Exists(dealing)).order_by("path")


def ways_to(units: Iterable[Unit]) -> list[tuple[Unit, list[tuple[str, str]]]]:
    """How to reach each unit, as its public guide says (art. 12); none without one. One query for all of them."""
    units = list(units)
    found: dict[int, list[tuple[str, str]]] = {}
    for guide in guides().filter(unit__in=units).defer("body"):
        said = [(str(label), str(answer_of(guide, name))) for name, label in GUIDE_ELEMENTS.items()]
        found.setdefault(guide.unit_id, [(label, words) for label, words in said if words and len(words) <= _LONG])
    return [(unit, found.get(unit.pk, [])) for unit in units]


@dataclass(frozen=True)
class Answers:
    """Published items that may answer what is sought, and why there are none when search could not be asked."""

    lines: tuple[Line, ...]
    refusal: str = ""


def answers_to(asked: Sequence[str]) -> Answers:
    """What is public at this moment and may answer: by number, by title, by description, the surest first."""
    numbers: list[str] = []
    try:
        for text in asked:
            text = " ".join(text.split())[:LONGEST_QUERY]
            if text:
                found = open_search().search(Query(text, size=MOST_ANSWERS, facets=()))
                numbers += [hit.document.number for hit in found.hits if hit.document.number not in numbers]
    except Refusal as refusal:
        if not numbers:
            return Answers((), str(refusal))
    public = InformationItem.objects.public().filter(number__in=numbers).select_related("unit").defer("body")
    standing = {item.number: item for item in public}
    return Answers(tuple(line(standing[number]) for number in numbers if number in standing)[:MOST_ANSWERS])


def draft_by(code: str, *, at: datetime) -> Draft | None:
    """The draft with this code, as long as its time lasts."""
    return Draft.objects.standing(at=at).filter(code_hash=draft_hash(code)).first() if code else None


def contents_of(draft: Draft) -> tuple[dict[str, str], str]:
    """What was typed, by field, and the token of the form."""
    content = json.loads(draft.content)
    return content["typed"], content["token"]


def sent_with(token: str) -> Application | None:
    """What was sent with a form that has this token already."""
    found = QueryCode.objects.filter(submission_key=submission_key_of(token)).select_related("application__unit")
    sent = found.first()
    return sent.application if sent else None


def letters_for_applicant(application: Application) -> list[Letter]:
    """The letters to the applicant that have gone out: not those to third parties and organs, and no outcome before it was served."""
    letters = application.letters.exclude(kind__in=(LetterKind.INQUIRY, LetterKind.ORGAN_INQUIRY)).order_by("pk")
    if application.status in _ENDED:
        return list(letters)
    reopened = application.reopened_date
    return [
        letter
        for letter in letters
        if letter.kind != LetterKind.OUTCOME or (reopened is not None and letter.issued_date < reopened)
    ]


def served_reply(application: Application) -> Reply | None:
    """The last answer that has reached the applicant."""
    return application.replies.filter(service__isnull=False).select_related("service").order_by("-serial").first()


def given_out(application: Application) -> StoredFile | None:
    """The file that was given out in part, for an applicant who wants it electronically (arts 37, 40), once the answer was served."""
    if application.status not in _ENDED or application.supply not in (Supply.ANY, Supply.ELECTRONIC):
        return None
    served = served_reply(application)
    return served.redacted_file if served else None


def left_of(limit: Limit, *, on: date) -> int | None:
    """Working days left; None while nobody knows which days of that year are worked."""
    try:
        return remaining(limit, on=on, calendar=calendar())
    except YearNotAnnounced:
        return None


def content_of(enclosure: Enclosure) -> bytes:
    """The file as it was handed in."""
    with enclosure.content.open("rb") as lying:
        return unseal_file(lying.read(), enclosure.key)


def status_sentence(application: Application, limit: Limit | None, *, on: date) -> str:
    """Where it stands, as a sentence with a date."""
    if application.voided_at is not None:
        return str(_("该申请已注销，不再办理。有疑问的，请与受理单位联系。"))
    if application.status == Status.REGISTERED:
        return str(_("已提交，等待受理单位与您确认。确认之日为收到申请之日，答复期限从次日起算（条例第三十一条）。"))
    if application.status in _ENDED:
        ended = application.replied_date or application.closed_date
        said = _("已于%(day)s答复。") if application.replied_date else _("已于%(day)s终止办理。")
        return said % {"day": _cn(ended)}
    assert limit is not None
    if application.paused_date is not None:
        why = {
            Status.AMENDING: _("等待您补正"),
            Status.UNPAID: _("等待您缴费"),
        }.get(Status(application.status), _("正在征求意见"))
        return str(_("正在办理，自%(day)s起计时中止：%(why)s。") % {"day": _cn(application.paused_date), "why": why})
    left = left_of(limit, on=on)
    day = {"day": _cn(limit.date), "left": left}
    if limit.due.provisional:
        return str(_("已受理，答复期限暂定，不早于%(day)s（节假日安排尚未公布，公布后确定）。") % day)
    if left is None:
        return str(_("已受理，应于%(day)s前答复。") % day)
    if left < 0:
        return str(
            _("已受理，应于%(day)s前答复，现已超期。您可以向受理单位或者其上级机关反映（条例第四十七条、第五十一条）。")
            % day
        )
    return str(_("已受理，应于%(day)s前答复（还剩 %(left)d 个工作日）。") % day)


def _cn(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
