"""Files other people wrote: every one is read or refused with a clause, and cleaning harms none."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO

import docx
import pytest
from lxml import etree

from gongkai.base.files.examining.findings import Unacceptable

from .workshop import examined

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def looked_over(shared_dir):
    """name → (what was found and the bytes to keep, or the refusal); each file once."""
    results = {}
    for path in sorted((shared_dir / "data" / "files").iterdir()):
        try:
            results[path] = examined(path.suffix.lower(), path.read_bytes())
        except Unacceptable as said:
            results[path] = said
    return results


def kept_ones(looked_over, suffix):
    return {path: found for path, found in looked_over.items() if path.suffix == suffix and isinstance(found, tuple)}


def test_every_real_file_is_kept_but_the_one_under_a_wrong_name(looked_over):
    refused = {path.name: said.clause for path, said in looked_over.items() if isinstance(said, Unacceptable)}
    kinds = Counter(path.suffix for path in looked_over)
    assert kinds[".ofd"] > 60
    assert kinds[".docx"] + kinds[".doc"] == 20
    assert list(refused.values()) == ["实际是 %(actual)s 文件，与扩展名“%(suffix)s”不符"]
    assert all(not found.objections for found, _kept in (one for one in looked_over.values() if isinstance(one, tuple)))


def test_every_letter_of_every_real_ofd_is_found(looked_over):
    for path, (found, _kept) in kept_ones(looked_over, ".ofd").items():
        said = Counter("".join("".join(text.split()) for _place, text in found.parts))
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith("Content.xml"):
                    root = etree.fromstring(archive.read(name))
                    letters = Counter("".join("".join(code.itertext()) for code in root.iter("{*}TextCode")).split())
                    assert not set("".join(letters)) - set(said), (path.name, name)


def test_real_documents_say_what_a_word_processor_says_and_are_not_harmed(looked_over):
    for path, (found, kept) in kept_ones(looked_over, ".docx").items():
        before, after = docx.Document(str(path)), docx.Document(BytesIO(kept))
        assert [one.text for one in after.paragraphs] == [one.text for one in before.paragraphs]
        said = "".join("".join(text.split()) for _place, text in found.parts)
        for paragraph in before.paragraphs:
            assert "".join(paragraph.text.split()) in said, path.name


def test_real_old_documents_are_read_to_their_last_article(looked_over):
    for path, (found, _kept) in kept_ones(looked_over, ".doc").items():
        said = [text for place, text in found.parts if place.startswith("第")]
        title = path.stem.split("_")[-1]
        assert title.replace(" ", "") in "".join(said[:4]).replace(" ", ""), path.name
        assert any("起施行" in text for text in said[-8:]), path.name
        assert sum(map(len, said)) > 3000, path.name


def test_what_was_cleaned_once_is_not_changed_again(looked_over):
    for path, result in looked_over.items():
        if isinstance(result, tuple):
            again, kept = examined(path.suffix, result[1])
            assert (kept, again.removed, again.parts) == (result[1], [], result[0].parts), path.name


def test_signed_files_are_kept_to_the_byte(looked_over):
    signed = [path for path, (found, kept) in kept_ones(looked_over, ".ofd").items() if found.notes]
    assert len(signed) > 15
    for path in signed:
        assert looked_over[path][1] == path.read_bytes(), path.name
