"""Whatever stands in a DOCX, XLSX, OFD, ZIP, CSV or TXT is found, with the place where a person looks for it."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from tests.real_files import docx_of, made, ofd, text_object, xlsx_of, zipped

from .workshop import RELATIONSHIPS, W, examined, inserted, objections, parts_of, patched, places, related

ID = "440401199001010011"
BODY = b"<w:sectPr"
#: What can be typed: no controls, no surrogates, no noncharacters, something in it.
TYPED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs")), min_size=1, max_size=30)


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def document_with(xml: str) -> bytes:
    """A DOCX whose body is this."""
    return patched(docx_of(), {"word/document.xml": inserted(BODY, xml)})


@settings(max_examples=25)
@given(st.lists(TYPED, min_size=1, max_size=4))
def test_every_paragraph_of_a_docx_is_found_under_its_number(texts):
    assert places(".docx", docx_of(*texts)) == {f"第{number}段": text for number, text in enumerate(texts, 1)}


@settings(max_examples=25)
@given(TYPED.filter(lambda text: not text.startswith("=")), st.integers(1, 60), st.integers(1, 200))
def test_every_cell_of_an_xlsx_is_found_under_its_address(text, column, row):
    book = openpyxl.Workbook()
    book.active.title = "名单"
    cell = book.active.cell(row=row, column=column)
    cell.value, cell.data_type = text, "s"
    assert places(".xlsx", saved(book))[f"工作表“名单”{cell.coordinate}"] == text


@settings(max_examples=25)
@given(st.lists(TYPED, min_size=1, max_size=4))
def test_every_page_of_an_ofd_is_found_under_its_number(texts):
    assert places(".ofd", ofd(*texts)) == {f"第{number}页": text for number, text in enumerate(texts, 1)}


def test_tables_headers_footers_and_boxes_of_a_docx_are_read():
    document = docx.Document()
    document.add_paragraph("名单如下")
    table = document.add_table(rows=2, cols=2)
    table.cell(1, 1).text = ID
    table.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "内表"
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "联系人张三"
    box = (
        '<w:p><w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
        "<w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )
    found = places(".docx", patched(saved(document), {"word/document.xml": inserted(BODY, box)}))
    assert found["第1段"] == "名单如下"
    assert found["表格1第2行第2列"] == ID
    assert found["表格1第1行第1列内的表格第1行第1列"] == "内表"
    assert found["页眉"] == "内部资料"
    assert found["页脚"] == "联系人张三"
    assert found["第2段的文本框"] == "框内"


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_of_a_docx_are_read(kind):
    note, called = {"footnotes": ("footnote", "脚注1"), "endnotes": ("endnote", "尾注1")}[kind]
    part = (
        f'<w:{kind} {W}><w:{note} w:type="separator" w:id="-1"><w:p/></w:{note}>'
        f'<w:{note} w:id="2"><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></w:{note}></w:{kind}>'
    )
    content = patched(
        docx_of("正文"),
        {"word/_rels/document.xml.rels": related(kind, f"{kind}.xml"), f"word/{kind}.xml": part},
    )
    assert places(".docx", content)[called] == ID


def test_deleted_text_is_read_and_the_revision_is_objected_to_with_its_place():
    content = document_with(
        "<w:p><w:r><w:t>甲</w:t></w:r>"
        f'<w:del w:id="1" w:author="张三"><w:r><w:delText>{ID}</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="张三"><w:r><w:t>乙</w:t></w:r></w:ins></w:p>'
        '<w:p><w:moveFrom w:id="3" w:author="张三"><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>'
    )
    found = places(".docx", content)
    assert found["第1段"] == "甲乙"
    assert found["第1段修订删除的文字"] == ID
    assert found["第2段修订删除的文字"] == "移走"
    assert "第1段、第2段有未接受的修订" in objections(".docx", content)


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:r><w:t>段</w:t></w:r></w:p>',
        '<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>段</w:t></w:r></w:p>',
        '<w:tbl><w:tr><w:trPr><w:ins w:id="1" w:author="a"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel w:id="1" w:author="a"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        '<w:ins w:id="1" w:author="a"><w:p><w:r><w:t>段</w:t></w:r></w:p></w:ins>',
    ],
)
def test_every_kind_of_revision_is_objected_to(xml):
    assert "修订" in objections(".docx", document_with(xml))


def test_a_docx_without_revisions_comments_or_hidden_text_meets_no_objection():
    document = docx.Document()
    document.add_heading("通知", 1)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "甲"
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert objections(".docx", saved(document)) == ""


def test_comments_of_a_docx_are_read_and_objected_to_with_their_place():
    document = docx.Document()
    document.add_paragraph("第一")
    run = document.add_paragraph("第二").runs[0]
    document.add_comment(run, text=f"他是{ID}", author="李四", initials="李")
    content = saved(document)
    assert places(".docx", content)["批注1"] == f"他是{ID}"
    assert "第2段有批注" in objections(".docx", content)


def test_hidden_text_is_read_and_objected_to():
    document = docx.Document()
    document.add_paragraph("看得见")
    run = document.add_paragraph().add_run(ID)
    run.font.hidden = True
    content = saved(document)
    assert places(".docx", content)["第2段"] == ID
    assert "第2段有隐藏文字" in objections(".docx", content)


def test_field_codes_and_descriptions_of_pictures_are_read():
    found = places(
        ".docx",
        document_with(
            '<w:p><w:r><w:t>图</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
            'HYPERLINK "mailto:zhang@example.cn"</w:instrText></w:r><w:r><w:drawing><wp:docPr '
            f'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" id="1" descr="{ID}"/>'
            "</w:drawing></w:r></w:p>"
        ),
    )
    assert "zhang@example.cn" in found["第1段的域代码"]
    assert found["第1段的图片说明"] == ID


def test_the_same_box_written_for_old_and_new_programs_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    found, _kept = examined(".docx", document_with(both))
    assert [text for _place, text in found.parts] == ["框内"]
    other = both.replace("框内", ID, 1)
    found, _kept = examined(".docx", document_with(other))
    assert [text for _place, text in found.parts] == [ID, "框内"]


def test_what_stands_in_charts_data_and_variables_of_a_docx_is_read():
    chart = '<c:chart xmlns:c="urn:c" xmlns:a="urn:a"><c:pt><c:v>图中的数</c:v></c:pt><a:p><a:r><a:t>图的标题</a:t></a:r></a:p></c:chart>'
    content = patched(
        docx_of("正文"),
        {
            "word/charts/chart1.xml": chart,
            "customXml/item1.xml": f"<data><name>{ID}</name></data>",
            "word/settings.xml": inserted(
                b"</w:settings>", '<w:docVars><w:docVar w:name="x" w:val="变量值"/></w:docVars>'
            ),
        },
    )
    found, _kept = examined(".docx", content)
    assert {("图表", "图中的数"), ("图表", "图的标题"), ("文档变量“x”", "变量值")} <= set(found.parts)
    assert ("附带数据 customXml/item1.xml", ID) in found.parts


def test_an_embedded_workbook_is_read_under_its_own_place_and_cleaned():
    inner = openpyxl.load_workbook(BytesIO(xlsx_of((ID,))))
    inner.properties.creator = "王五"
    content = patched(
        docx_of("正文"),
        {
            "word/_rels/document.xml.rels": related("package", "embeddings/表.xlsx"),
            "word/embeddings/表.xlsx": saved(inner),
        },
    )
    found, kept = examined(".docx", content)
    assert dict(found.parts)["嵌入的表.xlsx › 工作表“名单”A1"] == ID
    assert "王五".encode() not in b"".join(part for _name, part in sorted(parts_in(kept).items()))


def parts_in(content):
    flat = {}
    for name, part in parts_of(content).items():
        flat |= parts_in(part) if name.endswith(".xlsx") else {name: part}
    return flat


def hidden_book():
    book = openpyxl.Workbook()
    first = book.active
    first.title = "名单"
    for row in range(1, 9):
        first.append([f"{row}号", ID, row])
    return book, first


def test_hidden_sheets_rows_and_columns_are_read_and_objected_to_by_name():
    book, first = hidden_book()
    book.create_sheet("Sheet2")["A1"] = "藏"
    book["Sheet2"].sheet_state = "hidden"
    book.create_sheet("Sheet3")["A1"] = "深藏"
    book["Sheet3"].sheet_state = "veryHidden"
    first.row_dimensions[3].hidden = first.row_dimensions[4].hidden = first.row_dimensions[7].hidden = True
    first.column_dimensions["B"].hidden = True
    content = saved(book)
    found = places(".xlsx", content)
    assert found["工作表“Sheet2”A1"] == "藏"
    assert found["工作表“Sheet3”A1"] == "深藏"
    assert found["工作表“名单”B3"] == ID
    said = objections(".xlsx", content)
    assert "工作表“Sheet2”、工作表“Sheet3”是隐藏的，请取消隐藏或删除后重新上传" in said
    assert "工作表“名单”第3–4、7行、工作表“名单”B列是隐藏的" in said


def test_hidden_rows_and_columns_in_which_nothing_stands_are_no_objection():
    book, first = hidden_book()
    first.row_dimensions[50].hidden = True
    first.column_dimensions["H"].hidden = True
    first.sheet_format.zeroHeight = False
    assert objections(".xlsx", saved(book)) == ""


def test_comments_headers_validations_and_links_of_a_sheet_are_read():
    book, first = hidden_book()
    first["B7"].comment = Comment("他住在幸福路1号", "李四")
    first.oddHeader.center.text = "内部资料"
    first["A1"].hyperlink = "https://example.cn/张三"
    validation = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"男,女"', prompt="填身份证号")
    first.add_data_validation(validation)
    validation.add("C1")
    content = saved(book)
    found, _kept = examined(".xlsx", content)
    texts = dict(found.parts)
    assert "他住在幸福路1号" in texts["工作表“名单”B7的批注"]
    assert "内部资料" in texts["工作表“名单”页眉"]
    assert texts["超链接"] == "https://example.cn/张三"
    assert ("工作表“名单”的数据验证", '"男,女"') in found.parts
    assert ("工作表“名单”的数据验证", "填身份证号") in found.parts
    assert "工作表“名单”B7有批注" in objections(".xlsx", content)


def test_a_long_number_in_a_cell_is_read_as_it_was_typed():
    book = openpyxl.Workbook()
    book.active.append([13800138000, 0.25])
    content = patched(
        saved(book), {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"13800138000", b"1.3800138E+10")}
    )
    found = places(".xlsx", content)
    assert found["工作表“Sheet”A1"] == "13800138000"
    assert found["工作表“Sheet”B1"] == "0.25"


def test_shared_text_is_read_where_it_is_used_and_also_when_no_cell_shows_it_any_more():
    content = patched(
        xlsx_of(("甲",)),
        {
            "xl/_rels/workbook.xml.rels": related("sharedStrings", "sharedStrings.xml"),
            "xl/sharedStrings.xml": f"<sst><si><r><t>张</t></r><r><t>三</t></r></si><si><t>{ID}</t></si></sst>",
            "xl/worksheets/sheet1.xml": lambda xml: re.sub(b"<c r.*?</c>", b'<c r="A1" t="s"><v>0</v></c>', xml),
        },
    )
    assert places(".xlsx", content) == {"工作表名称": "名单", "工作表“名单”A1": "张三", "未被单元格使用的文字": ID}


def test_the_characters_of_a_number_set_one_by_one_come_out_whole_and_in_reading_order():
    letters = [text_object(letter, x=20 + 4 * n, y=40) for n, letter in enumerate(ID)]
    lower = [text_object("下一行", y=60), text_object("栏二", x=120, y=40)]
    page = (
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer ID="1">'
        + "".join(reversed(lower + letters))
        + "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    content = patched(ofd("x"), {"Doc_0/Pages/Page_1/Content.xml": page})
    assert places(".ofd", content)["第1页"] == f"{ID} 栏二\n下一行"


def test_templates_annotations_attachments_and_loose_parts_of_an_ofd_are_read():
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content = patched(
        ofd("正文"),
        {
            "Doc_0/Document.xml": lambda xml: xml.replace(
                b"</ofd:CommonData>",
                b'<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/></ofd:CommonData>',
            ).replace(
                b"</ofd:Document>",
                b"<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Attachs.xml</ofd:Attachments></ofd:Document>",
            ),
            "Doc_0/Pages/Page_1/Content.xml": lambda xml: xml.replace(
                b"<ofd:Content>", b'<ofd:Template TemplateID="70" ZOrder="Background"/><ofd:Content>'
            ),
            "Doc_0/Tpls/T.xml": f"<ofd:Page {ns}>{text_object('底版')}</ofd:Page>",
            "Doc_0/Annots.xml": f'<ofd:Annotations {ns}><ofd:Page PageID="1">'
            "<ofd:FileLoc>Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annot.xml": f'<ofd:PageAnnot {ns}><ofd:Annot ID="8" Type="Stamp" Creator="张三"><ofd:Remark>备注</ofd:Remark>'
            f"<ofd:Appearance>{text_object('注文')}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
            "Doc_0/Attachs.xml": f'<ofd:Attachments {ns}><ofd:Attachment ID="1" Name="原始数据">'
            "<ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Attachment>"
            '<ofd:Attachment ID="2" Name="附表"><ofd:FileLoc>b.xlsx</ofd:FileLoc></ofd:Attachment></ofd:Attachments>',
            "Doc_0/a.xml": "<invoice><name>王五</name></invoice>",
            "Doc_0/b.xlsx": xlsx_of((ID,)),
            "Doc_0/loose.xml": "<x><y>散落</y></x>",
        },
    )
    found, kept = examined(".ofd", content)
    expected = {
        ("第1页", "正文"),
        ("第1页的模板", "底版"),
        ("第1页的注释", "注文"),
        ("第1页的注释", "备注"),
        ("附件名称", "原始数据"),
        ("附件“原始数据”", "王五"),
        ("附件“附表” › 工作表“名单”A1", ID),
        ("部件 Doc_0/loose.xml", "散落"),
    }
    assert expected <= set(found.parts)
    assert "张三".encode() not in parts_in(kept)["Doc_0/Annot.xml"]


def test_an_ofd_of_pictures_is_said_to_be_a_scan():
    found, _kept = examined(
        ".ofd",
        patched(ofd("x"), {"Doc_0/Pages/Page_1/Content.xml": '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"/>'}),
    )
    assert [sentence for sentence, _values in found.unreadable] == ["扫描件，没有可检索的文字，请人工查看"]


def test_files_inside_a_zip_are_read_with_the_way_to_them_and_chinese_names_survive():
    content = zipped({"附件/名单.xlsx": xlsx_of((ID,)), "附件/说明.docx": docx_of("说明"), "扫描.png": made("png")})
    found = places(".zip", content)
    assert found["附件/名单.xlsx › 工作表“名单”A1"] == ID
    assert found["附件/说明.docx › 第1段"] == "说明"


def test_a_name_in_the_encoding_of_chinese_windows_is_understood():
    content = zipped({"AAAA.txt": "正文"})
    old = content.replace(b"AAAA", "名单".encode("gb18030"))
    assert list(places(".zip", old)) == ["名单.txt › 第1行"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_and_tables_are_read_in_every_usual_encoding(encoding):
    assert places(".txt", f"第一\n{ID}".encode(encoding)) == {"第1–2行": f"第一\n{ID}"}
    assert places(".csv", f"姓名,号码\n张三,{ID}\n".encode(encoding))["第2行第2列"] == ID


def test_text_past_the_limit_is_cut_and_that_is_said():
    found, _kept = examined(".docx", docx_of("甲" * 60, "乙" * 60), characters=100)
    assert [len(text) for _place, text in found.parts] == [60, 40]
    assert found.cut


def test_relations_of_the_strict_format_are_followed_like_the_others():
    def strict(content):
        return content.replace(RELATIONSHIPS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    content = patched(docx_of("正文"), {"_rels/.rels": strict, "word/_rels/document.xml.rels": strict})
    assert places(".docx", content) == {"第1段": "正文"}
