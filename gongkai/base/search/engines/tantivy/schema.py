"""What the in-process index records of a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tantivy

from gongkai.base.search.port import CODES

#: What is recorded of each field of tokens: "basic" which texts have one, "position" also how often and where.
TOKENS = {"text": "position", "title": "position", "attachments": "position", "characters": "basic", "words": "basic"}
_VALUES = ("key", "numbers", "audience", *CODES)
#: Stands in ``audience`` of every text that is not for everybody.
NOT_PUBLIC = "\x00"


#: A tokenizer of ours: each character is a token.
_EACH = "each"


@cache
def schema() -> tantivy.Schema:
    """The fields; a change of them is a new `generations.LAYOUT`."""
    builder = tantivy.SchemaBuilder()
    for name, recorded in TOKENS.items():
        tokenizer = _EACH if name == "characters" else "whitespace"
        builder.add_text_field(name, tokenizer_name=tokenizer, index_option=recorded)
    for name in _VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in CODES)
    builder.add_integer_field("published", fast=True, indexed=True)
    builder.add_float_field("weight", fast=True)
    for name in ("facts", "body_text", "attachments_text"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder, with our tokenizer."""
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer(_EACH, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 1, False)).build())
    return index
