"""Decision letters as tagged PDF: what was decided, why, by which provisions, and how to ask for review."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from registry.models import Decision, Document, LegalProvision
from registry.services.documents import store_made_here
from registry.services.paper import Paper


def in_words(day):
    """21 november 2026."""
    return date_format(day, "j F Y")


def how_to_ask_for_review():
    """The paragraphs on review. Only an authority's decision can be appealed to court (2017:900, 40 to 44 §§)."""
    if settings.OPERATOR_IS_AUTHORITY:
        return [
            "Ni kan överklaga beslutet till förvaltningsrätten. Skriv vilket beslut det gäller, hur ni vill att det "
            "ändras och varför.",
            f"Skicka överklagandet till {settings.OPERATOR_NAME}, {settings.OPERATOR_EMAIL}. Det ska ha kommit in inom "
            "tre veckor från den dag ni tog del av beslutet.",
        ]
    return [
        "Ni kan begära att en annan handläggare prövar beslutet på nytt. Skriv vilket beslut det gäller, vad ni tycker "
        "är fel och varför.",
        f"Skicka begäran till {settings.OPERATOR_NAME}, {settings.OPERATOR_EMAIL}, inom tre veckor från den dag ni tog "
        "del av beslutet. Ni kan också komma in med en ny ansökan när som helst.",
    ]


def what_it_means(decision):
    """What the decision means, and what it does not."""
    if decision.application.is_change:
        if decision.outcome == Decision.Outcome.APPROVED:
            return "Ändringen gäller från i dag. Den publika sidan visar de nya uppgifterna."
        return "Det som var verifierat gäller som förut. Den publika sidan ändras inte."
    if decision.outcome == Decision.Outcome.APPROVED:
        return (
            "Den juridiska personen är verifierad i portalen från i dag. Det är inte samma sak som att vara "
            "registrerad hos Kammarkollegiet, och ändrar ingenting där."
        )
    if decision.outcome == Decision.Outcome.DISMISSED:
        return "Ansökan har avslutats utan att kraven prövats. Ni kan ansöka på nytt."
    return "Vi har inte kunnat verifiera den juridiska personen. Skälen står nedan, med de regler vi har använt."


def heading(decision):
    """The letter's heading, for instance "Ansökan om verifiering godkänns"."""
    ending = {
        Decision.Outcome.APPROVED: "godkänns",
        Decision.Outcome.REJECTED: "avslås",
        Decision.Outcome.DISMISSED: "avvisas",
    }[decision.outcome]
    return f"{decision.application.get_kind_display()} {ending}"


def decision_letter(decision, *, actor):
    """Make the letter and keep it as a document of the entity. Returns the document."""
    case = decision.application
    entity = case.legal_entity
    content, page_count = render(decision)
    return store_made_here(
        content,
        Document.Kind.DECISION,
        f"beslut-{case.case_number.lower()}.pdf",
        page_count=page_count,
        organisation=entity.organisation,
        legal_entity=entity,
        actor=actor,
    )


def render(decision):
    """The letter as bytes, and its number of pages."""
    case = decision.application
    entity = case.legal_entity
    letter = Paper(title=f"Beslut i ärende {case.case_number}")
    letter.text(settings.OPERATOR_NAME, style="B")
    letter.text(f"Beslut {in_words(timezone.localdate(decision.decided_at))}    Ärende {case.case_number}")
    letter.space()
    letter.text(f"{entity.name}{', ' + _shown(entity) if entity.organisation_number else ''}")
    letter.heading(heading(decision), level=1)
    letter.text(what_it_means(decision))
    letter.heading("Skäl")
    letter.text(decision.reasons)
    if decision.provisions:
        letter.heading("Bestämmelser")
        known = {row.code: row for row in LegalProvision.objects.filter(code__in=decision.provisions)}
        for code in decision.provisions:
            row = known.get(code)
            letter.text(f"{row.title}: {row.summary}" if row else code)
    letter.heading("Om ni inte är nöjda")
    for paragraph in how_to_ask_for_review():
        letter.text(paragraph)
    letter.space()
    letter.text(f"Beslutet är fattat av {decision.decided_by}, handläggare.")
    return letter.bytes(), letter.pdf.page_no()


def _shown(entity):
    number = entity.organisation_number
    return f"{number[:6]}-{number[6:]}"
