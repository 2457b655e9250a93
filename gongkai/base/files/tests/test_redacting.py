"""What is under a box is gone: not covered, gone. And so is everything of the file that is not the look of its pages."""

from __future__ import annotations

import os
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image
from pypdf import PdfReader

from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from gongkai.base.files.pictures import joined, page_count, page_picture, redacted
from tests.real_files import _song, pdf, saved

SECRET, OPEN = "身份证440404199001011234", "海港大道整治工程"
#: The secret's line and the red picture, on the page of ``hostile``.
BOXES = [(1000, 1500, 6000, 400), (1000, 5000, 4000, 3000)]


def hostile(*, rotate: int = 0) -> Pdf:
    """A page that hides the secret everywhere a PDF can: text, picture, layer, comment, field, properties, attachment, script."""
    document = Pdf.new()
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0].obj
    hexed = SECRET.encode("utf-16-be").hex()
    red = document.make_stream(b"\xff\x00\x00" * 64)
    red.Type, red.Subtype, red.Width, red.Height = Name.XObject, Name.Image, 8, 8
    red.ColorSpace, red.BitsPerComponent = Name.DeviceRGB, 8
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"图层{SECRET}")))
    page.Resources = Dictionary(
        Font=Dictionary(F1=_song(document)), XObject=Dictionary(Im1=red), Properties=Dictionary(MC0=layer)
    )
    page.Contents = document.make_stream(
        (
            f"BT /F1 16 Tf 72 700 Td <{hexed}> Tj ET "
            f"BT /F1 16 Tf 72 600 Td <{OPEN.encode('utf-16-be').hex()}> Tj ET "
            f"BT /F1 16 Tf 3 Tr 72 560 Td <{hexed}> Tj ET BT /F1 16 Tf 1 1 1 rg 0 Tr 72 540 Td <{hexed}> Tj ET "
            f"/OC /MC0 BDC BT /F1 16 Tf 0 g 72 500 Td <{hexed}> Tj ET EMC "
            "q 200 0 0 200 80 200 cm /Im1 Do Q"
        ).encode()
    )
    page.Annots = Array(
        [
            document.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(SECRET))
            ),
            field := document.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(SECRET),
                    Rect=Array([300, 30, 301, 31]), F=2,
                )
            ),
        ]
    )  # fmt: skip
    if rotate:
        page.Rotate = rotate
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    document.attachments["secret.txt"] = SECRET.encode()
    with document.open_metadata() as metadata:
        metadata["dc:title"] = SECRET
    document.docinfo["/Author"] = SECRET
    return document


