"""A brief as slides: the sentences, one picture drawn of shapes with its table, and the questions."""

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from portal.brief.properties import describe
from portal.brief.statement import Topic
from registry.charts import drawing
from registry.charts.drawing import Box, Dot, Stroke, Words
from registry.office_files import LANGUAGE, clean, repacked

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
INK, SOFT, ACCENT, GRID = (RGBColor.from_string(code) for code in ("191B2A", "54565F", "2C429E", "DBDAD2"))
COLOURS = {"own": ACCENT, "peers": INK, "country": SOFT, "grid": GRID, "axis": INK, "missing": GRID}
DASHES = {"peers": MSO_LINE.DASH, "country": MSO_LINE.ROUND_DOT}
TITLE_ONLY, BLANK_TITLE = 0, 5  # layouts of the standard template: a title with a subtitle, a title alone
ROOMY, TIGHT = 500, 900  # letters on a slide: above each, the type is smaller
LAST_YEARS = 6  # rows of the table; every year stands in the picture


def file(brief):
    """The bytes of the presentation."""
    deck = _Deck(brief)
    deck.write()
    return repacked(deck.deck)


class _Deck:
    """The slides while they are being made."""

    def __init__(self, brief):
        self.brief = brief
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDTH, HEIGHT
        describe(self.deck, brief)

    def write(self):
        self._front()
        topics = dict(self.brief.topics)
        self._statements(Topic.SHARE, topics.get(Topic.SHARE, ()))
        if self.brief.chart is not None:
            self._chart(self.brief.chart)
        self._statements(Topic.TARGETS, topics.get(Topic.TARGETS, ()))
        self._statements(Topic.CONTRACTS, (*topics.get(Topic.CONTRACTS, ()), *topics.get(Topic.LOCAL, ())))
        self._last(topics.get(Topic.LAW, ()))

    # --- The slides ---

    def _front(self):
        slide = self._slide(self.brief.title, TITLE_ONLY)
        subtitle = slide.placeholders[1]
        subtitle.left, subtitle.top, subtitle.width, subtitle.height = MARGIN, Inches(4), WIDTH - 2 * MARGIN, Inches(2)
        self._fill(subtitle.text_frame, [(self.brief.opening, Pt(22), INK, False)])

    def _statements(self, title, rows):
        if rows:
            slide = self._slide(title)
            self._fill(self._frame(slide), self._told(rows))

    def _last(self, rows):
        slide = self._slide(f"{Topic.LAW}, och {self.brief.asks[:1].lower()}{self.brief.asks[1:]}")
        asked = [(f"{n}. {row.text} {row.reason}", row) for n, row in enumerate(self.brief.questions, 1)]
        size = Pt(13 if len(rows) > 1 else 15)
        told = self._told(rows, smaller=len(rows) > 1)
        self._fill(self._frame(slide), [*told, *((text, size, INK, False) for text, _ in asked)])

    def _told(self, rows, *, smaller=False):
        letters = sum(len(row.text) + len(row.note) for row in rows)
        size = 20 if letters < ROOMY else 17 if letters < TIGHT else 14
        size = min(size, 13) if smaller or letters > 2 * TIGHT else size
        for row in rows:
            yield row.text, Pt(size), INK, True
            yield row.note, Pt(max(size - 5, 10)), SOFT, False

    def _chart(self, series):
        slide = self._slide(series.full_title)
        self._picture(slide, series)
        self._table(slide, series)
        note = f"Källa: {series.source}. Enhet: {series.unit}. Förbehåll: {series.does_not_cover}"
        if series.is_made_up:
            note += " Värdena är påhittade för demonstrationen."
        frame = self._box(slide, MARGIN, Inches(6.15), WIDTH - 2 * MARGIN, Inches(0.7))
        self._fill(frame, [(note, Pt(11), SOFT, False)])

    def _picture(self, slide, series):
        """The same drawing as on the page, as one group of shapes with what it shows in words."""
        left, top, width = MARGIN, Inches(1.7), Inches(7.2)
        drawn = drawing.lines(series)
        unit = int(Inches(4.3) / drawn.height)
        group = slide.shapes.add_group_shape()
        for shape in drawn.shapes:
            _draw(group.shapes, shape, left, top, width, unit, self._run)
        about = group._element.nvGrpSpPr.cNvPr
        about.set("name", "Diagram")
        about.set("descr", clean(f"{series.full_title}. {series.text}"))

    def _table(self, slide, series):
        rows = series.rows[-LAST_YEARS:]
        left = Inches(8.1)
        size = (left, Inches(1.8), WIDTH - left - MARGIN, Inches(0.4) * (len(rows) + 1))
        held = slide.shapes.add_table(len(rows) + 1, len(series.headers), *size)
        held._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"Tabell: {series.full_title}, de sista åren"))
        cells = [series.headers, *([label, *(cell.text for cell in numbers)] for label, numbers in rows)]
        for row, texts in zip(held.table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self._run(cell.text_frame.paragraphs[0], text, Pt(12))

    # --- How it is written ---

    def _slide(self, title, layout=BLANK_TITLE):
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        held = slide.shapes.title
        is_front = layout == TITLE_ONLY
        held.left, held.top, held.width = MARGIN, Inches(1.6) if is_front else Inches(0.4), WIDTH - 2 * MARGIN
        held.height = Inches(2.2) if is_front else Inches(1.1)
        held.text_frame.word_wrap = True
        held.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if is_front else MSO_ANCHOR.MIDDLE
        self._fill(held.text_frame, [(title, Pt(36 if is_front else 26), ACCENT, True)])
        footer = self._box(slide, MARGIN, Inches(6.95), WIDTH - 2 * MARGIN, Inches(0.4))
        self._fill(footer, [(self.brief.footer, Pt(10), SOFT, False)])
        return slide

    def _frame(self, slide):
        return self._box(slide, MARGIN, Inches(1.55), WIDTH - 2 * MARGIN, Inches(5.3))

    def _box(self, slide, *place):
        frame = slide.shapes.add_textbox(*place).text_frame
        frame.word_wrap = True
        return frame

    def _fill(self, frame, rows):
        for position, (text, size, colour, is_bold) in enumerate(rows):
            paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.space_after = Pt(4)
            self._run(paragraph, text, size, colour, is_bold)

    def _run(self, paragraph, text, size, colour=None, is_bold=None):
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold = size, is_bold
        if colour is not None:
            run.font.color.rgb = colour
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


# --- The drawing ---


def _draw(shapes, shape, left, top, width, unit, write):
    """A shape of the drawing: x is in percent of the width, y in steps of a unit."""

    def at(x, y):
        return Emu(int(left + width * x / 100)), Emu(int(top + unit * y))

    kind = shape.role.rpartition("-")[2]
    colour = COLOURS.get(kind, INK)
    if isinstance(shape, Stroke):
        line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *at(shape.x1, shape.y1), *at(shape.x2, shape.y2)).line
        line.color.rgb, line.width = colour, Pt(3 if kind == "own" else 1.75 if kind in DASHES else 0.75)
        if kind in DASHES:
            line.dash_style = DASHES[kind]
    elif isinstance(shape, Box):
        box = shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            *at(shape.x, shape.y),
            Emu(int(width * shape.width / 100)),
            Emu(int(unit * shape.height)),
        )
        _colour(box, colour)
    elif isinstance(shape, Dot):
        x, y = at(shape.x, shape.y)
        radius = int(unit * shape.r)
        _colour(shapes.add_shape(MSO_SHAPE.OVAL, x - radius, y - radius, 2 * radius, 2 * radius), colour)
    elif isinstance(shape, Words) and not shape.is_minor:
        _words(shapes, shape, at(shape.x, shape.y), write)


def _colour(shape, colour):
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()


def _words(shapes, shape, place, write):
    x, y = place
    wide, high = Inches(1), Inches(0.3)
    anchors = {"start": (0, PP_ALIGN.LEFT), "middle": (wide // 2, PP_ALIGN.CENTER), "end": (wide, PP_ALIGN.RIGHT)}
    back, alignment = anchors[shape.anchor]
    frame = shapes.add_textbox(x - back, y - high, wide, high).text_frame
    frame.word_wrap = False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    frame.paragraphs[0].alignment = alignment
    write(frame.paragraphs[0], shape.text, Pt(12), INK, shape.role == "strong")
