"""Whatever is not a report is refused with one sentence, and nothing crashes."""

import io
import zipfile

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.base.core.errors import Refused
from gongkai.oversight.annual_report.checker import check_file
from gongkai.oversight.annual_report.checker.documents import Unreadable, compact
from gongkai.oversight.annual_report.checker.reading import LARGEST
from gongkai.oversight.annual_report.tests.invented import KINDS, TITLE, Report, check
from gongkai.oversight.annual_report.tests.national import as_pdf, balanced


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b" \r\n\t ", "空"),
        (b"%PDF-1.4 ...", "PDF"),
        (bytes(range(256)) * 40, "无法读取"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
        (archive(**{"a.txt": "x"}), "不是 DOCX"),
        (archive(**{"word__document.xml": "<w:document"}), "损坏"),
        (b"PK\x03\x04 and then nothing", "损坏"),
        ("关于做好2016年政府信息公开年度报告编制工作的通知\n请各单位抓紧。".encode(), "不是年度报告"),
        ("<html><body><p>欢迎访问本站</body>".encode(), "不是年度报告"),
        (f"{TITLE}\n下载".encode(), "不是年度报告"),
        ("\n".join([TITLE, "主动公开、依申请公开、行政复议"] + ["公开信息若干。" * 1000] * 50).encode(), "合在一起"),
        (b"<html></html>", "不是年度报告"),
        (b"<!doctype html>", "网页"),
    ],
)
def test_is_refused_with_one_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence) as refusal:
        check(content)
    assert isinstance(refusal.value, Refused)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith("。")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Unreadable, match="上限"):
        check_file(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="找不到"):
        check_file(tmp_path / "none.txt")
    with pytest.raises(Unreadable, match="文件夹"):
        check_file(tmp_path)


def test_a_docx_that_is_no_archive_is_refused_by_its_name(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(Report().as_text())
    with pytest.raises(Unreadable, match="DOCX"):
        check_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_usual_encoding_reads_the_same(encoding):
    text = Report(cells={"news": 5}).as_text()
    assert check(text.decode().encode(encoding)).findings == check(text).findings != []


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(kind, data):
    content = bytearray(KINDS[kind](Report()))
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        check(bytes(content))
    except Unreadable:
        return


@given(
    st.text(
        alphabet="0123456789条件宗%，。、：；其中占应办结实际率（）〔〕《》年月日第附表 \n政务公开信息", max_size=300
    )
)
def test_any_words_under_a_title_are_read(words):
    check(f"{TITLE}\n主动公开 依申请公开 行政复议 诉讼\n{words}".encode())


def test_markup_nested_without_end_is_read():
    page = f"<html><p>{TITLE}<p>主动公开、依申请公开、行政复议" + "<div><table><tr><td>" * 5000
    assert check(page.encode()).findings == []


def test_spaces_of_typesetting_are_dropped_and_those_between_words_kept():
    assert compact("　共 １２ 条，含 RSS feed 3 条") == "共12条,含RSS feed 3条"


def test_a_number_no_report_could_hold_is_no_number():
    check(
        Report(
            extra=(f"全年收到来信{'9' * 6000}封，占{'9' * 6000}%。", "附表6", "指标", "数量", "来信总数", "9" * 6000)
        ).as_text()
    )


def pdf(**saving):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf(balanced(1)))) as file:
        file.save(written, **saving)
    return written.getvalue()


def test_a_pdf_with_a_password_is_refused_and_one_that_only_may_not_be_printed_is_read():
    with pytest.raises(Unreadable, match="密码"):
        check(pdf(encryption=pikepdf.Encryption(user="geheim", owner="noch geheimer")))
    assert check(pdf(encryption=pikepdf.Encryption(user="", owner="geheim"))).passed


def test_a_pdf_of_pictures_says_that_it_has_no_text():
    with pytest.raises(Unreadable, match="扫描"):
        check(typst.compile(b"#rect(width: 10cm, height: 12cm, fill: gray)"))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_half_a_pdf_is_refused_or_read_but_never_condemned(kept):
    whole = pdf()
    try:
        outcome = check(whole[: int(len(whole) * kept)])
    except Unreadable:
        return
    assert not outcome.has_hard
