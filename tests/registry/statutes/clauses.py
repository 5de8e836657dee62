"""Thirty documents with what a careful reader says of them. All invented, in the manner of real ones.

Pages are parted by a form feed. A line that breaks within a word does so as in text taken out of a PDF.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A document; `purpose` and `dissolution` are the expected hint, its page, and words that the quote must hold."""

    name: str
    text: str
    purpose: tuple
    dissolution: tuple | None
    is_foundation: bool = False

    @property
    def pages(self):
        return self.text.split("\f")


LIKELY, MISSING, QUESTION = "trolig", "saknas", "fråga"

EXAMPLES = [
    Example(
        "association, model wording",
        """STADGAR FÖR FÖRENINGEN TRYGGA GRANNAR
Antagna vid årsmötet den 12 mars 2025

1 § Namn
Föreningens namn är Trygga Grannar.

2 § Ändamål
Föreningen har uteslutande allmännyttigt ändamål. Den ska ge äldre en trygg omsorg
i hemmet och stödja anhöriga.

3 § Medlemskap
Medlem kan den bli som vill verka för föreningens ändamål.
\f14 § Upplösning
För att upplösa föreningen krävs beslut av två på varandra följande årsmöten med två
tredjedelars majoritet. Kvarvarande tillgångar ska tillfalla en eller flera organisationer
som är registrerade enligt lagen (2022:900) om registrering av idéburna organisationer,
eller forskning.
""",
        (LIKELY, 1, "trygg omsorg"),
        (LIKELY, 2, "registrerade enligt lagen (2022:900)"),
    ),
    Example(
        "hyphens at the line ends",
        """§ 1 Föreningens namn
Föreningens namn är Hand i Hand.
§ 2 Föreningens ända-
mål
Föreningens ändamål är att enbart bedriva stöd-
verksamhet för barn och ungdomar som lever i hem med miss-
bruk eller våld.
§ 3 Säte
Styrelsen har sitt säte i Sundsvall.
§ 12 Upp-
lösning
Vid föreningens upp-
lösning ska dess till-
gångar överlämnas till en registrerad idé-
buren organisation.
""",
        (LIKELY, 1, "stödverksamhet för barn och ungdomar"),
        (LIKELY, 1, "tillgångar överlämnas till en registrerad idéburen organisation"),
    ),
    Example(
        "vård- och omsorg keeps its hyphen",
        """2. Syfte
Föreningens syfte är att utan vinstintresse driva vård-
och omsorgsboenden för personer med demenssjukdom.
9. Föreningens upplösning
Om föreningen upplöses ska behållningen användas till forskning om demenssjukdomar.
""",
        (LIKELY, 1, "vård- och omsorgsboenden"),
        (LIKELY, 1, "forskning om demenssjukdomar"),
    ),
    Example(
        "another association with a like purpose",
        """§ 2 Ändamål
Föreningen skall bedriva hjälpverksamhet bland hemlösa i Malmö.
§ 18 Upplösning
Vid föreningens upplösning skall tillgångarna tillfalla annan förening med liknande ändamål
enligt årsmötets beslut.
""",
        (LIKELY, 1, "hemlösa i Malmö"),
        (QUESTION, 1, "annan förening"),
    ),
    Example(
        "the municipality gets what is left",
        """2 § Föreningens ändamål
Föreningen har till ändamål att driva förskola på kristen grund.
10 § Föreningens upphörande
Skulle föreningen upplösas skall dess tillgångar övergå till Karlstads kommun att användas för barnomsorg.
""",
        (LIKELY, 1, "driva förskola"),
        (QUESTION, 1, "Karlstads kommun"),
    ),
    Example(
        "members get what is left",
        """§ 2 Ändamål
Kooperativet har till ändamål att ge stöd åt personer med funktionsnedsättning så att de kan leva självständigt.
§ 15 Upplösning
Upplöses kooperativet ska behållna tillgångar delas lika mellan medlemmarna.
""",
        (LIKELY, 1, "funktionsnedsättning"),
        (QUESTION, 1, "delas lika mellan medlemmarna"),
    ),
    Example(
        "economic association, the act's own words",
        """§ 2 Ändamål och verksamhet
Föreningen har till ändamål att främja medlemmarnas ekonomiska intressen genom att bedriva assistansverksamhet
i vilken medlemmarna deltar som brukare.
§ 19 Vinst
Av föreningens vinst ska minst fem procent avsättas till reservfonden. Återstående vinst kan enligt stämmans
beslut fördelas mellan medlemmarna som återbäring.
§ 21 Upplösning
När föreningen upplöses ska kvarvarande tillgångar, sedan medlemmarna fått tillbaka sina insatser,
skiftas mellan medlemmarna efter inbetalda insatser.
""",
        (QUESTION, 1, "medlemmarnas ekonomiska intressen"),
        (QUESTION, 1, "skiftas mellan medlemmarna"),
    ),
    Example(
        "economic association made over for the register",
        """1 § Firma
Föreningens firma är Kooperativet Solgläntan ekonomisk förening.
2 § Föreningens ändamål
Föreningens enda ändamål är allmännyttigt: att ge personer med psykisk ohälsa arbete och rehabilitering.
Föreningen har inte till ändamål att ge medlemmarna vinst.
17 § Överskott
Överskott får inte delas ut till medlemmarna utan ska föras över i ny räkning.
18 § Upplösning och likvidation
Vid likvidation ska föreningens behållna tillgångar överföras till registrerade idéburna organisationer.
Tillgångar får inte tillfalla medlemmarna.
""",
        (LIKELY, 1, "personer med psykisk ohälsa"),
        (LIKELY, 1, "registrerade idéburna organisationer"),
    ),
    Example(
        "limited company with special limit on dividends",
        """BOLAGSORDNING
§ 1 Företagsnamn
Bolagets företagsnamn är Omsorg i Samverkan AB (svb).
§ 3 Verksamhet
Bolaget ska bedriva hemtjänst och därmed förenlig verksamhet.
§ 4 Syfte
Bolagets verksamhet har ett annat syfte än att ge vinst till aktieägarna, nämligen att ge äldre god omsorg.
§ 9 Vinstutdelning
Vinstutdelning till aktieägarna får lämnas med högst det belopp som följer av 32 kap. 5 § aktiebolagslagen.
§ 12 Likvidation
Vid bolagets likvidation ska dess tillgångar, sedan aktieägarna återfått nominellt aktiekapital, tillfalla
aktiebolag med särskild vinstutdelningsbegränsning.
""",
        (QUESTION, 1, "annat syfte än att ge vinst"),
        (QUESTION, 1, "särskild vinstutdelningsbegränsning"),
    ),
    Example(
        "limited company owned by an association",
        """§ 2 Bolagets syfte
Bolagets syfte är uteslutande allmännyttigt. Bolaget ska driva skola för elever i behov av särskilt stöd.
§ 3 Verksamhetsföremål
Bolaget ska driva grundskola.
§ 10 Ingen utdelning
Bolaget lämnar ingen utdelning till aktieägarna.
§ 11 Skifte
När bolaget upplöses ska dess tillgångar skiftas till registrerade idéburna organisationer eller användas
för forskning.
""",
        (LIKELY, 1, "uteslutande allmännyttigt"),
        (LIKELY, 1, "skiftas till registrerade idéburna organisationer"),
    ),
    Example(
        "ordinary company: what it does, not why",
        """Bolagsordning
1. Bolagets firma är Pahittade Vårdbolaget AB.
2. Styrelsen skall ha sitt säte i Stockholm.
3. Föremålet för bolagets verksamhet är att idka hemtjänst, förvalta fast och lös egendom och
värdepapper samt idka därmed förenlig verksamhet.
4. Aktiekapitalet skall utgöra lägst 50 000 kronor.
""",
        (QUESTION, 1, "idka hemtjänst"),
        (MISSING, None, ""),
    ),
    Example(
        "foundation: exempt from the dissolution clause",
        """STADGAR
för Stiftelsen Påhittade Hemmet
§ 1. Ändamål
Stiftelsens ändamål är att utan vinstsyfte bereda åldringar vård och ett gott hem.
§ 2. Styrelse
Styrelsen består av fem ledamöter.
""",
        (LIKELY, 1, "bereda åldringar vård"),
        None,
        is_foundation=True,
    ),
    Example(
        "old foundation deed",
        """Urkund
Stiftelsens Elsa och Nils Påhittares Minne
§ 1.
Stiftelsen har till ändamål att främja vård och uppfostran av barn samt att lämna understöd åt
behöfvande gamla och sjuka inom staden.
§ 2.
Stiftelsens kapital får icke förbrukas.
""",
        (LIKELY, 1, "främja vård och uppfostran av barn"),
        None,
        is_foundation=True,
    ),
    Example(
        "foundation for the family",
        """§ 1 Ändamål
Stiftelsens ändamål är att främja släktens sammanhållning genom att förvalta fastigheten Påhittsgården.
§ 2 Förvaltning
Stiftelsen förvaltas av en styrelse.
""",
        (QUESTION, 1, "släktens sammanhållning"),
        None,
        is_foundation=True,
    ),
    Example(
        "old Swedish association",
        """Stadgar för Hvita Bandets Påhittade Lokalafdelning
§ 1.
Föreningen, hvilken är grundad år 1904, har till ändamål att hjälpa nödställda kvinnor och barn.
§ 7.
Därest föreningen skulle upplösas, skola dess tillgångar tillfalla något välgörande ändamål inom orten.
""",
        (LIKELY, 1, "hjälpa nödställda kvinnor och barn"),
        (QUESTION, 1, "välgörande ändamål"),
    ),
    Example(
        "dissolution without assets",
        """2 § Syfte
Föreningens syfte är att ge våldsutsatta kvinnor skydd och stöd.
11 § Upplösning
Föreningen kan upplösas genom beslut på två ordinarie årsmöten. Beslutet kräver enhällighet.
""",
        (LIKELY, 1, "våldsutsatta kvinnor"),
        (MISSING, 1, "Beslutet kräver enhällighet"),
    ),
    Example(
        "nothing about dissolution at all",
        """§ 1 Föreningens namn är Läxhjälpen.
§ 2 Föreningens ändamål är att ge barn och unga läxhjälp och stöd i skolan.
§ 3 Årsmöte hålls före mars månads utgång.
§ 4 Föreningens räkenskaper revideras av två revisorer.
""",
        (LIKELY, 1, "läxhjälp och stöd"),
        (MISSING, None, ""),
    ),
    Example(
        "no purpose",
        """§ 1 Namn
Föreningens namn är Kvarterets Vänner.
§ 2 Medlemskap
Medlem blir den som betalar medlemsavgift.
§ 3 Årsmöte
Årsmötet hålls i mars.
§ 4 Upplösning
Vid upplösning beslutar årsmötet hur tillgångarna ska användas.
""",
        (MISSING, None, ""),
        (QUESTION, 1, "årsmötet"),
    ),
    Example(
        "interest group of its members",
        """Ändamål
Föreningen ska tillvarata medlemmarnas gemensamma intressen i hyresfrågor gentemot värden.
Upplösning
Vid upplösning tillfaller föreningens kassa Hyresgästernas Påhittade Riksförbund.
""",
        (QUESTION, 1, "gemensamma intressen"),
        (QUESTION, 1, "Riksförbund"),
    ),
    Example(
        "bare headings in capitals",
        """NAMN
Föreningens namn är Kom Hem.

FÖRENINGENS SYFTE
Kom Hem vill verka för att människor i hemlöshet får en egen bostad och stöd att behålla den.

MEDLEMSKAP
Alla som delar föreningens värderingar kan bli medlemmar.

UPPLÖSNING AV FÖRENINGEN
Föreningens tillgångar ska i första hand gå till en registrerad idéburen organisation, i andra hand till forskning.
""",
        (LIKELY, 1, "människor i hemlöshet"),
        (LIKELY, 1, "i andra hand till forskning"),
    ),
    Example(
        "allowed first, but not only",
        """§ 2 Ändamål
Att ge flyktingar stöd i integration är föreningens ändamål.
§ 13 Upplösning
Vid upplösning ska tillgångarna i första hand tillfalla registrerad idéburen organisation och i andra hand
annan förening med liknande syfte.
""",
        (LIKELY, 1, "flyktingar"),
        (QUESTION, 1, "i andra hand"),
    ),
    Example(
        "idéburen, but not said to be registered",
        """§ 2 Ändamål
Föreningen har till ändamål att bedriva folkbildning för döva.
§ 16 Föreningens upplösning
Vid upplösning ska föreningens tillgångar tillfalla en idéburen organisation som årsmötet bestämmer.
""",
        (LIKELY, 1, "folkbildning för döva"),
        (QUESTION, 1, "idéburen organisation som årsmötet bestämmer"),
    ),
    Example(
        "the meeting chooses among the allowed",
        """Artikel 2 Syfte
Organisationens syfte är endast att ge barn som placerats i familjehem en trygg uppväxt.
Artikel 14 Upplösning
Om organisationen läggs ned ska kvarvarande medel överföras till en annan registrerad idéburen organisation.
Årsmötet beslutar vilken.
""",
        (LIKELY, 1, "endast att ge barn"),
        (LIKELY, 1, "annan registrerad idéburen organisation"),
    ),
    Example(
        "a clause that goes on over the page",
        """2 § Ändamål
Föreningen ska driva daglig verksamhet för personer med funktionsned-
\fsättning och ska inte ha något annat ändamål.
3 § Säte
Föreningen har sitt säte i Kiruna.
\f20 § Upplösning
Upplöses föreningen ska till-
\fgångarna gå till forskning om funktionsnedsättning.
""",
        (LIKELY, 1, "funktionsnedsättning och ska inte ha något annat ändamål"),
        (LIKELY, 3, "tillgångarna gå till forskning"),
    ),
    Example(
        "table of contents before the clauses",
        """INNEHÅLL
1 § Namn ........ 2
2 § Ändamål ..... 2
9 § Upplösning .. 3
\f1 § Namn
Föreningens namn är Brukarhuset.
2 § Ändamål
Brukarhuset ska ge personer med beroende stöd till ett liv utan droger.
\f9 § Upplösning
Kvarvarande tillgångar tillfaller vid upplösning den organisation som då är registrerad som idéburen organisation
och som årsmötet väljer.
""",
        (LIKELY, 2, "personer med beroende"),
        (LIKELY, 3, "registrerad som idéburen organisation"),
    ),
    Example(
        "a named organisation",
        """§ 2 Ändamål
Föreningen ska bedriva social verksamhet bland ungdomar i Biskopsgården.
§ 11 Upplösning
Vid upplösning ska föreningens tillgångar skänkas till Påhittade Stadsmissionen.
""",
        (LIKELY, 1, "ungdomar i Biskopsgården"),
        (QUESTION, 1, "Stadsmissionen"),
    ),
    Example(
        "parish and congregation",
        """§ 2 Syfte
Stadsmissionens syfte är att på kristen grund bedriva diakoni bland utsatta människor.
§ 17 Upplösning
Vid upplösning ska tillgångarna tillfalla Påhittade församling.
""",
        (LIKELY, 1, "bedriva diakoni"),
        (QUESTION, 1, "församling"),
    ),
    Example(
        "surplus to the members elsewhere in the document",
        """1 § Namn
Föreningens namn är Barnkullens förskola.
2 § Ändamål
Föreningen har till ändamål att driva förskola.
\f8 § Räkenskaper
Räkenskapsåret är kalenderår. Uppkommer överskott delas detta ut till medlemmarna i proportion till insats.
\f12 § Upplösning
Vid upplösning ska tillgångarna gå till registrerad idéburen organisation.
""",
        (QUESTION, 1, "driva förskola"),
        (LIKELY, 3, "registrerad idéburen organisation"),
    ),
    Example(
        "only the old words of the sports confederation's model",
        """1 kap. Allmänna bestämmelser
1 § Ändamål
Föreningen har som ändamål att bedriva idrott för personer med funktionsnedsättning.
2 kap. Övrigt
4 § Upplösning av föreningen
I beslut om upplösning av föreningen ska anges dels att föreningens tillgångar ska användas till ett bestämt
idrottsfrämjande ändamål, dels var den upplösta föreningens handlingar ska arkiveras.
""",
        (LIKELY, 1, "idrott för personer med funktionsnedsättning"),
        (QUESTION, 1, "idrottsfrämjande ändamål"),
    ),
    Example(
        "culture for its own members",
        """§ 1 Namn och ändamål
Föreningen Kulturkampen har till ändamål att anordna resor och fester för medlemmarna.
§ 9 Upplösning
Upplöses föreningen ska tillgångarna fördelas mellan de medlemmar som då finns.
""",
        (QUESTION, 1, "resor och fester"),
        (QUESTION, 1, "mellan de medlemmar"),
    ),
]  # fmt: skip
