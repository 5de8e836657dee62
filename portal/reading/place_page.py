"""What the page of a place and the list of places say in words, and what their parts take. No queries here."""

from decimal import Decimal
from functools import lru_cache

from django.urls import reverse

from portal.maps import drawing as drawing_of_map
from portal.maps.borders import borders
from portal.models import Indicator
from portal.reading import place_list, place_map
from portal.reading.addresses import place_files, place_url
from portal.reading.series import YEARS, read_on, source_of
from portal.templatetags.ui import antal
from registry.charts import drawing
from registry.charts.chart import chart
from registry.charts.series import change_in_words, number_in_words
from registry.exports import Link
from registry.search.labels import labels
from registry.wording import NO_BREAK_SPACE, day_in_words, how_many

READING = {
    "andel": "Lucka i en linje: uppgift saknas.",
    "omraden": "Ring: platsen fem år tidigare. Tjockt streck: medianen. Streckat: riket.",
    "jamforelse": "Fylld stapel: den här platsen. Ramar: de andra. Ring: fem år tidigare.",
}
INVENTED = "påhittat"
MISSING = "Uppgift saknas"
NOT_TOLD = "andelen för föreningar och stiftelser saknas. Den visas när den har lästs in från Kolada."
FILES = (("csv", "CSV"), ("json", "JSON"), ("svg", "SVG"))
Measure = Indicator.Measure


def page(numbers, places, *, query):
    """The pictures, their definitions and what is said around them, as templates/portal/place.html takes it."""
    place = numbers.place
    pictures = {
        "over_time": (numbers.over_time, drawing.lines),
        "by_area": (numbers.by_area, drawing.bars),
        "comparison": (numbers.comparison, drawing.bars),
    }
    return {
        "place": place,
        "kind": _kind(place),
        "lead": _lead(numbers),
        **{name: _chart(series, draw, place, query) for name, (series, draw) in pictures.items()},
        "peers": numbers.peers,
        "peers_in_words": _peers(numbers, places),
        "small": _small(numbers),
        "headline": numbers.headline,
        "beside": _beside(numbers),
        "values": place_files("values", place),
    }


def _chart(series, draw, place, query):
    """The picture with its files; None where there is nothing to draw."""
    if series is None or series.is_empty:
        return None
    files = place_files("picture", place, series.key, kinds=FILES, query=query)
    return chart(series, draw, note=READING[series.key], files=files)


def _kind(place):
    if place.is_region:
        return f"Region {place.public_code}"
    return f"Kommun {place.code}, {labels().counties[place.county]}"


def _lead(numbers):
    """The headline in a sentence, with its year, and that it is made up where it is."""
    if numbers.last_own is None:
        return f"Uppgift saknas: {NOT_TOLD}"
    year, value = numbers.last_own
    whose = "regionens" if numbers.place.is_region else "kommunens"
    invented = f" ({INVENTED})" if numbers.headline.is_invented else ""
    return (
        f"{number_in_words(value)}{NO_BREAK_SPACE}procent av kostnaden för {whose} verksamhet gick {year} "
        f"till köp från föreningar och stiftelser{invented}."
    )


# --- Peers ---


def _peers(numbers, places):
    """How the peers were found, who they are, and how large."""
    told = [numbers.peers.told]
    sizes = [places[code].population for code in numbers.peers.codes if places[code].population]
    if sizes:
        told.append(f"De har {antal(min(sizes))} till {antal(max(sizes))} invånare.")
    if numbers.peers.codes:
        told.append("Medianen visas när minst hälften har ett värde.")
    return " ".join(told)


def _small(numbers):
    """How many live here and why a small number moves much."""
    place = numbers.place
    if not place.population:
        return f"Uppgift om invånarantal saknas för {place.name}."
    invented = f", {INVENTED}" if numbers.population and numbers.population.is_invented else ""
    told = f"{place.name} har {antal(place.population)} invånare ({place.year}{invented})."
    if place.population < place_list.SMALL:
        told += " I en liten kommun kan ett enda avtal flytta andelen mycket. Se på flera år, inte bara det sista."
    return told


# --- Definitions ---


def definitions(indicators):
    """What each measure means, as summary_list.html takes it, under its name and its code."""
    return [{"code": row.code, "name": _name(row), "rows": _definition(row)} for row in indicators]


def _name(indicator):
    return f"{indicator.get_measure_display()}{f': {indicator.area}' if indicator.area else ''}"


def _definition(indicator):
    day = read_on(indicator)
    invented = {"key": "Påhittat", "value": "Alla värden är påhittade för demonstrationen."}
    rows = [
        ("Källans namn", indicator.title, ""),
        ("Definition", indicator.definition or MISSING, ""),
        ("Enhet", indicator.get_unit_display(), ""),
        ("Källa", source_of(indicator), f"Läst {day_in_words(day)}" if day else ""),
        ("Täcker inte", indicator.does_not_cover or "Inget känt", ""),
    ]
    if indicator.gone_on:
        rows.insert(0, ("Finns inte längre hos källan", day_in_words(indicator.gone_on), ""))
    told = [{"key": key, "value": value, "note": note} for key, value, note in rows]
    return [invented, *told] if indicator.is_invented else told


def _beside(numbers):
    """What is bought from others the same year, as summary_list.html takes it."""
    rows = []
    for row in numbers.beside:
        value = numbers.value(row, numbers.place.code, numbers.year)
        invented = f" ({INVENTED})" if row.is_invented and value is not None else ""
        told = MISSING if value is None else f"{number_in_words(value)}{NO_BREAK_SPACE}%{invented}"
        note = f"{row.does_not_cover} Källa: {source_of(row)}."
        rows.append({"key": f"{row.get_measure_display()} {numbers.year}", "value": told, "note": note})
    return rows if numbers.year else []


