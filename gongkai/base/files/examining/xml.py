"""XML from strangers: no entities, no document type, no network, no endless depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from .findings import BROKEN, Unacceptable
from .findings import gettext_noop as _

#: A document type is where entities (and so bombs) are declared; no office format has one. Zeros are skipped: UTF-16 and UTF-32.
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_CHUNK = 1024 * 1024
_SETTINGS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


def parse(content: bytes, *, leniently: bool = False) -> etree._Element:
    """The root of a document; Unacceptable when it declares a document type, is too deep or is not XML.

    ``leniently``: for data that other programs left in a file, which is only searched for words.
    """
    _forbid(content)
    try:
        root = etree.fromstring(content, etree.XMLParser(recover=leniently, **_SETTINGS))
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error
    if root is None:  # lenient, and not one element in it
        return etree.Element("nothing")
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise Unacceptable(_("含有 XML 实体声明，疑似恶意文件"))
    return root


def stream(file: IO[bytes], tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each finished element of these local names, in order; memory stays small when the caller calls ``forget``."""
    before = b""
    while chunk := file.read(_CHUNK):
        _forbid(before + chunk)
        before = chunk[-64:]
    file.seek(0)
    events = etree.iterparse(file, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **_SETTINGS)
    try:
        for _event, element in events:
            yield element
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error


def forget(element: etree._Element) -> None:
    """Let a finished element of a stream go, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def local(element: etree._Element) -> str:
    """The name without its namespace (the transitional and the strict formats differ only there); empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty when there is none."""
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def every(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Every descendant (and the root) of these local names, in document order."""
    return root.iter(*(f"{{*}}{name}" for name in names))


def words(element: etree._Element) -> str:
    """All the text below an element, its pieces joined as they stand."""
    return "".join(str(text) for text in element.itertext("*"))


def spread(element: etree._Element) -> str:
    """All the text below an element, a space between its pieces: data, not prose."""
    return " ".join(text for text in (str(text).strip() for text in element.itertext("*")) if text)


def serialise(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _forbid(content: bytes) -> None:
    flat = content.replace(b"\0", b"")
    if any(word in flat for word in FORBIDDEN):
        raise Unacceptable(_("含有 XML 实体声明，疑似恶意文件"))


def _refusal(error: etree.XMLSyntaxError) -> Exception:
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        return MemoryError()
    if "depth" in str(error):
        return Unacceptable(_("XML 嵌套过深，疑似恶意文件"))
    return Unacceptable(BROKEN)
