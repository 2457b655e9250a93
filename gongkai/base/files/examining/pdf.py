"""PDF: judged and written anew by qpdf (through pikepdf), read by pypdf.

qpdf is the strict one: it repairs or refuses the structure, and what it writes holds nothing but objects a page can reach, so earlier
versions and bytes before, between and after are gone. pypdf is the one that knows text; being plain Python it can be slow or wrong, never
unsafe, and it is given the file qpdf wrote. A signed PDF is read the same way but kept as it came.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from . import images
from .findings import BROKEN, UNSTORABLE, Examination, Unacceptable, ranges
from .findings import gettext_noop as _
from .ofd import REMAINS, SIGNED

PROPERTIES = {
    "/Author": "作者", "/Creator": "软件", "/Producer": "转换软件", "/Title": "标题", "/Subject": "主题", "/Keywords": "关键词",
    "/CreationDate": "创建时间", "/ModDate": "修改时间", "/Company": "单位",
}  # fmt: skip
#: What an action or an annotation may not do, by the value of /S or /Subtype.
REFUSED = {
    "/JavaScript": _("含有 JavaScript 脚本，请用“打印为 PDF”另存后重新上传"),
    "/Launch": _("含有启动程序的动作，请去除后重新上传"),
    "/SubmitForm": _("含有向外提交表单的动作，请去除后重新上传"),
    "/ImportData": _("含有导入数据的动作，请去除后重新上传"),
    "/GoToE": _("含有内嵌文件，请去除后重新上传"),
    "/FileAttachment": _("含有内嵌文件，请去除后重新上传"),
    "/Rendition": _("含有音视频等多媒体，请去除后重新上传"),
    "/RichMedia": _("含有音视频等多媒体，请去除后重新上传"),
    "/Movie": _("含有音视频等多媒体，请去除后重新上传"),
    "/Sound": _("含有音视频等多媒体，请去除后重新上传"),
    "/Screen": _("含有音视频等多媒体，请去除后重新上传"),
    "/3D": _("含有音视频等多媒体，请去除后重新上传"),
}
EMBEDDED = REFUSED["/FileAttachment"]
COMMENTED = _("%(where)s有批注，请删除后重新上传")
#: Entries of any object that say who made it and with what.
PRIVATE = {"/Metadata": "XMP 元数据", "/PieceInfo": "软件私有数据", "/LastModified": "修改时间", "/Thumb": "缩略图"}
#: Annotations by which one reader speaks to another; the others are part of the page.
_MARKUP = {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Popup", "/Redact"}
SCANNED = _("扫描件，没有可检索的文字，请人工查看")
SCANNED_PAGES = _("第%(pages)s页没有可检索的文字（可能是扫描的图片），请人工查看")
NO_TABLE = _("第%(pages)s页的字体没有文字对照表，提取的文字可能不准，请人工查看")
NOT_READ = _("第%(pages)s页的文字没有提取出来，请人工查看")
MOST_PAGES = 20_000
#: Encodings of Chinese fonts that pypdf does not know → one it knows that says the same for every character they have.
_SAME = {f"/Uni{face}-UCS2-{way}": f"/Uni{face}-UTF16-{way}" for face in ("GB", "CNS", "JIS", "KS") for way in "HV"}


def examine(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    if zipfile.is_zipfile(file):
        raise Unacceptable(_("既是 PDF 又是压缩包，疑似恶意文件"))
    file.seek(0)
    written = BytesIO()
    try:
        with Pdf.open(file, suppress_warnings=True, attempt_recovery=True) as document:
            if document.is_encrypted:
                raise Unacceptable(_("已加密或设有权限密码，请去除后重新上传"))
            if not 0 < len(document.pages) <= MOST_PAGES:
                raise Unacceptable(BROKEN)
            signed = _is_signed(document)
            _judge(document, found)
            unsure = _pages_without_table(document)
            remains = _clean(document, found, signed=signed)
            document.save(
                written,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
                preserve_pdfa=False,
            )
    except pikepdf.PasswordError as error:
        raise Unacceptable(_("已加密，请去除密码后重新上传")) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, pikepdf.ForeignObjectError) as error:
        raise Unacceptable(BROKEN) from error
    if signed:
        found.note(SIGNED)
        if remains:
            found.note(REMAINS, what="、".join(remains))
        file.seek(0)
        out.write(file.read())
    else:
        found.remove(*remains)
        out.write(written.getvalue())
    _read(written, found, unsure)


def _is_signed(document: Pdf) -> bool:
    return any("/ByteRange" in one and "/Contents" in one for thing in document.objects for one in _dictionaries(thing))


def _judge(document: Pdf, found: Examination) -> None:
    """Object to everything that acts, carries files or comments, wherever in the file it stands."""
    for thing in document.objects:
        for one in _dictionaries(thing):
            for key in ("/S", "/Subtype"):
                if isinstance(does := one.get(key), Name) and str(does) in REFUSED:
                    found.object_to(REFUSED[str(does)])
            if "/JS" in one:
                found.object_to(REFUSED["/JavaScript"])
            if "/XFA" in one:
                found.object_to(_("含有动态表单（XFA），请用“打印为 PDF”另存后重新上传"))
            if "/EmbeddedFiles" in one or one.get("/Type") == Name.EmbeddedFile or "/EF" in one:
                found.object_to(EMBEDDED)
            if one.get("/Subtype") == Name.Image:
                images.check_pixels(int(one.get("/Width", 0)), int(one.get("/Height", 0)), found)
    for number, page in enumerate(document.pages, 1):
        for annotation in _annotations(page.obj):
            kind = str(annotation.get("/Subtype", ""))
            said = " ".join(
                str(annotation[key])
                for key in ("/Contents", "/V", "/TU", "/Subj", "/RC")
                if _is_text(annotation.get(key))
            )
            found.text(f"第{number}页的{'批注' if kind in _MARKUP else '注释'}", said)
            if kind in _MARKUP and (said or kind == "/Text"):
                found.object_to(COMMENTED, f"第{number}页")
            action = annotation.get("/A")
            if isinstance(action, Dictionary) and _is_text(action.get("/URI")):
                address = str(action["/URI"])
                found.text(f"第{number}页的链接", address)
                if address.partition(":")[0].strip().lower() in ("javascript", "vbscript", "file", "data"):
                    found.object_to(_("链接“%(where)s”带有脚本或指向本机文件，请去除后重新上传"), address[:80])


def _clean(document: Pdf, found: Examination, *, signed: bool) -> list[str]:
    """Take out what is about the document and its makers; what it was called."""
    removed: list[str] = []
    info = document.trailer.get("/Info")
    if isinstance(info, Dictionary):
        for key, value in info.items():
            removed.append(PROPERTIES.get(str(key), "自定义属性"))
            if signed and _is_text(value):
                found.text(f"文档属性“{removed[-1]}”", str(value))
    for key in ("/Info", "/ID", "/DocChecksum"):
        if key in document.trailer:
            del document.trailer[key]
    for thing in document.objects:
        for one in _dictionaries(thing):
            about = dict(PRIVATE)
            if "/Rect" in one and one.get("/Subtype", Name.Widget) != Name.Widget:
                about |= dict.fromkeys(("/T", "/M", "/CreationDate", "/NM"), "注释者与时间")
            for key, called in about.items():
                if key in one:
                    removed.append(called)
                    del one[key]
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image and thing.get("/Filter") == Name.DCTDecode:
            _clean_picture(thing, found)
    return list(dict.fromkeys(removed))


def _clean_picture(picture: Stream, found: Examination) -> None:
    content = picture.read_raw_bytes()
    try:
        cleaned = images.strip_jpeg(content, found, "PDF 中")
    except Unacceptable:
        return  # a picture only this reader cannot follow: the page shows it or not, nothing more
    if cleaned != content:
        parameters = picture.get("/DecodeParms")
        picture.write(
            cleaned,
            filter=Name.DCTDecode,
            decode_parms=parameters if isinstance(parameters, Dictionary | Array) else None,
        )


def _pages_without_table(document: Pdf) -> list[int]:
    """Pages with a font from whose codes no text can be known: they would come out as other characters."""
    unsure = []
    for number, page in enumerate(document.pages, 1):
        fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
        for font in fonts.values() if isinstance(fonts, Dictionary) else ():
            if not isinstance(font, Dictionary) or "/ToUnicode" in font or font.get("/Subtype") != Name.Type0:
                continue
            if str(font.get("/Encoding", "")) in ("/Identity-H", "/Identity-V"):
                unsure.append(number)
                break
    return unsure


def _read(written: BinaryIO, found: Examination, unsure: list[int]) -> None:
    """The text, page by page, and which pages have none."""
    from pypdf import PdfReader

    silent, failed = [], []
    count = 0
    try:
        reader = PdfReader(written)
        for number, page in enumerate(reader.pages, 1):
            count = number
            if found.out_of_time or found.cut:
                found.cut = True
                return
            try:
                _name_encodings(page.get("/Resources"))
                text = UNSTORABLE.sub("", page.extract_text())
            except MemoryError:
                raise
            except Exception:  # whatever pypdf meets: the file is sound, one page of it was not read
                failed.append(number)
                continue
            if text.strip():
                found.text(f"第{number}页", text)
            else:
                silent.append(number)
        for title in _outline(reader.outline):
            found.text("书签", title)
    except MemoryError:
        raise
    except Exception:
        failed.append(count or 1)
    if failed:
        found.nothing_to_read(NOT_READ, failed=True, pages=ranges(failed))
    if silent and len(silent) == count:
        found.nothing_to_read(SCANNED)
    elif silent:
        found.nothing_to_read(SCANNED_PAGES, pages=ranges(silent))
    if unsure:
        found.nothing_to_read(NO_TABLE, pages=ranges(unsure))


def _name_encodings(resources: Any, depth: int = 3) -> None:
    from pypdf.generic import DictionaryObject, NameObject

    resources = resources.get_object() if resources is not None else None
    if not isinstance(resources, DictionaryObject) or not depth:
        return
    fonts, drawn = (resources.get(key, DictionaryObject()).get_object() for key in ("/Font", "/XObject"))
    if isinstance(fonts, DictionaryObject):
        for font in (reference.get_object() for reference in fonts.values()):
            if str(font.get("/Encoding")) in _SAME:
                font[NameObject("/Encoding")] = NameObject(_SAME[str(font["/Encoding"])])
    if isinstance(drawn, DictionaryObject):
        for form in drawn.values():
            _name_encodings(form.get_object().get("/Resources"), depth - 1)


def _outline(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry)
        else:
            yield str(entry.title or "")


def _annotations(page: Object) -> Iterator[Dictionary]:
    listed = page.get("/Annots")
    if isinstance(listed, Array):
        for annotation in listed:
            if isinstance(annotation, Dictionary):
                yield annotation


def _dictionaries(thing: Object) -> Iterator[Dictionary]:
    """A thing's dictionary and those written inside it (what it refers to is visited by itself)."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        values: Iterable[Any] = ()
        if isinstance(one, Dictionary | Stream):
            yield one  # type: ignore[misc]
            values = [one.get(key) for key in one.keys()]  # noqa: SIM118 - a stream does not iterate over its keys
        elif isinstance(one, Array):
            values = one
        waiting += [value for value in values if isinstance(value, Dictionary | Array) and not value.is_indirect]


def _is_text(value: Any) -> bool:
    return isinstance(value, pikepdf.String | str)
