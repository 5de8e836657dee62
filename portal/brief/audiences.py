"""To whom a brief is handed: its heading, its opening, and what it asks for. Rules on facts, no queries."""

from dataclasses import dataclass

from portal.brief.statement import Question
from portal.brief.words import in_plain_words, lowered, percent, short
from registry.wording import NO_BREAK_SPACE, capitalised, day_in_words, number_in_words

POLITICIANS, BOARD, OFFICIALS = "politiker", "styrelse", "tjanstepersoner"
MOST = 6


@dataclass(frozen=True)
class Audience:
    """A kind of reader. `label` is the choice, `asks` the heading over what is asked."""

    key: str
    label: str
    help: str
    heading: str
    asks: str


AUDIENCES = {
    row.key: row
    for row in (
        Audience(POLITICIANS, "Politiker", "Inför ett samtal", "Underlag om idéburen välfärd", "Frågor att ställa"),
        Audience(
            BOARD,
            "Egen styrelse och chefer",
            "Informera internt",
            "Till styrelse och chefer",
            "Att besluta",
        ),
        Audience(
            OFFICIALS,
            "Tjänstepersoner",
            "Brev med lagen i klarspråk",
            "Brev till tjänstepersoner",
            "Vi vill veta",
        ),
    )
}


def opening(facts, audience):
    """The first words."""
    about = f" inom {short(facts.service)}" if facts.service else ""
    if audience == BOARD:
        return (
            f"Sedan den 1 januari 2023 kan {facts.kind} reservera upphandlingar och valfrihetssystem för idéburna. "
            f"Så ser det ut i {facts.place}{about}, och det här behöver vi ta ställning till."
        )
    if audience == OFFICIALS:
        return (
            f"Hej! Vi skriver om hur {facts.place} kan köpa välfärd{about} av idéburna organisationer. "
            "Här är läget, lagen i klarspråk och några frågor till er."
        )
    return (
        f"Hur mycket av välfärden{about} i {facts.place} drivs av föreningar och stiftelser, "
        "vad kan ni påverka, och vad kan ni fråga om?"
    )


def extra(audience):
    """The statements that only this reader gets."""
    return tuple(in_plain_words()) if audience == OFFICIALS else ()


def questions(facts, audience):
    """Three to six: what a fact gives rise to comes first, and those that always hold fill up."""
    found = {BOARD: _of_board, OFFICIALS: _of_officials}.get(audience, _of_politicians)(facts)
    return tuple(found)[:MOST]


# --- Politicians ---


def _of_politicians(facts):
    yield from _about_share(facts)
    yield from _about_goals(facts)
    yield from _about_contracts(facts, "Ska {title} reserveras för idéburna nästa gång, och vem bestämmer det?")
    yield from _about_programme(facts)
    yield Question(
        f"Har {facts.kind} berättat internt att den får reservera för idéburna?",
        "Möjligheten finns sedan den 1 januari 2023. Portalen vet inte hur den har spridits.",
    )
    yield Question(
        "Är riktlinjerna för inköp och texterna på webben uppdaterade?",
        "Reglerna gäller sedan den 1 januari 2023. Portalen har ingen uppgift om det.",
    )


def _about_share(facts):
    row = facts.share
    if row is None or row.value is None:
        yield Question(
            "Hur stor andel av verksamheten köps från föreningar och stiftelser?",
            "Talet saknas i portalen.",
            bool(row and row.is_invented),
        )
        return
    invented = row.is_invented or facts.peers_are_invented
    if row.peers is not None and row.value < row.peers:
        yield Question(
            f"Varför är andelen lägre än hos {lowered(facts.peers)}?",
            f"{capitalised(percent(row.value))} mot medianen {percent(row.peers)} år {row.year}.",
            invented,
        )
    if row.change is not None and row.change < 0:
        yield Question(
            f"Varför har andelen minskat sedan {row.then_year}?",
            f"Från {percent(row.then)} till {percent(row.value)} år {row.year}.",
            row.is_invented,
        )


