"""A receipt on paper: what was asked, each answer with its reasons, its sum, and a way back by QR code."""

from datetime import date, datetime
from io import BytesIO

from django.conf import settings
from django.urls import reverse

from registry.reading.checks import NOT_HERE, PLURALS, counts
from registry.services.paper import Paper
from registry.validators import format_organisation_number
from registry.wording import day_in_words, grouped

MOST_ROWS_ON_PAPER = 200
CODE_WIDTH = 32  # millimetres


def render(receipt):
    """The receipt as the bytes of a PDF, not signed yet. Made of what is stored alone."""
    content, address = receipt.content, address_of(receipt)
    paper = Paper(title_of(receipt))
    # Also outside the compressed pages, so that an altered copy still tells which receipt it was.
    paper.pdf.set_subject(address)
    paper.pdf.set_author(content["operator"])
    paper.text(content["operator"], style="B")
    paper.heading(title_of(receipt), level=1)
    paper.text(_what_it_is(receipt))
    paper.text(f"Dag som svaret gäller: {day_in_words(date.fromisoformat(content['on']))}")
    paper.text(f"Grund: {content['provision']}, {content['ground_name'][:1].lower()}{content['ground_name'][1:]}")
    paper.text(f"Kontrollerat {_moment(content['checked_at'])}")
    paper.heading("Kvittot hos portalen")
    paper.picture(_qr_code(address), width=CODE_WIDTH, words="QR-kod med kvittots adress, som också står här under")
    paper.link(address)
    paper.text(f"Innehållets kontrollsumma (SHA-256): {receipt.sha256}")
    paper.text(
        f"Kontrollera att filen är oförändrad: {settings.SITE_URL}{reverse('receipt_verify')} Underskriften visas "
        "också i program som läser PDF."
    )
    _answers(paper, content)
    return paper.bytes()


def title_of(receipt):
    """The heading of the receipt, on paper and on its page."""
    if receipt.is_certificate:
        return f"Bevis: {receipt.content['rows'][0]['name'] or NOT_HERE}"
    return "Kvitto på kontroll av behörighet"


def address_of(receipt):
    """Where the receipt is read."""
    return settings.SITE_URL + reverse("receipt", args=[receipt.token])


def _what_it_is(receipt):
    thing = "Beviset" if receipt.is_certificate else "Kvittot"
    return (
        f"{thing} visar vad portalen svarade, med skäl. Det är inte ett beslut, och portalen är inte Kammarkollegiet. "
        "Okänt betyder att inget visar svaret, inte nej. Om syftet bidrar till målet med en viss upphandling prövar "
        "den som upphandlar."
    )


def _answers(paper, content):
    rows, problems = content["rows"], content["problems"]
    paper.heading("Svar")
    if len(rows) > 1:
        for answer, number in counts(content):
            paper.text(f"{number} {PLURALS[answer]}")
    if problems:
        paper.text(f"{len(problems)} rader i listan kontrollerades inte.")
    if len(rows) > MOST_ROWS_ON_PAPER:
        paper.text(
            f"Listan har {grouped(len(rows))} nummer. "
            "De står på kvittots sida och i dess fil med innehållet, vars kontrollsumma är den som står ovan."
        )
        return
    for row in rows:
        _answer(paper, row)
    if problems:
        paper.heading("Inte kontrollerade")
    for row in problems:
        paper.text(f"Rad {row['position']}: {row['words']}")


def _answer(paper, row):
    paper.space()
    role = f", {row['roles']}" if row["roles"] else ""
    name = row["name"] or NOT_HERE
    paper.heading(f"{format_organisation_number(row['number'])} {name}{role}", level=3)
    paper.text(f"{row['words']}.", style="B")
    paper.text(" ".join([*row["reasons"], row["notes"]]).strip())


def _moment(text):
    moment = datetime.fromisoformat(text)
    return f"{day_in_words(moment.date())} klockan {moment:%H.%M}"


def _qr_code(address):
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return out
