"""Entering an article of another site, with what belongs to it: once, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import Accepted
from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.actions import (
    HistoricalItem,
    ItemFields,
    attach,
    draft,
    enter_history,
    relate,
)
from gongkai.publishing.disclosure.choices import RelationKind, Status
from gongkai.publishing.disclosure.models import InformationItem

from ..models import ImportedArticle
from ..platform import Article
from .items import Destination


@transaction.atomic
def enter_article(
    article: Article,
    body: str,
    files: Sequence[tuple[str, File[bytes], Accepted]],
    to: Destination,
    *,
    by: User,
    now: datetime,
) -> InformationItem:
    """Enter an article with its text and its files (name, bytes, as looked over). Refused when it is here already or says too little."""
    # Whoever else imports for this unit waits here, and then finds it remembered.
    Unit.objects.select_for_update(no_key=True).get(pk=to.unit.pk)
    known = ImportedArticle.objects.filter(address=key_of(article)).select_related("item").first()
    if known is not None:
        raise Refused(_("与已录入的%(item)s相同，未再录入。") % {"item": known})
    if to.published:
        item = _published(article, body, files, to, by=by, now=now)
    else:
        item = draft(to.unit, _fields(article, body, to), by=by, now=now)
        for name, content, _accepted in files:
            attach(item, content, name=name, by=by, now=now)
        for kind, document in _related(article):
            relate(item, kind, document, by=by, now=now)
    ImportedArticle.objects.create(
        address=key_of(article), identifier=article.identifier, sha256=article.sha256, item=item
    )
    return item


def _published(
    article: Article,
    body: str,
    files: Sequence[tuple[str, File[bytes], Accepted]],
    to: Destination,
    *,
    by: User,
    now: datetime,
) -> InformationItem:
    if article.published_at is None:
        raise Refused(_("没有发布时间，不能作为已发布信息录入。"))
    kept = {}
    for name, _content, accepted in files:
        stored = keep(accepted, name=name, by=by, now=now)
        if stored.pk in kept:
            raise Refused(_("附件“%(name)s”与另一个附件内容相同。") % {"name": name})
        kept[stored.pk] = (stored, name)
    entry = HistoricalItem(
        to.unit,
        _fields(article, body, to),
        article.published_at,
        files=tuple(kept.values()),
        relations=tuple(_related(article)),
        validity=article.validity,
        validity_reason=_("原网站标注") if article.validity else "",
    )
    return enter_history([entry], by=by, now=now)[0]


def _related(article: Article) -> list[tuple[RelationKind, InformationItem | str]]:
    """What it says of others: an article that was imported, an item of ours, else the words themselves."""
    said: list[tuple[RelationKind, InformationItem | str]] = []
    for kind, text in article.relations:
        public = InformationItem.objects.filter(status=Status.PUBLISHED)
        found = public.filter(imported_article__identifier=text).first() or public.filter(number=text).first()
        said.append((kind, found or text))
    return said


def key_of(article: Article) -> str:
    """By what an article is known again."""
    return article.address or article.identifier


def _fields(article: Article, body: str, to: Destination) -> ItemFields:
    formed = article.formed_date or (localdate(article.published_at) if article.published_at else None)
    return ItemFields(
        title=article.title,
        kind=to.kinds.get(article.category, to.kind),
        column=to.column,
        formed_date=formed,
        body=body,
        document_number=article.document_number,
        source_name=article.publisher or to.source_name,
        summary=article.summary_beside(body),
        theme=article.theme,
        genre=article.genre,
        keywords=article.keywords,
    )
