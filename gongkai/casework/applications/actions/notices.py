"""What goes out by mail or short message: to the staff whose limits run out, to applicants whose case went on.

Inside the transaction of the act each follows from. A message names the case by its number and says nothing of whom or what it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.sealing import Unreadable
from gongkai.base.messages.actions import post
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.queries import is_open, ways_to
from gongkai.base.organisations.models import Post
from gongkai.law.vocabulary import Role

from .. import choices
from ..choices import ReminderLevel
from ..models import Applicant, Application, Reminder

#: Cases named in one mail; the others are counted.
MOST_NAMED = 100
#: What an applicant is told of; the letter itself goes its lawful way.
TOLD = {
    choices.APPLICATION_RECEIVED: gettext_lazy("已登记"),
    choices.APPLICATION_CONFIRMED: gettext_lazy("已确认收到"),
    choices.AMENDMENT_ASKED: gettext_lazy("需要补正，补正告知书另行送达"),
    choices.EXTENSION_GRANTED: gettext_lazy("已依法延长答复期限，告知书另行送达"),
    choices.FEE_NOTIFIED: gettext_lazy("有收费通知，通知另行送达"),
    choices.APPLICATION_REPLIED: gettext_lazy("已答复，答复另行送达"),
    choices.APPLICATION_CLOSED: gettext_lazy("已办理终结"),
}


def remind_staff(reminders: Sequence[Reminder], *, now: datetime) -> None:
    """Mail each officer the reminders of their units, and the openness office those that went higher: one mail a person."""
    if not reminders or not is_open(Channel.MAIL):
        return
    posts = list(
        Post.objects.on(localdate(now))
        .filter(role__in=(Role.CASE_OFFICER, Role.OPENNESS_OFFICE), user__is_active=True)
        .exclude(user__email="")
        .select_related("user", "unit")
    )
    told: dict[User, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        higher = reminder.level != ReminderLevel.CHASED
        readers = {
            one.user
            for one in posts
            if reminder.application.unit.path.startswith(one.unit.path) and (one.role == Role.CASE_OFFICER or higher)
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
        if event.kind not in TOLD or event.object_type != label:
            continue
        try:
            applicant = Applicant.objects.only("contact").filter(pk=int(event.object_key)).first()
        except Unreadable:
            continue  # the act stands; without its key nobody is told
        ways = ways_to(applicant.contact) if applicant is not None else []
        if not ways:
            continue
        channel, to = ways[0]
        said = {"number": event.object_name, "said": TOLD[event.kind]}
        post(
            *(event.kind, event.object_key, event.at.isoformat()),
            channel=channel,
            to=to,
            subject=_("您的政府信息公开申请%(number)s") % said,
            body=_("您的政府信息公开申请%(number)s%(said)s。请凭申请编号和查询码在政府信息公开网站查询。") % said,
            now=event.at,
        )
