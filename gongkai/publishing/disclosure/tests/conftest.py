"""Official documents for the tests of the register."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure import actions


@pytest.fixture
def document_fields():
    """``document_fields(title="…")``: what is filled in for a document, each with a number of its own."""
    serials = itertools.count(1)

    def document_fields(**changes):
        usual = {
            "openness": Openness.PROACTIVE,
            "title": "关于印发港区停泊办法的通知",
            "formed_date": date(2018, 5, 25),
            "issued_date": date(2018, 5, 28),
            "document_number": f"示经〔2018〕{next(serials)}号",
            "body": "<p>渔船应当停泊在指定泊位。</p>",
        }
        return actions.DocumentFields(**usual | changes)

    return document_fields


@pytest.fixture
def register(department, drafter, document_fields, now):
    """``register(is_policy=True, …)``: a document of the department, registered by its drafter."""

    def register(**changes):
        return actions.register_document(department, document_fields(**changes), by=drafter, now=now)

    return register


@pytest.fixture
def published(register, drafter, reviewer, approver, kind, column, now):
    """``published()``: a document and the item drafted from it, public."""

    def published(**changes):
        document = register(**changes)
        item = actions.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        actions.submit(item, by=drafter, now=now)
        actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
        return document, actions.approve_and_publish(item, by=approver, now=now)

    return published
