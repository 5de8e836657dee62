"""Sources as lines."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.sources import Source, read_sources


def test_a_source_has_name_address_and_day():
    text = "LOU | https://www.riksdagen.se/x | 2026-11-21\n\nEn bok | | 2026-11-20\n"

    assert read_sources(text) == (
        Source("LOU", "https://www.riksdagen.se/x", date(2026, 11, 21)),
        Source("En bok", "", date(2026, 11, 20)),
    )


@pytest.mark.parametrize(
    "line",
    [
        "LOU",
        "LOU | https://www.riksdagen.se/",
        "LOU | https://www.riksdagen.se/ | 2026-02-30",
        "LOU | javascript:alert(1) | 2026-11-21",
        "LOU | https:// | 2026-11-21",
        "LOU | /lagen/ | 2026-11-21",
        " | https://www.riksdagen.se/ | i går",
    ],
)
def test_a_line_that_is_no_source_is_refused_with_its_number(line):
    with pytest.raises(ValidationError, match="Rad 2"):
        read_sources(f"LOU | | 2026-11-21\n{line}")