def stored(content: bytes, name: str = "原件.pdf") -> StoredFile:
    """Kept without being looked over: the door would have refused most of what these tests are about."""
    kept = StoredFile(sha256=f"{hash(content) & (2**64 - 1):064x}", name=name, size=len(content))
    kept.media_type = "application/pdf" if name.endswith(".pdf") else "image/png"
    kept.content.save(name, ContentFile(content), save=False)
    return kept


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def everything_in(content: bytes) -> bytes:
    """Every string and every unfolded stream of a PDF, and its bytes as they are."""
    out = [content]
    with Pdf.open(BytesIO(content)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                out.append(thing.read_raw_bytes())
                if thing.get("/Filter") != Name.DCTDecode:
                    out.append(thing.read_bytes())
                out.append(repr({str(key): thing.get(key) for key in thing.keys()}).encode())  # noqa: SIM118
            else:
                out.append(repr(thing).encode())
    return b"\n".join(out)


def pixels_of(content: bytes, page: int = 0):
    """The one picture of a page, by another reader than the one that made it."""
    (image,) = PdfReader(BytesIO(content)).pages[page].images
    return image.image.convert("RGB")


def test_no_text_is_left_anywhere_neither_under_a_box_nor_beside_it():
    new = redacted(stored(saved(hostile())), {1: BOXES})
    assert "".join(page.extract_text() for page in PdfReader(BytesIO(new)).pages).strip() == ""
    inside = everything_in(new)
    for encoding in ("utf-8", "utf-16-be", "gb18030"):
        assert SECRET.encode(encoding) not in inside
        assert OPEN.encode(encoding) not in inside


def test_of_a_picture_under_a_box_not_one_pixel_is_left():
    shown = pixels_of(redacted(stored(saved(hostile())), {1: BOXES}))
    assert [colour for _count, colour in shown.getcolors(2**24) if colour[0] > colour[1] + 60] == []
    for left, top, width, height in BOXES:
        box = (left * shown.width // 10_000, top * shown.height // 10_000)
        under = shown.crop((*box, (left + width) * shown.width // 10_000, (top + height) * shown.height // 10_000))
        assert under.getextrema() == ((0, 0),) * 3


def test_without_the_box_the_same_pixels_are_there_so_the_box_is_what_removed_them():
    shown = pixels_of(redacted(stored(saved(hostile())), {1: []}))
    assert [colour for _count, colour in shown.getcolors(2**24) if colour[0] > colour[1] + 60] != []


def test_what_stands_beside_the_boxes_can_still_be_read():
    left = pixels_of(redacted(stored(saved(hostile())), {1: BOXES}))
    line = left.crop((int(left.width * 0.1), int(left.height * 0.26), int(left.width * 0.6), int(left.height * 0.3)))
    assert line.getextrema()[0][0] < 80
    assert line.getextrema()[0][1] == 255


def test_layers_comments_fields_properties_attachments_and_scripts_are_gone():
    reader = PdfReader(BytesIO(redacted(stored(saved(hostile())), {})))
    assert not reader.attachments
    assert not reader.get_fields()
    assert reader.xmp_metadata is None
    assert not reader.metadata
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages"}
    assert set(reader.pages[0]) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    assert set(reader.pages[0]["/Resources"]) == {"/XObject"}


def test_a_hidden_layer_is_not_drawn_into_the_picture():
    shown = pixels_of(redacted(stored(saved(hostile())), {}))
    hidden = shown.crop((0, int(shown.height * 0.38), shown.width, int(shown.height * 0.42)))
    assert hidden.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_lies_where_the_page_was_seen_however_it_is_turned(rotate):
    new = redacted(stored(saved(hostile(rotate=rotate))), {1: [(0, 0, 5000, 5000)]})
    shown = pixels_of(new)
    assert shown.crop((0, 0, shown.width // 2, shown.height // 2)).getextrema() == ((0, 0),) * 3
    assert shown.getpixel((shown.width - 3, shown.height - 3)) == (255, 255, 255)
    width, height = PdfReader(BytesIO(new)).pages[0].mediabox[2:]
    assert (float(width) > float(height)) is (rotate in (90, 270))


def test_every_page_comes_along_and_only_its_own_boxes_lie_on_it():
    new = redacted(stored(pdf("第一页", "第二页", "第三页")), {2: [(0, 0, 10_000, 10_000)]})
    assert [pixels_of(new, page).getextrema()[0] for page in range(3)] == [(0, 255), (0, 0), (0, 255)]


def test_the_same_file_and_boxes_give_the_same_bytes():
    one = stored(saved(hostile()))
    assert redacted(one, {1: BOXES}) == redacted(one, {1: BOXES})


def test_what_was_made_is_taken_in_at_the_door_as_it_is(founder, now):
    new = redacted(stored(saved(hostile())), {1: BOXES})
    kept = keep(ContentFile(new), name="遮盖后.pdf", by=founder, now=now)
    with kept.content.open("rb") as content:
        assert pixels_of(content.read()).tobytes() == pixels_of(new).tobytes()
    assert kept.extracted_text.parts == []


def test_a_page_is_shown_as_a_picture_and_pages_are_counted():
    one = stored(pdf("甲", "乙"))
    assert page_count(one) == 2
    assert page_picture(one, 2).startswith(b"\x89PNG")
    with pytest.raises(Refused, match="没有第3页"):
        page_picture(one, 3)


def test_a_photograph_does_not_make_the_file_large():
    noise = BytesIO()
    Image.frombytes("RGB", (1240, 1754), os.urandom(1240 * 1754 * 3)).resize((620, 877)).save(noise, "PDF")
    new = redacted(stored(noise.getvalue()), {1: [(2000, 2000, 1000, 1000)]})
    assert len(new) < 6 * 1024**2
    shown = pixels_of(new)
    inner = shown.crop(
        (int(shown.width * 0.22), int(shown.height * 0.22), int(shown.width * 0.28), int(shown.height * 0.28))
    )
    assert all(high <= 6 for _low, high in inner.getextrema())


class TestRefusals:
    def said(self, content: bytes, name: str = "原件.pdf") -> str:
        with pytest.raises(Refused) as refused:
            page_count(stored(content, name))
        return str(refused.value)

    def test_an_encrypted_file(self):
        out = BytesIO()
        Pdf.open(BytesIO(pdf("甲"))).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        assert self.said(out.getvalue()) == "文件已加密，请去除密码后重新上传。"

    @pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + bytes(5000)])
    def test_a_broken_file(self, content):
        assert self.said(content) == "文件已损坏或不完整，不能打开。"

    def test_a_file_of_too_many_pages(self, settings):
        settings.GONGKAI_REDACTION_PAGES = 2
        assert self.said(pdf("1", "2", "3")) == "文件有 3 页，超过 2 页，请拆分后分别处理。"

    def test_what_is_no_pdf(self):
        assert self.said(b"\x89PNG", "图.png") == "只能在 PDF 文件上遮盖，请先另存为 PDF。"

    def test_a_page_as_large_as_a_field_is_drawn_coarser(self):
        document = Pdf.new()
        document.add_blank_page(page_size=(14_400, 14_400))
        assert pixels_of(redacted(stored(saved(document)), {})).width < 5000

    def test_one_that_takes_too_long_ends_its_own_process_only(self, settings):
        settings.GONGKAI_REDACTION_SECONDS = 1
        document = Pdf.new()
        document.add_blank_page(page_size=(595, 842))
        rows = " ".join(f"{n % 595} 0 m {(n * 7) % 595} 842 l S" for n in range(400_000))
        document.pages[0].obj.Contents = document.make_stream(rows.encode())
        with pytest.raises(Refused, match="在 1 秒和"):
            redacted(stored(saved(document)), {})


class TestPieces:
    """A long file is drawn some pages at a time; what is put together of the pieces is looked at as a whole."""

    def test_pieces_put_together_are_the_file_drawn_at_once(self):
        one = stored(pdf("第一页", "第二页", "第三页", "第四页", "第五页"))
        boxes = {2: [(0, 0, 10_000, 10_000)], 5: [(0, 0, 5000, 5000)]}
        pieces = [redacted(one, boxes, first=first, last=first + 1) for first in (1, 3, 5)]
        assert [len(PdfReader(BytesIO(piece)).pages) for piece in pieces] == [2, 2, 1]
        with joined([BytesIO(piece) for piece in pieces], pages=5) as out:
            whole = out.read()
        at_once = redacted(one, boxes)
        for page in range(5):
            assert pixels_of(whole, page).tobytes() == pixels_of(at_once, page).tobytes()
        with joined([BytesIO(piece) for piece in pieces], pages=5) as out:
            assert out.read() == whole

    def test_nothing_that_was_under_a_box_is_in_the_whole(self):
        one = stored(saved(hostile()))
        with joined([BytesIO(redacted(one, {1: BOXES}, first=1, last=1))] * 2, pages=2) as out:
            whole = out.read()
        assert SECRET.encode() not in everything_in(whole)
        assert SECRET.encode("utf-16-be") not in everything_in(whole)
        assert [page.extract_text() for page in PdfReader(BytesIO(whole)).pages] == ["", ""]

    @pytest.mark.parametrize("piece", [pdf("有字的一页"), saved(hostile()), b"%PDF-1.7 nothing"])
    def test_a_piece_that_holds_more_than_pictures_is_not_handed_over(self, piece):
        with pytest.raises(Refused, match="没有通过检查"):
            joined([BytesIO(piece)], pages=1)

    def test_a_piece_that_is_missing_is_noticed(self):
        piece = redacted(stored(pdf("第一页")), {})
        with pytest.raises(Refused, match="没有通过检查"):
            joined([BytesIO(piece)], pages=2)

    def test_what_would_be_too_large_says_so(self, settings):
        settings.GONGKAI_REDACTION_LARGEST = 1024**2
        noise = Image.frombytes("RGB", (1654, 2339), os.urandom(1654 * 2339 * 3))
        given = BytesIO()
        noise.save(given, "PDF", resolution=200)
        with pytest.raises(Refused, match="遮盖后超过 1 MB"):
            redacted(stored(given.getvalue()), {})
