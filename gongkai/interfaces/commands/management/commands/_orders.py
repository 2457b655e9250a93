"""What every order to import names, and how a run tells what became of what it read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import IO, Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Post, Unit
from gongkai.interfaces.exchange.actions import Destination
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import Column, Kind

#: The kind of what is already public where nothing else is said.
USUAL_KIND = "normative"


class Run:
    """One run over one file: counts what became of its lines, and tells what was not entered and why."""

    def __init__(self, by: User, out: Any, report: IO[str] | None) -> None:
        self.by, self.out, self.report = by, out, report
        self.entered = self.repeated = self.refused = self.skipped = self.mended = 0

    def tell(self, line: int, result: str, why: str, title: str = "") -> None:
        setattr(self, result, getattr(self, result) + 1)
        if result != "mended":
            with tqdm.external_write_mode():
                self.out.write(f"第 {line} 行：{why}")
        if self.report:
            told = {"line": line, "result": result, "title": title, "why": why}
            # A title may hold half a character; the report must still be readable.
            self.report.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")


def destination(options: dict[str, Any], *, source_sha256: str) -> Destination:
    unit = unit_of(options["unit"])
    column = Column.objects.filter(slug=options["column"]).first()
    if column is None:
        raise refusal_of(f"没有地址为“{options['column']}”的栏目。{_choice(Column, 'slug')}")
    kinds = {kind.name: kind for kind in Kind.objects.all()}
    code = options["kind"] or (USUAL_KIND if options["published"] else "")
    kind = Kind.objects.filter(code=code).first()
    if code and kind is None:
        raise refusal_of(f"没有代码为“{code}”的信息种类，请用 --kind 指定。{_choice(Kind, 'code')}")
    return Destination(
        unit=unit,
        column=column,
        kind=kind,
        kinds=kinds,
        source_name=options["source"].strip(),
        published=options["published"],
        source_sha256=source_sha256,
    )


def unit_of(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise refusal_of(f"没有代码为“{code}”的单位。{_choice(Unit, 'code')}")
    return unit


def _choice(model: type[Unit] | type[Column] | type[Kind], field: str) -> str:
    known = [str(value) for value in model._default_manager.order_by(field).values_list(field, flat=True)[:40]]
    return f"现有：{'、'.join(known)}。" if known else "目前一个也没有。"


def person_of(username: str, unit: Unit, check: Callable[..., None]) -> User:
    today = timezone.localdate()
    if username:
        by = User.objects.filter(username=username).first()
        if by is None:
            raise refusal_of(f"没有用户名为“{username}”的工作人员。")
    else:
        post = Post.objects.on(today).filter(unit=unit, role=Role.DRAFTER).order_by("pk").first()
        if post is None:
            raise refusal_of(f"{unit}今天没有拟稿人在岗，请用 --by 指定以谁的名义录入。")
        by = post.user
    try:
        check(by, unit, on=today)
    except Refusal as refusal:
        raise refusal_of(str(refusal)) from refusal
    return by


def refusal_of(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)
