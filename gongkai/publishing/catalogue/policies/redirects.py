"""What is an old address, and where one may lead: only to this site, never in a circle, never over a door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.core.pages import followed

from .texts import check_line

#: Addresses that are never looked up among the pages, so that nothing entered for them would be seen.
RESERVED = ("desk", "hall", "search", "api", "gkmlpt/api", "static", "assets")
LONGEST = 300
#: Letters of any script, digits and what addresses are written with; nothing that ends a line, a word of nginx or a tag.
_PATH = re.compile(r"/(?:[\w.~!()*+,=:@-]+/?)*")


def source_of(text: str) -> str:
    """The path of an old address; the name of the old site before it is left out. Refused when nobody could ask for it here."""
    path = _path(text, _("旧地址"))
    if path in ("/", "/index.html"):
        raise Refused(_("首页不能转到别处。"))
    if any(path == f"/{name}" or path.startswith(f"/{name}/") for name in RESERVED):
        raise Refused(_("“%(path)s”由本站的程序使用，不能设为旧地址。") % {"path": path})
    return path


def target_of(text: str) -> str:
    """The path on this site where an old address leads. Refused for any other site: a visitor trusts that they stay on this one."""
    check_line(text.strip(), _("新地址"), 2 * LONGEST)
    parts = urlsplit(text.strip())
    ours = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    elsewhere = (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc)
    if elsewhere or text.strip().startswith("//"):
        raise Refused(_("只能转到本站的页面，不能转到其他网站：“%(text)s”。") % {"text": text.strip()[:80]})
    return _path(text, _("新地址"))


def check_leads_on(source: str, target: str, rules: Mapping[str, str]) -> None:
    """Refused when the old address, with all the rules there are, would lead back to itself or never end."""
    if target == source or (source.endswith("/") and target.startswith(source)):
        raise Refused(_("“%(source)s”不能转到自己。") % {"source": source})
    if followed(target, {**rules, source: target}) is None:
        raise Refused(_("“%(source)s”转到“%(target)s”后又会转回来，形成循环。") % {"source": source, "target": target})


def _path(text: str, name: str) -> str:
    check_line(text.strip(), name, 2 * LONGEST)  # before the parts are taken, which would drop line breaks unseen
    parts = urlsplit(text.strip())
    if parts.query or parts.fragment:
        raise Refused(_("%(name)s不能带“?”或“#”后面的部分，本站按路径转接。") % {"name": name})
    if parts.scheme not in ("", "http", "https"):
        raise Refused(_("%(name)s应是网页地址，如 /zwgk/tzgg/1234.html。") % {"name": name})
    try:
        path = unquote(parts.path, errors="strict")
    except UnicodeDecodeError:
        path = ""
    if len(path) > LONGEST:
        raise Refused(_("%(name)s最多 %(longest)d 个字符。") % {"name": name, "longest": LONGEST})
    if not _PATH.fullmatch(path) or any(part.startswith(".") for part in path.split("/")) or path.endswith(".gz"):
        raise Refused(_("%(name)s应是以“/”开头的路径，如 /zwgk/tzgg/1234.html。") % {"name": name})
    return path
