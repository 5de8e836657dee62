"""The questions of the criteria assistant (N20), each with its source.

They are the criteria of those who have written about partnerships, and the facts of HFD 2020 ref. 15 (Alingsås).
"""

from dataclasses import dataclass
from enum import StrEnum

from procurement.models import PartnershipCriterion
from procurement.routes import LOU_URL, LOV_URL

Answer = PartnershipCriterion.Answer
KL_URL = (
    "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "kommunallag-2017725_sfs-2017-725/"
)


class Colour(StrEnum):
    """How grave a flag is. Red is a fact that made an agreement a contract in court."""

    RED = "red"
    AMBER = "amber"

    @property
    def label(self):
        return "Röd flagga" if self == Colour.RED else "Att reda ut"


@dataclass(frozen=True)
class Source:
    """A paragraph, a case or a page: its short name, its address where there is one, and its whole title."""

    label: str
    url: str = ""
    title: str = ""


def in_short(sources):
    """The short names of several sources in a row."""
    return "; ".join(source.label for source in sources)


# A presentation for many municipalities, no longer published by its authors.
SLIDES = Source(
    "Larzon och Ringdahl",
    title="Jörgen Larzon och Lisbeth Ringdahl: Upphandling med social hänsyn och Idéburet Offentligt Partnerskap, "
    "presentation den 12 september 2016",
)
HFD = Source(
    "HFD 2020 ref. 15",
    "https://lagen.nu/dom/hfd/2020:15",
    "Högsta förvaltningsdomstolen: Alingsås kommuns avtal med Stiftelsen Bräcke diakoni var ett tjänstekontrakt",
)
CONTRACT = Source("LOU 1 kap. 15 §", LOU_URL, "Lagen (2016:1145) om offentlig upphandling")
LOV = Source("LOV 1 kap. 1 §", LOV_URL, "Lagen (2008:962) om valfrihetssystem")
SKR = Source(
    "SKR 2017 (Uddevalla)",
    "https://www.uddevalla.se/omsorg-och-hjalp/folkhalsoarbete/overenskommelse-kommun--ideburen-sektor/"
    "ideburet-offentligt-partnerskap-iop.html",
    "Sveriges Kommuner och Landstings kriterier 2017, så som Uddevalla kommun återger dem",
)
STENUNGSUND = Source(
    "Stenungsunds riktlinjer",
    "https://www.stenungsund.se/kommun-och-politik/kommunfakta/ekonomi-och-budget/ideburet-offentligt-partnerskap/"
    "riktlinjer-for-iop-i-stenungsunds-kommun",
    "Stenungsunds kommun: riktlinjer för idéburet offentligt partnerskap",
)
LOCAL_GOVERNMENT = "Kommunallagen (2017:725)"
LOCAL_TASK = Source("KL 2 kap. 1 §", KL_URL, LOCAL_GOVERNMENT)
EQUAL_TREATMENT = Source("KL 2 kap. 3 §", KL_URL, LOCAL_GOVERNMENT)
BUSINESS_SUPPORT = Source("KL 2 kap. 8 §", KL_URL, LOCAL_GOVERNMENT)
LIST_OF_SOURCES = (HFD, CONTRACT, LOV, LOCAL_TASK, SLIDES, SKR, STENUNGSUND)


def _slide(number):
    return Source(f"{SLIDES.label}, bild {number}", title=SLIDES.title)


@dataclass(frozen=True)
class Question:
    """One question. The answer `speaks_for` a partnership; the opposite raises a flag, where there is a `colour`.

    `flag` is what the flag says, `support` what is said when the answer speaks for.
    """

    key: str
    text: str
    help: str
    speaks_for: Answer
    support: str
    sources: tuple[Source, ...]
    colour: Colour | None = None
    flag: str = ""

    @property
    def source(self):
        """All its sources in one phrase."""
        return in_short(self.sources)


