"""What the pages of guidance show: the list of them, and one text as it was on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from portal import provisions
from portal.markup import plain_text, sections
from portal.models import GuidancePage, GuidanceVersion
from procurement.first_tender import WORDS

Kind = GuidancePage.Kind
LISTED = (Kind.WAY, Kind.CHECKLIST, Kind.PRINCIPLES, Kind.WORDS, Kind.EXAMPLE)
# What the page says around its text, in its own language.
SAID = {
    "sv": {
        "missing": "Sidan fanns inte.",
        "missing_text": "Den dagen hade sidan ingen text.",
        "today": "Läs dagens text",
        "earlier": "En tidigare text.",
        "earlier_text": "Så här stod det den dag du frågade om.",
        "old": "Inte granskad på ett år.",
        "old_text": "Det är mer än ett år sedan någon läste texten mot källorna. Kontrollera det du vill använda.",
        "about": "Om sidan",
        "reviewed": "Senast granskad",
        "sources": "Källor",
        "provisions": "Paragrafer",
        "read": "läst",
        "correct": "Tipsa om fel på sidan",
    },
    "en": {
        "missing": "Nothing here that day.",
        "missing_text": "The page had no text on the day that you asked for.",
        "today": "Read today’s text",
        "earlier": "An earlier text.",
        "earlier_text": "This is what the page said on the day that you asked for.",
        "old": "Not reviewed for a year.",
        "old_text": "It is more than a year since anybody checked this text against its sources.",
        "about": "About this page",
        "reviewed": "Last reviewed on",
        "sources": "Sources",
        "provisions": "Sections of law",
        "read": "read on",
        "correct": "Tell us about a mistake",
        "contact": "Contact us",
        "write": "Write to us in English or Swedish:",
    },
}
EASY = {"contact": "Kontakta oss", "write": "Vill du fråga något? Skriv till oss. Vår adress är:"}
WORD_HEADERS = [{"label": "Köparen säger"}, {"label": "Organisationen säger"}]


@dataclass(frozen=True)
class Shown:
    """A page's text on a day. `text` is none on a day when readers had none."""

    page: GuidancePage
    text: GuidanceVersion | None
    on: date
    is_today: bool

    @property
    def sections(self):
        return sections(self.text.body, self.page.language)

    @property
    def sources(self):
        return self.text.source_list()

    @property
    def provisions(self):
        """The paragraphs that the text cites."""
        return provisions.cited(plain_text(self.text.body))

    @property
    def review_is_old(self):
        return self.text is not None and self.text.review_is_old(self.on)

    @property
    def said(self):
        """The page's words around its text. Those with an address of their own say how to make contact."""
        return SAID[self.page.language] | (EASY if self.page.kind == Kind.EASY else {})

    @property
    def has_words(self):
        """Whether the word list of the two sides belongs here."""
        return self.page.kind == Kind.WORDS


def pages():
    """Those that are published, by kind: {kind: [page, …]}. One query."""
    found = {kind.value: [] for kind in LISTED}
    for page in GuidancePage.objects.published().filter(kind__in=LISTED).defer("body", "sources"):
        found[page.kind].append(page)
    return found


def shown(on=None, **which):
    """The page as readers had it at the end of a day, today unless told otherwise. None when there is no such page.

    A page that is not published today is not found today, but stands on the days when it was. Two queries at most.
    """
    today = timezone.localdate()
    on = on or today
    page = GuidancePage.objects.filter(**which).first()
    if page is None:
        return None
    text = page.versions.filter(shown_from__lt=_end_of(on)).order_by("-number").first()
    text = text if text is not None and text.is_shown else None
    return Shown(page, text, on, on == today)


def _end_of(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def word_table():
    """The words of buyers and organisations, side by side: the same that stand beside a question in a procurement."""
    glossary = reverse("glossary")
    return [
        [{"text": word.buyer, "url": f"{glossary}#{word.slug}", "small": word.meaning}, {"text": word.own}]
        for word in WORDS
    ]
