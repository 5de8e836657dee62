"""Which way leads to working together with an idéburen organisation (N21). A decision table as data, and a walk in it.

Every answer leads to a question or to a leaf. An option may be offered only after certain earlier answers.
"""

from dataclasses import dataclass

LOU_URL = (
    "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "lag-20161145-om-offentlig-upphandling_sfs-2016-1145/"
)
LOV_URL = (
    "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "lag-2008962-om-valfrihetssystem_sfs-2008-962/"
)
OLDER_URL = (
    "https://www.upphandlingsmyndigheten.se/regler-och-lagstiftning/"
    "regler-for-upphandlingar-paborjade-fore-1-februari-2022/upphandling-av-valfardstjanster/"
)


@dataclass(frozen=True)
class Option:
    """An answer and where it leads. `needs`: {question: answers that allow it}, as pairs."""

    value: str
    label: str
    to: str
    help: str = ""
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Question:
    """One page of the chooser."""

    key: str
    text: str
    help: str
    options: tuple[Option, ...]

    def offered(self, answers):
        """The options that the earlier answers allow."""
        return tuple(
            option for option in self.options if all(answers.get(key) in allowed for key, allowed in option.needs)
        )


@dataclass(frozen=True)
class Leaf:
    """Where a way ends. `decides` names the questions whose answers decided it."""

    key: str
    title: str
    lead: str
    steps: tuple[str, ...]
    provisions: tuple[tuple[str, str], ...]
    example: str
    decides: tuple[str, ...]
    gives_verdict: bool = True


QUESTIONS = {
    question.key: question
    for question in [
        Question(
            "start",
            "När påbörjas köpet eller samarbetet?",
            "En upphandling är påbörjad senast när annonsen skickas.",
            (
                Option("nu", "Den 1 januari 2023 eller senare", "vad"),
                Option("2022", "Från den 1 februari till den 31 december 2022", "vad",
                       "Då kunde upphandlingar inte reserveras för idéburna organisationer enligt 25 a §."),
                Option("fore", "Före den 1 februari 2022", "aldre"),
            ),
        ),
        Question(
            "vad",
            "Vad vill ni göra?",
            "Tänk på vem som bestämmer vad som ska göras.",
            (
                Option("stod", "Stödja något som organisationen själv vill göra", "motprestation",
                       "Organisationen bestämmer innehållet. Ni bidrar med pengar."),
                Option("ihop", "Utveckla något tillsammans", "marknad",
                       "Ni och organisationen kommer överens om målet och bidrar båda."),
                Option("kop", "Köpa en tjänst", "valja",
                       "Ni bestämmer vad som ska utföras och betalar för det."),
            ),
        ),
        Question(
            "motprestation",
            "Ska ni få något bestämt i utbyte mot pengarna?",
            "Till exempel ett visst antal platser, timmar eller besök som ni bestämmer över.",
            (
                Option("nej", "Nej, vi följer bara upp att pengarna används till ändamålet", "bidrag"),
                Option("ja", "Ja, vi ska få bestämda tjänster", "valja", "Då är det ett köp, vad det än kallas."),
            ),
        ),
        Question(
            "marknad",
            "Finns det andra som skulle kunna sälja samma tjänst till er?",
            "Tänk på företag, andra organisationer och andra kommuner.",
            (
                Option("nej", "Nej, verksamheten finns inte att köpa", "bidrar"),
                Option("ja", "Ja, eller vi vet inte", "valja", "Då behöver ni upphandla."),
            ),
        ),
        Question(
            "bidrar",
            "Bidrar organisationen själv, och följer båda upp?",
            "Till exempel med pengar, lokaler, anställda eller ideellt arbete.",
            (
                Option("ja", "Ja, båda bidrar och följer upp tillsammans", "iop"),
                Option("nej", "Nej, vi betalar hela verksamheten", "valja", "Då liknar det ett köp."),
            ),
        ),
        Question(
            "valja",
            "Ska den enskilde själv välja utförare?",
            "I ett valfrihetssystem godkänner ni alla som uppfyller kraven. Invånaren väljer.",
            (
                Option("ja", "Ja", "lov", "Gäller vård och omsorg med CPV-kod i LOV 1 kap. 1 §."),
                Option("nej", "Nej, vi väljer utförare", "tjanst"),
            ),
        ),
        Question(
            "tjanst",
            "Vilken sorts tjänst är det?",
            "CPV-koderna avgör. Kontrollera dem på sidan Går det att reservera?",
            (
                Option("bada", "Vård, omsorg, förskola eller annat i båda listorna", "varde",
                       "Koderna finns både i 19 kap. 25 § och i 25 a §. Till exempel äldreomsorg och rådgivning."),
                Option("bara25a", "Skola, vuxenutbildning, jobbstöd eller annat bara i 25 a §", "varde"),
                Option("bara25", "Ungdomsverksamhet, idrott, bibliotek eller annat bara i 25 §", "varde"),
                Option("annat", "Något annat", "varde", "Koderna finns inte i någon av listorna."),
            ),
        ),
        Question(
            "varde",
            "Är värdet under gränsen för direktupphandling?",
            "Räkna hela värdet utan moms, med optioner och förlängningar. För tjänster i bilaga 2 är gränsen 750 000 "
            "euro, omräknat till kronor för vartannat år. För annat är den 700 000 kronor.",
            (
                Option("under", "Ja, under gränsen", "direkt"),
                Option("over", "Nej, på eller över gränsen", "vilka"),
            ),
        ),
        Question(
            "vilka",
            "Vilka vill ni att ska kunna lämna anbud?",
            "Ni behöver sakliga skäl för att reservera. Skriv ner dem.",
            (
                Option("ideburna", "Bara idéburna organisationer", "25a",
                       "Deras allmännyttiga syfte ska bidra till målet med tjänsten. Ingen gräns för avtalstiden.",
                       (("start", ("nu",)), ("tjanst", ("bada", "bara25a")))),
                Option("medstyrda", "Bara organisationer som styrs av personal eller användare, i högst tre år", "25",
                       "De återinvesterar vinsten. Samma organisation kan inte få tjänsten igen inom tre år.",
                       (("tjanst", ("bada", "bara25")),)),
                Option("integration", "Bara de som har minst 30 procent anställda långt från arbetsmarknaden", "418",
                       "Skyddade verkstäder och arbetsintegrerande företag."),
                Option("alla", "Alla leverantörer", "vanlig"),
            ),
        ),
    ]
}  # fmt: skip
FIRST = "start"
MOST_QUESTIONS = 8

