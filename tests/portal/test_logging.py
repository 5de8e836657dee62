"""Logs never show a personnummer."""

import io
import logging
import sys

from portal.logging import MaskPersonalNumbers

PERSONAL_NUMBER = "19121212-1212"


def logged(write):
    """What a handler with the mask writes when `write` has logged."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(MaskPersonalNumbers())
    logger = logging.getLogger("tests.mask")
    logger.addHandler(handler)
    try:
        write(logger)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


def test_masked_in_message_and_arguments():
    text = logged(
        lambda logger: logger.error(
            "Sökte %s med frågan %s och " + PERSONAL_NUMBER, "/sok/191212121212/", "?q=121212-1212"
        )
    )

    assert "Sökte /sok/" in text
    assert "1212-1212" not in text
    assert "191212121212" not in text


def test_an_invitations_token_is_masked_in_paths_and_in_what_follows_sign_in():
    token = "SxPcpJ1WKm-9_a7f0"

    text = logged(lambda logger: logger.warning("/inbjudan/%s/ ?next=%%2Finbjudan%%2F%s%%2F", token, token))

    assert token not in text
    assert "/inbjudan/•/" in text


def test_a_receipts_address_is_masked():
    text = logged(lambda logger: logger.warning("GET /kvitto/%s/kvitto.pdf", "0123456789abcdef" * 2))

    assert "GET /kvitto/•/kvitto.pdf" in text


def test_masked_in_a_traceback():
    def write(logger):
        try:
            raise ValueError(f"cannot read {PERSONAL_NUMBER}")
        except ValueError:
            logger.exception("Failed")

    text = logged(write)

    assert "ValueError: cannot read" in text
    assert "1212-1212" not in text


def test_arguments_that_do_not_fit_do_not_lose_the_line():
    assert "no place" in logged(lambda logger: logger.error("no place", PERSONAL_NUMBER))


def test_every_handler_of_the_process_has_the_mask():
    ours = [handler for handler in logging.getLogger().handlers if getattr(handler, "stream", None) is sys.__stderr__]

    for handler in ours:
        assert any(isinstance(mask, MaskPersonalNumbers) for mask in handler.filters)
    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("django.server").handlers == []


def test_an_email_address_is_masked():
    text = logged(
        lambda logger: logger.warning(
            "Refused: %s, GET /organisationer/?q=%s&page=2", {"kim@exempel.example": 550}, "kim%40exempel.example"
        )
    )

    assert "exempel.example" not in text
    assert "GET /organisationer/?q=•@•&page=2" in text
