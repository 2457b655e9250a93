"""What is about the makers of a file leaves it, the same way every time, and the file says what it said before."""

from __future__ import annotations

import struct
from datetime import datetime
from io import BytesIO

import docx
import openpyxl
import pikepdf
import pytest
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from tests.real_files import MAKERS, docx_of, jpeg, made, ofd, pdf, png, segment, xlsx_of, zipped

from .test_text_of_pdfs import changed
from .workshop import examined, inserted, parts_of, patched, places, related

NAME = "张三丰"
TRACES = (NAME.encode(), NAME.encode("utf-16-le"), NAME.encode("utf-16-be"), NAME.encode("gbk"))
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def traces(content: bytes) -> list[str]:
    """Where the name still stands, inside packages too."""
    found = ["itself"] if any(trace in content for trace in TRACES) else []
    if content.startswith(b"PK"):
        found += [name for name, part in parts_of(content).items() if traces(part)]
    return found


def written(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_cleaning_gives_the_same_bytes_every_time_and_twice_cleaned_is_once_cleaned(kind):
    content = MAKERS[kind]("正文")
    first, second = examined("." + kind, content)[1], examined("." + kind, content)[1]
    again, third = examined("." + kind, first)
    assert first == second == third
    assert again.removed == []


def named_docx() -> bytes:
    document = docx.Document()
    document.add_heading("关于开展检查的通知", 1)
    document.add_table(rows=1, cols=2).cell(0, 0).text = "甲"
    properties = document.core_properties
    for field in ("author", "last_modified_by", "title", "subject", "comments", "keywords", "category"):
        setattr(properties, field, NAME)
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:vt">'
        f'<property fmtid="{{x}}" pid="2" name="责任人"><vt:lpwstr>{NAME}</vt:lpwstr></property></Properties>'
    )
    return patched(
        written(document),
        {
            "docProps/app.xml": inserted(b"</Properties>", f"<Manager>{NAME}</Manager>"),
            "docProps/custom.xml": custom,
            "_rels/.rels": related("custom-properties", "docProps/custom.xml"),
            "[Content_Types].xml": inserted(
                b"</Types>",
                '<Override PartName="/word/people.xml" ContentType='
                '"application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"/>',
            ),
            "word/people.xml": f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{NAME}"/></w15:people>',
            "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
            f' Target="file:///C:/Users/{NAME}/Normal.dotm" TargetMode="External"/></Relationships>',
            "word/settings.xml": inserted(
                b"</w:settings>",
                '<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>',
            ),
        },
    )


def test_a_docx_loses_its_properties_template_and_people_and_opens_as_before():
    content = named_docx()
    assert len(traces(content)) >= 5
    found, kept = examined(".docx", content)
    assert traces(kept) == []
    assert {"作者", "最后修改者", "标题", "备注", "管理者", "自定义属性", "批注者姓名", "模板路径", "缩略图"} <= set(
        found.removed
    )
    assert NAME not in "".join(found.removed)
    before, after = docx.Document(BytesIO(content)), docx.Document(BytesIO(kept))
    assert [one.text for one in after.paragraphs] == [one.text for one in before.paragraphs]
    assert after.tables[0].cell(0, 0).text == "甲"
    assert after.core_properties.author == ""
    assert b"attachedTemplate" not in parts_of(kept)["word/settings.xml"]


def test_the_parts_of_a_document_that_say_nothing_of_its_makers_stay_to_the_byte():
    content = named_docx()
    before, after = parts_of(content), parts_of(examined(".docx", content)[1])
    differing = {name for name in before if after.get(name) != before[name]}
    assert differing == {
        *("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "docProps/thumbnail.jpeg", "_rels/.rels"),
        *("word/people.xml", "word/settings.xml", "word/_rels/settings.xml.rels"),
    }


def test_an_xlsx_loses_its_properties_and_every_cell_stays():
    book = openpyxl.load_workbook(BytesIO(xlsx_of(("姓名", "数"), ("李", 3))))
    book.properties.creator = book.properties.lastModifiedBy = NAME
    found, kept = examined(".xlsx", written(book))
    assert {"作者", "最后修改者"} <= set(found.removed)
    assert traces(kept) == []
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(kept))["名单"]] == [
        ["姓名", "数"],
        ["李", 3],
    ]


