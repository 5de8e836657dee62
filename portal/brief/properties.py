"""What a Word or PowerPoint file of a brief tells of itself."""

from datetime import datetime

from registry.office_files import LANGUAGE, clean


def describe(document, brief):
    """Title, language and day in the file's own properties, and nothing of the moment when it was made."""
    known = document.core_properties
    known.title, known.subject = clean(brief.title), clean(brief.footer)
    known.author = known.last_modified_by = "Idéburenportalen"
    known.language, known.comments, known.revision = LANGUAGE, "", 1
    known.created = known.modified = datetime(brief.day.year, brief.day.month, brief.day.day)
