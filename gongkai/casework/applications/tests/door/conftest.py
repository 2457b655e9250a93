"""An application of today before its applicant's browser, led to a state."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.base.search.engines import open_search
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import IdentityKind
from gongkai.law.vocabulary import ApplicantKind

DOOR = "/hall/applications/"
NAME, NUMBER, PHONE, ADDRESS = "欧阳特别", "11010519491231002X", "13812345678", "海港示范区无名路七号"
SOUGHT = "二〇一八年停车场的收费批复"
FILE = "欧阳特别的身份证.pdf"
PERSONAL = (NAME, NUMBER, PHONE, ADDRESS, SOUGHT, FILE, "身份证正面的字")


@pytest.fixture(autouse=True)
def tree(settings: Any, tmp_path: Any) -> Any:
    """A public tree, a store of files and an index of the test's own."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    open_search().clear()
    return tmp_path


@pytest.fixture
def given(office: SimpleNamespace) -> actions.ApplicationFields:
    return actions.ApplicationFields(
        unit=office.dept,
        applicant_kind=ApplicantKind.NATURAL,
        name=NAME,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=NUMBER,
        contact="电话：13800000000",
        sought="停车收费的批复",
    )


@pytest.fixture
def sent(given: actions.ApplicationFields) -> SimpleNamespace:
    """An application of today, before its applicant's browser."""
    made_ = actions.apply(given, token="of-this-form", now=timezone.now())
    client = Client()
    asked = client.post(f"{DOOR}query/", {"number": made_.application.number, "code": made_.code})
    assert asked["Location"] == f"{DOOR}case/"
    return SimpleNamespace(application=made_.application, code=made_.code, client=client)


@pytest.fixture
def confirmed(sent: SimpleNamespace, office: SimpleNamespace) -> SimpleNamespace:
    now = timezone.now()
    actions.confirm(sent.application, confirmed=timezone.localdate(now), by=office.officer, now=now)
    actions.set_letter_head(
        office.dept,
        prefix="示公开",
        reconsideration_organ="示范市人民政府",
        court="示范区人民法院",
        by=office.openness,
        now=now,
    )
    return sent


@pytest.fixture
def amending(confirmed: SimpleNamespace, office: SimpleNamespace) -> SimpleNamespace:
    now = timezone.now()
    due = timezone.localdate(now) + timedelta(days=10)
    actions.ask_amendment(confirmed.application, items="请写明是哪一年的批复", due=due, by=office.officer, now=now)
    return confirmed


@pytest.fixture
def replied(confirmed: SimpleNamespace, office: SimpleNamespace, lead: Any) -> SimpleNamespace:
    lead(confirmed.application, on=timezone.localdate())
    return confirmed


@pytest.fixture
def typed(office: SimpleNamespace) -> dict[str, str]:
    """What a person on their own fills in."""
    return {
        "unit": office.dept.code,
        "title": SOUGHT,
        "description": "",
        "supply_form": "electronic",
        "supply": "post",
        "applicant_kind": "natural",
        "name": NAME,
        "identity_kind": "id_card",
        "identity_number": NUMBER,
        "phone": PHONE,
        "address": ADDRESS,
    }


def page(response: HttpResponse) -> str:
    return response.content.decode()


def token_of(response: HttpResponse) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page(response))
    assert found
    return found[1]


def sends(client: Client, typed: dict[str, str], **more: Any) -> HttpResponse:
    """Fill in the form, look at it, send it; returns the receipt."""
    response = client.post(f"{DOOR}new/", typed | more)
    assert response.status_code == 303, page(response)
    checked = client.get(response["Location"])
    response = client.post(f"{DOOR}new/check/", {"token": token_of(checked)})
    assert response.status_code == 303, page(response)
    return client.get(response["Location"])


def told(receipt: HttpResponse) -> tuple[str, str]:
    """Number and code on a receipt."""
    number, code = re.findall(r'class="code-shown">([^<]+)<', page(receipt))
    return number, code
