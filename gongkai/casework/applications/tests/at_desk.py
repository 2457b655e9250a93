"""Somebody before a case at the desk, for the tests of its screens."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from django.test import Client

from gongkai.base.accounts.models import User
from gongkai.casework.applications.models import Application
from tests.real_files import made


class Desk:
    """Somebody before a case: opens an act, fills in its form, sends it."""

    def __init__(self, user: User, application: Application) -> None:
        self.client, self.application = Client(), application
        self.client.force_login(user)
        self.base = f"/desk/applications/{application.number}/"

    def opens(self, path: str = "") -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def seen(self, path: str) -> str:
        found = re.search(r'name="seen" value="([^"]+)"', self.opens(path))
        assert found
        return found[1]

    def sends(self, path: str, *, seen: str = "", **given: Any) -> Any:
        form = f"{path}?outcome={given['outcome']}" if path == "draft/" else path
        answer = self.client.post(self.base + path, {"seen": seen or self.seen(form), **given})
        self.application.refresh_from_db()
        return answer


def upload(name: str = "扫描件.pdf", text: str = "某局长") -> BytesIO:
    file = BytesIO(made("pdf", text))
    file.name = name
    return file


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]
