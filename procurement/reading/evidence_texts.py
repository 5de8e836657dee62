"""The two files of an evidence pack that are written for people: what it is and how to verify it, and all in short."""

from textwrap import dedent, indent

from django.conf import settings
from django.urls import reverse

from procurement.models import Legal
from registry.exports import plain
from registry.models.eligibility import Ground

README = """\
BEVISPAKET {number}

Upphandling: {title}
Myndighet: {authority}
Uppgifterna gällde: {asked_at}
Paketets id: {token}

Det här är vad Idéburenportalen hade om upphandlingen just då. Paketet ändras inte när portalen ändras. Görs ett nytt
paket får det ett nytt nummer, och det här gäller fortfarande.


SÅ KONTROLLERAR DU PAKETET

Med portalen: välj ZIP-filen på {address}
Portalen svarar om filen är precis den som förseglades. Är den ändrad talar portalen om vilka filer det gäller.

Utan portalen: packa upp ZIP-filen och kör i mappen

    sha256sum -c manifest.sha256

Varje rad ska sluta med OK. Då är alla filer de som manifestet räknar upp. Att manifestet är det som förseglades ser du
om du skriver in dess kontrollsumma på samma sida. Du får den med

    sha256sum manifest.sha256


VAD PAKETET INNEHÅLLER

README.txt                 Den här texten.
sammanfattning.txt         Det viktigaste, att läsa.
paket.json                 Vilket paket det är.
upphandling.json           Upphandlingen och dess anbudsområden.
annons.json                Annonsens databas, id, länk och dagar.
sokning/                   Vilka som portalens sökning gav, för varje anbudsområde: när upphandlingen annonserades och
                           när paketet gjordes.
versioner/                 Vad varje träff och varje anbudsgivare då hade uppgett om sig själv. Av anbudsgivarna finns
                           den version som gällde när tilldelningen beslutades.
anbud.json, anbud.csv      Anbudsgivarna, med svaret om behörighet när anbudet lades in och den dag tilldelningen
                           beslutades, så som portalen visste det då.
skal/reservation.json      Varför upphandlingen reserverades, varje version.
skal/lagprovning.json      Om lagen tillåter reservationen, så som det prövades vid annonseringen.
skal/syfte.json            Hur anbudsgivarens syfte hjälper till att nå tjänstens mål.
skal/tilldelning.json      Besluten om tilldelning, med skäl.
skal/overprovning.json     Överprövningar.
fragor-och-svar.json, .csv Frågorna och svaren. Vem som frågade finns inte med.
avtal.json                 Avtal som upphandlingen har lett till.
handelser.json, .csv       Vad som har hänt i upphandlingen.
manifest.sha256            Kontrollsumman för varje fil.

Den som har gjort något står med nummer i stället för namn. Då går paketet att kontrollera även när någon har raderat
sitt konto. Numret är detsamma som i portalens statuslogg. Tider är svensk tid.
{missing}

SEKRETESS OCH ARKIV

Paketet kan innehålla sekretess, till exempel anbudssummor. Gör en sekretessprövning innan ni lämnar ut det.
Portalen är inget arkiv. Spara paketet hos er, och gallra det enligt er egen plan.
"""
NO_SEARCH_THEN = (
    "Sökningen vid annonseringen finns inte för {lots}. Portalen sparar den när upphandlingen annonseras här\n"
    "och anbudsområdet har en verksamhet."
)
NO_AWARD = "Tilldelning är inte beslutad. Svar om behörighet finns därför bara för den dag anbudet lades in."


def readme(pack, facts):
    """What the pack is, how to verify it, what is in it and what is not."""
    missing = [text for text in (_no_search(facts), "" if facts["skal/tilldelning"] else NO_AWARD) if text]
    return README.format(
        number=pack.number,
        title=pack.procurement.title,
        authority=pack.procurement.authority,
        asked_at=plain(pack.asked_at),
        token=pack.token,
        address=settings.SITE_URL + reverse("evidence_pack_verify"),
        missing="\n\nVAD SOM SAKNAS\n\n" + "\n".join(missing) + "\n" if missing else "",
    )


def _no_search(facts):
    kept = {search["lot"] for name, search in facts.items() if name.endswith("-vid-annonsering")}
    lots = [str(lot["number"]) for lot in facts["upphandling"]["lots"] if lot["number"] not in kept]
    return NO_SEARCH_THEN.format(lots=f"anbudsområde {', '.join(lots)}") if lots else ""


