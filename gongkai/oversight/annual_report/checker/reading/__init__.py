"""Readers: a file of any kind becomes one neutral document, or is refused with one sentence.

The kind is told from the content, not from the name. Start with `read_file`.
"""

from pathlib import Path

from gongkai.oversight.annual_report.checker.documents import Document, Unreadable
from gongkai.oversight.annual_report.checker.reading import docx, html, pdf, text

LARGEST = 20 * 1024 * 1024  # bytes; an annual report is a few pages


def read_file(path: Path) -> Document:
    """Read a text, HTML, DOCX or PDF file. Raises Unreadable with one Chinese sentence."""
    try:
        if path.is_dir():
            raise Unreadable(f"“{path.name}”是文件夹，请指定一个文件。")
        size = path.stat().st_size
        if size > LARGEST:
            raise Unreadable(
                f"文件有 {size // 1024 // 1024} MB，超过 {LARGEST // 1024 // 1024} MB 的上限，不像一份年度报告。"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"找不到文件“{path.name}”。") from None
    except OSError as error:
        raise Unreadable(f"文件“{path.name}”打不开：{error.strerror or '读取出错'}。") from None
    return read_bytes(content, suffix=path.suffix.lower())


def read_bytes(content: bytes, *, suffix: str = "") -> Document:
    """Read the bytes of a text, HTML, DOCX or PDF file. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("文件是空的。")
    if content.startswith(b"PK\x03\x04"):
        return docx.read(content)
    if content.lstrip()[:5] == b"%PDF-":
        return pdf.read(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是旧版 Office 文件（如 .doc），请另存为 DOCX 后再检查。")
    if suffix == ".docx":
        raise Unreadable("文件名为 .docx，内容却不是 DOCX 文件，可能已损坏。")
    page = text.decode(content)
    return html.read(page) if html.looks_like_html(page) else text.read(page)
