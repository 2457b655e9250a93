"""The spring in which the example plays: what was done day by day from January to March 2019, each step by the people whose step it is.

Guides and rules, a consultation that was answered and became a policy with its interpretation, which repeals an older one; a reply to a
proposal and what followed; a notice taken down; a consultation that is still open. Nothing of it falls in the year of the report.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from gongkai.law.vocabulary import InterpretationForm, Openness, Role
from gongkai.publishing.consultations import actions as consultations
from gongkai.publishing.consultations.choices import Channel, Outcome
from gongkai.publishing.consultations.models import Consultation
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure import queries
from gongkai.publishing.disclosure.actions import ItemFields
from gongkai.publishing.disclosure.choices import Decision, RelationKind, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem

from .days import instant
from .items import Roll

_SAID: dict[str, Any] = tomllib.loads(Path(__file__).with_name("spring.toml").read_text(encoding="utf-8"))
_BASIS = "经逐项审查，不涉及国家秘密、商业秘密和个人隐私，可以公开。"
#: The department whose consultation became a policy, and the one whose consultation is open.
BUILDING, WELFARE = "106", "107"


def play(roll: Roll) -> None:
    """Everything of the spring, in the order of its days."""
    draft = _open(roll, BUILDING, _SAID["consultation"], opens=date(2019, 1, 2), closes=date(2019, 2, 1))
    _comment(draft)
    _guides(roll, date(2019, 1, 8))
    _rules(roll, date(2019, 1, 9))
    _taken_down(roll, date(2019, 1, 15))
    reply = _reply(roll, date(2019, 1, 22))
    _kept_replies(roll, date(2019, 1, 24))
    _answer(roll, draft)
    _policy(roll, draft, date(2019, 2, 18))
    followed = _SAID["followed"]
    _publish(roll, BUILDING, _fields(roll, "notice", "notices", followed, date(2019, 2, 20)), date(2019, 2, 20), relate=[
        (RelationKind.IMPLEMENTS, reply)
    ])  # fmt: skip
    said = _SAID["open_consultation"]
    standing = _open(roll, WELFARE, said, opens=date(2019, 2, 22), closes=date(2019, 3, 25))
    _say(standing, said["comment"], "spring-open", at=instant(date(2019, 2, 24), 20))
    _change_guide(roll, date(2019, 2, 25))


def _guides(roll: Roll, day: date) -> None:
    words = _SAID["guide"]
    for plan in _SAID["guides"]:
        slots = {"unit": plan["name"], "topic": plan["topic"], "place": plan["place"]}
        details = {name: words[name].format(**slots) for name in ("classification", "arrangement", "access")}
        details |= {"hours": words["hours"]} | {
            name: plan[name] for name in ("office", "address", "phone", "fax", "internet")
        }
        given = {"title": words["title"].format(**slots), "body": [words["body"]]}
        _publish(roll, plan["unit"], _fields(roll, "disclosure_guide", "openness", given, day, details=details), day)


def _change_guide(roll: Roll, day: date) -> None:
    """The guide of the office, with another telephone number: its second version."""
    said, code = _SAID["guide_change"], _SAID["guides"][0]["unit"]
    item = queries.guide_of(roll.units[code])
    assert item is not None
    drafter = roll.person(code, Role.DRAFTER)
    change = disclosure.begin_change(item, reason=said["reason"], by=drafter, now=instant(day, 8, 40))
    details = {each["name"]: each["value"] for each in change.details} | {"phone": said["phone"]}
    given = ItemFields(
        title=change.title, kind=change.kind, column=change.column, formed_date=day, body=change.body, details=details
    )
    _pass(roll, code, disclosure.revise(change, given, by=drafter, now=instant(day, 9)), day)


def _rules(roll: Roll, day: date) -> None:
    for rule in _SAID["rules"]:
        _publish(roll, rule["unit"], _fields(roll, "openness_rules", "openness", rule, day), day)
    about = _SAID["about"]
    fields = _fields(roll, "site_page", "openness", about, day, details={"page": about["title"]})
    _publish(roll, _SAID["guides"][0]["unit"], fields, day)


def _taken_down(roll: Roll, day: date) -> None:
    said = _SAID["withdrawn"]
    item = _publish(roll, BUILDING, _fields(roll, "notice", "notices", said, day), day)
    by, now = roll.person(BUILDING, Role.APPROVER), instant(day + timedelta(days=1), 9, 30)
    disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason=said["reason"], by=by, now=now)


def _reply(roll: Roll, day: date) -> InformationItem:
    said = _SAID["reply"]
    details = {name: said[name] for name in ("number", "session", "subject", "proposal", "reply")} | {
        "category": "建议",
        "public_interest": True,
        "reply_form": "全文",
        "opinion": "满意",
    }
    fields = _fields(roll, "proposal", "proposals", said, day, details=details, summary=said["summary"])
    proposal = f"{said['session']}{said['number']}建议：{said['subject']}"
    return _publish(roll, BUILDING, fields, day, relate=[(RelationKind.REPLIES, proposal)])


def _kept_replies(roll: Roll, day: date) -> None:
    """Replies that were given and stay in the house: the public share is less than the whole."""
    for said in _SAID["kept_replies"]:
        details = {name: said[name] for name in ("category", "number", "session", "subject", "proposal", "reply")}
        fields = _fields(
            roll,
            "proposal",
            "proposals",
            {"title": said["title"], "body": [said["reply"]]},
            date(2018, 12, 20),
            details=details | {"public_interest": False, "reply_form": "摘要"},
            summary=said["subject"],
            openness=Openness.ON_REQUEST,
            ground_reason=said["reason"],
        )
        _pass(roll, said["unit"], _draft(roll, said["unit"], fields, day), day)


def _open(roll: Roll, code: str, said: dict[str, Any], *, opens: date, closes: date) -> Consultation:
    """A consultation drafted, reviewed and approved in the days before, and opened on its first day."""
    day = opens - timedelta(days=3)
    by = roll.person(code, Role.DRAFTER)
    given = consultations.ConsultationFields(
        title=said["title"],
        kind="normative",
        background=_html(said["background"]),
        body=_html(said["body"]),
        opens_date=opens,
        closes_date=closes,
        phone="0756-0000000",
    )
    one = consultations.draft(roll.units[code], given, by=by, now=instant(day, 9))
    consultations.submit(one, by=by, now=instant(day, 10))
    consultations.review_secrecy(one, basis=_BASIS, by=roll.person(code, Role.SECRECY_REVIEWER), now=instant(day, 11))
    approver = roll.person(code, Role.APPROVER)
    consultations.approve(one, by=approver, now=instant(day, 15))
    consultations.open_due(one, by=approver, now=instant(opens, 0))
    return Consultation.objects.get(pk=one.pk)


def _comment(one: Consultation) -> None:
    for number, said in enumerate(_SAID["consultation"]["comments"], 1):
        _say(one, said, f"spring-{number}", at=instant(date(2019, 1, 2 + 5 * number), 19, number))


def _say(one: Consultation, said: dict[str, str], form: str, *, at: datetime) -> None:
    given = consultations.CommentFields(**said)
    consultations.comment(one, given, submission=form, by=None, now=at)


def _answer(roll: Roll, one: Consultation) -> None:
    """A letter, the last day, an answer to each comment, and the result."""
    said, officer = _SAID["consultation"], roll.person(BUILDING, Role.CASE_OFFICER)
    approver = roll.person(BUILDING, Role.APPROVER)
    consultations.enter_comment(
        one,
        consultations.CommentFields(**said["letter"]),
        channel=Channel.LETTER,
        received=date(2019, 1, 30),
        by=officer,
        now=instant(date(2019, 1, 30), 10),
    )
    consultations.close_due(one, by=approver, now=instant(date(2019, 2, 2), 0))
    for number, each in enumerate(said["dispositions"]):
        consultations.dispose(
            one,
            each["serials"],
            outcome=Outcome(each["outcome"]),
            gist=each["gist"],
            reason=each["reason"],
            by=officer,
            now=instant(date(2019, 2, 11), 9, 10 * number),
        )
    consultations.write_result(one, text=said["result"], by=officer, now=instant(date(2019, 2, 12), 9))
    consultations.publish_result(one, by=approver, now=instant(date(2019, 2, 14), 9))


def _policy(roll: Roll, draft: Consultation, day: date) -> None:
    """The final document with its interpretation: it takes the place of the department's oldest one of the year before."""
    said, drafter = _SAID["policy"], roll.person(BUILDING, Role.DRAFTER)
    older = (
        InformationItem.objects.public().filter(unit__code=BUILDING, kind__code="normative").earliest("published_at")
    )
    given = _fields(roll, "normative", "documents", said, day, summary=said["summary"], effective_date=day)
    policy = _draft(roll, BUILDING, given, day, relate=[(RelationKind.REPLACES, older)])
    disclosure.plan_interpretation(policy, together=True, by=drafter, now=instant(day, 9))
    begun = disclosure.begin_interpretation(
        policy, form=InterpretationForm.QUESTIONS, by=drafter, now=instant(day, 9, 5)
    )
    words = _SAID["interpretation"]
    explained = _fields(
        roll, "interpretation", "interpretations", words | {"title": begun.item.title}, day, summary=words["summary"]
    )
    explaining = disclosure.revise(begun.item, explained, by=drafter, now=instant(day, 9, 10))
    _pass(roll, BUILDING, explaining, day)
    _pass(roll, BUILDING, policy, day)
    final = InformationItem.objects.get(pk=policy.pk)
    consultations.link(
        draft,
        final_item=final.number or "",
        interpretation=InformationItem.objects.get(pk=explaining.pk).number or "",
        by=roll.person(BUILDING, Role.APPROVER),
        now=instant(day, 17),
    )