@dataclass(frozen=True)
class Group:
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RED, AMBER = Colour.RED, Colour.AMBER

GROUPS = (
    Group(
        "Det som utmärker ett partnerskap",
        (
            Question(
                "program",
                "Finns ett politiskt program eller en plan som nämner idéburna organisationer?",
                "Till exempel en lokal överenskommelse eller ett beslut i fullmäktige.",
                YES,
                "Ett politiskt program eller en plan nämner idéburna organisationer.",
                (_slide(22), SKR, STENUNGSUND),
                AMBER,
                "Inget program och ingen plan nämner idéburna organisationer. Visa på annat sätt vilket politiskt mål "
                "partnerskapet ska nå.",
            ),
            Question(
                "utveckling",
                "Bidrar verksamheten till att utveckla kommunen eller regionen?",
                "Något som inte finns i dag, eller som blir bättre för dem som bor där.",
                YES,
                "Verksamheten bidrar till lokal utveckling.",
                (_slide(22), STENUNGSUND),
                AMBER,
                "Verksamheten bidrar inte till lokal utveckling. Det är ett av kriterierna för ett partnerskap.",
            ),
            Question(
                "initiativ",
                "Kom initiativet från den idéburna organisationen?",
                "Det är vanligast men inget krav. Svaret ger ingen flagga.",
                YES,
                "Initiativet kom från den idéburna organisationen.",
                (_slide(22), STENUNGSUND),
            ),
            Question(
                "bidrar",
                "Bidrar båda parter med något eget?",
                "Pengar, lokaler, personal eller frivilliga. Det organisationen får av myndigheten räknas inte som "
                "eget.",
                YES,
                "Båda parter bidrar med något eget.",
                (_slide(22), SKR, STENUNGSUND),
                RED,
                "Bara myndigheten betalar. Då liknar det ersättning för en tjänst.",
            ),
            Question(
                "gemensamt",
                "Har parterna behovet, styrningen och uppföljningen gemensamt?",
                "Till exempel en styrgrupp där båda sitter, och en gemensam uppföljning.",
                YES,
                "Behov, styrning och uppföljning är gemensamma.",
                (SKR,),
                AMBER,
                "Parterna styr och följer inte upp tillsammans. Gör det gemensamt, annars liknar det en beställare och "
                "en utförare.",
            ),
            Question(
                "tid",
                "Ska verksamheten drivas under en längre tid?",
                "Inte bara ett projekt under några månader.",
                YES,
                "Verksamheten ska drivas under en längre tid.",
                (_slide(23), SKR, STENUNGSUND),
                AMBER,
                "Verksamheten är kortvarig. Pröva om ett bidrag passar bättre.",
            ),
        ),
    ),
    Group(
        "Det som kan hindra",
        (
            Question(
                "marknad",
                "Finns det en marknad där andra säljer samma sak?",
                "Tänk på företag, andra organisationer och andra kommuner.",
                NO,
                "Det finns ingen marknad för verksamheten.",
                (_slide(22), _slide(25), SKR),
                AMBER,
                "Det finns en marknad. Skriv i avtalet hur båda bidrar och vad som är ömsesidigt. Visa varför andra "
                "inte ska få samma chans.",
            ),
            Question(
                "foreningsbidrag",
                "Är det ett vanligt föreningsbidrag, med regler lika för alla som söker?",
                "Då följer pengarna era riktlinjer för bidrag.",
                NO,
                "Det är inget vanligt föreningsbidrag.",
                (_slide(20), SKR, STENUNGSUND),
                AMBER,
                "Det är ett vanligt föreningsbidrag. Besluta om det som ett bidrag: då behövs inget partnerskap.",
            ),
            Question(
                "vinst",
                "Har organisationen vinstsyfte i verksamheten?",
                "Den som får vinsten kan vara någon annan än organisationen själv.",
                NO,
                "Organisationen har inget vinstsyfte i verksamheten.",
                (_slide(25), BUSINESS_SUPPORT),
                AMBER,
                "Organisationen har vinstsyfte. Stöd till en enskild näringsidkare kräver synnerliga skäl. Reda ut det "
                "med en jurist först.",
            ),
            Question(
                "befogenhet",
                "Får myndigheten ägna sig åt verksamheten?",
                "En kommun eller region behöver ett allmänt intresse med anknytning till området eller invånarna, och "
                "ska behandla medlemmar lika. Andra myndigheter följer sin instruktion.",
                YES,
                "Verksamheten är en uppgift som myndigheten får ägna sig åt.",
                (LOCAL_TASK, EQUAL_TREATMENT, _slide(25)),
                AMBER,
                "Myndigheten får inte ägna sig åt verksamheten. Då kan den inte heller göra det i ett partnerskap.",
            ),
        ),
    ),
    Group(
        "Det som gör avtalet till ett kontrakt",
        (
            Question(
                "betalning",
                "Får myndigheten en bestämd tjänst mot betalning?",
                "Svara ja också om betalningen bara täcker kostnaderna, och om organisationen saknar vinstsyfte.",
                NO,
                "Myndigheten betalar inte för en bestämd tjänst.",
                (HFD, CONTRACT, SKR),
                RED,
                "Myndigheten får en tjänst mot betalning. Det är ett avtal med ekonomiska villkor, också när "
                "betalningen bara täcker kostnaderna.",
            ),
            Question(
                "plikt",
                "Kan myndigheten kräva i domstol att tjänsten utförs?",
                "Läs vad avtalet säger om tvist, vite och hävning.",
                NO,
                "Myndigheten kan inte kräva i domstol att en tjänst utförs.",
                (HFD, CONTRACT),
                AMBER,
                "Parterna har skyldigheter som går att kräva i domstol. I Alingsås skulle en tvist avgöras av domstol, "
                "och det talade för ett kontrakt. Ensamt avgör det inte.",
            ),
            Question(
                "vardkedja",
                "Ingår verksamheten i myndighetens egen kedja av vård och placeringar?",
                "Till exempel när myndigheten anvisar vem som ska få plats, eller annars hade utfört insatsen själv.",
                NO,
                "Verksamheten ingår inte i myndighetens egen kedja av vård och placeringar.",
                (HFD,),
                RED,
                "Verksamheten ingår i myndighetens sammanhållna vårdkedja. Då är tjänsten av direkt ekonomiskt "
                "intresse för myndigheten.",
            ),
            Question(
                "samma",
                "Köper myndigheten samma tjänst, eller har den i ett valfrihetssystem?",
                "Svara ja också om den här verksamheten har varit upphandlad tidigare.",
                NO,
                "Myndigheten köper inte samma tjänst, och har den inte i ett valfrihetssystem.",
                (HFD, LOV),
                RED,
                "Samma tjänst köps, har köpts eller finns i ett valfrihetssystem. I Alingsås hade driften varit "
                "upphandlad, och hemtjänsten fanns i valfrihetssystemet.",
            ),
            Question(
                "volym",
                "Följer betalningen volymen, till exempel antalet platser, dygn eller besök?",
                "Ett fast belopp för hela verksamheten följer inte volymen.",
                NO,
                "Betalningen följer inte volymen.",
                (HFD,),
                RED,
                "Betalningen följer volymen. I Alingsås skulle fler platser ge mer pengar.",
            ),
            Question(
                "detaljer",
                "Styr myndigheten verksamheten i detalj?",
                "Till exempel bemanning, öppettider, arbetssätt eller vilka som får komma.",
                NO,
                "Myndigheten styr inte verksamheten i detalj.",
                (HFD, _slide(23), SKR, STENUNGSUND),
                RED,
                "Myndigheten styr i detalj. Då utför organisationen myndighetens uppdrag och inte sitt eget.",
            ),
        ),
    ),
)
QUESTIONS = {question.key: question for group in GROUPS for question in group.questions}
