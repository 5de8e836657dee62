"""A partnership's agreement in words: chapters for pages, sums of what each brings, and its term.

Everything is read from the text as `partnership_text.text_of` gives it, whether it is being written or was decided.
"""

from dataclasses import dataclass
from datetime import date

from procurement.models import Partnership, PartnershipCommitment
from registry.wording import day_in_words, in_a_row, kronor

NOT_VALUED = "Ej värderat"
KINDS = dict(PartnershipCommitment.Kind.choices)
AUTHORITY, ORGANISATION = Partnership.Initiator.AUTHORITY, Partnership.Initiator.ORGANISATION
AID = dict(Partnership.Aid.choices)


@dataclass(frozen=True)
class Brought:
    """What is brought: known values in whole kronor by kind, and how many rows nobody has valued."""

    by_kind: dict
    unvalued: int

    @property
    def total(self):
        """The sum of what is valued; None when nothing is."""
        return sum(self.by_kind.values()) if self.by_kind else None

    @property
    def words(self):
        """600 000 kr, and what nobody has valued."""
        if not self.by_kind:
            return NOT_VALUED if self.unvalued else "–"
        return kronor(self.total) + (" och mer som inte är värderat" if self.unvalued else "")


def added_up(rows):
    """What some commitments bring together."""
    by_kind, unvalued = {}, 0
    for row in rows:
        if row["amount"] is None:
            unvalued += 1
        else:
            by_kind[row["kind"]] = by_kind.get(row["kind"], 0) + row["amount"]
    return Brought(by_kind, unvalued)


def by_side(text):
    """What the authorities bring, and what the idéburna do."""
    public = {party["number"] for party in text["parties"] if party["side"] == AUTHORITY}
    rows = text["commitments"]
    return (
        added_up(row for row in rows if row["party"] in public),
        added_up(row for row in rows if row["party"] not in public),
    )


def sums(text):
    """What each party brings each year, as data_table.html takes it; None when nobody brings anything yet."""
    rows = text["commitments"]
    if not rows:
        return None
    parties = [party["number"] for party in text["parties"]]
    years = sorted({row["year"] for row in rows})
    table = [_sum_row(str(year), [row for row in rows if row["year"] == year], parties) for year in years]
    if len(years) > 1:
        table.append(_sum_row("Alla år", rows, parties))
    names = [party["name"] for party in text["parties"]]
    heads = [{"label": "År"}, *({"label": name} for name in [*names, "Tillsammans"])]
    return {"caption": "Summa per år", "headers": heads, "rows": table}


def _sum_row(label, rows, parties):
    found = [added_up(row for row in rows if row["party"] == party) for party in parties]
    return [{"text": label}, *(_worth(brought) for brought in [*found, added_up(rows)])]


def _worth(brought):
    """A cell with what is known, and under it that there is more."""
    if brought.by_kind and brought.unvalued:
        return {"text": kronor(brought.total), "small": "och mer som inte är värderat"}
    return {"text": brought.words}


def commitments(text):
    """Each commitment as a row, year by year, as data_table.html takes it."""
    names = {party["number"]: party["name"] for party in text["parties"]}
    headers = [{"label": label} for label in ("Vad", "Av", "År", "Slag", "Värde")]
    headers[-1]["number"] = True
    rows = [
        [
            {
                "text": row["description"],
                "small": f"Till {names[row['recipient']]}" if row["recipient"] in names else "",
            },
            {"text": names[row["party"]]},
            {"text": str(row["year"])},
            {"text": KINDS.get(row["kind"], row["kind"])},
            {"text": NOT_VALUED if row["amount"] is None else kronor(row["amount"]), "number": True},
        ]
        for row in text["commitments"]
    ]
    return {"caption": "Insatser och åtaganden", "headers": headers, "rows": rows} if rows else None


def parties_in_words(text):
    """Provkommunen och Föreningen Exempel."""
    names = [party["name"] for party in text["parties"]]
    return in_a_row(names) if names else ""


