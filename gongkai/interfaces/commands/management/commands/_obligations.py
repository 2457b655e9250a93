"""``gongkai import obligations FILE --catalogue CODE``: an edition of a standard catalogue, looked over and put in force."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Post
from gongkai.law.vocabulary import PolicyArea, Role
from gongkai.publishing.obligations import actions, queries
from gongkai.publishing.obligations.choices import CarrierRule, Level
from gongkai.publishing.obligations.models import StandardCatalogue
from gongkai.publishing.obligations.reading import read

#: Rows of a list that are told; the rest is told by its number.
SHOWN = 50


def add_arguments(what: Any) -> None:
    """The subcommand and its options."""
    parser: ArgumentParser = what.add_parser(
        "obligations", help="载入标准目录（XLSX 或 CSV），与现行版次逐行比对后启用"
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="国办发〔2019〕54号各列的表格")
    parser.add_argument("--catalogue", required=True, metavar="CODE", help="目录代码；尚未登记的，同时用 --name 等登记")
    parser.add_argument("--name", default="", metavar="NAME", help="登记新目录时的名称")
    parser.add_argument(
        "--area", default="", choices=["", *PolicyArea.values], metavar="AREA", help="登记新目录时的领域代码"
    )
    parser.add_argument("--level", default=Level.COUNTY, choices=Level.values, help="登记新目录时的层级")
    parser.add_argument("--marks", choices=CarrierRule.values, help="登记新目录时■的含义：all 均须公开，any 至少其一")
    parser.add_argument("--since", metavar="DATE", default="", help="启用日期（2019-01-01），默认今天")
    parser.add_argument("--by", metavar="USERNAME", default="", help="以谁的名义，默认为本级政务公开工作机构的人员")
    parser.add_argument("--preview", action="store_true", help="只逐行核对、比对，不载入")
    parser.add_argument("--skip-refused", action="store_true", help="略过不能载入的行")
    parser.add_argument("--allow-removal", action="store_true", help="允许移除文件中没有的现行各行")


def load(path: Path, options: dict[str, Any], out: Any) -> None:
    """Tell every line there is something to say about, what would change, and put it in force unless only a preview was asked for."""
    since = parse_date(options["since"]) if options["since"] else timezone.localdate()
    if since is None:
        raise _refusal(f"启用日期应写作 2019-01-01 的样式，不能是“{options['since']}”。")
    try:
        with path.open("rb") as content:
            reading = read(content, name=path.name)
        for problem in reading.problems:
            out.write(f"{problem.place}：{'不能载入：' if problem.refused else ''}{problem.sentence}")
        catalogue = StandardCatalogue.objects.filter(code=options["catalogue"]).first()
        if catalogue is not None and _compared(catalogue, path, options, out):
            return
        if options["preview"]:
            out.write(f"可载入 {len(reading.rows)} 行，不能载入 {len(reading.refused)} 行。没有改变任何内容。")
            return
        by = _person(options["by"])
        now = timezone.now()
        if catalogue is None:
            catalogue = _register(options, by=by)
        with path.open("rb") as content:
            edition = actions.prepare_edition(
                catalogue, File(content, path.name), name=path.name, year=since.year, since=since, by=by, now=now
            )
        edition = actions.adopt_edition(edition, skip_refused=options["skip_refused"], by=by, now=now)
    except Refusal as refusal:
        raise _refusal(str(refusal)) from refusal
    out.write(
        f"{edition}已启用：新增 {edition.added} 行，变更 {edition.changed} 行，移除 {edition.removed} 行，"
        f"略过 {len(reading.refused)} 行。"
    )
    if undecided := catalogue.subjects.filter(decided_at=None).count():
        out.write(f"有 {undecided} 个公开主体尚未确定承担单位，请在工作台“标准目录”中确定。")


def _compared(catalogue: StandardCatalogue, path: Path, options: dict[str, Any], out: Any) -> bool:
    """Tell what the file would change in a catalogue that has rows; whether there is nothing more to do."""
    with path.open("rb") as content:
        found = queries.compare(catalogue, queries.rows_of(catalogue, content, name=path.name).rows)
    if found.is_empty:
        out.write(f"内容与“{catalogue}”现行版次相同，没有改变任何内容。")
        return True
    told = [f"新增：{row.place} {row.matter1} {row.matter2}" for row in found.added]
    told += [
        f"变更：{change.after.place} {change.before.matter}：{'、'.join(name for name, _was, _is in change.fields)}"
        for change in found.changed
    ]
    told += [f"移除：{each.matter}" for each in found.removed]
    for line in told[:SHOWN]:
        out.write(line)
    if len(told) > SHOWN:
        out.write(f"……共 {len(told)} 处。")
    if found.removed and not (options["allow_removal"] or options["preview"]):
        raise _refusal(
            f"文件中没有现行的 {len(found.removed)} 行，启用后它们不再要求公开。确需移除的，请加 --allow-removal。"
        )
    return False


def _register(options: dict[str, Any], *, by: User) -> StandardCatalogue:
    if not options["name"] or not options["marks"]:
        raise _refusal(
            f"没有代码为“{options['catalogue']}”的目录。要同时登记的，请用 --name 写名称，用 --marks 写明■的含义（all 或 any）。"
        )
    given = actions.CatalogueFields(options["name"], options["level"], options["marks"], options["area"])
    return actions.register_catalogue(options["catalogue"], given, by=by, now=timezone.now())


def _person(username: str) -> User:
    if username:
        by = User.objects.filter(username=username).first()
        if by is None:
            raise _refusal(f"没有用户名为“{username}”的工作人员。")
        return by
    held = (
        Post.objects.on(timezone.localdate())
        .filter(unit__parent=None, role=Role.OPENNESS_OFFICE)
        .order_by("pk")
        .first()
    )
    if held is None:
        raise _refusal("本级政务公开工作机构今天没有人员在岗，请用 --by 指定以谁的名义载入。")
    return held.user


def _refusal(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)
