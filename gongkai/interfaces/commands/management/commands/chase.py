"""``gongkai chase --by USERNAME [--dry-run]``: today's reminders about applications (docs/handbook/chasing.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.casework.applications import actions
from gongkai.casework.applications.queries import reminders_wanted


class Command(BaseCommand):
    help = "催办：将要到期、已经逾期的公开申请，写入各自的办理记录；同一期限同一级别只催一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="以谁的名义催办，须在政务公开工作机构")
        parser.add_argument("--dry-run", action="store_true", help="只列出将要催办的申请，不作任何记录")

    def handle(self, *args: Any, by: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"没有用户名为“{by}”的账号。")
        now = timezone.now()
        try:
            wanted = reminders_wanted(on=timezone.localdate(now)) if dry_run else actions.chase(by=user, now=now)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for one in wanted:
            case = one.application
            self.stdout.write(f"{one.level.label}  {case.number}  {case.unit.short_name}  期限 {case.due_date}")
        self.stdout.write(f"{'将催办' if dry_run else '已催办'}{len(wanted)}件。")
