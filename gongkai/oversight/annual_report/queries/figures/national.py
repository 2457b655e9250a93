"""Applications in the national table of 2014–2018 (政府信息公开情况统计表): blocks three to five, ``n3.…``, ``n4.…``, ``n5.…``.

Its kinds of answer are older than the leaves an application ends with now, and each leaf goes into one of them. Three pairs of its rows are
one leaf of ours and are one figure each, named by both numbers: 1–2 (public already, agreed to), 5–6 (not ours, not there) and, among the
refusals, 2–3 (business secrets, privacy). A case ends with one of the leaves of table three and nothing finer: in which of the two rows it
belongs is handed in by the unit, row by row as the form prints them (``apart``), and must come to what is counted. Fees (row seven) are
``a5.amount``, complaints (row six) ``b.complaints``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.models import Application, Challenge, ChallengeQuerySet
from gongkai.law.vocabulary import Outcome, ReceiptChannel
from gongkai.oversight.statistics.queries import Period, Records, Scope, Table, cell, table, total

from .table_three import CARRIED_OUT, NEW, UNIT, counted, groups

_CHANNELS: dict[ReceiptChannel, tuple[str, Any]] = {
    ReceiptChannel.IN_PERSON: ("1", _("当面申请数")),
    ReceiptChannel.FAX_PHONE: ("2", _("传真申请数")),
    ReceiptChannel.NETWORK: ("3", _("网络申请数")),
    ReceiptChannel.LETTER: ("4", _("信函申请数")),
}
#: Kind of answer → its name and the leaves that go into it. Taken back or not paid for: ended, and not answered.
_ANSWERS: dict[str, tuple[Any, tuple[Outcome, ...]]] = {
    "1-2": (_("属于已主动公开范围和同意公开答复数"), (Outcome.GRANTED,)),
    "3": (_("同意部分公开答复数"), (Outcome.PARTIAL,)),
    "4.1": (_("不同意公开：涉及国家秘密"), (Outcome.REFUSE_SECRET,)),
    "4.2-3": (_("不同意公开：涉及商业秘密和个人隐私"), (Outcome.REFUSE_THIRD,)),
    "4.4": (_("不同意公开：危及国家安全、公共安全、经济安全和社会稳定"), (Outcome.REFUSE_3S1S,)),
    "4.5": (
        _("不同意公开：不是《条例》所指政府信息"),
        # 国办发〔2010〕5号: what is internal, under way, or would have to be made.
        (Outcome.REFUSE_INTERNAL, Outcome.REFUSE_PROCESS, Outcome.UNABLE_MAKE),
    ),
    "4.6": (
        _("不同意公开：法律法规规定的其他情形"),
        (
            *(Outcome.REFUSE_LAW, Outcome.REFUSE_CASEFILE),
            *(Outcome.NOPROC_REPEAT, Outcome.NOPROC_MASS, Outcome.NOPROC_CONFIRM),
        ),
    ),
    "5-6": (_("不属于本行政机关公开和申请信息不存在数"), (Outcome.UNABLE_NOTHOLD,)),
    "7": (_("告知作出更改补充数"), (Outcome.UNABLE_UNCLEAR, Outcome.OTHER_NOSUPP)),
    "8": (
        _("告知通过其他途径办理数"),
        (Outcome.NOPROC_PETITION, Outcome.NOPROC_PUB, Outcome.REFUSE_QUERY),
    ),
}
#: The rows printed in the place of a kind of answer.
_APART = {
    "1-2": ("n3.3.1", "n3.3.2"),
    "4.2-3": ("n3.3.4.2", "n3.3.4.3"),
    "5-6": ("n3.3.5", "n3.3.6"),
}
_REFUSALS = tuple(kind for kind in _ANSWERS if kind.startswith("4."))
_ANSWER_OF = {outcome.value: kind for kind, (_label, outcomes) in _ANSWERS.items() for outcome in outcomes}
#: With the limit lengthened, or after it: the table knows no third way to end.
_LATER = Q(extended_date__isnull=False) | Q(replied_date__gt=F("due_date"))
_IN_TIME, _EXTENDED = "1", "2"


def _n3_groups(period: Period) -> dict[str, Any]:
    came = {name: expression for name, expression in groups(period).items() if name != "kind"}
    return came | {
        "via": F("channel"),
        "in_time": Case(When(_LATER, then=Value(_EXTENDED)), default=Value(_IN_TIME)),
    }


def _n3_places(group: tuple[Any, ...]) -> Iterable[tuple[str, str]]:
    came, went, channel, in_time = group
    if came == NEW:
        yield "1", _CHANNELS[ReceiptChannel(channel)][0]
    if went != CARRIED_OUT:
        yield "2", in_time
    if went in _ANSWER_OF:
        yield "3", _ANSWER_OF[went]


def _ended(period: Period, scope: Scope) -> QuerySet[Application]:
    return counted(period, scope).filter(Q(replied_date__lte=period.last) | Q(closed_date__lte=period.last))


def _came_by(channel: ReceiptChannel) -> Any:
    return lambda period, scope: Records(
        counted(period, scope).filter(received_date__gte=period.first, channel=channel)
    )


def _ended_with(told: Q) -> Any:
    return lambda period, scope: Records(_ended(period, scope).filter(told))


N3 = table(Table("n3", counted, _n3_groups, _n3_places))
for _channel, (_place, _label) in _CHANNELS.items():
    cell(N3, ("1", _place), _label, unit=UNIT, definition=_("年内收到的该方式的公开申请。"), records=_came_by(_channel))
total(
    N3,
    ("1", ""),
    _("收到申请数"),
    unit=UNIT,
    definition=_("年内以各种方式收到的公开申请。"),
    parts=[("1", place) for place, _label in _CHANNELS.values()],
)
cell(
    N3,
    ("2", _IN_TIME),
    _("按时办结数"),
    unit=UNIT,
    definition=_("年内未经延期、在期限内首次办结的公开申请，包括申请人撤回和逾期不补正、不缴费的。"),
    records=_ended_with(Q(extended_date=None) & (Q(replied_date=None) | Q(replied_date__lte=F("due_date")))),
)
cell(
    N3,
    ("2", _EXTENDED),
    _("延期办结数"),
    unit=UNIT,
    definition=_("年内延长答复期限后或者超过期限才首次办结的公开申请。"),
    records=_ended_with(_LATER),
)
total(
    N3,
    ("2", ""),
    _("申请办结数"),
    unit=UNIT,
    definition=_("年内首次办结的公开申请。"),
    parts=[("2", _IN_TIME), ("2", _EXTENDED)],
)
for _place, (_label, _outcomes) in _ANSWERS.items():
    cell(
        N3,
        ("3", _place),
        _label,
        unit=UNIT,
        definition=_("年内首次办结时作出该种答复的公开申请。"),
        records=_ended_with(Q(outcome__in=_outcomes)),
        apart=_APART.get(_place, ()),
    )
total(
    N3,
    ("3", "4"),
    _("不同意公开答复数"),
    unit=UNIT,
    definition=_("年内首次办结时答复不同意公开的公开申请。"),
    parts=[("3", place) for place in _REFUSALS],
)
total(
    N3,
    ("3", ""),
    _("申请答复数"),
    unit=UNIT,
    definition=_("年内首次办结且作出答复的公开申请，不含申请人撤回和逾期不缴费的。"),
    parts=[("3", place) for place in _ANSWERS],
)


_CAME_OF_IT: dict[ChallengeOutcome, tuple[str, Any]] = {
    ChallengeOutcome.UPHELD: ("1", _("维持")),
    ChallengeOutcome.CORRECTED: ("2", _("被依法纠错数")),
    ChallengeOutcome.OTHER: ("3", _("其他情形数")),
}


def _challenges(code: str, kind: ChallengeKind, name: Any, upheld: Any) -> None:
    def decided(period: Period, scope: Scope) -> ChallengeQuerySet:
        ones = Challenge.objects.standing().of_units(scope.unit_ids)
        return ones.filter(kind=kind, decided_date__gte=period.first, decided_date__lte=period.last)

    def having(outcome: ChallengeOutcome) -> Any:
        return lambda period, scope: Records(decided(period, scope).filter(outcome=outcome))

    block = table(
        Table(
            code,
            decided,
            lambda period: {"came_of_it": F("outcome")},
            lambda group: ((_CAME_OF_IT[ChallengeOutcome(group[0])][0], ""),),
        )
    )
    for outcome, (place, label) in _CAME_OF_IT.items():
        cell(
            block,
            (place, ""),
            upheld if outcome is ChallengeOutcome.UPHELD else label,
            unit=UNIT,
            definition=_("年内审结且结果如此的案件。"),
            records=having(outcome),
        )
    total(
        block,
        ("", ""),
        name,
        unit=UNIT,
        definition=_("年内审结的案件，不论何时提起。"),
        parts=[(place, "") for place, _label in _CAME_OF_IT.values()],
    )


_challenges("n4", ChallengeKind.RECONSIDERATION, _("行政复议数量"), _("维持具体行政行为数"))
_challenges("n5", ChallengeKind.LAWSUIT, _("行政诉讼数量"), _("维持具体行政行为或者驳回原告诉讼请求数"))
