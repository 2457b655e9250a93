"""Which edition of a form a report was made in: the SHA-256 of its file, so that an old year can be held against the form of today."""

import hashlib

from gongkai.law.report.formats import source_of


def format_version(name: str) -> str:
    """SHA-256 of the file of a form. LookupError when there is no such form."""
    return hashlib.sha256(source_of(name).read_bytes()).hexdigest()
