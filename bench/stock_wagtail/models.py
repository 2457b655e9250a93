from wagtail.fields import RichTextField
from wagtail.models import Page


class TextPage(Page):
    """A title and a text."""

    body = RichTextField()
    template = "stock_wagtail/text_page.html"
