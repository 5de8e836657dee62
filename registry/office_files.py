"""Word and PowerPoint files as the same bytes whenever they are made, and text as such files can hold it."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LANGUAGE = "sv-SE"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP can tell
# What XML cannot hold, and marks that nobody sees but that turn the direction of text.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def clean(text):
    """The text without what a document cannot hold."""
    return FORBIDDEN.sub("", text)


def repacked(document):
    """The bytes of a python-docx or python-pptx document, its parts in order and with the same times in them."""
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, EPOCH), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
