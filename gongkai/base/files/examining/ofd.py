"""OFD (GB/T 33190): a ZIP of XML; text stands in TextCode, page by page, over templates, beside annotations."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from . import images
from .archives import Archive
from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _
from .xml import attribute, every, local, parse, serialise, spread, words

PROPERTIES = {
    "Author": "作者", "Creator": "软件", "CreatorVersion": "软件版本", "CreationDate": "创建时间", "ModDate": "修改时间",
    "Title": "标题", "Subject": "主题", "Abstract": "摘要", "Keywords": "关键词", "CustomDatas": "自定义属性", "Cover": "封面图",
    "DocUsage": "文档用途",
}  # fmt: skip
SIGNED = _("文件带有电子签名或签章，未作改动")
REMAINS = _("文件里还留有：%(what)s")
#: What an attachment inside an OFD may be besides a type accepted alone: data of e-invoices.
_DATA = {".xml", ".xbrl"}
UNTURNED = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
_PICTURES = {".jpg": images.strip_jpeg, ".jpeg": images.strip_jpeg, ".png": images.strip_png}


def examine(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    document = _Ofd(Archive(file, found), found)
    document.read()
    if not found.parts:
        found.nothing_to_read(_("扫描件，没有可检索的文字，请人工查看"))
    if document.signed:
        file.seek(0)
        out.write(file.read())
    else:
        document.archive.rewrite(out, document.replaced)


class _Ofd:
    def __init__(self, archive: Archive, found: Examination) -> None:
        self.archive, self.found = archive, found
        self.replaced: dict[str, bytes | None] = {}
        self.taken: set[str] = set()
        self.signed = archive.find("OFDEntries.xml") is not None  # integrity protection: every entry is hashed
        self.entry = archive.find("OFD.xml") or ""
        if archive.find("Encryptions.xml") or archive.find("decryptseed.dat"):
            raise Unacceptable(_("已加密，请去除密码后重新上传"))

    def read(self) -> None:
        root = parse(self.archive.read(self.entry))
        bodies = list(every(root, "DocBody"))
        if not bodies:
            raise Unacceptable(BROKEN)
        for body in bodies:
            for reference in every(body, "Signatures"):
                name = self._resolve(self.entry, reference.text)
                self.signed = self.signed or (
                    name is not None and any(True for _one in every(self._xml(name), "Signature"))
                )
            if any(True for _one in every(body, "Version")):
                self.found.object_to(_("含有历史版本，请另存为新文件后重新上传"))
        for number, body in enumerate(bodies, 1):
            way = "" if len(bodies) == 1 else f"文档{number}"
            for reference in every(body, "DocRoot"):
                name = self._resolve(self.entry, reference.text)
                if name is None:
                    raise Unacceptable(BROKEN)
                self._document(name, way)
        self._properties(root, bodies)
        self._pictures()
        self._leftovers()

    def _xml(self, name: str) -> etree._Element:
        self.taken.add(name)
        return parse(self.archive.read(name))

    def _resolve(self, base: str, location: str | None) -> str | None:
        """The entry an ST_Loc means: from the root, from the file it stands in, or (some writers) from a folder above."""
        if not location or not location.strip():
            return None
        path = location.strip().replace("\\", "/")
        if path.startswith("/"):
            return self.archive.find(posixpath.normpath(path))
        folder = posixpath.dirname(base)
        while True:
            if found := self.archive.find(posixpath.normpath(posixpath.join(folder, path))):
                return found
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    def _document(self, name: str, way: str) -> None:
        root = self._xml(name)
        templates = {}
        for template in every(root, "TemplatePage"):
            path = self._resolve(name, attribute(template, "BaseLoc"))
            if path is not None:
                templates[attribute(template, "ID")] = path
        pages = [page for pages in root if local(pages) == "Pages" for page in pages if local(page) == "Page"]
        page_numbers = {}
        for number, page in enumerate(pages, 1):
            page_numbers[attribute(page, "ID")] = number
            path = self._resolve(name, attribute(page, "BaseLoc"))
            if path is None:
                self.found.nothing_to_read(_("第%(page)d页缺失，请人工查看"), page=number)
                continue
            content = self._xml(path)
            self.found.text(f"{way}第{number}页", in_reading_order(content))
            for used in every(content, "Template"):
                if (under := templates.get(attribute(used, "TemplateID"))) is not None:
                    self.found.text(f"{way}第{number}页的模板", in_reading_order(self._xml(under)))
        for element in every(root, "OutlineElem", "Bookmark"):
            self.found.text(f"{way}书签", attribute(element, "Title") or attribute(element, "Name"))
        for element in every(root, "Actions"):
            self._actions(element)
        for reference in [one for one in root if local(one) == "Annotations"]:
            if (path := self._resolve(name, reference.text)) is not None:
                self._annotations(path, way, page_numbers)
        for reference in [one for one in root if local(one) == "Attachments"]:
            if (path := self._resolve(name, reference.text)) is not None:
                self._attachments(path)

    def _actions(self, element: etree._Element) -> None:
        for action in every(element, "URI", "GotoA", "Sound", "Movie"):
            address = attribute(action, "URI")
            self.found.text("超链接", address)
            if address.partition(":")[0].strip().lower() in ("javascript", "vbscript", "file", "data"):
                self.found.object_to(_("链接“%(where)s”带有脚本或指向本机文件，请去除后重新上传"), address[:80])

    def _annotations(self, path: str, way: str, page_numbers: dict[str, int]) -> None:
        for page in every(self._xml(path), "Page"):
            number = page_numbers.get(attribute(page, "PageID"))
            place = f"{way}第{number}页的注释" if number else f"{way}注释"
            for location in every(page, "FileLoc"):
                name = self._resolve(path, location.text)
                if name is None:
                    continue
                root = self._xml(name)
                named = False
                for annotation in every(root, "Annot"):
                    self.found.text(place, in_reading_order(annotation))
                    for element in every(annotation, "Remark", "Parameter"):
                        self.found.text(place, element.text or "")
                    if annotation.get("Creator"):
                        named = True
                        annotation.set("Creator", "")
                if named and not self.signed:
                    self.found.remove("注释者姓名")
                    self.replaced[name] = serialise(root)

    def _attachments(self, path: str) -> None:
        for attachment in every(self._xml(path), "Attachment"):
            called = attribute(attachment, "Name")
            self.found.text("附件名称", called)
            for location in every(attachment, "FileLoc"):
                name = self._resolve(path, location.text)
                if name is None or name in self.taken:
                    continue
                self.taken.add(name)
                suffix = posixpath.splitext(name)[1].lower()
                content = self.archive.read(name)
                if suffix in _DATA:
                    self.found.text(
                        f"附件“{called}”",
                        spread(parse(content, leniently=True)),
                    )
                else:
                    self.replaced[name] = self.found.inside(f"附件“{called}”", suffix, content)

    def _properties(self, root: etree._Element, bodies: list[etree._Element]) -> None:
        said = []
        for body in bodies:
            for info in every(body, "DocInfo"):
                for element in list(info):
                    if local(element) == "DocID" or not words(element).strip():
                        continue
                    said.append(PROPERTIES.get(local(element), "文档属性"))
                    if self.signed:
                        self.found.text(f"文档属性“{said[-1]}”", spread(element))
                    else:
                        info.remove(element)
        self.taken.add(self.entry)
        if self.signed:
            self.found.note(SIGNED)
            if said:
                self.found.note(REMAINS, what="、".join(dict.fromkeys(said)))
        elif said:
            self.found.remove(*said)
            self.replaced[self.entry] = serialise(root)

    def _pictures(self) -> None:
        for name in self.archive.names:
            strip = _PICTURES.get(posixpath.splitext(name)[1].lower())
            if strip is None or name in self.replaced:
                continue
            content = self.archive.read(name)
            if content.startswith((b"\xff\xd8", images.SIGNATURE)):  # the suffix is not always true here
                strip = images.strip_jpeg if content.startswith(b"\xff\xd8") else images.strip_png
                cleaned = strip(content, self.found, name)
                self.replaced.setdefault(name, cleaned)

    def _leftovers(self) -> None:
        """Text in parts that no page led to: composite graphics, forgotten pages, data of other programs."""
        for name in self.archive.names:
            if name in self.taken or not name.lower().endswith(".xml"):
                continue
            root = parse(self.archive.read(name), leniently=True)
            self.found.text(f"部件 {name}", in_reading_order(root))
            if not any(True for _one in every(root, "TextCode")) and local(root) not in (
                "Res",
                "Signatures",
                "Signature",
            ):
                self.found.text(f"部件 {name}", spread(root))


def in_reading_order(root: etree._Element) -> str:
    """The text below an element: lines from top to bottom, in a line from left to right, pieces that touch joined.

    Many writers set every character by itself; a number must come out whole. A gap of more than half a character is a space.
    """
    pieces = sorted(_pieces(root), key=lambda piece: (piece[0], piece[1]))
    lines: list[tuple[float, float, list[tuple[float, float, float, str]]]] = []
    for y, x, width, size, text in pieces:
        if lines and abs(y - lines[-1][0]) <= min(size, lines[-1][1]) / 2:
            lines[-1][2].append((x, width, size, text))
        else:
            lines.append((y, size, [(x, width, size, text)]))
    said = []
    for _y, _size, line in lines:
        end, pieces_of_line = None, []
        for x, width, size, text in sorted(line, key=lambda piece: piece[0]):
            pieces_of_line.append(" " + text if end is not None and x - end > size / 2 else text)
            end = x + width
        said.append("".join(pieces_of_line))
    return "\n".join(said)


def _pieces(root: etree._Element) -> Iterator[tuple[float, float, float, float, str]]:
    """(baseline, left, width, size, text) of each TextCode, in millimetres of its page."""
    for order, text_object in enumerate(every(root, "TextObject")):
        box = _numbers(attribute(text_object, "Boundary")) + [0.0] * 4
        size = (_numbers(attribute(text_object, "Size")) or [1.0])[0] or 1.0
        matrix = _numbers(attribute(text_object, "CTM"))
        a, b, c, d, e, f = matrix if len(matrix) == 6 else UNTURNED
        x = y = 0.0
        for code in every(text_object, "TextCode"):
            x = (_numbers(attribute(code, "X")) or [x])[0]
            y = (_numbers(attribute(code, "Y")) or [y])[0]
            text = words(code)
            steps = _steps(attribute(code, "DeltaX"), len(text) - 1)
            width = (sum(steps) + size if steps or len(text) == 1 else size * len(text)) * (abs(a) or 1.0)
            if text:
                yield (
                    box[1] + b * x + d * y + f,
                    box[0] + a * x + c * y + e + order * 1e-9,
                    width,
                    size * (abs(d) or 1.0),
                    text,
                )


def _steps(value: str, count: int) -> list[float]:
    """An ST_Array of steps, in which ``g 3 5`` stands for 5 5 5."""
    rest, steps = value.split(), list[float]()
    while rest and len(steps) < count:
        word = rest.pop(0)
        if word == "g" and len(rest) > 1:
            times, step = _numbers(rest.pop(0))[:1], _numbers(rest.pop(0))[:1]
            steps += step * min(int(times[0]) if times else 0, count - len(steps))
        else:
            steps += _numbers(word)
    return steps


def _numbers(value: str) -> list[float]:
    numbers = []
    for word in value.split():
        try:
            numbers.append(float(word))
        except ValueError:
            return []
    return numbers