def named_pdf(document) -> None:
    document.docinfo["/Author"] = NAME
    document.docinfo["/责任人"] = NAME
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = [NAME]
    document.Root.PieceInfo = Dictionary(Private=String(NAME))
    document.pages[0].obj.LastModified = String("D:20180601")
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 9, 9]), T=String(NAME), Contents=String("章")
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def test_a_pdf_loses_its_properties_and_every_page_stays():
    content = changed(pdf("第一页", "第二页"), named_pdf)
    found, kept = examined(".pdf", content)
    assert set(found.removed) == {"作者", "自定义属性", "XMP 元数据", "软件私有数据", "修改时间", "注释者与时间"}
    with Pdf.open(BytesIO(kept)) as opened:
        assert "/Info" not in opened.trailer
        assert "/Metadata" not in opened.Root
        everything = b"".join(
            one.unparse(resolved=True) for one in opened.objects if not isinstance(one, pikepdf.Stream)
        )
        assert not any(trace in everything for trace in TRACES)
    assert places(".pdf", kept) == places(".pdf", content)


def test_what_no_page_of_a_pdf_leads_to_is_gone():
    content = pdf("正文") + b"\n9999 0 obj\n(" + NAME.encode() + b")\nendobj\n"
    assert traces(content) == ["itself"]
    assert examined(".pdf", content)[1] == made("pdf", "正文")


def test_the_version_before_the_last_change_of_a_pdf_is_gone():
    first = changed(pdf("正文"), lambda document: document.Root.__setattr__("Old", String(NAME.encode().hex())))
    with Pdf.open(BytesIO(first)) as document:
        number = document.Root.objgen[0]
        pages = document.Root.Pages.objgen[0]
    size = len(first)
    update = f"{number} 0 obj\n<</Type/Catalog/Pages {pages} 0 R>>\nendobj\n".encode()
    start = first[first.rindex(b"startxref") + 9 :].split()[0].decode()
    table = f"xref\n{number} 1\n{size:010} 00000 n \ntrailer\n<</Size 99/Root {number} 0 R/Prev {start}>>\n"
    later = first + update + table.encode() + f"startxref\n{size + len(update)}\n%%EOF\n".encode()
    assert NAME.encode().hex().encode() in later
    found, kept = examined(".pdf", later)
    assert NAME.encode().hex().encode() not in kept
    assert dict(found.parts)["第1页"] == "正文"


def test_a_picture_inside_a_pdf_loses_its_position_and_keeps_its_pixels():
    photograph = jpeg(further=exif(gps=True))

    def change(document):
        picture = document.pages[0].obj.Resources.XObject.Im1
        picture.write(photograph, filter=Name.DCTDecode)

    found, kept = examined(".pdf", changed(pdf(""), change))
    assert "图片 PDF 中 的拍摄地点（GPS）" in found.removed
    with Pdf.open(BytesIO(kept)) as opened:
        assert opened.pages[0].obj.Resources.XObject.Im1.read_raw_bytes() == jpeg()


def test_a_signed_pdf_is_kept_to_the_byte_and_what_remains_is_said():
    def sign(document):
        named_pdf(document)
        document.Root.AcroForm = Dictionary(
            SigFlags=3,
            Fields=Array(
                [
                    Dictionary(
                        FT=Name.Sig, V=Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
                    )
                ]
            ),
        )

    content = changed(pdf("正文"), sign)
    found, kept = examined(".pdf", content)
    assert kept == content
    assert found.removed == []
    said = [sentence % values for sentence, values in found.notes]
    assert said[0] == "文件带有电子签名或签章，未作改动"
    assert "作者" in said[1]
    assert dict(found.parts)["文档属性“作者”"] == NAME


def exif(*, turned: int = 1, gps: bool = False) -> bytes:
    fields = [struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0), struct.pack("<HHII", 0x013B, 2, 10, 60)]
    fields += [struct.pack("<HHII", 0x8825, 4, 1, 80)] if gps else []
    body = b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields)) + b"".join(fields) + bytes(4)
    return segment(0xE1, b"Exif\0\0" + body.ljust(60, b"\0") + NAME.encode())


def test_a_photograph_loses_everything_about_the_camera_and_its_place():
    iptc, comment = segment(0xED, b"Photoshop 3.0\0" + NAME.encode()), segment(0xFE, NAME.encode())
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + NAME.encode())
    found, kept = examined(".jpg", jpeg(further=exif(gps=True) + xmp + iptc + comment))
    assert kept == jpeg()
    assert found.removed == ["拍摄信息（EXIF）", "拍摄地点（GPS）", "附加信息（XMP、IPTC 等）", "注释"]


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_scan_does_not_turn_when_it_is_cleaned(turned):
    out = BytesIO()
    picture = Image.frombytes("L", (40, 20), bytes(range(200)) * 4)
    information = Image.Exif()
    information[0x0112], information[0x013B] = turned, NAME
    picture.save(out, "JPEG", exif=information)
    _found, kept = examined(".jpg", out.getvalue())
    before, after = Image.open(BytesIO(out.getvalue())), Image.open(BytesIO(kept))
    assert after.tobytes() == before.tobytes()
    assert after.getexif().get(0x0112, 1) == turned
    assert set(after.getexif()) <= {0x0112}
    assert examined(".jpg", kept)[1] == kept


