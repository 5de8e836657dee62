"""A brief as one tagged A4 page. More words make smaller type, never a second page."""

from datetime import UTC, datetime

from fpdf import ViewerPreferences

from registry.office_files import clean
from registry.services.paper import Paper

MARGIN = 13  # millimetres
SIZES = (1.2, 1.1, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
TITLE, TOPIC, SENTENCE, NOTE, FOOTER = 16, 11, 10, 8, 8  # points
LEADING = 0.42  # millimetres of a line for each point of its type


def file(brief):
    """The bytes: the largest type that fits on one page."""
    for size in SIZES:
        page = _Page(brief, size)
        page.write()
        if page.pdf.page_no() == 1:
            return page.bytes()
    raise ValueError("the brief does not fit on one page")


class _Page(Paper):
    """The page while it is being written."""

    def __init__(self, brief, size):
        super().__init__(clean(brief.title))
        self.brief, self.size = brief, size
        self.pdf.set_margins(MARGIN, MARGIN)
        self.pdf.set_auto_page_break(True, MARGIN)
        self.pdf.set_xy(MARGIN, MARGIN)
        self.pdf.set_subject(clean(brief.footer))
        self.pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.pdf.set_author("Idéburenportalen")
        self.pdf.set_creation_date(datetime(brief.day.year, brief.day.month, brief.day.day, tzinfo=UTC))

    def write(self):
        self._block(self.brief.title, TITLE, "B", "H1")
        self._block(self.brief.opening, SENTENCE, "", "P", after=1)
        for topic, rows in self.brief.topics:
            self._block(topic, TOPIC, "B", "H2", before=1)
            for row in rows:
                self._block(row.text, SENTENCE, "", "P")
                self._block(row.note, NOTE, "", "P", after=0.9)
        self._block(self.brief.asks, TOPIC, "B", "H2", before=1)
        for number, question in enumerate(self.brief.questions, 1):
            self._block(f"{number}. {question.text} ({question.reason.rstrip('.')}.)", SENTENCE - 1, "", "P", after=0.5)
        self._block(self.brief.footer, FOOTER, "", "P", before=1)

    def _block(self, words, points, style, tag, *, before=0, after=0.3):
        self.pdf.ln(before * self.size)
        self._write(clean(words), points * self.size, style, points * self.size * LEADING, tag)
        self.pdf.set_y(self.pdf.y - 1.5 + after * self.size)  # letters have more air between their blocks
