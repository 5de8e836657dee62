"""What to prepare for a notice: the boxes that an organisation ticks, and the days to do it by. Pure.

The days are the portal's advice counted from this very notice, not law, and are called so on the page.
"""

from datetime import timedelta

from procurement.models.readiness import ReadyItem
from registry.working_days import is_working_day

# What each box is about, in one or two sentences.
HELP = {
    ReadyItem.NOTICE: "Läs kraven, det som ger poäng och avtalet. Stryk under allt som ni måste visa.",
    ReadyItem.CALENDAR: "Sista dag för frågor, sista dag för anbud och våra egna dagar. Säg vem som gör vad.",
    ReadyItem.REFERENCES: "Två eller tre som kan berätta om ert arbete. Fråga dem innan ni skriver deras namn.",
    ReadyItem.ECONOMY: "Senaste årsredovisningen. Räcker pengarna tills den första fakturan är betald?",
    ReadyItem.TAXES: "F-skatt om ni ska ha det, arbetsgivare hos Skatteverket, inga skulder hos Kronofogden.",
    ReadyItem.INSURANCE: "Ansvarsförsäkring som täcker det annonsen kräver. Be bolaget om ett intyg.",
    ReadyItem.QUALITY: "Hur ni arbetar, följer upp och rättar fel. Lägg fram de rutiner som ni redan har.",
    ReadyItem.STAFF: "Vilka som ska göra jobbet, deras utbildning, och vad ni gör om någon blir sjuk.",
    ReadyItem.PRICE: "Räkna på allt: lön, lokal, resor, administration. Kontrollera i vilken enhet priset ska anges.",
    ReadyItem.DATABASE: "Anbudet lämnas där annonsen säger. Skaffa kontot och prova att logga in i god tid.",
}
# Days before the last day for tenders, and what ought to be done by then.
BEFORE_TENDERS = [
    (28, "bestäm om ni ska lämna anbud, och med vilka"),
    (14, "ha ett utkast klart"),
    (7, "låt någon annan läsa anbudet mot kraven"),
    (2, "lämna in anbudet"),
]
DAYS_TO_ASK = 3


def own_days(closes_on, questions_until, today):
    """(day, text) of what to do by when, from the notice's own days; what has passed is left out."""
    days = [(closes_on - timedelta(days=before), text) for before, text in BEFORE_TENDERS] if closes_on else []
    if questions_until:
        days.append((questions_until - timedelta(days=DAYS_TO_ASK), "skicka era frågor"))
    return sorted((day, text) for day, text in ((_working(day), text) for day, text in days) if day >= today)


def _working(day):
    """The day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
