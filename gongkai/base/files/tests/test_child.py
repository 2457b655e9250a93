"""The process that opens a file can be ended by the file; the one that serves people cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from gongkai.base.core.errors import Refused
from gongkai.base.files import child
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from tests.real_files import docx_of, made, pdf, xlsx_of, zipped

from .workshop import inserted, patched


@pytest.fixture(autouse=True)
def temporary(settings, tmp_path, monkeypatch):
    """A folder for temporary files that must be empty again afterwards."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def limited(settings):
    def limited(**limits):
        settings.GONGKAI_EXAMINATION_LIMITS = {**settings.GONGKAI_EXAMINATION_LIMITS, **limits}

    return limited


@pytest.fixture
def ended(caplog):
    """The status with which the last child ended, read from what was logged."""
    return lambda: int(caplog.messages[-1].rpartition(" ")[2])


def refused(content, name, founder, now):
    with pytest.raises(Refused) as said:
        keep(ContentFile(content), name=name, by=founder, now=now)
    assert not StoredFile.objects.exists()
    return str(said.value)


def still_serving(founder, now):
    return keep(ContentFile(made("docx")), name="好.docx", by=founder, now=now)


def test_a_file_that_eats_memory_ends_its_own_process_only(founder, now, limited, ended):
    limited(memory=400 * 1024**2)
    paragraphs = "".join(f'<w:p w:rsidR="{n * 2654435761 % 2**32:08X}"><w:r/></w:p>' for n in range(1_000_000))
    eater = patched(docx_of(), {"word/document.xml": inserted(b"<w:sectPr", paragraphs)})
    assert len(eater) < 10 * 1024**2
    said = refused(eater, "吃内存.docx", founder, now)
    assert said == "文件“吃内存.docx”过大或过于复杂，在 20 秒和 400 MB 内存之内没有读完，未保存。"
    assert ended() != 0
    assert still_serving(founder, now).pk


def test_a_file_that_eats_time_is_killed_by_the_kernel(founder, now, limited, ended):
    limited(seconds=1)
    rows = "".join(f'<row r="{n}" hidden="1"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 900_000))
    eater = patched(
        xlsx_of(("x",)),
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")},
    )
    assert "在 1 秒和" in refused(eater, "吃时间.xlsx", founder, now)
    assert ended() < 0
    limited(seconds=20)
    assert still_serving(founder, now).pk


def test_a_process_that_waits_for_ever_is_killed_by_the_clock(settings, temporary, ended):
    pipe = temporary / "pipe"
    os.mkfifo(pipe)
    job = {
        "path": str(pipe),
        "suffix": ".pdf",
        "out": str(temporary / "out"),
        "limits": settings.GONGKAI_EXAMINATION_LIMITS,
        "largest": 1024,
    }
    assert child.run_child(job, seconds=1, most=1024) is None
    assert ended() == -9
    pipe.unlink()


def test_an_answer_longer_than_can_be_is_not_read_to_its_end(settings, temporary):
    given = temporary / "given"
    given.write_bytes(docx_of(*["很长的一段文字" * 500] * 50))
    limits = settings.GONGKAI_EXAMINATION_LIMITS
    job = {"path": str(given), "suffix": ".docx", "out": str(temporary / "out"), "limits": limits, "largest": 1024**2}
    assert child.run_child(job, seconds=30, most=1000) is None
    assert child.run_child(job, seconds=30, most=child._longest_answer(limits)) is not None
    given.unlink()
    (temporary / "out").unlink()


def test_a_sheet_of_a_million_rows_is_kept_and_its_text_cut(founder, now, limited):
    limited(characters=100_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    sheet = patched(
        xlsx_of(("x",)),
        {
            "xl/worksheets/sheet1.xml": lambda xml: re.sub(
                b"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), xml
            )
        },
    )
    kept = keep(ContentFile(sheet), name="百万行.xlsx", by=founder, now=now)
    assert kept.extracted_text.sentence == "内容太多，只提取了前 100000 个字，其余请人工查看"


def test_a_bomb_in_a_bomb_never_reaches_the_disk(founder, now, temporary):
    bomb = zipped({f"{n}.zip": zipped({"零.txt": bytes(30 * 1024**2)}) for n in range(9)})
    assert "压缩比超过" in refused(bomb, "炸弹.zip", founder, now)


def test_a_refusal_inside_an_archive_names_the_file(founder, now):
    said = refused(zipped({"附件/表.xlsx": b"MZ" + bytes(99)}), "全部.zip", founder, now)
    assert said == "文件“全部.zip”其中的“附件/表.xlsx”实际是 EXE 文件，与扩展名“.xlsx”不符，未保存。"


def test_the_process_is_given_nothing_of_ours(monkeypatch, temporary):
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "our-secret")
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "postgres://user:password@host/db")
    started = []
    real = subprocess.Popen

    def watched(command, **settings):
        started.append((command, settings["env"]))
        return real(command, **settings)

    monkeypatch.setattr(child.subprocess, "Popen", watched)
    child.examine(ContentFile(made("pdf")), suffix=".pdf").close()
    ((command, environment),) = started
    assert set(environment) == {"PYTHONPATH", "PYTHONUTF8", "PATH"}
    assert "secret" not in json.dumps(command) + json.dumps(environment)


def test_the_process_loads_no_django_and_no_reader_it_does_not_need(temporary):
    asked = (
        "import json, sys; from gongkai.base.files.examining.__main__ import run;"
        "run(json.loads(sys.argv[1])); print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = {}
    for kind in ("pdf", "docx", "txt"):
        given = temporary / f"given.{kind}"
        given.write_bytes(made(kind))
        job = {
            "path": str(given),
            "suffix": f".{kind}",
            "out": str(temporary / "out"),
            "limits": {"memory": 1, "seconds": 9, "unpacked": 10**9, "characters": 10**6, "pixels": 10**6},
        }
        done = subprocess.run(
            [sys.executable, "-c", asked, json.dumps(job)], capture_output=True, text=True, cwd=child.ROOT, check=True
        )
        loaded[kind] = done.stdout
        given.unlink()
    (temporary / "out").unlink()
    assert all("django" not in modules for modules in loaded.values())
    assert "'pypdf'" in loaded["pdf"]
    assert "'pypdf'" not in loaded["docx"]
    assert "'lxml'" not in loaded["txt"]


def test_a_reader_that_meets_what_nobody_foresaw_refuses_the_file_and_says_where_in_the_log(
    founder, now, caplog, tmp_path, monkeypatch
):
    broken = tmp_path / "broken"
    package = broken / "gongkai/base/files/examining"
    package.mkdir(parents=True)
    source = Path(child.__file__).parent / "examining"
    for folder in (broken / "gongkai", broken / "gongkai/base", broken / "gongkai/base/files"):
        (folder / "__init__.py").touch()
    for module in source.glob("*.py"):
        (package / module.name).write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    (package / "pdf.py").write_text("def examine(file, found, out):\n    raise IndexError('张三')\n", encoding="utf-8")
    monkeypatch.setattr(child, "ROOT", str(broken))
    assert refused(pdf("正文"), "怪.pdf", founder, now) == "文件“怪.pdf”已损坏或不完整，不能打开，未保存。"
    assert "IndexError pdf.py:2" in caplog.text
    assert "张三" not in caplog.text
