from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

from ..choices import OPEN, Law, Outcome, Status, Supply, SupplyForm
from .voiding import Voidable


class ApplicationQuerySet(models.QuerySet["Application"]):
    def standing(self) -> ApplicationQuerySet:
        """Applications that were not declared void; only these are counted."""
        return self.filter(voided_at=None)

    def open(self) -> ApplicationQuerySet:
        """Standing applications that were received and are still to be replied to, for the first time or again."""
        return self.standing().filter(status__in=OPEN)

    def running(self) -> ApplicationQuerySet:
        """Those whose clock does not stand still: only these can be due or overdue."""
        return self.filter(paused_date=None)

    def received_in(self, first: date, last: date) -> ApplicationQuerySet:
        """Received from ``first`` to ``last``, both included."""
        return self.filter(received_date__gte=first, received_date__lte=last)

    def replied_in(self, first: date, last: date) -> ApplicationQuerySet:
        """Replied to from ``first`` to ``last``, both included."""
        return self.filter(replied_date__gte=first, replied_date__lte=last)

    def pending_on(self, day: date) -> ApplicationQuerySet:
        """Received by the end of ``day`` and neither replied to nor closed by then."""
        return self.filter(
            Q(replied_date=None) | Q(replied_date__gt=day),
            Q(closed_date=None) | Q(closed_date__gt=day),
            received_date__lte=day,
        )

    def overdue(self, *, on: date) -> ApplicationQuerySet:
        """Pending on a day after their limit. While the clock stands still nothing is overdue."""
        return self.pending_on(on).running().filter(due_date__lt=on)

    def via(self, channel: ReceiptChannel) -> ApplicationQuerySet:
        """Received in one way."""
        return self.filter(channel=channel)

    def of_units(self, unit_ids: Sequence[int]) -> ApplicationQuerySet:
        """Applications to these units."""
        return self.filter(unit_id__in=unit_ids)


#: Ended once: exactly one day, and a leaf of the table.
_ENDED = ~Q(outcome="") & (
    Q(replied_date__isnull=False, closed_date=None) | Q(replied_date=None, closed_date__isnull=False)
)


