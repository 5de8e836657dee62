"""Word and PowerPoint files as the same bytes whenever they are made, and text as such files can hold it."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from procurement.partnership_draft import clean

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP can tell
LANGUAGE = "sv-SE"


def repacked(document):
    """The bytes of a python-docx or python-pptx document, its parts in order and with the same times in them."""
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, EPOCH), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def describe(document, brief):
    """Title, language and day in the file's own properties, and nothing of the moment when it was made."""
    known = document.core_properties
    known.title, known.subject = clean(brief.title), clean(brief.footer)
    known.author = known.last_modified_by = "Idéburenportalen"
    known.language, known.comments, known.revision = LANGUAGE, "", 1
    known.created = known.modified = datetime(brief.day.year, brief.day.month, brief.day.day)


__all__ = ["LANGUAGE", "clean", "describe", "repacked"]
