"""What a row of a register says, as the actions take it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.annotations import noted_openness
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.disclosure.actions import DocumentFields, Entry
from gongkai.publishing.disclosure.queries import read_number

from .columns import NAMES
from .values import day_of, genre_of, ground_of, is_secret, openness_of, yes_of

_SEPARATORS = re.compile(r"[、，,；;\n]")
_TAGS = re.compile(r"<\s*(?:p|div|table|br|h[1-6])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One document of a register. ``notes`` say what was mended or supplied. Of a secret nothing is here but that it is one."""

    line: int
    entry: Entry
    #: The same for the same document, in whatever file and on whatever line it stands.
    content_sha256: str
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.entry.fields.title


def row_of(line: int, values: Mapping[str, str], *, source_sha256: str, openness: Openness | None = None) -> Row:
    """What a row registers; ``values`` are its cells by field. Refused, with a sentence, when it cannot be read.

    ``openness`` is for rows that name none and whose text has no 附注. Without it such a row is refused, as a draft without its
    attribute is returned (国办发〔2016〕80号).
    """
    given = {name: values.get(name, "").strip() for name in NAMES}
    if is_secret(given["openness"], given["ground"], given["ground_reason"], level=given["level"]):
        return _secret(line, source_sha256)
    title = " ".join(given["title"].split())
    if not title:
        raise Refused(_("缺少标题。"))
    stated = openness_of(given["openness"]) or noted_openness(given["body"]) or openness
    if stated is None:
        raise Refused(_("缺少公开属性，请发文机关补充后再导入。"))
    days = {name: day_of(given[name], NAMES[name][0]) for name in NAMES if name.endswith("_date")}
    notes = []
    formed = days["formed_date"] or days["public_date"]
    if formed is None:
        raise Refused(_("缺少成文日期。"))
    if days["formed_date"] is None:
        notes.append(_("没有成文日期，以公开日期代替。"))
    if days["issued_date"] is None:
        notes.append(_("没有印发日期，以成文日期代替。"))
    number = read_number(given["document_number"], formed=formed)
    ground = "" if stated == Openness.PROACTIVE else ground_of(given["ground"], given["ground_reason"])
    reason = "" if stated == Openness.PROACTIVE else given["ground_reason"] or given["ground"]
    fields = DocumentFields(
        openness=stated,
        title=title,
        formed_date=formed,
        issued_date=days["issued_date"] or formed,
        document_number=number.number,
        ground=ground,
        ground_reason=reason,
        secrecy_basis=given["secrecy_basis"],
        genre=genre_of(given["genre"]),
        joint_issuers=tuple(_SEPARATORS.split(given["joint_issuers"])) if given["joint_issuers"] else (),
        signer=given["signer"],
        addressees=" ".join(given["addressees"].split()),
        is_policy=yes_of(given["is_policy"]),
        is_normative=yes_of(given["is_normative"]),
        body=_html(given["body"]),
    )
    is_open = stated == Openness.PROACTIVE
    entry = Entry(
        fields,
        public_date=days["public_date"] if is_open else None,
        public_address=given["public_address"] if is_open and days["public_date"] else "",
        archive_date=days["archive_date"],
        library_date=days["library_date"],
    )
    return Row(line, entry, _content(fields), (*notes, *number.notes))


def _secret(line: int, source_sha256: str) -> Row:
    # Not even a hash of what it says is kept: a known title could be recognised by it.
    content = hashlib.sha256(f"{source_sha256}:{line}".encode()).hexdigest()
    fields = DocumentFields(Openness.WITHHELD, "", None, None, ground=WithholdingGround.STATE_SECRET)
    return Row(line, Entry(fields), content)


def _content(fields: DocumentFields) -> str:
    told = (fields.title, fields.document_number, str(fields.formed_date), str(fields.issued_date), fields.body)
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _html(text: str) -> str:
    """HTML as it is, plain text as a paragraph a line."""
    if _TAGS.search(text):
        return text
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
