"""An A4 document with a Swedish font, tagged for screen readers: headings, paragraphs, and pictures with words."""

from contextlib import contextmanager
from importlib.resources import files

MARGIN = 25  # millimetres


class Paper:
    """What letters and receipts are written on. Each block is one element of the document's structure."""

    def __init__(self, title):
        from fpdf import FPDF  # 23 MB, which a web process that only shows pages does without

        fonts = files("fontpkg_fira_sans") / "files"
        self.pdf = FPDF(format="A4")
        self.pdf.set_lang("sv-SE")
        self.pdf.set_title(title)
        self.pdf.set_margins(MARGIN, MARGIN)
        self.pdf.set_auto_page_break(True, MARGIN)
        self.pdf.add_font("Fira", "", str(fonts / "FiraSans-Regular.ttf"))
        self.pdf.add_font("Fira", "B", str(fonts / "FiraSans-Bold.ttf"))
        self.pdf.add_page()

    def text(self, words, style=""):
        self._write(words, 11, style, 6, "P")

    def heading(self, words, level=2):
        self.space()
        size, height = (18, 9) if level == 1 else (13, 7)
        self._write(words, size, "B", height, f"H{level}")

    def space(self):
        self.pdf.ln(4)

    def link(self, address):
        """An address that is also a link."""
        self.pdf.set_font("Fira", "", 11)
        with self._tagged("P"):
            self.pdf.cell(text=address, h=6, link=address, new_x="LMARGIN", new_y="NEXT")

    def picture(self, image, *, width, words):
        """A picture, `width` millimetres wide, with what it shows in words."""
        if self.pdf.will_page_break(width):
            self.pdf.add_page()
        self.pdf.image(image, w=width, alt_text=words)
        self.space()

    def bytes(self):
        return bytes(self.pdf.output())

    def _write(self, words, size, style, height, tag):
        """Write a block. A block that goes on over the page is one element on each."""
        self.pdf.set_font("Fira", style, size)
        lines = self.pdf.multi_cell(0, height, words, align="L", dry_run=True, output="LINES")
        while lines:
            room = int((self.pdf.page_break_trigger - self.pdf.y) // height)
            if room < 1:
                self.pdf.add_page()
                continue
            with self._tagged(tag):
                self.pdf.multi_cell(0, height, "\n".join(lines[:room]), new_x="LMARGIN", new_y="NEXT", align="L")
            lines = lines[room:]
        self.pdf.ln(1.5)

    @contextmanager
    def _tagged(self, tag):
        """Mark what is written meanwhile as one element of the structure. fpdf2 itself tags only pictures."""
        place = self.pdf.struct_builder.next_mcid_for_page(self.pdf.page)
        self.pdf._add_marked_content(struct_type=f"/{tag}", mcid=place)
        self.pdf._out(f"/{tag} <</MCID {place}>> BDC")
        yield
        self.pdf._out("EMC")
