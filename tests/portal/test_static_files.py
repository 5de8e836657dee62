"""The style sheet is served in one piece."""

from django.conf import settings

from portal.static_files import IMPORT, in_one_piece

SHEET = settings.BASE_DIR / "static" / "css" / "site.css"


def test_every_import_is_written_into_its_layer():
    whole = in_one_piece(SHEET)

    assert "@import" not in whole
    assert whole.count("@layer components {") == len(
        [x for x in IMPORT.findall(SHEET.read_text()) if x[1] == "components"]
    )
    assert whole.index("@layer reset {") < whole.index("@layer components {") < whole.index("@layer utilities {")
    assert ".error-summary" in whole
