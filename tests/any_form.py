"""A plugin: any year in any of the four forms. Which form a year is in is configuration, so an operator's folder may say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

FORMS = ("guangdong_2018", "national_2014", "national_2019", "national_2021")


@pytest.fixture
def any_form(tmp_path: Path) -> Iterator[None]:
    """Every form is one of every year."""
    from gongkai.law.report.formats import leave, load_format, look_in, source_of

    for name in FORMS:
        text = source_of(name).read_text(encoding="utf-8")
        first, last = load_format(name).years
        years = f"years = [{first}, {last}]"
        assert years in text
        (tmp_path / f"{name}.toml").write_text(text.replace(years, "years = [2008, 9999]"), encoding="utf-8")
    look_in(tmp_path)
    yield
    leave(tmp_path)
