"""A plugin: the example year, loaded once for all the tests that ask for it.

Loading takes longer than any one test, so it is committed, and the tests that use it are moved to the end of the run, where nothing
that expects an empty ledger comes after them. A test that alters the year is marked ``django_db`` like any other and is rolled back.
"""

from datetime import UTC, datetime

import pytest


@pytest.fixture(scope="session")
def loaded_example(django_db_setup, django_db_blocker):
    """The counts of the example year, which stands in the ledger from here on."""
    from gongkai.interfaces.exchange.example import run

    with django_db_blocker.unblock():
        return run.load(now=datetime(2026, 1, 5, 2, 0, tzinfo=UTC))


@pytest.fixture
def example_year(loaded_example, db):
    """The example year, to be altered at will: each test is rolled back."""
    return loaded_example


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: "loaded_example" in getattr(item, "fixturenames", ()))
