"""Browsers for the people of a story. Each person has one of their own."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import watch
from tests.factories import load_reference_data

PATIENCE = 30_000  # milliseconds; a shared machine may be slow
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def reference_data(transactional_db):
    """Reference data again: a test that commits leaves an empty database to the next."""
    load_reference_data()


@pytest.fixture
def open_browser(new_context, live_server, reference_data):
    """A maker of pages, each in a browser of its own at the portal's address."""

    def opened(*, scripts=True, **options):
        context = new_context(base_url=live_server.url, java_script_enabled=scripts, **options)
        context.set_default_timeout(PATIENCE)
        return watch(context.new_page(), live_server.url)

    return opened