def summary(facts, lots):
    """The pack in short, for people."""
    held, notice = facts["upphandling"], facts["annons"]
    parts = [
        _part(held["title"], [("Myndighet", held["authority"]), ("Uppdrag", held["summary"]), ("Mål", held["aim"])]),
        *[_lot(lot) for lot in lots],
        _part(
            "Annonsen",
            [
                ("Databas", notice["notice_database"]),
                ("Id", notice["notice_id"]),
                ("Länk", notice["notice_url"]),
                ("Skickades", notice["notice_sent_on"]),
                ("Sista dag för anbud", notice["closes_at"]),
            ],
        ),
        *[_search(search) for name, search in sorted(facts.items()) if name.startswith("sokning/")],
        *[_reservation(row) for row in facts["skal/reservation"][-1:]],
        *[_legality(row) for row in facts["skal/lagprovning"]],
        *[_tender(row, facts["skal/syfte"]) for row in facts["anbud"] if not row["removed_at"]],
        *[_award(row) for row in facts["skal/tilldelning"]],
        *[_question(row) for row in facts["fragor-och-svar"] if row["answered_at"]],
        _part("Vad som har hänt", [(plain(row["created_at"]), row["label"]) for row in facts["handelser"]]),
    ]
    return "\n".join(part for part in parts if part)


def _part(heading, rows):
    """A heading with its facts under it, one a line; texts of several lines stand indented. Empty without facts."""
    told = [(key, plain(value).strip()) for key, value in rows]
    lines = [f"{key}: {indent(dedent(value), '    ').strip()}" for key, value in told if value]
    return f"{heading}\n{'-' * min(len(heading), 80)}\n" + "\n".join(lines) + "\n" if lines else ""


def _lot(lot):
    return _part(
        f"Anbudsområde {lot.number}: {lot.title}",
        [
            ("Verksamhet", lot.service_area and lot.service_area.name),
            ("CPV", lot.codes),
            ("Reservation", Ground(lot.ground).label if lot.ground else "Inte reserverat"),
        ],
    )


def _search(search):
    return _part(
        f"Sökningen {search['on']}, anbudsområde {search['lot']}",
        [
            ("Sökning", search["query"]),
            ("Organisationer som erbjuder tjänsten där", search["total"]),
            ("Av dem får delta", search["may"]),
            ("Av dem behöver inte visa mer", search["sure"]),
        ],
    )


def _reservation(row):
    return _part(
        "Skäl för reservationen",
        [
            ("Behovet", row["need"]),
            ("Vilka som kan lämna anbud", row["market"]),
            ("Varför idéburnas syfte hjälper till att nå målet", row["purpose_link"]),
            ("Varför reservationen inte går längre än den behöver", row["proportionality"]),
            ("Vem som bestämde", row["decided_by"]),
            ("Program eller mål", row["programme"]),
        ],
    )


def _legality(row):
    return _part(
        f"Laglighetskontroll av anbudsområde {row['lot']}, {row['checked_on']}",
        [
            ("Svar", Legal(row["answer"]).label),
            *[("Skäl", finding.get("text")) for finding in row["findings"]],
            ("Myndigheten tog reda på", row["looked_up"]),
        ],
    )


def _tender(row, reasonings):
    written = [text for text in reasonings if text["tender_id"] == row["id"]][-1:]
    return _part(
        f"{row['role_told']}: {row['name']}, {row['organisation_number']}",
        [
            ("Anbudsområde", row["lot_title"]),
            ("Svar när anbudet lades in", f"{row['told']} ({row['answered_on']})"),
            *[("Skäl", reason) for reason in row["reasons"]],
            *[("Svar den dag tilldelningen beslutades", f"{then['told']} ({then['on']})") for then in row["at_award"]],
            *[("Syftet hjälper till att nå målet", text["serves"]) for text in written],
            *[("Hur", text["reasoning"]) for text in written],
            ("Vann", row["has_won"]),
        ],
    )


def _award(row):
    return _part(
        f"Tilldelning {row['decided_on']}",
        [
            ("Vinnare", [winner["name"] for winner in row["winners"]]),
            ("Skäl", row["reasons"]),
            ("Avtalsspärr till och med", row["standstill_until"]),
            ("Ersattes", row["superseded_at"]),
        ],
    )


def _question(row):
    return _part("Fråga", [("Fråga", row["text"]), ("Svar", row["answer"]), ("Besvarades", row["answered_at"])])