# --- The portal's own figures ---


def figures(own):
    """The portal's own figures as stat.html takes them."""
    return [
        {
            "number": MISSING if fact.figure.value is None else _number(fact),
            "label": fact.label,
            "note": fact.figure.note,
            "url": fact.url,
        }
        for fact in own.facts
    ]


def _number(fact):
    number = antal(fact.figure.value)
    if fact.figure.unit == "kronor":
        return _money(fact.figure.value)
    return number if fact.whole is None else f"{number} av {antal(fact.whole)}"


def _money(value):
    """1,1 mkr, 720 tkr or 900 kr: what stands large on the page is short."""
    for size, unit, decimals in ((1_000_000, "mkr", 1), (1_000, "tkr", 0)):
        if value >= size:
            return f"{number_in_words(Decimal(value) / size, decimals)}{NO_BREAK_SPACE}{unit}"
    return f"{antal(value)}{NO_BREAK_SPACE}kr"


# --- The map ---


def map_of(shown, query):
    """The map as templates/portal/municipality_list.html takes it. `shown`: portal.reading.place_map.PlaceMap."""
    notes = []
    if shown.is_empty:
        notes.append("Inga värden är inlästa från Kolada. Därför är hela kartan snedstreckad.")
    elif shown.counts[None]:
        notes.append("Snedstreckat: uppgift saknas. Det är inte noll.")
    if any(area.is_preliminary for area in shown.areas):
        notes.append("Källan kan ännu ändra värdena: de är preliminära.")
    if shown.is_invented:
        notes.append("Alla värden är påhittade för demonstrationen.")
    return {
        "map": shown,
        "picture": drawing_of_map.picture(shown, address_of),
        "legend": [(drawing_of_map.swatch(step), name, count) for step, name, count in shown.legend],
        "about_map": "portal/place_wanted.html" if shown.measure is place_map.MEASURES["gap"] else "",
        "map_note": " ".join([*notes, f"Källa: {shown.source}." if shown.source else ""]).strip(),
        "map_files": [
            Link(label, reverse("municipality_map", args=[kind]) + query)
            for kind, label in (("svg", "SVG"), ("csv", "CSV"), ("json", "JSON"))
        ],
        "borders": borders().source,
        "small": place_list.SMALL,
    }


# --- The list ---


def table(chosen, rows, counties):
    """The list as data_table.html takes it, and what is said above it."""
    indicators = {row.indicator.code: row.indicator for row in rows}.values()
    years = sorted({row.last_year for row in indicators if row.last_year})
    all_preliminary = bool(rows) and all(row.is_preliminary for row in rows if row.share is not None)
    year = f" {years[-1]}" if years else ""
    invented = any(row.is_invented for row in indicators)
    return {
        "caption": f"Andel köp från föreningar och stiftelser{year}{' (påhittade värden)' if invented else ''}",
        "count_text": _count(len(rows)),
        "headers": [
            chosen.header("Plats", place_list.NAME),
            chosen.header("Län", place_list.COUNTY),
            {"label": "Invånare", "number": True},
            chosen.header(f"Andel{year}{', preliminär' if all_preliminary else ''}", place_list.SHARE, number=True),
            chosen.header(f"Till {place_list.WANTED}{NO_BREAK_SPACE}%", place_list.GAP, number=True),
            chosen.header("Fem år", place_list.CHANGE, number=True),
            chosen.header("Ett år", place_list.LAST, number=True),
            {"label": "Med liknande"},
        ],
        "rows": [_row(row, counties, marked=not all_preliminary) for row in rows],
        "sources": [
            {"key": "Källa", "value": source_of(row), "note": f"{row.title}. {row.does_not_cover}"}
            for row in indicators
        ],
        "years": YEARS,
    }


def _count(number):
    return how_many(number, none="Ingen plats", one="En plats", many="platser")


def _row(row, counties, *, marked):
    place = row.place
    population = "saknas" if place.population is None else antal(place.population)
    address = address_of(place)
    return [
        {"text": place.name, "url": address},
        {"text": counties.get(place.county, "")},
        {"text": population, "small": "få invånare" if row.is_small else "", "number": True},
        {"text": row.share_in_words, "small": "preliminärt" if marked and row.is_preliminary else "", "number": True},
        {"text": number_in_words(row.gap), "number": True},
        {"text": row.change_in_words, "number": True},
        {"text": change_in_words(row.last_change), "number": True},
        {"text": "Jämför", "url": f"{address}#jamfor"},
    ]


@lru_cache(maxsize=512)
def address_of(place):
    """The page of a place. Kept, since the map and the list ask for six hundred of them."""
    return place_url("", place)


def file_row(row, counties, absolute):
    """A row of the list as a file."""
    place, indicator = row.place, row.indicator
    return {
        "code": place.public_code,
        "kind": "region" if place.is_region else "kommun",
        "name": place.name,
        "county": counties.get(place.county, ""),
        "population": place.population,
        "year": indicator.last_year,
        "share": None if row.share is None else float(row.share),
        "gap": None if row.gap is None else float(row.gap),
        "change": None if row.change is None else float(row.change),
        "last_change": None if row.last_change is None else float(row.last_change),
        "is_preliminary": row.is_preliminary,
        "is_invented": indicator.is_invented,
        "source": source_of(indicator),
        "does_not_cover": indicator.does_not_cover,
        "url": absolute(address_of(place)),
    }
