"""What goes out by mail or short message: to the staff whose limits run out, to applicants whose case went on.

Inside the transaction of the act each follows from. A message names the case by its number and says nothing of whom or what it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.sealing import Unreadable
from gongkai.base.messages.actions import post
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.queries import is_open, ways_to
from gongkai.base.organisations.models import Delegation, Post
from gongkai.law.vocabulary import Role

from ..choices import ReminderLevel
from ..choices.notices import NoticeKind
from ..models import Applicant, Application, Notice, Reminder

#: Cases named in one mail; the others are counted.
MOST_NAMED = 100
#: What an applicant is told of; the letter itself goes its lawful way.
TOLD = {
    NoticeKind.RECEIVED: gettext_lazy("已登记"),
    NoticeKind.CONFIRMED: gettext_lazy("已确认收到"),
    NoticeKind.AMENDMENT: gettext_lazy("需要补正，补正告知书另行送达"),
    NoticeKind.EXTENSION: gettext_lazy("已依法延长答复期限，告知书另行送达"),
    NoticeKind.FEE: gettext_lazy("有收费通知，通知另行送达"),
    NoticeKind.REPLIED: gettext_lazy("已答复，答复另行送达"),
    NoticeKind.CLOSED: gettext_lazy("已办理终结"),
}


def remind_staff(reminders: Sequence[Reminder], *, now: datetime) -> None:
    """Mail each officer the reminders of their units, and the openness office those that went higher: one mail a person.

    Whoever stands in for one of them that day is mailed as they are; somebody who left gets nothing, their deputy does.
    """
    if not reminders or not is_open(Channel.MAIL):
        return
    today = localdate(now)
    deputies = Delegation.objects.filter(since_date__lte=today, until_date__gte=today).select_related("deputy")
    posts = list(
        Post.objects.on(today)
        .filter(role__in=(Role.CASE_OFFICER, Role.OPENNESS_OFFICE))
        .select_related("user", "unit")
        .prefetch_related(Prefetch("delegations", deputies, to_attr="stood_in_for"))
    )
    told: dict[User, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        higher = reminder.level != ReminderLevel.CHASED
        readers = {
            user
            for one in posts
            for user in (one.user, *(each.deputy for each in one.stood_in_for))
            if user.is_active
            and user.email
            and reminder.application.unit.path.startswith(one.unit.path)
            and (one.role == Role.CASE_OFFICER or higher)
        }
        for user in readers:
            told[user].append(reminder)
    for user, those in told.items():
        lines = [
            f"{one.get_level_display()}  {one.application.number}  {one.application.unit.short_name}  {one.due_date}"
            for one in those[:MOST_NAMED]
        ]
        if len(those) > MOST_NAMED:
            lines.append(_("……共 %(count)d 件，请登录工作台查看。") % {"count": len(those)})
        post(
            *("reminders", user.pk, *sorted(one.pk for one in those)),
            channel=Channel.MAIL,
            to=user.email,
            subject=_("依申请公开：%(count)d 件将要到期或者已经逾期") % {"count": len(those)},
            body="\n".join(lines),
            now=now,
        )


def tell_applicants(events: Sequence[Event]) -> None:
    """Tell applicants that their case went on, where the house does that and they left a way to be reached."""
    if not settings.GONGKAI_NOTIFY_APPLICANTS:
        return
    label = Application._meta.label_lower
    for event in events:
        if event.kind not in NoticeKind.values or event.object_type != label:
            continue
        try:
            applicant = Applicant.objects.only("contact").filter(pk=int(event.object_key)).first()
        except Unreadable:
            continue  # the act stands; without its key nobody is told
        ways = ways_to(applicant.contact) if applicant is not None else []
        if not ways:
            continue
        channel, to = ways[0]
        tell(
            int(event.object_key),
            event.object_name,
            NoticeKind(event.kind),
            *(event.kind, event.object_key, event.at.isoformat()),
            channel=channel,
            to=to,
            now=event.at,
        )


def tell(
    application_id: int, number: str, about: NoticeKind, *key: object, channel: Channel, to: str, now: datetime
) -> Notice | None:
    """Write one notice and its message, inside the act it follows from; none while the way is closed. ``key`` names it, as in ``post``."""
    said = {"number": number, "said": TOLD[about]}
    message = post(
        *key,
        channel=channel,
        to=to,
        subject=_("您的政府信息公开申请%(number)s") % said,
        body=_("您的政府信息公开申请%(number)s%(said)s。请凭申请编号和查询码在政府信息公开网站查询。") % said,
        now=now,
    )
    if message is None:
        return None
    return Notice.objects.get_or_create(
        message=message, defaults={"application_id": application_id, "about": about.value}
    )[0]
