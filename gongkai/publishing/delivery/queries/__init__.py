"""What has to stand where, as which article, and what may be listed of it."""

from .articles import article
from .columns import columns_of, covering
from .listing import Selection, latest_line, listed, tally
from .tokens import token_name, token_of
from .wanted import Wanted, articles_of, wanted

__all__ = [
    "Selection",
    "Wanted",
    "article",
    "articles_of",
    "columns_of",
    "covering",
    "latest_line",
    "listed",
    "tally",
    "token_name",
    "token_of",
    "wanted",
]