def test_a_png_loses_its_words_and_keeps_its_pixels():
    out = BytesIO()
    picture = Image.frombytes("RGB", (20, 20), bytes(range(240)) * 5)
    information = Image.Exif()
    information[0x013B] = NAME
    picture.save(out, "PNG", exif=information, dpi=(300, 300))
    found, kept = examined(".png", out.getvalue())
    assert found.removed == ["拍摄信息"]
    assert Image.open(BytesIO(kept)).tobytes() == picture.tobytes()
    assert round(Image.open(BytesIO(kept)).info["dpi"][0]) == 300
    found, kept = examined(".png", png(NAME))
    assert (found.removed, kept) == (["文字说明"], made("png"))


def test_pictures_inside_documents_are_cleaned_too():
    content = patched(docx_of("正文"), {"word/media/image1.jpg": jpeg(further=exif(gps=True))})
    found, kept = examined(".docx", content)
    assert "图片 word/media/image1.jpg 的拍摄地点（GPS）" in found.removed
    assert parts_of(kept)["word/media/image1.jpg"] == jpeg()


def ofd_with(info: str, **further: bytes) -> bytes:
    return patched(
        ofd("正文"),
        {"OFD.xml": lambda xml: xml.replace(b"</ofd:DocInfo>", f"{info}</ofd:DocInfo>".encode()), **further},
    )


def test_an_ofd_loses_its_properties_and_keeps_its_number():
    content = ofd_with(
        f"<ofd:Author>{NAME}</ofd:Author><ofd:Creator>WPS</ofd:Creator>"
        f'<ofd:CustomDatas><ofd:CustomData Name="责任人">{NAME}</ofd:CustomData></ofd:CustomDatas>'
    )
    found, kept = examined(".ofd", content)
    assert found.removed == ["作者", "软件", "自定义属性"]
    assert traces(kept) == []
    root = etree.fromstring(parts_of(kept)["OFD.xml"])
    assert root.findtext(".//{*}DocID") == "0123456789abcdef0123456789abcdef"
    assert places(".ofd", kept) == places(".ofd", content)


@pytest.mark.parametrize("way", ["signature", "integrity"])
def test_a_signed_ofd_is_kept_to_the_byte_and_what_remains_is_said(way):
    content = ofd_with(f"<ofd:Author>{NAME}</ofd:Author>")
    if way == "integrity":
        content = patched(content, {"OFDEntries.xml": f"<ofd:DocEntries {OFD}/>"})
    else:
        content = patched(
            content,
            {
                "OFD.xml": lambda xml: xml.replace(
                    b"</ofd:DocBody>", b"<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"
                ),
                "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {OFD}><ofd:Signature ID="1" BaseLoc="a.xml"/></ofd:Signatures>',
            },
        )
    found, kept = examined(".ofd", content)
    assert kept == content
    assert found.removed == []
    assert [sentence % values for sentence, values in found.notes] == [
        "文件带有电子签名或签章，未作改动",
        "文件里还留有：作者",
    ]
    assert dict(found.parts)["文档属性“作者”"] == NAME


def test_files_inside_an_archive_are_cleaned_and_their_names_and_order_stay():
    content = zipped({"b/通知.docx": named_docx(), "a.txt": "正文"})
    found, kept = examined(".zip", content)
    assert list(parts_of(kept)) == ["b/通知.docx", "a.txt"]
    assert "b/通知.docx › 作者" in found.removed
    assert traces(parts_of(kept)["b/通知.docx"]) == []


def test_an_archive_keeps_no_times_and_no_comments():
    first, second = zipped({"a.txt": "正文"}), zipped({"a.txt": "正文"})
    changed_time = bytearray(second)
    stamp = int(datetime(2017, 5, 4).timestamp()) & 0xFFFF  # noqa: DTZ001
    struct.pack_into("<H", changed_time, 10, stamp)
    struct.pack_into("<H", changed_time, second.index(b"PK\x01\x02") + 12, stamp)
    assert examined(".zip", first)[1] == examined(".zip", bytes(changed_time))[1]


def test_a_signed_file_is_still_judged():
    def sign(document):
        document.Root.Signed = Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("x"))

    found, _kept = examined(".pdf", changed(pdf("正文"), sign))
    assert any("JavaScript" in clause for clause in found.objections)
