"""The guide to a first tender, as data: so that its readability can be measured and its words held to the glossary."""

import re
from dataclasses import dataclass

TITLE = "Ert första anbud"
LEAD = "För er som aldrig har lämnat anbud. Börja ett halvår i förväg, så hinner ni."
MOST_LIX = 40


@dataclass(frozen=True)
class Section:
    """A chapter: paragraphs, and points under them."""

    slug: str
    heading: str
    paragraphs: tuple = ()
    points: tuple = ()


@dataclass(frozen=True)
class Model:
    """What a notice asks, an answer to learn from, and why it works. The answer is invented."""

    asked: str
    answer: str
    why: str


@dataclass(frozen=True)
class Word:
    """One thing in the words of both sides. `slug` is where the glossary tells more."""

    buyer: str
    own: str
    meaning: str
    slug: str


SECTIONS = (
    Section(
        "annons",
        "Vad är en annons?",
        (
            "En kommun eller en region vill köpa en tjänst. Då måste den säga det öppet. Det gör den i en annons.",
            "Annonsen säger vad som ska köpas, vem som får vara med och när ni senast ska svara. Svaret heter anbud.",
            "Annonsen ligger i en annonsdatabas på nätet. Där finns också alla krav, frågor och svar. Det är gratis "
            "att läsa. Anbudet lämnar ni där, inte här i portalen.",
            "I en reserverad upphandling får bara vissa vara med, till exempel idéburna organisationer.",
        ),
    ),
    Section(
        "lasa",
        "Så läser ni annonsen",
        ("Läs allt en gång utan penna. Läs sedan igen och leta efter fyra saker.",),
        (
            "Ska-krav. De måste ni klara, alla. Missar ni ett får köparen inte välja er.",
            "Det som ger poäng. Här vinner ni eller förlorar. Lägg mest tid på det som väger tyngst.",
            "Avtalet. Där står vad ni lovar, när ni får betalt och hur någon kan säga upp det.",
            "Dagarna. Sista dag för frågor kommer före sista dag för anbud.",
        ),
    ),
    Section(
        "fraga",
        "Våga fråga",
        (
            "Är något oklart? Ställ en fråga. Alla får se svaret, men ingen får veta vem som frågade.",
            "I en tidig dialog kan ni säga vad som är bra för dem ni finns till för. Köparen får lyssna på er. Det är "
            "inte fusk, så länge alla får samma besked.",
        ),
    ),
    Section(
        "flera",
        "När ni inte räcker till",
        (
            "Är uppdraget för stort? Då kan ni lämna anbud tillsammans med andra. Det heter gemensamt anbud.",
            "Är upphandlingen reserverad måste var och en i gruppen klara kravet. Det räcker inte att en gör det.",
            "Skriv upp vem som gör vad och vem som får betalt, innan ni lämnar anbudet.",
        ),
    ),
    Section(
        "efter",
        "Efter beslutet",
        (
            "Köparen skickar ett beslut till alla som lämnat anbud. Där står vem som får avtalet, och varför.",
            "Förlorade ni? Be om skälen, och be att få läsa vinnarens anbud. Av det lär ni er mest.",
            "Tycker ni att beslutet är fel? Då kan ni gå till domstol. Det är bråttom: oftast har ni tio dagar.",
        ),
    ),
)
# When to do what, counted back from the last day for tenders.
AHEAD = (
    ("Sex månader före", "Läs två gamla annonser om samma tjänst. Se efter vad de kräver, och vad ni saknar."),
    ("Sex månader före", "Sök tillstånd om tjänsten kräver det. Det kan ta ett halvår att få."),
    ("Fem månader före", "Läs era stadgar. Står det tydligt vad ni finns till för, och vart pengarna går?"),
    ("Fyra månader före", "Se över ekonomin. Ni får ofta vänta en månad eller två på den första betalningen."),
    ("Tre månader före", "Skriv ner hur ni arbetar: rutiner, avvikelser, hur ni frågar dem ni finns till för."),
    ("Två månader före", "Fråga två eller tre som kan vara referenser. Be försäkringsbolaget om ett intyg."),
    ("En månad före", "Bestäm vem som skriver, vem som räknar på priset och vem som läser allt på nytt."),
    ("Sista veckan", "Lämna in två dagar i förväg. Datorer krånglar alltid den sista timmen."),
)
MODELS = (
    Model(
        "Beskriv hur ni säkrar att den enskilde får inflytande.",
        "Vi har husmöte varje vecka. De som bor här skriver dagordningen. Förra året ändrade vi mattiderna, "
        "köpte en båt och bytte läkare. Protokollen sitter i köket.",
        "Svaret säger vad som görs, hur ofta, och vad det har lett till. Det går att kontrollera.",
    ),
    Model(
        "Redovisa erfarenhet av liknande uppdrag.",
        "Vi har drivit Exempelhuset i sex år. Där bor tolv kvinnor åt gången. Socialtjänsten i Provköping "
        "svarar gärna på frågor: 031-00 00 00.",
        "Tid, antal och någon att ringa. Tre rader räcker om de är sanna.",
    ),
    Model(
        "Hur arbetar ni med kvalitet?",
        "Allt som går fel skrivs upp samma dag. En gång i månaden går vi igenom listan. I mars såg vi att "
        "medicinen ofta kom för sent. Nu har natten ett eget schema för det.",
        "Svaret visar en vana, inte en pärm. Ett fel som har rättats är ett bra bevis.",
    ),
    Model(
        "Vilket mervärde tillför ni?",
        "Fyrtio frivilliga kommer hit varje vecka. De lagar mat, går på bio och följer med till läkaren. "
        "De ersätter ingen anställd. De ger det som ingen kan få betalt för: tid.",
        "Mervärde är det ni ger utöver kravet. Säg hur mycket, och skilj det från jobbet ni får betalt för.",
    ),
)
WORDS = (
    Word("köpa och sälja", "erbjuda en tjänst, ge mervärde", "Ni gör något bra, och köparen betalar.", "mervarde"),
    Word("leverantör, utförare", "vi, föreningen, stiftelsen", "Den som gör jobbet och svarar för det.", "leverantor"),
    Word("annons", "de söker någon som kan hjälpa till", "Köparen säger öppet vad den vill köpa.", "annons"),
    Word("anbud", "vårt förslag", "Ert svar på annonsen. Det binder er om ni vinner.", "anbud"),
    Word("ska-krav", "det vi måste visa", "Klarar ni inte ett enda av dem är ni ute.", "ska-krav"),
    Word("tilldelningskriterium", "det som avgör vem som får jobbet", "Det som ger poäng.", "tilldelningskriterium"),
    Word("reserverad upphandling", "bara för oss", "Bara vissa får lämna anbud.", "reserverad-upphandling"),
    Word("gemensamt anbud", "vi gör det ihop", "Flera lämnar ett anbud tillsammans.", "gemensamt-anbud"),
    Word("brukare, kund", "gäst, deltagare, medlem, den som bor här", "Den som tjänsten är till för.", "brukare"),
    Word("värdeöverföring", "vart pengarna går", "När något av värde lämnar organisationen.", "vardeoverforing"),
    Word("firmatecknare", "den som får skriva under", "Anbudet ska skrivas under av rätt person.", "firmatecknare"),
    Word("avtalsspärr", "väntetiden", "Dagarna mellan beslut och avtal.", "avtalssparr"),
)


def words_in(*texts):
    """Those of the words that the buyer uses in the texts, as a word or the beginning of one, in the guide's order."""
    found = []
    for word in WORDS:
        known = "|".join(re.escape(part.strip()) for part in word.buyer.split(","))
        if re.search(rf"\b(?:{known})", "\n".join(texts), re.IGNORECASE):
            found.append(word)
    return found


def text():
    """Everything that the guide says, one sentence or heading to a line, for measuring."""
    lines = [TITLE, LEAD]
    for section in SECTIONS:
        lines += [section.heading, *section.paragraphs, *section.points]
    for when, what in AHEAD:
        lines += [when, what]
    for model in MODELS:
        lines += [model.asked, model.answer, model.why]
    for word in WORDS:
        lines += [word.buyer, word.own, word.meaning]
    return "\n".join(lines)
