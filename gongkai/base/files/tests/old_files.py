"""DOC and XLS made by code: the smallest that the programs of those years would open."""

from __future__ import annotations

import struct
from itertools import pairwise

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE container; ``folder/name`` puts a stream into a storage. Streams are padded to the size from which they stand alone."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    folders = sorted({name.split("/")[0] for name in padded if "/" in name})
    names = ["Root Entry", *folders, *padded]
    directory_sectors = -(-len(names) // 4)
    tables = -(-(directory_sectors + sum(-(-len(one) // SECTOR) for one in padded.values()) + 8) // 127)
    chain: list[int] = [TABLE] * tables
    chain += [*range(tables + 1, tables + directory_sectors), END]
    starts, body = {}, b""
    for name, content in padded.items():
        starts[name] = len(chain)
        count = -(-len(content) // SECTOR)
        chain += [*range(len(chain) + 1, len(chain) + count), END]
        body += content.ljust(count * SECTOR, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        *(bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, 4096, END, 0, END, 0),
    )
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    table = struct.pack(f"<{tables * 128}I", *chain, *[FREE] * (tables * 128 - len(chain)))
    return header + table + _directory(names, folders, padded, starts).ljust(directory_sectors * SECTOR, b"\0") + body


def _directory(names: list[str], folders: list[str], streams: dict[str, bytes], starts: dict[str, int]) -> bytes:
    """Siblings hang to the right of each other: a tree that is a list is still a tree."""
    top = [name for name in names[1:] if "/" not in name]
    right: dict[str, int] = {}
    child = {"Root Entry": names.index(top[0]) if top else FREE}
    for siblings in (top, *([name for name in streams if name.startswith(folder + "/")] for folder in folders)):
        for one, following in pairwise(siblings):
            right[one] = names.index(following)
    for folder in folders:
        child[folder] = names.index(next(name for name in streams if name.startswith(folder + "/")))
    entries = b""
    for name in names:
        short = name.rpartition("/")[2].encode("utf-16-le") + b"\0\0"
        kind = 5 if name == "Root Entry" else 1 if name in folders else 2
        entries += short.ljust(64, b"\0") + struct.pack(
            "<HBBIII16xIQQIQ",
            *(len(short), kind, 1, FREE, right.get(name, FREE), child.get(name, FREE), 0, 0, 0),
            *(starts.get(name, END if kind == 5 else 0), len(streams.get(name, b""))),
        )
    return entries


def encrypted_package() -> bytes:
    """What Office writes for a DOCX or XLSX with a password."""
    return container({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(64)})


def properties(number: int, **values: str) -> bytes:
    """A stream of properties: ``p4="张三"`` is property 4."""
    formats = ("e0859ff2f94f6810ab9108002b27b3d9", "02d5cdd59c2e1b10939708002b2cf9ae")
    numbers = {int(name[1:]): value.encode("gbk") + b"\0" for name, value in values.items()}
    offsets, body, at = b"", b"", 8 + 8 * (len(numbers) + 1)
    for key, value in {1: struct.pack("<Ihxx", 2, 936), **numbers}.items():
        raw = value if key == 1 else struct.pack("<II", 30, len(value)) + value
        raw = raw.ljust(-(-len(raw) // 4) * 4, b"\0")
        offsets += struct.pack("<II", key, at + len(body))
        body += raw
    section = struct.pack("<II", 8 + len(offsets) + len(body), len(numbers) + 1) + offsets + body
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 0x00020006, bytes(16), 1) + bytes.fromhex(formats[number])
    return head + struct.pack("<I", 48) + section


def doc(
    body: str, *, deleted: tuple[int, int] | None = None, encrypted: bool = False, author: str = "", **stories: str
) -> bytes:
    """A DOC. ``deleted``: the characters of the body under a revision; ``stories``: footnote, header, comment, endnote, box."""
    order = ("footnote", "header", "macro", "comment", "endnote", "box", "headerbox")
    texts = [body, *(stories.get(name, "") for name in order)]
    whole = "".join(text + "\r" if text else "" for text in texts)
    start = 0x800
    main = bytearray(start)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<8I", main, 0x4C, *(len(text) + 1 if text else 0 for text in texts))
    main += whole.encode("utf-16-le")
    main += bytes(-len(main) % SECTOR)
    pieces = struct.pack("<II", 0, len(whole)) + struct.pack("<HIH", 0, start, 0)
    table = b"\2" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    if deleted:
        page = len(main) // SECTOR
        bounds = [start, start + 2 * deleted[0], start + 2 * deleted[1], start + 2 * len(whole)]
        runs = struct.pack("<4I", *bounds) + bytes((0, 250, 0))
        block = bytearray(runs.ljust(SECTOR, b"\0"))
        block[500:504] = b"\3\x00\x08\x01"  # sprmCFRMarkDel
        block[511] = 3
        main += block
        struct.pack_into("<II", main, 0xFA, len(table), 12)
        table += struct.pack("<III", bounds[0], bounds[-1], page)
    if author:
        strings = struct.pack("<HHH", 0xFFFF, 1, 0) + struct.pack("<H", len(author)) + author.encode("utf-16-le")
        struct.pack_into("<II", main, 0x2D2, len(table), len(strings))
        table += strings
    return container(
        {
            "WordDocument": bytes(main),
            "1Table": table,
            "\x05SummaryInformation": properties(0, p4=author, p8=author) if author else properties(0),
        }
    )


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def wide(text: str, *, short: bool = False) -> bytes:
    return struct.pack("<B" if short else "<H", len(text)) + b"\1" + text.encode("utf-16-le")


def xls(
    *sheets: tuple[str, int, bytes], strings: tuple[str, ...] = (), author: str = "", further: bytes = b""
) -> bytes:
    """An XLS of (name, hidden state, cell records) sheets over shared strings, the last of which runs on into a second record."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    writer = struct.pack("<HB", len(author), 1) + author.encode("utf-16-le")
    globals_ = [record(0x5C, writer.ljust(112, b" "))] if author else []
    packed = b"".join(wide(text) for text in strings[:-1])
    if strings:
        last = strings[-1]
        split = len(last) // 2
        first = struct.pack("<HB", len(last), 1) + last[:split].encode("utf-16-le")
        body = struct.pack("<II", len(strings), len(strings)) + packed + first
        globals_.append(record(0xFC, body) + record(0x3C, b"\1" + last[split:].encode("utf-16-le")))
    globals_.append(further)
    bounds = [6 + len(wide(name, short=True)) + 4 for name, _state, _cells in sheets]
    at = len(head) + sum(map(len, globals_)) + sum(bounds) + 4
    stream, bodies = head + b"".join(globals_), b""
    for name, state, cells in sheets:
        stream += record(0x85, struct.pack("<IBB", at + len(bodies), state, 0) + wide(name, short=True))
        bodies += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A, b"")
    return container(
        {"Workbook": stream + record(0x0A, b"") + bodies, "\x05SummaryInformation": properties(0, p4=author or " ")}
    )
