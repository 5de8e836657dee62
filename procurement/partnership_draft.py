"""The draft of a partnership's agreement as a Word document, with every heading that an agreement has.

The headings are those that Uddevalla asks of every agreement. What nobody has written yet stands as "[fyll i: …]" in
its place. The same rows give the same bytes, so that two drafts can be compared.
"""

from functools import cached_property

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from procurement.models import PartnershipPrinciple
from procurement.partnership_text import is_as_decided
from registry.office_files import LANGUAGE, clean, repacked
from registry.validators import format_organisation_number
from registry.wording import day_in_words, in_a_row, kronor

DRAFT = "UTKAST"
KIND = "Avtal om idéburet offentligt partnerskap (IOP)"


def document(partnership):
    """The bytes of the document."""
    paper = _Paper(partnership)
    paper.write()
    return paper.file()


def fill_in(what):
    """What stands where nothing is written."""
    return f"[fyll i: {what}]"


class _Paper:
    """The document while it is being written, heading by heading."""

    def __init__(self, partnership):
        self.partnership = partnership
        self.parties = sorted(
            partnership.parties.select_related("authority", "legal_entity").prefetch_related("commitments"),
            key=lambda party: (not party.is_public, party.pk),
        )
        self.names = {party.pk: str(party) for party in self.parties}
        self.docx = Document()
        self.number = 0

    @cached_property
    def is_draft(self):
        """Until somebody has decided, while something else is negotiated, and where that was given up but stands."""
        held = self.partnership
        being_written = held.decided_on is None or held.is_being_written or held.state == "legal_review"
        return being_written or not is_as_decided(held)

    def write(self):
        self._properties()
        self._front()
        self._background()
        self._values()
        self._organisation()
        self._goals()
        self._commitments()
        self._follow_up()
        self._economy()
        self._time()
        self._heading("Ändringar och tillägg")
        self._text(self.partnership.changes, "hur avtalet ändras, till exempel bara skriftligt")
        self._heading("Omförhandling, hävning och tvist")
        self._text(self.partnership.disputes, "när parterna förhandlar om, när någon får häva, hur tvister löses")
        self._decision()
        self._signatures()

    def file(self):
        """The file, with the same times in it whenever it is made."""
        return repacked(self.docx)

    # What the document is.

    def _properties(self):
        known = self.docx.core_properties
        known.title = clean(f"{DRAFT + ': ' if self.is_draft else ''}{self.partnership.title}")
        known.subject, known.author, known.language = KIND, "Idéburenportalen", LANGUAGE
        known.comments = known.last_modified_by = ""
        known.created = known.modified = self.partnership.changed_at.replace(microsecond=0)
        known.revision = 1
        for language in self.docx.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        for section in self.docx.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            if self.is_draft:
                header = section.header.paragraphs[0]
                header.text, header.alignment = DRAFT, WD_ALIGN_PARAGRAPH.RIGHT

    # The headings, in order.

    def _front(self):
        if self.is_draft:
            self._line(f"{DRAFT} {day_in_words(timezone.localdate(self.partnership.changed_at))}")
        self.docx.add_heading(clean(self.partnership.title), 0)
        self._line(KIND)
        self._line(f"mellan {in_a_row(list(self.names.values()))}" if self.names else fill_in("parterna"))

    def _background(self):
        held = self.partnership
        places = "hela landet" if held.whole_country else _in_a_row([row.name for row in held.municipalities.all()])
        groups = _in_a_row([row.name for row in held.target_groups.order_by("pk")])
        self._heading("Bakgrund")
        self._text(held.background, "bakgrund och behov")
        self._fact("Verksamhet", held.service_area.name)
        self._fact("Plats", places, "kommuner")
        self._fact("Målgrupp", groups, "målgrupp")
        self._fact("Initiativet kom från", held.get_initiator_display().lower())
        self._fact("Program eller plan som nämner idéburna", held.programme, "program eller plan")
        if held.programme_url:
            self._fact("Programmet finns på", held.programme_url)
        self._heading("Varför avtalet inte är ett offentligt kontrakt", 2)
        self._text(held.not_a_contract, "bedömning enligt LOU 1 kap. 15 § och HFD 2020 ref. 15")

    def _values(self):
        self._heading("Värdegrund")
        self._text(self.partnership.common_values, "den gemensamma värdegrunden")
        written = {row.principle: row.sentence for row in self.partnership.principles.all()}
        for key, label in PartnershipPrinciple.Principle.choices:
            self._heading(label, 2)
            self._text(written.get(key, ""), f"en mening om hur partnerskapet lever upp till {label.lower()}")

    def _organisation(self):
        self._heading("Parter och organisation")
        self._heading("Parter", 2)
        for party in self.parties:
            self.docx.add_paragraph(clean(_told(party)), style="List Bullet")
        if not any(party.is_public for party in self.parties):
            self._line(fill_in("offentlig part"))
        if all(party.is_public for party in self.parties):
            self._line(fill_in("idéburen part"))
        self._heading("Ledning, styrgrupp, arbetsgrupp och ansvar", 2)
        self._text(self.partnership.steering, "ledningsgrupp, styrgrupp, arbetsgrupp och vem som ansvarar för vad")

    def _goals(self):
        self._heading("Mål")
        goals = [(row.goal, row.indicator) for row in self.partnership.goals.all()]
        if goals:
            self._table("Mål och hur de mäts", ("Mål", "Så ser vi att målet nås"), goals)
        else:
            self._line(fill_in("minst ett mål, och hur ni ser att det nås"))

    def _commitments(self):
        self._heading("Insatser och åtaganden")
        for party in self.parties:
            self._heading(self.names[party.pk], 2)
            rows = sorted(party.commitments.all(), key=lambda row: (row.year, row.pk))
            if not rows:
                self._line(fill_in("vad parten bidrar med: pengar, lokaler, personal, frivilliga eller annat, per år"))
                continue
            cells = [self._commitment(row) for row in rows]
            cells.append(("Summa", "", "", _sum(rows)))
            self._table(
                f"Insatser av {self.names[party.pk]}", ("År", "Insats", "Till", "Värde"), cells, last_is_sum=True
            )
        self._sums()

    def _commitment(self, row):
        to = self.names.get(row.recipient_id, "partnerskapet")
        amount = fill_in("värde") if row.amount is None else kronor(row.amount)
        return (str(row.year), f"{row.get_kind_display()}: {row.description}", to, amount)

    def _sums(self):
        """What everybody brings, by party and year."""
        brought = {party.pk: list(party.commitments.all()) for party in self.parties}
        every = [row for rows in brought.values() for row in rows]
        years = sorted({row.year for row in every})
        if not years:
            return
        cells = [(self.names[pk], *_by_year(rows, years), _sum(rows)) for pk, rows in brought.items()]
        cells.append(("Summa", *_by_year(every, years), _sum(every)))
        self._heading("Sammanlagt", 2)
        headings = ("Part", *map(str, years), "Summa")
        self._table("Värdet av alla insatser, per part och år", headings, cells, last_is_sum=True)

    def _follow_up(self):
        self._heading("Uppföljning")
        self._text(self.partnership.follow_up_plan, "hur och av vem partnerskapet följs upp")
        days = [row.planned_on for row in self.partnership.follow_ups.all() if row.performed_on is None]
        self._fact("Dagar för uppföljning", _in_a_row([day_in_words(day) for day in days]), "dagar")

    def _economy(self):
        held = self.partnership
        every = [row for party in self.parties for row in party.commitments.all()]
        self._heading("Ekonomi med samhällsvinster och kostnad")
        self._heading("Samhällsvinster", 2)
        self._text(held.social_gains, "vad partnerskapet ger samhället")
        self._heading("Kostnad", 2)
        public = [row for party in self.parties if party.is_public for row in party.commitments.all()]
        self._fact("Värdet av alla parters insatser", _sum(every) if every else "", "parternas insatser")
        self._fact("Därav från myndigheter", _sum(public) if public else "", "myndighetens insatser")
        self._heading("Statligt stöd", 2)
        self._fact("Bedömning", held.get_aid_display() if held.aid else "", "bedömning av statligt stöd")
        self._text(held.aid_reasons, "skäl till bedömningen")

    def _time(self):
        held = self.partnership
        self._heading("Avtalstid och uppsägningstid")
        self._fact("Börjar", day_in_words(held.starts_on) if held.starts_on else "", "första dag")
        until = "när någon part säger upp avtalet. " + fill_in("sista dag, om avtalet ska ha en")
        self._fact("Slutar", day_in_words(held.ends_on) if held.ends_on else until)
        self._fact("Förlängning", held.extension, "om och hur avtalet förlängs")
        months = held.notice_months
        words = "" if months is None else f"{months} {'månad' if months == 1 else 'månader'}"
        self._fact("Uppsägningstid", words, "uppsägningstid i månader")

    def _decision(self):
        held = self.partnership
        if held.decided_on is None:
            return
        self._heading("Tidigare beslut" if self.is_draft else "Beslut")
        self._fact("Beslutades av", held.decision_body)
        self._fact("Dag", day_in_words(held.decided_on))
        self._fact("Diarienummer", held.reference)

    def _signatures(self):
        self._heading("Underskrifter")
        if not self.parties:
            self._line(fill_in("parter"))
        for party in self.parties:
            self._heading(self.names[party.pk], 2)
            for words in ("Ort och datum", "Namnteckning", "Namnförtydligande"):
                self._fact(words, "", "vid undertecknandet")

    # How it is written.

    def _heading(self, text, level=1):
        if level == 1:
            self.number += 1
            text = f"{self.number}. {text}"
        self.docx.add_heading(clean(text), level)

    def _line(self, text):
        return self.docx.add_paragraph(clean(text))

    def _text(self, text, what):
        """A text with its own paragraphs, or what to fill in."""
        for part in clean(text).splitlines() or [fill_in(what)]:
            if part.strip():
                self.docx.add_paragraph(part.strip())

    def _fact(self, label, value, what=""):
        paragraph = self.docx.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(clean(value) or fill_in(what))

    def _table(self, about, headings, rows, *, last_is_sum=False):
        """A table whose first row is its heading on every page, told of in words for those who do not see it."""
        table = self.docx.add_table(rows=0, cols=len(headings), style="Table Grid")
        for position, cells in enumerate([headings, *rows]):
            row = table.add_row()
            is_bold = position == 0 or (last_is_sum and position == len(rows))
            for cell, text in zip(row.cells, cells, strict=True):
                cell.paragraphs[0].add_run(clean(text)).bold = is_bold
        _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", "true")
        _mark(table._tbl.tblPr, "w:tblCaption", clean(about))
        self.docx.add_paragraph()


def _mark(properties, name, value):
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    properties.append(element)


def _told(party):
    """A party with its number, and that it has not joined."""
    known = party.authority if party.is_public else party.legal_entity
    number = known.organisation_number
    words = f"{party}, {format_organisation_number(number)}" if number else str(party)
    side = "offentlig part" if party.is_public else "idéburen part"
    return f"{words} ({side}{'' if party.joined_at else ', har inte gått med'})"


def _in_a_row(words):
    """The words in a row; nothing for none."""
    return in_a_row(words) if words else ""


def _by_year(rows, years):
    return [_sum([row for row in rows if row.year == year]) for year in years]


def _sum(rows):
    """What the rows are worth; the least they can be where some are not valued."""
    known = [row.amount for row in rows if row.amount is not None]
    if rows and not known:
        return "inte värderat"
    return kronor(sum(known)) if len(known) == len(rows) else f"minst {kronor(sum(known))}"