def _about_goals(facts):
    if not facts.goals:
        yield Question(
            f"Vill fullmäktige sätta ett mål för hur mycket idéburen verksamhet {facts.kind} ska ha?",
            "Portalen känner inte till något mål.",
            facts.own_is_invented,
        )
        return
    row = next((row for row in facts.goals if row.is_behind or not row.has_outcome), None)
    if row:
        text = "Vad gör nämnden för att nå målet" if row.is_behind else "När får vi de första siffrorna om målet"
        yield Question(
            f"{text} ”{short(row.title)}”?", f"Läget är: {row.standing.lower()}; {row.outcome}.", row.is_invented
        )


def _about_contracts(facts, text):
    row = next((row for row in facts.endings if row.step_day), None) or next(iter(facts.endings), None)
    if row is None:
        yield Question(
            f"Vilka avtal slutar före valet {facts.election.year}, och när går de att påverka?",
            "Portalen känner inte till något sådant avtal. Det kan finnas ändå.",
            facts.own_is_invented,
        )
        return
    step = f" {row.step}: senast {day_in_words(row.step_day)}." if row.step_day else ""
    yield Question(
        text.format(title=f"”{short(row.title)}”"),
        f"Avtalet slutar {day_in_words(row.last_day)}.{step}",
        facts.own_is_invented,
    )


def _about_programme(facts):
    if facts.programme_is_missing or facts.programme_is_due:
        why = "Portalen känner inte till något program. Det kan finnas ändå."
        if facts.programme_is_due:
            why = "Det som finns hör till en mandatperiod som är slut."
        yield Question(
            "När beslutar fullmäktige om program för utförare, och nämner det idéburna?",
            f"{why} Kommunallagen (2017:725) 5{NO_BREAK_SPACE}kap. 3{NO_BREAK_SPACE}§.",
            facts.programme_is_invented,
        )


# --- The own board and managers ---


def _of_board(facts):
    yield Question(
        f"Vem av oss tar kontakt med politiker och tjänstepersoner i {facts.place}, och när?",
        "Portalen vet inte om någon redan har gjort det.",
    )
    yield from _about_contracts(facts, "Vill och kan vi ta över när {title} slutar?")
    about = f"inom {short(facts.service)} " if facts.service else ""
    yield Question(
        f"Vilka tjänster {about}vill vi erbjuda, och med vilka vill vi samarbeta?",
        f"{capitalised(number_in_words(facts.organisations, common=True))} verifierade organisationer finns i portalen."
        if facts.organisations != 1
        else "En verifierad organisation finns i portalen.",
        facts.own_is_invented,
    )
    yield Question(
        "Vilka av våra juridiska personer ska vi registrera hos Kammarkollegiet?",
        "Varje förening, stiftelse eller bolag registreras för sig. Det är frivilligt och kostar avgifter.",
    )
    yield Question(
        "Vilken lokal statistik kan vi ta fram, ensamma eller med andra?",
        "De officiella talen räknar inte idéburna aktiebolag.",
    )
    yield Question(
        "När följer vi upp vad vi har frågat om?",
        f"Nästa val är den {day_in_words(facts.election)}.",
    )


# --- Officials ---


def _of_officials(facts):
    yield from _about_contracts(facts, "Prövar ni att reservera när {title} ska ersättas?")
    yield Question(
        "Är era riktlinjer för inköp och era texter på webben uppdaterade?",
        "Reglerna gäller sedan den 1 januari 2023.",
    )
    yield Question(
        "Vem hos er svarar på frågor om reserverade upphandlingar och valfrihetssystem?",
        "Inköp, juridik och verksamhet behöver ofta svara tillsammans.",
    )
    if not facts.points:
        yield Question(
            "Vad är kostnaden för eget åtagande, så att vi kan räkna vad en procentenhet är i kronor?",
            "Summan saknas i portalen.",
        )
    yield Question(
        "Kan ni tänka er en öppen dialog med idéburna innan nästa upphandling?",
        "Den som utför tjänsten vet vilka krav som går att uppfylla.",
    )
