"""Which article a request to correct one's own record follows, and what it lets an organ do that is not competent."""

from datetime import date

import pytest

from gongkai.law.corrections import correction_article, may_only_advise
from gongkai.law.deadlines import BeforeRegulation


@pytest.mark.parametrize(
    ("received", "article", "advises"),
    [
        (date(2019, 5, 14), "第二十五条", False),
        (date(2019, 5, 15), "第四十一条", True),
        (date(2026, 1, 5), "第四十一条", True),
        (date(2008, 5, 1), "第二十五条", False),
    ],
)
def test_the_text_is_that_of_the_day_of_receipt(received: date, article: str, advises: bool) -> None:
    assert correction_article(received) == article
    assert may_only_advise(received) is advises


def test_before_the_first_text_there_was_no_such_right() -> None:
    with pytest.raises(BeforeRegulation):
        correction_article(date(2008, 4, 30))
