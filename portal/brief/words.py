"""What the facts of a place say, sentence by sentence, each with source, time and caveat. No queries here."""

from portal.brief.statement import Statement, Topic
from registry.charts.series import change_in_words, number_in_words
from registry.models.reference import Reservable
from registry.wording import NO_BREAK_SPACE, capitalised, day_in_words, in_a_row, kronor
from registry.wording import number_in_words as in_words

PORTAL = "Portalen"
KOLADA = "Kolada (RKA)"
NOT_COVERED = "Idéburna aktiebolag är inte med. Föreningar och stiftelser är inte alltid idéburna."
LOU, LOV = "lagen (2016:1145) om offentlig upphandling", "lagen (2008:962) om valfrihetssystem"
IN_FORCE = "sedan den 1 januari 2023"
WHOLE_OF = {False: "kostnaden för egentlig verksamhet", True: "nettokostnaden utan läkemedel"}
LONGEST = 60  # letters of a name: one page holds no more


def statements(facts):
    """All of them, in the order of the topics."""
    return (
        *_shares(facts),
        *_goals(facts),
        *_points(facts),
        _ending(facts),
        _idea_based(facts),
        _organisations(facts),
        *_local(facts),
        _law(facts),
    )


def short(name):
    """A name that fits on a line. What is left out is marked."""
    plain = " ".join(name.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def percent(value):
    """3,9 procent, or that it is missing."""
    return "saknas" if value is None else f"{number_in_words(value)}{NO_BREAK_SPACE}procent"


# --- The share ---


def _shares(facts):
    yield from _share(facts, facts.share)
    if not facts.service:
        return
    if not facts.has_area_measure:
        yield Statement(
            Topic.SHARE,
            f"Andelen för {short(facts.service)} i {facts.place} saknas, eftersom inget nyckeltal rymmer tjänsten.",
            f"{KOLADA}, så som portalen har läst in nyckeltalen",
            day_in_words(facts.day),
            f"Andelen för hela verksamheten säger inget om just den här tjänsten. {NOT_COVERED}",
        )
    for row in facts.areas:
        yield from _share(facts, row)


def _share(facts, row):
    about = _cost(facts, row.area if row else "")
    if row is None or row.value is None:
        yield Statement(
            Topic.SHARE,
            f"Andelen av {about} i {facts.place} som går till köp från föreningar och stiftelser saknas.",
            row.source if row else KOLADA,
            day_in_words(facts.day),
            f"Att talet saknas betyder inte att andelen är noll. {row.caveat if row else NOT_COVERED}",
            bool(row and row.is_invented),
        )
        return
    preliminary = " (preliminärt)" if row.is_preliminary else ""
    yield Statement(
        Topic.SHARE,
        f"År {row.year} gick {percent(row.value)}{preliminary} av {about} i {facts.place} till köp från föreningar "
        f"och stiftelser, {_moved(row)}.",
        row.source,
        f"{row.year} och {row.then_year}",
        row.caveat,
        row.is_invented,
    )
    within = f"Inom {lowered(row.area)}" if row.area else "I hela verksamheten"
    yield Statement(
        Topic.SHARE,
        f"{within} var {_beside(facts, row)} år {row.year}.",
        row.source,
        str(row.year),
        f"{facts.peers_told} Medianen räknas när minst hälften har ett värde. Olika uppdrag och storlek syns inte.",
        row.is_invented or facts.peers_are_invented,
    )


def _cost(facts, area):
    """What the share is of."""
    return f"kostnaden för {lowered(area)}" if area else WHOLE_OF[facts.is_region]


def lowered(text):
    """The text as it goes on in a sentence. What begins with an abbreviation is left as it is."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _moved(row):
    if row.change is None:
        return f"men talet för {row.then_year} saknas, så förändringen på fem år går inte att räkna"
    words = change_in_words(row.change)
    if not words.strip("+−0,"):
        return f"lika mycket som {row.then_year}"
    more = "mer" if row.change > 0 else "mindre"
    was = number_in_words(row.then)
    return f"{words.strip('+−')} procentenheter {more} än {row.then_year} ({was}{NO_BREAK_SPACE}procent)"


def _beside(facts, row):
    peers = f"medianen för {lowered(facts.peers)} {percent(row.peers)}"
    if row.peers is None:
        peers = f"medianen för {lowered(facts.peers)} inte känd (saknas)"
    country = "rikets andel inte känd (saknas)" if row.country is None else f"rikets andel {percent(row.country)}"
    return f"{peers} och {country}"


# --- Targets and money ---


def _goals(facts):
    if not facts.goals:
        yield Statement(
            Topic.TARGETS,
            f"Portalen känner inte till något mål för idéburen verksamhet i {facts.place}.",
            PORTAL,
            day_in_words(facts.day),
            "Det kan finnas mål som ingen har lagt in i portalen.",
            facts.own_is_invented,
        )
    for row in facts.goals:
        yield Statement(
            Topic.TARGETS,
            f"{row.by} har beslutat målet ”{short(row.title)}”: {row.goal} år {row.year}; {row.outcome}, och läget är: "
            f"{row.standing.lower()}.",
            row.source,
            f"{row.when}, mål {row.year}",
            _more(facts, row.caveat),
            row.is_invented,
        )


def _more(facts, caveat):
    if not facts.more_goals:
        return caveat
    return f"{caveat} {capitalised(in_words(facts.more_goals))} mål till finns på platsens sida."


def _points(facts):
    for row in facts.points:
        yield Statement(
            Topic.TARGETS,
            f"En procentenhet av {_cost(facts, row.area)} i {facts.place} var {kronor(row.kronor)} år {row.year}.",
            row.source,
            str(row.year),
            row.caveat,
            row.is_invented,
        )
    if not facts.points:
        about = f" för {short(facts.service)}" if facts.service else ""
        yield Statement(
            Topic.TARGETS,
            f"Vad en procentenhet{about} är i kronor i {facts.place} saknas; fråga {facts.whose} ekonomiavdelning "
            "efter kostnaden för eget åtagande.",
            f"{KOLADA}, så som portalen har läst in nyckeltalen",
            day_in_words(facts.day),
            "Portalen räknar aldrig fram summan ur andra tal.",
        )


# --- Contracts and organisations ---


def _ending(facts):
    election = f"före valet den {day_in_words(facts.election)}"
    of_service = f" om {short(facts.service)}" if facts.service else ""
    caveat = "Sista dag att påverka är portalens riktmärke, inte lag. Avtal utan känt slutdatum är inte med."
    if facts.service:
        caveat += " Avtal utan angiven tjänst är inte med."
    if not facts.has_authority:
        sentence = f"Vilka avtal{of_service} som slutar {election} saknas, för portalen har ingen myndighet här."
    elif not facts.ending_number:
        sentence = f"Portalen känner inte till något avtal{of_service} i {facts.place} som slutar {election}."
    else:
        listed = in_a_row([_one(row) for row in facts.endings])
        first = "" if facts.ending_number == len(facts.endings) else "bland dem "
        sentence = (
            f"{capitalised(in_words(facts.ending_number))} avtal{of_service} i {facts.place} slutar {election}: "
            f"{first}{listed}."
        )
    return Statement(Topic.CONTRACTS, sentence, PORTAL, day_in_words(facts.day), caveat, facts.own_is_invented)


def _one(row):
    step = f"{row.step.lower()} senast {day_in_words(row.step_day)}" if row.step_day else "dagen att påverka har gått"
    return f"{short(row.title)} den {day_in_words(row.last_day)} ({step})"


def _idea_based(facts):
    of_service = f" om {short(facts.service)}" if facts.service else ""
    before = f"före valet {facts.election.year}"
    if not facts.idea_running:
        sentence = f"Portalen känner inte till något löpande avtal med idéburna{of_service} i {facts.place}."
    else:
        running = f"{in_words(facts.idea_running)} löpande avtal med idéburna{of_service}"
        number = in_words(facts.idea_ending) if facts.idea_ending else "inget"
        sentence = f"Av {running} i {facts.place} slutar {number} {before}{_gone(facts)}."
    caveat = (
        "Idéburen är här den som är verifierad i portalen eller registrerad hos Kammarkollegiet; andra räknas inte. "
        "Oanvända förlängningar räknas inte."
    )
    if facts.idea_without_end:
        caveat += f" Slutdagen är okänd för {in_words(facts.idea_without_end)}."
    return Statement(Topic.CONTRACTS, sentence, PORTAL, day_in_words(facts.day), caveat, facts.own_is_invented)


def _gone(facts):
    if not facts.idea_ending:
        return ""
    if facts.idea_unvalued == facts.idea_ending:
        return ", till okänt värde"
    unknown = f" och värdet är okänt för {in_words(facts.idea_unvalued)}" if facts.idea_unvalued else ""
    return f", värda {kronor(facts.idea_yearly)} om året{unknown}"


def _organisations(facts):
    doing = f"med {short(facts.service)} " if facts.service else ""
    caveat = (
        "Organisationernas egna uppgifter, även de som arbetar i hela landet. Säger inget om lediga platser. "
        "Verifierad i portalen är inte samma sak som registrerad hos Kammarkollegiet."
    )
    if facts.organisations:
        one = facts.organisations == 1
        number = capitalised(in_words(facts.organisations, common=True))
        who = in_a_row([short(name) for name in facts.organisation_names])
        among = f": {who}" if facts.organisations == len(facts.organisation_names) else f", bland dem {who}"
        noun = "verifierad organisation" if one else "verifierade organisationer"
        sentence = f"{number} {noun} arbetar {doing}i {facts.place} enligt egen uppgift{among}."
    else:
        sentence = f"Portalen känner inte till någon verifierad organisation som arbetar {doing}i {facts.place}."
    return Statement(Topic.CONTRACTS, sentence, PORTAL, day_in_words(facts.day), caveat, facts.own_is_invented)


# --- What organisations count themselves ---


def _local(facts):
    """Never among other sources' figures: a topic of its own, and the sentence says whose it is wherever it stands."""
    row = facts.local
    if row is None:
        return
    note = f" {capitalised(row.note)}." if row.note else ""
    others = "En egen siffra" if row.more == 1 else f"{capitalised(in_words(row.more))} egna siffror"
    more = f" {others} till finns på platsens sida." if row.more else ""
    yield Statement(
        Topic.LOCAL,
        f"Enligt organisationernas egna siffror, som inte är officiell statistik, gäller för {facts.place} år "
        f"{row.year}: {lowered(short(row.name))}, {row.told}.",
        f"{row.who}; {row.sources}",
        str(row.year),
        f"Räknar {lowered(row.definition).rstrip('.')}.{note} Ingen annan har granskat siffran.{more}",
        row.is_invented,
    )


# --- The law ---

MAY = {Reservable.YES: "kan reserveras", Reservable.PART: "kan delvis reserveras", Reservable.NO: "kan inte reserveras"}


def _law(facts):
    caveat = "Gäller bara de tjänster som lagarna räknar upp, och inte primärvårdens vårdval."
    if facts.service:
        caveat += (
            f" Tjänsten {short(facts.service)}: {MAY.get(facts.reservable_lou, 'svar saknas')} enligt LOU och "
            f"{MAY.get(facts.reservable_lov, 'svar saknas')} enligt LOV; varje upphandlings CPV-koder avgör."
        )
    return Statement(
        Topic.LAW,
        f"En myndighet får låta bara idéburna organisationer delta i en upphandling (LOU 19{NO_BREAK_SPACE}kap. "
        f"25{NO_BREAK_SPACE}a{NO_BREAK_SPACE}§) eller i ett valfrihetssystem (LOV 1{NO_BREAK_SPACE}kap. "
        f"2{NO_BREAK_SPACE}a{NO_BREAK_SPACE}§), om deras syfte bidrar till tjänstens mål.",
        f"{capitalised(LOU)} och {LOV}",
        IN_FORCE,
        caveat,
    )


def in_plain_words():
    """The law for officials: who may take part, how it is checked, what is not asked."""
    lou = f"{capitalised(LOU)}, 19 kap. 25 a §"
    yield Statement(
        Topic.LAW,
        "Den som deltar ska ha ett allmännyttigt syfte, får inte föra över värden mer än lagen tillåter och får inte "
        "styras av staten, en region eller en kommun.",
        f"{lou}, och lagen (2022:900) om registrering av idéburna organisationer, 8 §",
        IN_FORCE,
        "Kraven i korthet. Läs paragraferna före ett beslut.",
    )
    yield Statement(
        Topic.LAW,
        "Registrering hos Kammarkollegiet är frivillig, så myndigheten prövar själv den som inte är registrerad.",
        f"{lou}, och lagen (2022:900) om registrering av idéburna organisationer",
        IN_FORCE,
        "Registret svarar inte på om syftet passar just den här tjänsten.",
    )
    yield Statement(
        Topic.LAW,
        "Lagen sätter ingen längsta tid för avtal som är reserverade för idéburna, till skillnad från "
        f"19{NO_BREAK_SPACE}kap. 25{NO_BREAK_SPACE}§, där gränsen är tre år.",
        f"{capitalised(LOU)}, 19 kap. 25 och 25 a §§",
        IN_FORCE,
        "Andra regler kan begränsa avtalstiden, till exempel för ramavtal.",
    )
