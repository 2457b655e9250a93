"""DOCX: paragraphs and tables, and all the places of a document that a reader of the printed page does not see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from .archives import Archive
from .findings import Examination
from .findings import gettext_noop as _
from .ooxml import EXTERNAL, Package
from .xml import attribute, every, local, serialise, words

REVISED = _("%(where)s有未接受的修订（插入、删除或格式改动），请接受或拒绝全部修订后重新上传")
COMMENTED = _("%(where)s有批注，请删除后重新上传")
HIDDEN = _("%(where)s有隐藏文字，请取消隐藏或删除后重新上传")
FETCHING = _("%(where)s有从外部取数的域（DDE、INCLUDETEXT 等），请转为文字后重新上传")

_CHANGES = {
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    *("ins", "del", "moveFrom", "moveTo"),
}
_DELETED = {"del", "moveFrom"}
#: Words at the start of a field that fetch something from elsewhere.
_FETCHING = {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "INCLUDE", "DATABASE", "LINK"}
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Stories beside the body: relationship → what a person calls it.
_STORIES = {"header": "页眉", "footer": "页脚"}
_NOTES = {"footnotes": ("footnote", "脚注"), "endnotes": ("endnote", "尾注"), "comments": ("comment", "批注")}


def examine(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    package = Package(Archive(file, found), found)
    package.judge()
    main = package.main()
    hidden = _hidden_styles(package, main)
    body = package.xml(main)
    story = _Story(found, hidden)
    for element in body:
        story.blocks(element)
    for kind, called in _STORIES.items():
        for part in package.related(main, kind):
            _Story(found, hidden, called).blocks(package.xml(part))
    for kind, (element_name, called) in _NOTES.items():
        for part in package.related(main, kind):
            _notes(package.xml(part), element_name, called, found, hidden)
    for part in package.related(main, "glossaryDocument"):
        _Story(found, hidden, "构建基块").blocks(package.xml(part))
    _settings(package, main)
    package.leftovers()
    if not found.parts:
        found.nothing_to_read(_("文件里没有文字（可能全是图片），请人工查看"))
    package.write(out)


@dataclass
class _Paragraph:
    """What one paragraph says: as it reads now, what was deleted from it, its field codes, its text boxes."""

    live: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    hides: bool = False
    commented: bool = False
    revised: bool = False


class _Story:
    """Counts paragraphs and tables of one stream of text as a person would: those in which something stands."""

    def __init__(self, found: Examination, hidden: set[str], called: str = "") -> None:
        self.found, self.hidden, self.called = found, hidden, called
        self.paragraphs = self.tables = 0

    def blocks(self, element: etree._Element, cell: str = "") -> None:
        """A block and the blocks in it, in order; ``cell`` is the place of the table cell it stands in."""
        name = local(element)
        if name == "p":
            self._paragraph(element, cell)
        elif name == "tbl":
            self._table(element, cell)
        else:
            if name in _CHANGES:
                self.found.object_to(REVISED, self._place(cell))
            for child in element:
                self.blocks(child, cell)

    def _place(self, cell: str) -> str:
        return self.called + (cell or ("" if self.called else f"第{self.paragraphs}段"))

    def _table(self, table: etree._Element, cell: str) -> None:
        self.tables += 0 if cell else 1
        outer = f"{cell}内的表格" if cell else f"表格{self.tables}"
        for row_number, row in enumerate(_within(table, "tr"), 1):
            if any(True for _one in every(row, "trPrChange", "cellIns", "cellDel", "cellMerge", "tcPrChange")):
                self.found.object_to(REVISED, f"{self.called}{outer}第{row_number}行")
            properties = next((one for one in row if local(one) == "trPr"), None)
            if properties is not None and any(local(one) in ("ins", "del") for one in properties):
                self.found.object_to(REVISED, f"{self.called}{outer}第{row_number}行")
            for column_number, column in enumerate(_within(row, "tc"), 1):
                for block in column:
                    self.blocks(block, f"{outer}第{row_number}行第{column_number}列")

    def _paragraph(self, element: etree._Element, cell: str) -> None:
        said = _Paragraph()
        self._collect(element, said, deleted=False)
        live, deleted = "".join(said.live), "".join(said.deleted)
        if not cell and (live.strip() or deleted.strip() or said.boxes):
            self.paragraphs += 1
        place = self._place(cell)
        self.found.text(place, live)
        self.found.text(f"{place}修订删除的文字", deleted)
        self.found.text(f"{place}的域代码", " ".join(said.codes))
        for text in said.descriptions:
            self.found.text(f"{place}的图片说明", text)
        if said.revised:
            self.found.object_to(REVISED, place)
        if said.commented:
            self.found.object_to(COMMENTED, place)
        if said.hides:
            self.found.object_to(HIDDEN, place)
        if any(code.split()[:1] and code.split()[0].upper() in _FETCHING for code in "".join(said.codes).split("\n")):
            self.found.object_to(FETCHING, place)
        for box in said.boxes:
            inner = _Story(self.found, self.hidden, f"{place}的文本框")
            for block in box:
                inner.blocks(block)

    def _collect(self, element: etree._Element, said: _Paragraph, *, deleted: bool) -> None:
        for child in element:
            name = local(child)
            if name in ("t", "delText"):
                (said.deleted if deleted or name == "delText" else said.live).append(child.text or "")
            elif name in ("instrText", "delInstrText"):
                said.codes.append(child.text or "")
            elif name in _BREAKS:
                (said.deleted if deleted else said.live).append(_BREAKS[name])
            elif name == "txbxContent":
                said.boxes.append(child)
            elif name == "AlternateContent":
                self._alternatives(child, said, deleted=deleted)
            else:
                self._notice(child, name, said)
                self._collect(child, said, deleted=deleted or name in _DELETED)

    def _alternatives(self, element: etree._Element, said: _Paragraph, *, deleted: bool) -> None:
        """The same drawing for new and for old programs: read once, unless the two say different things."""
        texts = []
        for choice in element:
            text = words(choice)
            if text not in texts:
                texts.append(text)
                self._collect(choice, said, deleted=deleted)

    def _notice(self, child: etree._Element, name: str, said: _Paragraph) -> None:
        if name in _CHANGES:
            said.revised = True
        elif name == "commentReference":
            said.commented = True
        elif name in ("fldSimple", "fldChar"):
            said.codes.append(attribute(child, "instr") if name == "fldSimple" else "\n")
        elif (
            name == "r" and _is_hidden(child, self.hidden) and "".join(t.text or "" for t in every(child, "t")).strip()
        ):
            said.hides = True
        elif name in ("docPr", "cNvPr"):
            said.descriptions += [text for text in (child.get("title", ""), child.get("descr", "")) if text]
        elif name in ("ffData", "sdtPr"):
            said.descriptions += [
                attribute(one, "val") for one in every(child, "default", "listEntry", "alias", "tag", "helpText")
            ]


def _within(element: etree._Element, name: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls, not those of inner tables."""
    found = []
    for child in element:
        if local(child) == name:
            found.append(child)
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            found += _within(child, name)
    return found


