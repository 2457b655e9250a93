"""``gongkai reseal --by USERNAME``: everything known of people sealed anew with the newest key, so that an old one can be taken away."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.files.actions import reseal as reseal_files
from gongkai.casework.applications import actions


class Command(BaseCommand):
    help = "用最新的密钥重新加密申请人信息；完成后才可以去掉旧密钥。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="以谁的名义执行，须是系统管理员")

    def handle(self, *args: Any, by: str, **options: Any) -> None:
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"没有用户名为“{by}”的账号。")
        try:
            count = actions.reseal(by=user, now=timezone.now())
            files = reseal_files(by=user, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        old = len(settings.GONGKAI_DATA_KEYS) - 1
        advice = f"，现在可以从配置中去掉其余{old}个旧密钥" if old else ""
        self.stdout.write(f"已用最新的密钥重新加密{count}条记录、{files}个文件{advice}。")
