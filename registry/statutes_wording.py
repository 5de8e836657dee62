"""Model wording for statutes, and the motion to the annual meeting that it takes. Our own words, free to copy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A text to copy. `note` says for whom it is and what to think of; `text` is the wording itself."""

    slug: str
    title: str
    note: str
    text: str


WORDINGS = [
    Wording(
        "syfte-forening",
        "Syfte, förening",
        "Byt ut det som står inom hakparentes. Skriv vad ni gör och för vem.",
        "Föreningen har uteslutande allmännyttigt syfte. Föreningens syfte är att [ge äldre personer en trygg omsorg]. "
        "Föreningen har inte till syfte att främja medlemmarnas ekonomiska intressen. Överskott används för syftet och "
        "delas inte ut till medlemmarna.",
    ),
    Wording(
        "syfte-bolag",
        "Syfte, aktiebolag",
        "Ett verksamhetsföremål säger vad bolaget gör. Syftet säger varför, och behöver stå för sig.",
        "Bolagets syfte är uteslutande allmännyttigt: att [driva skola för elever som behöver särskilt stöd]. Bolaget "
        "har inte till syfte att ge aktieägarna vinst. Vinst används för syftet och delas inte ut, utom till den som "
        "är registrerad enligt lagen (2022:900) om registrering av idéburna organisationer eller till forskning.",
    ),
    Wording(
        "syfte-stiftelse",
        "Syfte, stiftelse",
        "En stiftelses syfte kan ofta bara ändras med tillstånd. Fråga länsstyrelsen först.",
        "Stiftelsen har uteslutande allmännyttigt ändamål. Stiftelsens ändamål är att [ge barn som förlorat en "
        "förälder stöd].",
    ),
    Wording(
        "upplosning",
        "Tillgångar vid upplösning",
        "För föreningar och bolag. Stiftelser behöver inte villkoret (lag 2022:900, 3 §).",
        "När [föreningen] upplöses ska kvarvarande tillgångar tillfalla en eller flera organisationer som är "
        "registrerade enligt lagen (2022:900) om registrering av idéburna organisationer, eller forskning. Tillgångar "
        "får inte tillfalla någon annan. [Årsmötet] beslutar vem bland dem som får tillgångarna.",
    ),
    Wording(
        "motion",
        "Motion till årsmötet",
        "Läs i era stadgar hur de ändras. Ofta krävs två möten och en viss majoritet. Skicka kallelsen i tid.",
        "Motion om ändring av stadgarna\n\n"
        "Bakgrund\n"
        "Föreningen vill kunna registreras som idéburen organisation enligt lagen (2022:900) om registrering av "
        "idéburna organisationer. Lagen kräver att syftet är uteslutande allmännyttigt och står i stadgarna. Den "
        "kräver också att stadgarna säger att kvarvarande tillgångar vid upplösning bara kan gå till registrerade "
        "idéburna organisationer eller till forskning.\n\n"
        "Förslag\n"
        "Vi föreslår att årsmötet beslutar\n"
        "att § [2] får lydelsen: ”[syftet, se ovan]”\n"
        "att § [14] får lydelsen: ”[tillgångar vid upplösning, se ovan]”\n"
        "att ändringarna gäller från [den dag då beslutet är fattat enligt stadgarna].\n\n"
        "[Ort och dag]\n"
        "[Styrelsen, eller den som lämnar motionen]",
    ),
]


def as_text():
    """Everything as one plain text."""
    parts = ["Ordalydelser för stadgar, från Idéburenportalen", DISCLAIMER]
    parts += [f"{wording.title.upper()}\n{wording.note}\n\n{wording.text}" for wording in WORDINGS]
    return "\n\n\n".join(parts) + "\n"


DISCLAIMER = (
    "Det här är förslag. Kammarkollegiet prövar registreringen och avgör om era stadgar räcker. Fråga dem om ni är "
    "osäkra."
)
