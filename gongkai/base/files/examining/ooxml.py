"""What DOCX and XLSX have in common: a package of parts, relationships between them, and properties about the document."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from lxml import etree

from . import images
from .archives import Archive
from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _
from .xml import every, local, parse, serialise, spread, words

CONTENT_TYPES = "[Content_Types].xml"
OLE, ZIP, EXECUTABLE = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ"

#: The last word of a relationship's type → why a document that has it is not kept.
REFUSED_RELATIONS = {
    "vbaProject": _("含有宏，请去除后重新上传"),
    "xlMacrosheet": _("含有宏，请去除后重新上传"),
    "xlIntlMacrosheet": _("含有宏，请去除后重新上传"),
    "keyMapCustomizations": _("含有自定义命令，请去除后重新上传"),
    "attachedToolbars": _("含有自定义命令，请去除后重新上传"),
    "control": _("含有 ActiveX 控件，请去除后重新上传"),
    "activeXControlBinary": _("含有 ActiveX 控件，请去除后重新上传"),
    "oleObject": _("%(where)s含有嵌入的 OLE 对象，请转为图片或文字后重新上传"),
    "aFChunk": _("含有嵌入的其他格式文档，请粘贴为正文后重新上传"),
    "webextension": _("含有加载项，请去除后重新上传"),
    "taskpane": _("含有加载项，请去除后重新上传"),
    "externalLink": _("引用了其他工作簿的数据，请断开链接后重新上传"),
    "connections": _("含有外部数据连接，请删除后重新上传"),
    "queryTable": _("含有外部数据连接，请删除后重新上传"),
    "powerPivotData": _("含有数据模型，其中有表上看不到的数据，请删除后重新上传"),
    "pivotCacheDefinition": _("含有数据透视表缓存，其中有表上看不到的数据，请粘贴为数值后重新上传"),
    "revisionHeaders": _("含有共享工作簿的修订记录，请停止共享后重新上传"),
    "mailMergeSource": _("含有邮件合并的数据源，请断开后重新上传"),
    "recipientData": _("含有邮件合并的数据源，请断开后重新上传"),
}
EXTERNAL = _("%(where)s引用了外部文件或网址上的内容，请断开链接、改为嵌入后重新上传")
LOCAL_LINK = _("%(where)s的超链接指向本机或内网文件，请去除后重新上传")
SCRIPT_LINK = _("%(where)s的超链接带有脚本，请去除后重新上传")
#: Properties by the name of their element, as the office programs call them.
PROPERTIES = {
    "creator": "作者", "lastModifiedBy": "最后修改者", "created": "创建时间", "modified": "修改时间", "title": "标题",
    "subject": "主题", "description": "备注", "keywords": "关键词", "category": "类别", "revision": "修订次数",
    "lastPrinted": "打印时间", "contentStatus": "状态", "identifier": "标识", "language": "语言", "version": "版本",
    "Company": "单位", "Manager": "管理者", "Template": "模板", "Application": "软件", "AppVersion": "软件版本",
    "TotalTime": "编辑时间", "HyperlinkBase": "超链接基础", "TitlesOfParts": "部件标题", "HeadingPairs": "部件标题",
}  # fmt: skip
#: Parts that say who wrote a document: content type → the element that stays, empty.
PEOPLE = ("people+xml", "person+xml")
_PICTURES = {".jpg": images.strip_jpeg, ".jpeg": images.strip_jpeg, ".png": images.strip_png}


@dataclass(frozen=True)
class Relation:
    """One relationship: ``target`` is a part's path, or an address when ``external``."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """An open package; ``replaced`` collects what the kept file has instead of a part (None: the part is left out)."""

    def __init__(self, archive: Archive, found: Examination) -> None:
        self.archive, self.found = archive, found
        self.replaced: dict[str, bytes | None] = {}
        #: Parts whose text a reader has taken; ``leftovers`` gives the text of the others.
        self.taken: set[str] = set()
        self._relations: dict[str, list[Relation]] = {}
        self.types: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        for element in parse(archive.read(CONTENT_TYPES)):
            content_type = element.get("ContentType", "")
            if local(element) == "Override":
                self.types[element.get("PartName", "").lstrip("/").casefold()] = content_type
            elif local(element) == "Default":
                self._defaults[element.get("Extension", "").casefold()] = content_type

    def type_of(self, name: str) -> str:
        folded = name.lstrip("/").casefold()
        return self.types.get(folded) or self._defaults.get(folded.rpartition(".")[2], "")

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part (the package's own for the empty name)."""
        if part not in self._relations:
            folder, _slash, base = part.rpartition("/")
            path = self.archive.find(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
            self._relations[part] = [] if path is None else self._read_relations(folder, path)
        return self._relations[part]

    def _read_relations(self, folder: str, path: str) -> list[Relation]:
        found = []
        for element in every(parse(self.archive.read(path)), "Relationship"):
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
                target = self.archive.find(target) or target
            found.append(Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Parts of this kind that a part points to and that are there."""
        return [
            relation.target
            for relation in self.relations(part)
            if relation.kind == kind and not relation.external and self.archive.find(relation.target)
        ]

    def main(self) -> str:
        """The part everything starts from."""
        parts = self.related("", "officeDocument")
        if len(parts) != 1:
            raise Unacceptable(BROKEN)
        return parts[0]

    def xml(self, part: str) -> etree._Element:
        self.taken.add(part)
        return parse(self.archive.read(part))

    def judge(self) -> None:
        """Object to macros, foreign objects and links out; follow files inside; clean pictures and properties."""
        self._clean_properties()
        for name in self.archive.names:
            if name.endswith(".rels"):
                self._judge_relations(name)
            if name.endswith(".rels") or name in self.replaced:
                continue
            content_type = self.type_of(name)
            if "macroEnabled" in content_type or "vba" in content_type:
                self.found.object_to(REFUSED_RELATIONS["vbaProject"])
            suffix = posixpath.splitext(name)[1].lower()
            with self.archive.open(name) as stream:
                head = stream.read(len(OLE))
            if suffix in _PICTURES:
                self.replaced[name] = _PICTURES[suffix](self.archive.read(name), self.found, name)
            elif suffix in (".docx", ".xlsx"):
                self.replaced[name] = self.found.inside(
                    f"嵌入的{posixpath.basename(name)}", suffix, self.archive.read(name)
                )
            elif head == OLE:
                self.found.object_to(REFUSED_RELATIONS["oleObject"], posixpath.basename(name))
            elif head == ZIP:
                self.found.object_to(_("%(where)s是不接受的嵌入文件，请去除后重新上传"), posixpath.basename(name))
            elif head[:2] == EXECUTABLE:
                self.found.object_to(_("含有可执行程序“%(where)s”"), posixpath.basename(name))

    def _judge_relations(self, path: str) -> None:
        folder, _slash, base = path.rpartition("/")
        part = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        for relation in self.relations(self.archive.find(part) or part):
            if relation.kind in REFUSED_RELATIONS:
                self.found.object_to(REFUSED_RELATIONS[relation.kind], posixpath.basename(relation.target))
            elif relation.external and relation.kind == "hyperlink":
                self._judge_link(relation.target)
            elif relation.external and relation.kind == "attachedTemplate" and not _is_remote(relation.target):
                continue  # the path of the writer's own template: taken out by the reader
            elif relation.external:
                self.found.object_to(EXTERNAL, f"“{relation.target[:80]}”")

    def _judge_link(self, target: str) -> None:
        scheme = target.partition(":")[0].strip().lower() if ":" in target else ""
        self.found.text("超链接", unquote(target))
        if scheme in ("javascript", "vbscript", "data"):
            self.found.object_to(SCRIPT_LINK, f"“{target[:80]}”")
        elif scheme == "file" or len(scheme) == 1 or target.startswith("\\\\"):
            self.found.object_to(LOCAL_LINK, f"“{unquote(target)[:80]}”")

    def _clean_properties(self) -> None:
        for kind in ("core-properties", "extended-properties", "custom-properties"):
            for name in self.related("", kind):
                root = self.xml(name)
                for one in root:
                    if words(one).strip():
                        self.found.remove(
                            PROPERTIES.get(local(one), "自定义属性" if kind.startswith("custom") else "统计信息")
                        )
                self.replaced[name] = _emptied(root)
        for name in self.archive.names:
            if self.type_of(name).endswith(PEOPLE):
                root = self.xml(name)
                if len(root):
                    self.found.remove("批注者姓名")
                self.replaced[name] = _emptied(root)
        self.drop("", "thumbnail", "缩略图")

    def drop(self, part: str, kind: str, what: str) -> list[str]:
        """Leave out what a part points to by this kind of relationship, and the relationship; the ids that are gone."""
        relations = [relation for relation in self.relations(part) if relation.kind == kind]
        if not relations:
            return []
        self.found.remove(what)
        folder, _slash, base = part.rpartition("/")
        path = self.archive.find(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        assert path is not None
        root = parse(self.replaced.get(path) or self.archive.read(path))
        for element in list(every(root, "Relationship")):
            if element.get("Type", "").rpartition("/")[2] == kind:
                root.remove(element)
        self.replaced[path] = serialise(root)
        for relation in relations:
            if not relation.external and relation.target in self.archive.entries:
                self.replaced[relation.target] = None
                self._forget_type(relation.target)
        return [relation.id for relation in relations]

    def _forget_type(self, name: str) -> None:
        root = parse(self.replaced.get(CONTENT_TYPES) or self.archive.read(CONTENT_TYPES))
        for element in list(every(root, "Override")):
            if element.get("PartName", "").lstrip("/").casefold() == name.lstrip("/").casefold():
                root.remove(element)
                self.replaced[CONTENT_TYPES] = serialise(root)

    def leftovers(self) -> None:
        """The text of every part no reader took: charts, drawings, diagrams, data bound to the document."""
        for name in self.archive.names:
            if name in self.taken or not name.endswith((".xml", ".vml", ".svg")) or name == CONTENT_TYPES:
                continue
            root = self.xml(name)
            if name.startswith("customXml/") or name.endswith((".vml", ".svg")):
                self.found.text(f"附带数据 {name}", spread(root))
                continue
            whole = re.sub(r"[\d.]+$", "", posixpath.basename(name).removesuffix(".xml"))
            place = {"chart": "图表", "drawing": "图形", "data": "示意图"}.get(whole, f"部件 {name}")
            for paragraph in every(root, "p", "v"):
                self.found.text(place, "".join(one.text or "" for one in every(paragraph, "t", "v")))

    def write(self, out: BinaryIO) -> None:
        self.archive.rewrite(out, self.replaced)


def _emptied(root: etree._Element) -> bytes:
    for child in list(root):
        root.remove(child)
    root.text = None
    return serialise(root)


def _is_remote(target: str) -> bool:
    address = urlsplit(target)
    return (
        target.startswith(("\\\\", "//"))
        or address.scheme in ("http", "https", "ftp")
        or (address.scheme == "file" and bool(address.netloc))
    )
