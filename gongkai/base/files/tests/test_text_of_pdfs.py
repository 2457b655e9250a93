"""Whatever a PDF says is found under its page; a page that says nothing to a machine is named, so that a person looks at it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.real_files import pdf, saved

from .workshop import examined, objections, places

ID = "440401199001010011"
TYPED = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20)


def changed(content: bytes, change) -> bytes:
    with Pdf.open(BytesIO(content)) as document:
        change(document)
        return saved(document)


def annotated(kind: str, **entries) -> bytes:
    def change(document):
        annotation = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([0, 0, 9, 9]), **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(annotation)])
        if kind == "Widget":
            document.Root.AcroForm = Dictionary(Fields=document.pages[0].obj.Annots)

    return changed(pdf("正文"), change)


@settings(max_examples=20)
@given(st.lists(TYPED, min_size=1, max_size=4))
def test_every_page_of_a_pdf_is_found_under_its_number(texts):
    assert places(".pdf", pdf(*texts)) == {f"第{number}页": text for number, text in enumerate(texts, 1)}


def test_text_set_with_a_table_of_its_own_is_read_through_that_table():
    def change(document):
        font = document.pages[0].obj.Resources.Font.F1
        font.Encoding = Name("/Identity-H")
        table = "\n".join(f"<{number:04x}> <{ord(letter):04x}>" for number, letter in enumerate("张三", 1))
        font.ToUnicode = document.make_stream(
            f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"2 beginbfchar\n{table}\nendbfchar endcmap".encode()
        )
        document.pages[0].obj.Contents = document.make_stream(b"BT /F1 16 Tf 72 700 Td <00010002> Tj ET")

    assert places(".pdf", changed(pdf("x"), change)) == {"第1页": "张三"}


def test_a_page_whose_font_has_no_table_is_named_as_uncertain():
    def change(document):
        document.pages[1].obj.Resources.Font.F1.Encoding = Name("/Identity-H")

    found, _kept = examined(".pdf", changed(pdf("一", "二"), change))
    assert [(sentence, values) for sentence, values in found.unreadable] == [
        ("第%(pages)s页的字体没有文字对照表，提取的文字可能不准，请人工查看", {"pages": "2"})
    ]


def test_a_scan_is_said_to_be_one():
    found, _kept = examined(".pdf", pdf("", ""))
    assert found.parts == []
    assert found.unreadable == [("扫描件，没有可检索的文字，请人工查看", {})]


def test_the_scanned_pages_among_others_are_named():
    found, _kept = examined(".pdf", pdf("一", "", "", "四", ""))
    assert found.unreadable == [("第%(pages)s页没有可检索的文字（可能是扫描的图片），请人工查看", {"pages": "2–3、5"})]


def test_text_drawn_by_a_form_inside_the_page_is_read():
    def change(document):
        page = document.pages[0].obj
        form = document.make_stream(bytes(page.Contents.read_bytes()))
        form.Type, form.Subtype, form.BBox, form.Resources = (
            Name.XObject,
            Name.Form,
            Array([0, 0, 595, 842]),
            page.Resources,
        )
        page.Resources = Dictionary(XObject=Dictionary(Fm1=form))
        page.Contents = document.make_stream(b"/Fm1 Do")

    assert places(".pdf", changed(pdf(ID), change)) == {"第1页": ID}


def test_bookmarks_links_stamps_and_form_fields_are_read_and_no_objection():
    def change(document):
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("张三的情况", 0))

    assert places(".pdf", changed(pdf("正文"), change))["书签"] == "张三的情况"
    link = annotated("Link", A=Dictionary(S=Name.URI, URI=String("https://example.cn/zhang")))
    assert places(".pdf", link)["第1页的链接"] == "https://example.cn/zhang"
    for kind, entries in (("FreeText", {"Contents": String(ID)}), ("Widget", {"FT": Name.Tx, "V": String(ID)})):
        content = annotated(kind, **entries)
        assert places(".pdf", content)["第1页的注释"] == ID
        assert objections(".pdf", content) == ""


@pytest.mark.parametrize("kind", ["Text", "Highlight", "StrikeOut", "Caret"])
def test_comments_on_a_page_are_read_and_objected_to(kind):
    content = annotated(kind, Contents=String(ID), T=String("李四"))
    assert places(".pdf", content)["第1页的批注"] == ID
    assert "第1页有批注" in objections(".pdf", content)


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read():
    def change(document):
        document.pages[0].obj.Resources.Font.F1 = Array([])

    found, _kept = examined(".pdf", changed(pdf("一", "二"), change))
    assert found.parts == [("第2页", "二")]
    assert found.failed
    assert found.unreadable == [("第%(pages)s页的文字没有提取出来，请人工查看", {"pages": "1"})]
