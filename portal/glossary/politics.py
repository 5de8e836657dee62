"""Words of politics: councils, their targets and what they govern by."""

from portal.glossary.term import Term

MUNICIPAL_ACT = "Kommunallagen (2017:725)"

TERMS = [
    Term(
        "fullmäktige",
        "fullmaktige",
        None,
        "De som invånarna har valt att bestämma i en kommun eller region. De företräder invånarna, äger den egna "
        "verksamheten, utför genom den, och beställer av andra.",
        f"{MUNICIPAL_ACT}, 5 kap. 1 §",
    ),
    Term(
        "mandatperiod",
        "mandatperiod",
        "Term",
        "De fyra år som ett fullmäktige är valt för, från den 15 oktober valåret.",
        f"{MUNICIPAL_ACT}, 5 kap. 9 §",
    ),
    Term(
        "mål",
        "mal",
        "Target",
        "Vad fullmäktige eller en nämnd har beslutat att nå ett visst år, med vad som räknas. Den som räknar något "
        "annat har ett nytt mål.",
    ),
    Term(
        "utfall",
        "utfall",
        "outcome",
        "Hur det gick: det senaste årets siffra för det som målet räknar. Finns ingen siffra står det att den saknas.",
    ),
    Term(
        "styrdokument",
        "styrdokument",
        "GovernanceDocument",
        "Det som fullmäktige styr med, till exempel program för utförare, beställarpolicy och ägardirektiv. Programmet "
        "beslutas för varje mandatperiod.",
        f"{MUNICIPAL_ACT}, 5 kap. 3 §",
    ),
    Term(
        "fem frågor",
        "fem-fragor",
        "BoardQuestion",
        "Vad organisationer frågar kommuner och regioner: om de nya möjligheterna har spridits internt, om riktlinjer "
        "och information är uppdaterade, om idéburna syns i statistiken och om det finns ett mål. ”Gjort” kräver "
        "underlag och dag.",
    ),
    Term(
        "kontakt",
        "kontakt",
        "FunctionContact",
        "Hur man når en funktion hos en myndighet, till exempel upphandling, juridik eller en nämnd. Aldrig en person. "
        "Myndighetens egen uppgift ersätter det organisationer har lagt in.",
    ),
    Term(
        "kontaktlogg",
        "kontaktlogg",
        "ContactNote",
        "En organisations egna anteckningar om vem den har mött, när, och nästa steg. Bara organisationen ser dem.",
    ),
    Term(
        "egen siffra",
        "egen-siffra",
        "LocalMeasure",
        "Det som en eller flera organisationer räknar själva i en kommun eller region, till exempel platser eller "
        "timmar, med vad som räknas, källa och år. Det är inte officiell statistik och blandas aldrig med den. Färre "
        "än fem personer visas inte exakt.",
    ),
    Term(
        "träff",
        "traff",
        "Meeting",
        "Ett tillfälle då kommuner, regioner och idéburna möts: marknadsdialog, öppet hus eller möte med "
        "förtroendevalda. Värd är en organisation eller en myndighet. Det en får veta får alla veta.",
    ),
    Term(
        "marknadsdialog",
        "marknadsdialog",
        "Kind.MARKET",
        "En träff inför en upphandling, där myndigheten berättar vad som behövs och hör vad som är möjligt. Den är "
        "öppen för alla, och svaren visas för alla.",
    ),
]