def places_in_words(text, most=3):
    """Where it is: whole country, or the first municipalities."""
    if text["whole_country"]:
        return "Hela landet"
    names = [place["name"] for place in text["municipalities"]]
    rest = len(names) - most
    return f"{', '.join(names[:most])} och {rest} till" if rest > 0 else ", ".join(names)


def term(text):
    """From when to when, as summary_list.html takes it."""
    first, last = day(text["starts_on"]), day(text["ends_on"])
    months = text["notice_months"]
    notice = "" if months is None else f"{months} {'månad' if months == 1 else 'månader'}"
    return [
        {"key": "Börjar", "value": day_in_words(first) if first else ""},
        {"key": "Slutar", "value": day_in_words(last) if last else "Gäller tills någon säger upp det"},
        {"key": "Uppsägningstid", "value": notice},
        {"key": "Förlängning", "value": text["extension"] or "Ingen är bestämd"},
    ]


def period(text):
    """The term in one line."""
    first, last = day(text["starts_on"]), day(text["ends_on"])
    if first is None:
        return "Inte bestämt"
    return f"{day_in_words(first)} till {day_in_words(last)}" if last else f"Från {day_in_words(first)}, tills vidare"


def day(text):
    """A day of the text; None when nobody has set it."""
    return date.fromisoformat(text) if text else None


def chapters(text, links=None):
    """The whole agreement under its headings, as agreement.html takes it: title, paragraphs, rows, tables, links.

    `links` gives the address of a party's own page by its number, where it has one.
    """
    links = links or {}
    parties = [{"label": party["name"], "url": links.get(party["number"], "")} for party in text["parties"]]
    follow_ups = [day_in_words(day(planned)) for planned in text["follow_up_dates"]]
    tables = [table for table in (sums(text), commitments(text)) if table]
    return [
        _chapter("Bakgrund och behov", text["background"], rows=_programme(text), url=text["programme_url"]),
        _chapter("Parter", "", parties=parties),
        _chapter("Värdegrund", text["common_values"]),
        _chapter(
            "Sex principer",
            "",
            rows=[{"key": row["name"], "value": row["sentence"]} for row in text["principles"]],
            note="Ur Överenskommelsen (2008).",
        ),
        _chapter("Ledning och styrgrupp", text["steering"]),
        _chapter("Mål", "", rows=[{"key": row["goal"], "value": row["indicator"]} for row in text["goals"]]),
        _chapter("Insatser och åtaganden", "", tables=tables),
        _chapter("Ekonomi och nytta", text["social_gains"]),
        _chapter(
            "Uppföljning",
            text["follow_up_plan"],
            rows=[{"key": "Planerad", "value": in_a_row(follow_ups)}] if follow_ups else [],
        ),
        _chapter("Avtalstid och uppsägning", "", rows=term(text)),
        _chapter("Ändringar och tillägg", text["changes"]),
        _chapter("Tvist, hävning och omförhandling", text["disputes"]),
    ]


def _chapter(title, words, *, rows=(), tables=(), parties=(), note="", url=""):
    return {
        "title": title,
        "words": words,
        "rows": list(rows),
        "tables": list(tables),
        "parties": list(parties),
        "note": note,
        "url": url,
        "is_empty": not (words or rows or tables or parties),
    }


def _programme(text):
    rows = [{"key": "Plan som nämner idéburna", "value": text["programme"]}] if text["programme"] else []
    where = places_in_words(text, most=12)
    groups = ", ".join(text["target_groups"])
    rows += [{"key": "Verksamhet", "value": text["service_area"]["name"]}, {"key": "Var", "value": where}]
    return rows + ([{"key": "För", "value": groups}] if groups else [])


def assessment(text):
    """What the authority said of contract and state aid, as summary_list.html takes it."""
    said = text["assessment"]
    return [
        {"key": "Varför det inte är ett offentligt kontrakt", "value": said["not_a_contract"]},
        {"key": "Statligt stöd", "value": AID.get(said["aid"], ""), "note": said["aid_reasons"]},
    ]