LEAVES = {
    leaf.key: leaf
    for leaf in [
        Leaf(
            "aldre",
            "Äldre regler gäller",
            "Upphandlingar som påbörjades före den 1 februari 2022 följer äldre regler. Portalen svarar inte för dem.",
            ("Läs de äldre reglerna hos Upphandlingsmyndigheten.",),
            (("SFS 2021:1110, övergångsbestämmelser", OLDER_URL),),
            "Exempelstads kommun annonserade ett äldreboende i november 2021. Avtalet följer de regler som gällde då, "
            "också när det förlängs.",
            ("start",),
            gives_verdict=False,
        ),
        Leaf(
            "bidrag",
            "Bidrag",
            "Ni ger pengar till något som organisationen själv bestämmer över. Det är inget köp.",
            (
                "Besluta om bidraget efter era egna riktlinjer, lika för alla som söker.",
                "Skriv vad pengarna ska användas till, inte vilka tjänster ni ska få.",
                "Pröva om bidraget är statligt stöd.",
            ),
            (("Kommunallagen (2017:725) 2 kap.", ""), ("EUF-fördraget artikel 107", "")),
            "Föreningen Exempelkompisen driver läxhjälp med ideella ledare och söker 80 000 kronor om året. Kommunen "
            "ger bidrag och får en rapport, men bestämmer inte hur många barn som ska få hjälp.",
            ("vad", "motprestation"),
        ),
        Leaf(
            "iop",
            "Idéburet offentligt partnerskap (IOP)",
            "Ni kommer överens med organisationen om ett gemensamt mål, och båda bidrar. Rättsläget är inte klarlagt.",
            (
                "Pröva kriterierna noga. Liknar överenskommelsen ett köp gäller upphandlingsreglerna.",
                "Skriv vad var och en bidrar med, hur ni styr tillsammans och hur ni följer upp.",
                "Pröva om stödet är statligt stöd eller av mindre betydelse.",
            ),
            (("HFD 2020 ref. 15", ""), ("LOU 1 kap. 2 §", LOU_URL), ("EUF-fördraget artikel 107", "")),
            "Stiftelsen Exempelhamnen vill öppna en mötesplats för kvinnor utan hem. Stiftelsen står för huset och de "
            "ideella, kommunen för två tjänster. Ingen annan erbjuder det. De följer upp tillsammans varje år.",
            ("vad", "marknad", "bidrar"),
        ),
        Leaf(
            "lov",
            "Valfrihetssystem (LOV)",
            "Alla som uppfyller kraven godkänns och invånaren väljer. Systemet kan sedan 2023 reserveras för idéburna "
            "organisationer, men inte vårdval i primärvården.",
            (
                "Besluta att införa systemet och kontrollera CPV-koderna.",
                "Annonsera löpande på den nationella webbplatsen, utan sista dag.",
                "Bestäm ersättning, ickevalsalternativ och inom hur många dagar ni beslutar.",
            ),
            (("LOV 1 kap. 1 §", LOV_URL), ("LOV 1 kap. 2 a §", LOV_URL)),
            "Exempelstads kommun låter äldre välja vem som sköter dagverksamheten. Fyra utförare uppfyller kraven. "
            "Alla fyra godkänns.",
            ("valja",),
        ),
        Leaf(
            "direkt",
            "Direktupphandling",
            "Värdet är under gränsen. Ni får köpa utan att annonsera, men ska behandla leverantörer lika.",
            (
                "Följ era riktlinjer för direktupphandling.",
                "Dokumentera köp över 100 000 kronor.",
                "Dela inte upp köpet för att komma under gränsen.",
                "Efterannonsera köp från 700 000 kronor.",
            ),
            (("LOU 19 a kap. 2 §", LOU_URL), ("LOU 5 kap. 3 §", LOU_URL), ("LOU 5 kap. 7 a §", LOU_URL)),
            "Kommunen köper stödsamtal för 400 000 kronor om året i två år, 800 000 kronor i allt. Stödsamtal finns i "
            "bilaga 2, där gränsen är högre. Kommunen frågar tre organisationer och skriver ner varför den väljer en "
            "av dem.",
            ("tjanst", "varde"),
        ),
        Leaf(
            "25a",
            "Reserverad upphandling för idéburna organisationer",
            "Bara idéburna organisationer vars allmännyttiga syfte bidrar till målet med tjänsten får delta.",
            (
                "Skriv ner varför ni reserverar.",
                "Pröva för varje anbudsgivare hur syftet bidrar till målet med just den här tjänsten.",
                "Skriv reservationen i klartext i annonsen. Koden res-pub-ser passar bara ibland.",
            ),
            (("LOU 19 kap. 25 a §", LOU_URL), ("Lag (2022:900) 8 §", "")),
            "Exempelstads kommun köper drift av ett äldreboende i sex år för 90 miljoner kronor, med CPV-kod 85311100. "
            "Bara idéburna får delta. Avtalet är längre än tre år, så annonsen får koden none och en mening i "
            "klartext.",
            ("tjanst", "varde", "vilka"),
        ),
        Leaf(
            "25",
            "Reserverad upphandling enligt 25 §",
            "Bara organisationer med ett offentligt uppdrag, som återinvesterar vinsten och styrs av personal eller "
            "användare, får delta.",
            (
                "Avtalet får gälla i högst tre år, förlängning inräknad.",
                "Kontrollera att anbudsgivaren inte har fått kontrakt för samma tjänst av er de senaste tre åren.",
                "Använd koden res-pub-ser i annonsen.",
            ),
            (("LOU 19 kap. 25 §", LOU_URL),),
            "Kommunen köper drift av en fritidsgård i tre år för 9 miljoner kronor. Koden för ungdomsorganisationer "
            "finns i 25 § men inte i 25 a §. En förening där ungdomarna själva sitter i styrelsen vinner.",
            ("tjanst", "varde", "vilka"),
        ),
        Leaf(
            "418",
            "Reserverad upphandling för social och yrkesmässig integration",
            "Bara leverantörer där minst 30 procent av de anställda har en funktionsnedsättning eller svårt att komma "
            "in på arbetsmarknaden får delta.",
            (
                "Be leverantören visa hur många anställda det gäller, vilken dag och hur det räknades.",
                "Fråga en jurist om köpet följer 19 kap. Det är inte klarlagt om grunden gäller där.",
                "Använd koden res-ws i annonsen.",
            ),
            (("LOU 4 kap. 18 §", LOU_URL), ("LOU 19 kap. 1 §", LOU_URL)),
            "Regionen köper tvätt för 12 miljoner kronor och reserverar för arbetsintegrerande företag. Det som vinner "
            "har 40 anställda. 18 av dem har kommit från långvarig arbetslöshet.",
            ("varde", "vilka"),
        ),
        Leaf(
            "vanlig",
            "Vanlig upphandling",
            "Alla leverantörer får delta. Ni kan ändå göra det lättare för idéburna organisationer.",
            (
                "Ha dialog tidigt, och dela upp i mindre anbudsområden om det går.",
                "Ställ sociala villkor som hör till tjänsten.",
                "Ge skälig tid att lämna anbud, så att också den hinner som gör det för första gången.",
            ),
            (("LOU 19 kap. 6 §", LOU_URL), ("LOU 19 kap. 11 §", LOU_URL)),
            "Kommunen köper hemtjänst i fyra områden. Varje område är ett eget anbudsområde. En liten förening lämnar "
            "anbud på ett av dem.",
            ("vilka",),
        ),
    ]
}


@dataclass(frozen=True)
class Walk:
    """How far answers lead: the steps taken, and the next question or the leaf."""

    steps: tuple[tuple[Question, Option], ...]
    question: Question | None
    leaf: Leaf | None

    @property
    def deciding(self):
        """The steps that decided the leaf."""
        keys = self.leaf.decides if self.leaf else ()
        return tuple(step for step in self.steps if step[0].key in keys)


def walk(answers):
    """Follow the answers, {question: value}, until one is missing or not offered, or a leaf is reached."""
    steps, given, here = [], {}, FIRST
    while here in QUESTIONS:
        question = QUESTIONS[here]
        chosen = next((row for row in question.offered(given) if row.value == answers.get(here)), None)
        if chosen is None:
            return Walk(tuple(steps), question, None)
        steps.append((question, chosen))
        given[here] = chosen.value
        here = chosen.to
    return Walk(tuple(steps), None, LEAVES[here])