class Application(Voidable):
    """Somebody's application for information (条例 2019 art. 29; art. 20 of 2007)."""

    number = models.CharField(_("申请编号"), max_length=32)
    #: No index of its own: SQLite would take it before the covering ones below and read every row.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="applications", verbose_name=_("受理单位")
    )
    channel = models.CharField(_("申请方式"), max_length=16, choices=ReceiptChannel.choices)
    applicant_kind = models.CharField(_("申请人类别"), max_length=16, choices=ApplicantKind.choices)
    arrived_date = models.DateField(_("到达日期"))
    #: None while the law wants the applicant's confirmation first: no text applies and no clock runs (art. 31).
    received_date = models.DateField(_("收到日期"), null=True, blank=True)
    law = models.CharField(_("适用条例"), max_length=4, choices=Law.choices, blank=True)
    due_date = models.DateField(_("答复期限"), null=True, blank=True)
    due_is_provisional = models.BooleanField(_("期限为暂定"), default=False)
    #: Names the holiday notices the due date was reckoned from (``calendars.queries.calendar_version``).
    calendar_version = models.CharField(_("日历版本"), max_length=40, blank=True)
    #: What moves the limit, beside the questions asked (``law.clocks.Course``): written by the act that moves it, with its own record.
    restarted_date = models.DateField(_("期限重新起算之日"), null=True, blank=True)
    extended_date = models.DateField(_("延期决定日期"), null=True, blank=True)
    deferred_date = models.DateField(_("延迟答复期限"), null=True, blank=True)
    ordered_date = models.DateField(_("责令答复期限"), null=True, blank=True)
    #: Since when the clock stands still without a known end.
    paused_date = models.DateField(_("计时中止之日"), null=True, blank=True)
    supply = models.CharField(_("获取信息的方式"), max_length=12, choices=Supply.choices, default=Supply.ANY)
    supply_form = models.CharField(
        _("提供信息的形式"), max_length=12, choices=SupplyForm.choices, default=SupplyForm.ANY
    )
    is_oral = models.BooleanField(_("口头申请，由工作人员代填"), default=False)
    #: 一事一申请: the case this one was split off from; 并案: the case it is answered together with.
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="split_off",
        verbose_name=_("拆分自"),
    )
    joined_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="joined",
        verbose_name=_("并入"),
    )
    #: None for what its applicant sent through the citizens' door.
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("登记人"),
    )
    status = models.CharField(_("状态"), max_length=16, choices=Status.choices, default=Status.RECEIVED)
    outcome = models.CharField(_("办理结果"), max_length=20, choices=Outcome.choices, blank=True)
    outcome_reason = models.CharField(_("结果理由"), max_length=300, blank=True)
    #: The first end is the one that is counted: a new reply after it changes neither outcome nor day.
    replied_date = models.DateField(_("答复日期"), null=True, blank=True)
    closed_date = models.DateField(_("终止日期"), null=True, blank=True)
    reopened_date = models.DateField(_("重新办理之日"), null=True, blank=True)
    archived_date = models.DateField(_("归档日期"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("公开申请")
        verbose_name_plural = _("公开申请")
        # Every index that holds all rows is written again whenever a limit moves: no more of them than are asked.
        # ``voided_at`` stands in the indexes too: SQLite reads the row for a condition's column that does not.
        indexes = [
            models.Index(
                fields=["received_date", "unit", "channel", "replied_date", "closed_date", "voided_at"],
                condition=Q(voided_at=None),
                name="application_by_receipt",
            ),
            models.Index(
                fields=["replied_date", "unit", "outcome", "voided_at"],
                condition=Q(voided_at=None),
                name="application_by_reply",
            ),
            # The whole register, the latest first, void ones too: a page of it reads a page.
            models.Index(fields=["-received_date", "-id"], name="application_latest"),
            models.Index(fields=["due_date", "unit"], condition=Q(status__in=OPEN), name="application_by_limit"),
            # The lists of the desk: what is not ended, a small part of all there is.
            models.Index(
                fields=["status", "unit", "due_date"],
                condition=Q(status__in=("registered", *OPEN)),
                name="application_by_stage",
            ),
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="application_by_source"),
            models.Index(fields=["joined_to"], condition=Q(joined_to__isnull=False), name="application_by_group"),
            # Table three in one pass: nothing of the row itself is read. Of void ones too, so that it is the register of one unit as well,
            # read backwards.
            models.Index(
                fields=[
                    "unit",
                    "received_date",
                    "applicant_kind",
                    "outcome",
                    "replied_date",
                    "closed_date",
                    "voided_at",
                ],
                name="application_for_table_three",
            ),
        ]
        constraints = [
            *Voidable.Meta.constraints,
            # Found by its beginning too, whatever the collation.
            models.UniqueConstraint(
                fields=["number"], name="application_number_once", opclasses=["varchar_pattern_ops"]
            ),
            models.CheckConstraint(
                name="application_state_has_its_date",
                condition=Q(status="registered", received_date=None, replied_date=None, closed_date=None, outcome="")
                | Q(
                    status__in=OPEN,
                    received_date__isnull=False,
                    replied_date=None,
                    closed_date=None,
                    outcome="",
                    reopened_date=None,
                )
                | Q(status__in=OPEN, reopened_date__isnull=False) & _ENDED
                | Q(status="replied") & (Q(replied_date__isnull=False) | Q(reopened_date__isnull=False)) & _ENDED
                | Q(status="closed") & (Q(closed_date__isnull=False) | Q(reopened_date__isnull=False)) & _ENDED
                | Q(status="archived", archived_date__isnull=False) & _ENDED,
            ),
            models.CheckConstraint(
                name="application_registered_unless_sent",
                condition=Q(registered_by__isnull=False) | Q(channel="network"),
            ),
            models.CheckConstraint(
                name="application_clock_runs_from_receipt",
                condition=Q(received_date=None, law="", due_date=None, paused_date=None)
                | Q(received_date__isnull=False, due_date__isnull=False) & ~Q(law=""),
            ),
            models.CheckConstraint(
                name="application_dates_in_order",
                condition=(Q(received_date=None) | Q(received_date__gte=F("arrived_date")))
                & (Q(due_date=None) | Q(due_date__gte=F("received_date")))
                & (Q(restarted_date=None) | Q(restarted_date__gte=F("received_date")))
                & (Q(replied_date=None) | Q(replied_date__gte=F("received_date")))
                & (Q(closed_date=None) | Q(closed_date__gte=F("received_date"))),
            ),
            models.CheckConstraint(
                name="application_is_another_than_it_comes_from",
                condition=(Q(split_from=None) | ~Q(split_from=F("id"))) & (Q(joined_to=None) | ~Q(joined_to=F("id"))),
            ),
            models.CheckConstraint(
                name="application_law_is_of_its_day",
                condition=Q(law="")
                | Q(law="2007", received_date__lt=date(2019, 5, 15))
                | Q(law="2019", received_date__gte=date(2019, 5, 15)),
            ),
        ]

    def __str__(self) -> str:
        # Never the applicant: the audit trail keeps what a thing was called.
        return self.number

    @property
    def record_date(self) -> date:
        """The day it was received, or came while it is not confirmed."""
        return self.received_date or self.arrived_date

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return str(self.get_channel_display())
