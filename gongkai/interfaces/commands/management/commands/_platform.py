"""``gongkai import platform SOURCE --unit … --column …``: what another site lists in the shape of the provincial platform."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal, Refused
from gongkai.base.files.policies import accepted
from gongkai.interfaces.exchange.actions import Destination, enter_article, key_of
from gongkai.interfaces.exchange.models import ImportedArticle
from gongkai.interfaces.exchange.platform import (
    Article,
    Fetcher,
    Listing,
    article_of,
    body_of_page,
    gather,
    saved,
)
from gongkai.publishing.disclosure import policies

from ._orders import USUAL_KIND, Run, destination, person_of, refusal_of

_LAST = datetime.max.replace(tzinfo=UTC)


def add_arguments(what: Any) -> None:
    """The subcommand and its options."""
    parser: ArgumentParser = what.add_parser(
        "platform", help="从集约化平台格式（gkmlpt）的网站或保存下来的列表导入信息，连同正文和附件"
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="网站地址（http://www.example.gov.cn/），或保存列表的 JSON 文件"
    )
    parser.add_argument("--unit", required=True, metavar="CODE", help="公开单位的代码")
    parser.add_argument("--column", required=True, metavar="SLUG", help="导入到哪个栏目")
    parser.add_argument("--from", dest="listed", metavar="ID", default="0", help="对方的栏目编号，默认 0（全部）")
    parser.add_argument("--base", metavar="ADDRESS", default="", help="SOURCE 是文件时，正文和附件从哪个网站读取")
    parser.add_argument("--by", metavar="USERNAME", default="", help="以谁的名义录入，默认为该单位的拟稿人")
    parser.add_argument(
        "--kind", metavar="CODE", default="", help=f"栏目名称对不上信息种类时用的种类，已发布信息默认 {USUAL_KIND}"
    )
    parser.add_argument("--source", dest="source_name", metavar="NAME", default="", help="列表未写发布机构时填写的来源")
    parser.add_argument("--published", action="store_true", help="作为已在别处审批并发布的信息录入，保留原日期")
    parser.add_argument(
        "--skip-files", action="store_true", help="附件读不到或不合要求时，略过该附件并列出，正文照常录入"
    )
    parser.add_argument("--pause", type=float, default=0.5, metavar="SECONDS", help="两次请求之间停顿的秒数，默认 0.5")
    parser.add_argument(
        "--report", metavar="FILE", type=Path, help="将未录入的和改动说明写入该文件，每行一个 JSON 对象"
    )


def load(options: dict[str, Any], out: Any) -> None:
    """Read the listing, then enter each article that is not here yet, the oldest first."""
    to = destination(options | {"source": options["source_name"]}, source_sha256="")
    by = person_of(
        options["by"], to.unit, policies.check_can_enter_history if to.published else policies.check_can_draft
    )
    out.write(f"以{by}的名义为{to.unit}录入。")
    fetcher, listing = _opened(options)
    with ExitStack() as stack:
        try:
            report = stack.enter_context(options["report"].open("w", encoding="utf-8")) if options["report"] else None
        except OSError as error:
            raise refusal_of(f"不能写入报告文件“{options['report']}”。") from error
        run = _Articles(to, by, out, report, fetcher, skip_files=options["skip_files"])
        for place, why in listing.unreadable:
            run.tell(place, "refused", why)
        run.run(listing)
    if listing.unreadable:
        raise CommandError("列表没有读全，已读到的均已处理；稍后再运行一次，已录入的不会重复。", returncode=1)


def _opened(options: dict[str, Any]) -> tuple[Fetcher | None, Listing]:
    source, base = str(options["source"]), str(options["base"])
    is_site = source.lower().startswith(("http://", "https://"))
    try:
        address = source if is_site else base
        fetcher = Fetcher(address, pause=max(0.0, options["pause"])) if address else None
        if is_site:
            assert fetcher is not None
            return fetcher, gather(fetcher, options["listed"])
    except Refused as refusal:
        raise refusal_of(str(refusal)) from refusal
    path = Path(source)
    if not path.is_file():
        raise refusal_of(f"“{source}”不是网址（http:// 或 https:// 开头），也没有这个文件。")
    return fetcher, saved(path)


class _Articles(Run):
    """One run over one listing: each article with its page and files, in a transaction of its own."""

    def __init__(
        self, to: Destination, by: User, out: Any, report: IO[str] | None, fetcher: Fetcher | None, *, skip_files: bool
    ) -> None:
        super().__init__(by, out, report)
        self.to, self.fetcher, self.skip_files = to, fetcher, skip_files
        self.changed = 0

    def run(self, listing: Listing) -> None:
        articles = []
        for place, given in listing.articles:
            try:
                articles.append(article_of(place, given))
            except Refused as refusal:
                self.tell(place, "refused", str(refusal), title=str(given.get("title") or "")[:100])
        articles.sort(key=lambda article: (article.published_at or _LAST, -article.place))
        with tqdm(articles, unit="件", desc="导入", disable=None) as bar:
            for article in bar:
                known = ImportedArticle.objects.filter(address=key_of(article)).first()
                if known is None:
                    self._enter(article)
                elif known.sha256 == article.sha256:
                    self.skipped += 1
                else:
                    why = f"先前已录入为{known}，此后原网站的列表有改动；没有覆盖，请核对。"
                    self.tell(article.place, "changed", why, title=article.title)
        self.out.write(
            f"录入 {self.entered} 件；先前已录入 {self.skipped} 件；原网站已改动 {self.changed} 件；"
            f"拒收 {self.refused} 件；规范或补充 {self.mended} 件。"
        )

    def _enter(self, article: Article) -> None:
        notes = list(article.notes)
        with ExitStack() as stack:
            try:
                body = article.body or self._body(article)
                files = []
                for name, address in article.files:
                    try:
                        files.append(self._file(name, address, stack))
                    except Refused as refusal:
                        if not self.skip_files:
                            raise
                        notes.append(f"附件“{name}”没有录入：{refusal}")
                enter_article(article, body, files, self.to, by=self.by, now=timezone.now())
            except Refusal as refusal:
                self.tell(article.place, "refused", str(refusal), title=article.title)
                return
        self.entered += 1
        if article.validity and not self.to.published:
            notes.append("原网站标注的有效性没有带入草稿，请在发布后标注。")
        if notes:
            self.tell(article.place, "mended", "".join(notes), title=article.title)

    def _body(self, article: Article) -> str:
        if self.fetcher is None:
            raise Refused("列表中没有正文；要从原网站读取，请用 --base 写明网站地址。")
        if not article.address:
            raise Refused("列表中没有正文，也没有页面地址。")
        answer = self.fetcher.get(article.address)
        return body_of_page(answer.read(), answer.charset)

    def _file(self, name: str, address: str, stack: ExitStack) -> tuple[str, File[bytes], Any]:
        if self.fetcher is None:
            raise Refused("附件要从原网站读取，请用 --base 写明网站地址。")
        answer = self.fetcher.get(address, most=settings.GONGKAI_ATTACHMENT_LIMIT)
        stack.callback(answer.content.close)
        content = File(answer.content, name)
        content.size = answer.size
        looked_over = accepted(content, name=name)
        stack.callback(looked_over.close)
        return name, content, looked_over
