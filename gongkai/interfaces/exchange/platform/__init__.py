"""Reading another site in the listing shape of the provincial platform: ``/gkmlpt/api/all/{column}?page=``.

``fetching`` asks one address at a time and never outside the base it was given, ``listing`` gathers the articles of a column or of a saved
file, ``articles`` says what an article is: its facts, its body from its own page, its attachments. Every refusal is a sentence.
"""

from .articles import Article, article_of, body_of_page, file_of
from .fetching import Fetcher
from .listing import Listing, gather, saved

__all__ = ["Article", "Fetcher", "Listing", "article_of", "body_of_page", "file_of", "gather", "saved"]
