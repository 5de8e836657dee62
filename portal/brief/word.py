"""A brief as a Word document, to go on writing in."""

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from portal.brief.properties import describe
from registry.office_files import LANGUAGE, clean, repacked

NOTE = Pt(8.5)


def file(brief):
    """The bytes of the document."""
    document = Document()
    _set_up(document, brief)
    document.add_heading(clean(brief.title), 0)
    document.add_paragraph(clean(brief.opening))
    for topic, rows in brief.topics:
        document.add_heading(topic, 1)
        for row in rows:
            document.add_paragraph(clean(row.text))
            document.add_paragraph().add_run(clean(row.note)).font.size = NOTE
    document.add_heading(brief.asks, 1)
    for question in brief.questions:
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(clean(question.text)).bold = True
        paragraph.add_run(f" {clean(question.reason)}")
    return repacked(document)


def _set_up(document, brief):
    describe(document, brief)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.footer.paragraphs[0].add_run(clean(brief.footer)).font.size = NOTE
