"""What files of an office suite need beyond their libraries: elements, typefaces, indents, and archives without a clock."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

LATIN = "Times New Roman"
SIZE = 16  # points: 3号


def element(tag: str, **attributes: object) -> Any:
    """An element of a Word file with its attributes, all in its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_face(styled: Any, name: str, size: float) -> None:
    """Set a style or run in a Chinese typeface: black, upright, not bold, digits and Latin in Times New Roman."""
    styled.font.name = LATIN
    styled.font.size = Pt(size)
    styled.font.bold = styled.font.italic = False
    properties = styled.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    for inherited in ("w:color", "w:spacing", "w:kern"):
        for found in properties.findall(qn(inherited)):
            properties.remove(found)


def indent(properties: Any, characters: int, size: float = SIZE, first_line: bool = True) -> None:
    """Indent the first line, or the whole paragraph, by so many characters."""
    indent = properties.get_or_add_ind()
    side = "firstLine" if first_line else "left"
    indent.set(qn(f"w:{side}Chars"), str(characters * 100))
    indent.set(qn(f"w:{side}"), str(round(characters * size * 20)))


def width_of(text: str) -> float:
    """Characters of width, an ASCII letter or digit counting half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def page_number(line: Any) -> None:
    """Write — 1 —, 4号半角宋体, the number a field."""
    for part in ("— ", ("begin", "PAGE", "end"), " —"):
        if isinstance(part, str):
            run = line.add_run(part)
        else:
            run = line.add_run()
            run._r.append(element("w:fldChar", fldCharType=part[0]))
            instruction = element("w:instrText")
            instruction.text = part[1]
            run._r.append(instruction)
            run._r.append(element("w:fldChar", fldCharType=part[2]))
        set_face(run, "宋体", 14)
        for script in ("ascii", "hAnsi"):
            run._r.rPr.rFonts.set(qn(f"w:{script}"), "宋体")


def settled(packed: bytes, changed: dict[str, bytes] | None = None) -> bytes:
    """The same archive with its parts in order of name and no clock in it; parts named in ``changed`` are replaced."""
    buffer = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        # [Content_Types].xml stays first: some readers look for it there.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, (changed or {}).get(name) or source.read(name))
    return buffer.getvalue()
