"""Browsers for the people of a story. Each person has one of their own."""

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import expect

from portal.static_files import SHEET, in_one_piece
from tests.browser.checks import watch
from tests.factories import load_reference_data

PATIENCE = 30_000  # milliseconds; a shared machine may be slow
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session", autouse=True)
def sheet_in_one_piece(tmp_path_factory):
    """The style sheet as it is served in production: one request for each page instead of fifty."""
    folder = tmp_path_factory.mktemp("static")
    whole = folder / SHEET
    whole.parent.mkdir()
    whole.write_text(in_one_piece(settings.BASE_DIR / "static" / SHEET))
    with override_settings(STATICFILES_DIRS=[folder, *settings.STATICFILES_DIRS]):
        yield


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
