"""A page cut from a stencil is the page its template would have made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from gongkai.interfaces.portal.stencils import filled

ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined)
TEMPLATE = ENVIRONMENT.from_string(
    """<h1 title="{{ title }}">{{ title }}</h1>{% if note %}<p>{{ note }}</p>{% endif %}{{ body }}
{% for one in facts %}<li>{{ one.name }}: {{ one.value or "none" }}</li>{% else %}nothing{% endfor %}
{% if near %}{{ near.title or near.number }}{% endif %} {{ site }}"""
)
text = st.text(alphabet=st.sampled_from("甲乙<>&\"'-0123456789abcdef{}%\n"), max_size=12)
words = st.fixed_dictionaries(
    {
        "title": text,
        "note": text,
        "body": text.map(Markup),
        "facts": st.lists(st.fixed_dictionaries({"name": text, "value": text}), max_size=3),
        "near": st.one_of(st.just(""), st.fixed_dictionaries({"title": text, "number": text})),
    }
)


@given(st.lists(words, min_size=1, max_size=4), st.sampled_from(["here", "there"]))
def test_what_is_cut_is_what_the_template_makes(pages, site: str) -> None:
    for page in pages:
        assert filled(TEMPLATE, {"site": site}, page, standing=site) == TEMPLATE.render(site=site, **page)


@pytest.mark.parametrize(
    "asked",
    [
        "{% if title == 'a' %}{% endif %}",
        "{{ title | length }}",
        "{{ title[:3] }}",
        "{{ '<' ~ title }}",
        "{{ title | upper }}",
        "{{ title | urlencode }}",
        "{% for letter in title %}{% endfor %}",
        "{% if 'a' in title %}{% endif %}",
        "{{ title + 'b' }}",
        "{% if title < 'b' %}{% endif %}",
        "{{ {'a': 1}[title] }}",
        "{{ title.upper() }}",
    ],
)
def test_a_template_that_asks_a_word_anything_makes_no_page(asked: str) -> None:
    with pytest.raises((TypeError, UndefinedError)):
        filled(ENVIRONMENT.from_string(asked), {}, {"title": "a"}, standing=None)


def test_no_word_is_taken_for_a_gap() -> None:
    template = ENVIRONMENT.from_string("{{ first }}|{{ second }}")
    cut = filled(template, {}, {"first": "a", "second": "b"}, standing=None)
    assert cut == "a|b"
    assert filled(template, {}, {"first": "0-", "second": "-1-"}, standing=None) == "0-|-1-"
