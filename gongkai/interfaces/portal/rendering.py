"""Jinja2 for the public site: every room's ``jinja2/`` folder, everything escaped, Chinese by gettext.

The same environment bakes the pages and, as a template backend of Django's (settings ``TEMPLATES``), answers at the citizens' doors:
a room's ``views.public`` says ``render(request, "room/page.html", …, using="jinja2")`` and has the site's layout without knowing this room.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from gongkai.base.core.pages import Bytes, Page, Words, site_text
from gongkai.base.core.written import chinese_date, file_size, iso_date, iso_instant, iso_minute, rfc822, thousands
from gongkai.base.organisations.models import Unit

from .linked import Site, linked_data, script
from .stencils import filled

_DATA = Path(__file__).with_name("data")
#: A place to fill in a sentence: ``%(name)s``.
_PLACE = re.compile(r"%\((\w+)\)s")


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """A page as UTF-8 bytes; the context wins over what is always there (``always``)."""
    return _environment(_told()).get_template(template).render(context).encode()


def page_bytes(page: Page, known: Mapping[str, Any], templates: Environment | None = None) -> bytes:
    """A page of the tree as UTF-8 bytes; ``known`` is what is always there (``always``).

    ``templates`` (``environment``) spares whoever makes many pages asking for each what the site says of itself.
    """
    template = (templates or environment()).get_template(page.template)
    if not page.words:
        return template.render({**known, **page.context, "path": page.path}).encode()
    words: dict[str, Any] = dict(page.words)
    site = Site(known["site_name"], known["site_address"], known["site"].get("sponsor") or known["site_name"])
    url = words["page_address"] = f"{site.address}/{quote(page.path)}"
    steps = [(step["href"], step["name"]) for step in words["trail"]]
    words["page_script"] = script(page.about, title=words["title"], steps=steps, url=url, site=site)
    return filled(template, known, words, standing=known["example"]).encode()


def always() -> dict[str, Any]:
    """What every page may use: the site's name and address, its assets, and whether the ledger holds example data."""
    return {**without_ledger(), "example": Unit.objects.filter(is_example=True).exists()}


def without_ledger() -> dict[str, Any]:
    """The same with the database gone."""
    return {
        "site_name": settings.GONGKAI_SITE_NAME,
        "site": settings.GONGKAI_SITE,
        "site_address": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "example": False,
        "portal": settings.GONGKAI_PORTAL,
        "asset": {name: f"/{asset.path}" for name, asset in assets().items()},
    }


def of_request(request: HttpRequest) -> dict[str, Any]:
    """What is always there, for a page made for one request (a context processor)."""
    return {**always(), "path": request.path.removeprefix("/")}


@cache
def assets() -> dict[str, Bytes]:
    """Style sheet, script and mark, each under a name that holds the hash of its content."""
    found = {}
    for source in sorted(_DATA.iterdir()):
        content = source.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        found[source.name] = Bytes(f"assets/{source.stem}-{digest}{source.suffix}", content)
    return found


def look() -> str:
    """A hash of all that makes the same facts look otherwise: templates, assets, what the site says of itself."""
    digest = hashlib.sha256(repr(_told()).encode())
    for folder in (*_folders(), _DATA):
        for file in sorted(folder.rglob("*.*")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def address(path: str) -> str:
    """A path as it stands in an address: Chinese names of files are percent-encoded."""
    return quote(path)


def _folders() -> list[Path]:
    folders = [Path(app.path) / "jinja2" for app in apps.get_app_configs()]
    return [folder for folder in folders if folder.is_dir()]


def environment(**_options: Any) -> Environment:
    """The one environment; what Django's backend would set up otherwise is settled here."""
    return _environment(_told())


class _OneSite(Environment):
    """Writes into the compiled template what is the same on every page: each constant sentence, and what the site says of itself."""

    def __init__(self, known: Mapping[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self._known = known
        self._made: dict[str, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """By its name alone: every page asks four times for one, and they do not change while we run."""
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
        if name not in self._made:
            self._made[name] = super().get_template(name, parent)
        return self._made[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for output in template.find_all(nodes.Output):
            output.nodes = [piece for node in output.nodes for piece in _said(node)]
        return _Constants(self._known).visit(template)


class _Constants(NodeTransformer):
    """Puts the value itself in the place of what would look it up on every page, and drops the branches it rules out."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        message = _message(node)
        if message is None or node.kwargs:
            return node
        return nodes.Const(Markup(message) % {}, lineno=node.lineno)  # noqa: S704  a sentence of our own

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        value = self._known.get(node.name) if node.ctx == "load" else None
        return nodes.Const(value, lineno=node.lineno) if isinstance(value, str) else node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        return self._member(node, node.attr)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        return self._member(node, node.arg.value if isinstance(node.arg, nodes.Const) else None)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        self.generic_visit(node)
        if not isinstance(node.test, nodes.Const) or node.elif_:
            return node
        return node.body if node.test.value else node.else_

    def _member(self, node: nodes.Getattr | nodes.Getitem, name: Any) -> nodes.Node:
        self.generic_visit(node)
        held = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if isinstance(held, Mapping) and name in held:
            return nodes.Const(held[name], lineno=node.lineno)
        return node


def _said(node: nodes.Expr) -> Iterator[nodes.Expr]:
    """A sentence with places to fill as what stands between the places and what fills them; anything else as it is."""
    message = _message(node)
    if message is None or not isinstance(node, nodes.Call) or not node.kwargs:
        yield node
        return
    given = {keyword.key: keyword.value for keyword in node.kwargs}
    for number, piece in enumerate(_PLACE.split(message)):
        if number % 2:
            yield given[piece]
        elif piece:
            yield nodes.TemplateData(piece.replace("%%", "%"), lineno=node.lineno)


def _message(node: nodes.Node) -> str | None:
    """The sentence a call of gettext names, in the language of the site."""
    match node:
        case nodes.Call(node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(message))]):
            return site_text(message)
    return None


def _each(templates: Environment, name: str, rows: Iterable[dict[str, Words]]) -> Markup:
    """A small template once for each row of words, cut from its stencils: for lists of hundreds."""
    template = templates.get_template(name)
    return Markup("\n".join([filled(template, {}, row, standing=None) for row in rows]))  # noqa: S704  of templates


def _told() -> tuple[Any, ...]:
    """What the site says of itself, as one value."""
    return (
        *(settings.GONGKAI_SITE_NAME, settings.WAGTAILADMIN_BASE_URL, settings.GONGKAI_PORTAL),
        *settings.GONGKAI_SITE.items(),
    )


@cache
def _environment(_told: tuple[Any, ...]) -> Environment:
    known = without_ledger()
    del known["example"]
    environment = _OneSite(
        known,
        loader=FileSystemLoader(_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(site_text, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["linked_data"] = linked_data
    environment.globals["each"] = partial(_each, environment)
    environment.filters.update(
        address=address,
        date=iso_date,
        iso=iso_instant,
        minute=iso_minute,
        cn_date=chinese_date,
        rfc822=rfc822,
        thousands=thousands,
        file_size=file_size,
    )
    return environment
