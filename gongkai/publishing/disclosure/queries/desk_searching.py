"""What staff find by searching at the desk: drafts, items under review, public and withdrawn ones, and official documents.

The index this goes into is the desk's own, apart from the public's. Who may find a text is said by its unit: rights are asked anew at every
search, so a text need not be indexed again when somebody's post begins or ends. What the public cannot read yet goes in with the personal
data in it covered, and of what is secret, or was taken down as secret, only the number goes in: an index keeps no copy of either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from gongkai.base.search.port import Document
from gongkai.law import masking
from gongkai.law.vocabulary import WithholdingGround

from ..choices import Status, WithdrawalKind
from ..models import InformationItem, OfficialDocument, shown
from .searching import files_text, text_of
from .sources import seen

#: What an official document is among the kinds of items; no kind's code holds a colon.
DOCUMENT_KIND = ":document"
#: What of personal data is an office's own as often as a person's: it stays to be searched for.
_OFFICES_OWN = (masking.Kind.LANDLINE, masking.Kind.EMAIL)
_MODELS: dict[str, type[InformationItem] | type[OfficialDocument]] = {
    "item": InformationItem,
    "document": OfficialDocument,
}
_CHUNK = 500


def desk_key(label: str, pk: int | str) -> str:
    """The key in the desk's index of a record by its model's label, ``item:12``; empty for one that is not found there."""
    names = {model._meta.label_lower: name for name, model in _MODELS.items()}
    return f"{names[label]}:{pk}" if label in names else ""


def desk_audience(unit_code: str) -> str:
    """Who may find the texts of a unit."""
    return f"unit:{unit_code}"


def desk_found(name: str) -> QuerySet[InformationItem] | QuerySet[OfficialDocument]:
    """All that the desk finds of ``item`` or ``document``: a merged change stands in the item it changed, and is not found beside it."""
    if name == "item":
        return InformationItem.objects.exclude(status=Status.MERGED)
    return OfficialDocument.objects.all()


def desk_documents(keys: Collection[str] | None = None) -> Iterator[Document]:
    """What the desk finds among these keys, or all of it, as search takes it. Reads a few hundred at a time."""
    related = {"item": ("unit", "kind"), "document": ("unit",)}
    files = {"item": "attachments__file__extracted_text", "document": "files__file__extracted_text"}
    for name in _MODELS:
        found = desk_found(name)
        if keys is not None:
            found = found.filter(pk__in=[key.partition(":")[2] for key in keys if key.startswith(f"{name}:")])
        for record in (
            found.select_related(*related[name]).prefetch_related(files[name]).order_by("pk").iterator(_CHUNK)
        ):
            yield _of_item(record) if isinstance(record, InformationItem) else _of_document(record)


def desk_keys() -> dict[str, str]:
    """Every key that should be in the desk's index, with the registration number it stands for."""
    return {
        f"{name}:{pk}": registration
        for name in _MODELS
        for pk, registration in desk_found(name).values_list("pk", "registration").iterator(2000)
    }


def _of_item(item: InformationItem) -> Document:
    bare = Document(
        key=f"item:{item.pk}",
        title="",
        body=item.registration,
        number=item.number or item.registration,
        unit=item.unit.code,
        kind=item.kind.code if item.kind else "",
        status=item.status,
        validity=item.validity,
        published_at=item.published_at or item.drafted_at,
        audience=(desk_audience(item.unit.code),),
    )
    if item.ground == WithholdingGround.STATE_SECRET or item.withdrawal_kind == WithdrawalKind.SECRECY:
        return bare
    said = [
        *(
            item.registration,
            item.summary,
            text_of(item.body),
            item.source_name,
            item.ground_reason,
            item.change_reason,
        ),
        *(f"{each['label']}：{shown(each['value'])}" for each in item.details),
        *item.keywords,
        *item.joint_issuers,
    ]
    return _saying(
        bare,
        title=item.title,
        document_number=item.document_number,
        body="\n".join(filter(None, said)),
        attachments=files_text(item.attachments.all()),
        public=item.status == Status.PUBLISHED,
    )


def _of_document(document: OfficialDocument) -> Document:
    bare = Document(
        key=f"document:{document.pk}",
        title="",
        body=document.registration,
        number=document.registration,
        unit=document.unit.code,
        kind=DOCUMENT_KIND,
        status=document.status,
        published_at=_morning(document.issued_date) or document.registered_at,
        audience=(desk_audience(document.unit.code),),
    )
    if document.ground == WithholdingGround.STATE_SECRET:
        return bare
    said = [document.registration, text_of(document.body), document.signer, document.addressees, document.ground_reason]
    return _saying(
        bare,
        title=document.title,
        document_number=document.document_number,
        body="\n".join(filter(None, [*said, *document.joint_issuers])),
        attachments=files_text(document.files.all()),
        public=False,
    )


def _saying(bare: Document, *, title: str, document_number: str, body: str, attachments: str, public: bool) -> Document:
    shown = (lambda text: text) if public else covered_text
    return replace(
        bare,
        title=shown(title),
        document_number=shown(document_number),
        body=shown(body),
        attachments=shown(attachments),
    )


def covered_text(text: str) -> str:
    """A text with the personal data in it covered, whether or not anybody has decided about it yet."""
    said = seen(text)
    return masking.mask_all(said, [one for one in masking.find(said) if one.kind not in _OFFICES_OWN])


def _morning(day: date | None) -> datetime | None:
    return make_aware(datetime.combine(day, time.min)) if day else None