def _fields(roll: Roll, kind: str, column: str, said: dict[str, Any], day: date, **more: Any) -> ItemFields:
    return ItemFields(
        title=said["title"],
        kind=roll.kinds[kind],
        column=roll.columns[column],
        formed_date=day,
        body=_html(said["body"]),
        document_number=said.get("document_number", ""),
        **more,
    )


def _html(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _draft(
    roll: Roll,
    code: str,
    fields: ItemFields,
    day: date,
    *,
    relate: Sequence[tuple[RelationKind, InformationItem | str]] = (),
) -> InformationItem:
    by = roll.person(code, Role.DRAFTER)
    item = disclosure.draft(roll.units[code], fields, by=by, now=instant(day, 8, 40))
    for kind, document in relate:
        disclosure.relate(item, kind, document, by=by, now=instant(day, 8, 45))
    return item


def _publish(roll: Roll, code: str, fields: ItemFields, day: date, **more: Any) -> InformationItem:
    return _pass(roll, code, _draft(roll, code, fields, day, **more), day)


def _pass(roll: Roll, code: str, item: InformationItem, day: date) -> InformationItem:
    """Through secrecy review and approval to the public, or to the drawer; what the screening finds is public by office."""
    drafter = roll.person(code, Role.DRAFTER)
    findings = list(item.findings.pending())
    if findings:
        why = "工作机构的办公联系方式，依法应当公开"
        verdicts = [disclosure.Verdict(one.pk, Decision.KEPT, why) for one in findings]
        seen = queries.texts_digest(queries.sources_of(item, queries.load_words()))
        disclosure.decide(item, verdicts, seen=seen, by=drafter, now=instant(day, 9, 20))
    disclosure.submit(item, by=drafter, now=instant(day, 9, 30))
    reviewer = roll.person(code, Role.SECRECY_REVIEWER)
    disclosure.review_secrecy(item, basis=_BASIS, by=reviewer, now=instant(day, 14, 40))
    return disclosure.approve_and_publish(item, by=roll.person(code, Role.APPROVER), now=instant(day, 16))