def _notes(root: etree._Element, name: str, called: str, found: Examination, hidden: set[str]) -> None:
    notes = [
        note for note in every(root, name) if attribute(note, "type") not in ("separator", "continuationSeparator")
    ]
    for number, note in enumerate((note for note in notes if words(note).strip()), 1):
        inner = _Story(found, hidden, f"{called}{number}")
        for block in note:
            inner.blocks(block)
        if name == "comment" and not any(clause == COMMENTED for clause in found.objections):
            found.object_to(COMMENTED, f"{called}{number}")


def _hidden_styles(package: Package, main: str) -> set[str]:
    """Styles whose text is hidden."""
    hidden = set()
    for part in package.related(main, "styles"):
        for style in every(package.xml(part), "style"):
            if any(_is_on(one) for one in every(style, "vanish")):
                hidden.add(attribute(style, "styleId"))
    return hidden


def _is_hidden(run: etree._Element, hidden: set[str]) -> bool:
    properties = next((one for one in run if local(one) == "rPr"), None)
    if properties is None:
        return False
    for one in properties:
        if local(one) == "vanish":
            return _is_on(one)
    return any(local(one) == "rStyle" and attribute(one, "val") in hidden for one in properties)


def _is_on(element: etree._Element) -> bool:
    return attribute(element, "val") not in ("0", "false", "off")


def _settings(package: Package, main: str) -> None:
    """Document variables are read; the path of the writer's template is taken out; a mail merge is objected to."""
    for part in package.related(main, "settings"):
        root = package.xml(part)
        for variable in every(root, "docVar"):
            package.found.text(f"文档变量“{attribute(variable, 'name')}”", attribute(variable, "val"))
        if any(True for _one in every(root, "mailMerge")):
            package.found.object_to(EXTERNAL, "邮件合并")
        gone = [
            one
            for relation in package.relations(part)
            if relation.kind == "attachedTemplate"
            for one in package.drop(part, "attachedTemplate", "模板路径")
        ]
        for element in list(every(root, "attachedTemplate")):
            parent = element.getparent()
            if parent is not None and attribute(element, "id") in gone:
                parent.remove(element)
        if gone:
            package.replaced[part] = serialise(root)
