"""Years of applications and disputes, and what a report on one of them becomes; for tests of forms."""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime, timedelta

from gongkai.base.documents.html import render_html
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Law, Status
from gongkai.casework.applications.models import Application, Challenge
from gongkai.law.report.parts import TO_BE_WRITTEN
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.annual_report.tests.conftest import BEIJING

LATER = datetime(2025, 3, 1, 9, tzinfo=BEIJING)
LAPSED = (Outcome.OTHER_NOSUPP, Outcome.OTHER_NOFEE, Outcome.OTHER_OTHER)


def fill(department, case_officer):
    """Applications and disputes by chance, and always the same."""
    chance, numbers = random.Random(20), itertools.count(1)
    ones = []
    for year in (2015, 2016, 2019, 2020, 2023, 2024):
        for _n in range(60 + year % 7 * 9):
            received = date(year, 1, 1) + timedelta(days=chance.randrange(360))
            ended = received + timedelta(days=chance.randrange(5, 40))
            outcome = chance.choice(Outcome.values)
            ones.append(
                Application(
                    number=f"SQ/{year}-{next(numbers):05}",
                    unit=department,
                    channel=chance.choice(ReceiptChannel.values),
                    applicant_kind=chance.choice(ApplicantKind.values),
                    arrived_date=received,
                    received_date=received,
                    due_date=received + timedelta(days=28),
                    law=Law.OF_2019 if received >= date(2019, 5, 15) else Law.OF_2007,
                    registered_by=case_officer,
                    status=Status.CLOSED if outcome in LAPSED else Status.REPLIED,
                    outcome=outcome,
                    **{"closed_date" if outcome in LAPSED else "replied_date": ended},
                )
            )
        for _n in range(9):
            _dispute(department, f"ZY/{year}-{next(numbers):05}", year, chance)
    Application.objects.bulk_create(ones)


def _dispute(department, number, year, chance):
    filed = date(year, 1, 1) + timedelta(days=chance.randrange(300))
    outcome = chance.choice(ChallengeOutcome.values)
    kind = chance.choice([ChallengeKind.RECONSIDERATION, ChallengeKind.LAWSUIT])
    Challenge.objects.create(
        number=number,
        unit=department,
        kind=kind,
        filed_date=filed,
        outcome=outcome,
        decided_date=None if outcome == ChallengeOutcome.PENDING else filed + timedelta(days=60),
        after_reconsideration=kind == ChallengeKind.LAWSUIT and chance.random() < 0.5,
    )


def begin(unit, year, officer, *, form="", now=LATER):
    """A compiled report with the text its form begins with, its marks for what a person writes written over."""
    report = actions.compile_report(unit, year, form=form, by=officer, now=now)
    sections = [
        Section(one.heading, "\n".join(_written(line) for line in one.text.splitlines()))
        for one in report.narratives.order_by("order")
    ]
    return actions.write_narrative(report, sections, by=officer, now=now)


def _written(line):
    return "工作按要求进行，情况良好。" if TO_BE_WRITTEN in line else line


def outputs(report):
    """Everything a frozen report becomes, by suffix."""
    report = Report.objects.select_related("unit").get(pk=report.pk)
    document = queries.document_of(report)
    return {
        "html": render_html(document, pictured=True).encode(),
        "pdf": queries.report_pdf(report, document),
        "docx": queries.report_docx(report, document),
        "xlsx": queries.report_xlsx(report, document),
        "json": queries.report_json(report),
    }
