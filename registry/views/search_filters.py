"""The filters beside the list of organisations, as the filter panel draws them."""

from registry.forms.search import ANSWERS, CONFIRMED, REGISTER, STATUSES
from registry.models.eligibility import Ground
from registry.search.slots import eligibility

MOST_SHOWN = 5
PARAMETERS = {
    "tjanst": "area",
    "kommun": "municipality",
    "lan": "county",
    "landet": "whole_country",
    "form": "legal_form",
    "malgrupp": "target_group",
    "status": "portal_status",
    "register": "official_status",
    "svar": "eligibility",
    "bekraftad": "confirmed",
}
STATUS_LABELS = {
    "verifierad": "Verifierad",
    "provas": "Prövas nu",
    "upphord": "Har upphört",
    "ej-verifierad": "Inte verifierad",
}
ANSWER_LABELS = {
    "registrerad": "Registrerad hos Kammarkollegiet",
    "styrkt": "Varje krav är styrkt",
    "uppgivet": "Uppfyllt enligt egen uppgift",
    "ej-uppfyllt": "Ett krav är inte uppfyllt",
    "okant": "Okänt",
}
REGISTER_LABELS = {
    "registrerad": "Registrerad",
    "ej-registrerad": "Inte registrerad",
    "okant": "Okänt",
    "borta": "Finns inte kvar i listan",
}
CONFIRMED_LABELS = {"senaste-aret": "Bekräftad senaste året", "tidigare": "Bekräftad för 12–18 månader sedan"}


def as_filters(asked):
    """{parameter: facet} of those that are chosen."""
    return {parameter: facet for parameter, facet in PARAMETERS.items() if parameter in asked.chosen}


def filter_groups(asked, facets, labels):
    """Every group of filters with the number each choice would give."""
    return [
        _areas(asked, facets["area"], labels),
        _places(asked, facets, labels),
        _short("Verifierad i portalen", "status", STATUSES, STATUS_LABELS, asked, facets["portal_status"], open=True),
        _short(
            "Registrerad hos Kammarkollegiet", "register", REGISTER, REGISTER_LABELS, asked,
            facets["official_status"], open=True,
        ),
        _eligibility(asked, facets["eligibility"]),
        _short(
            "När tjänsterna bekräftades", "bekraftad", CONFIRMED, CONFIRMED_LABELS, asked, facets["confirmed"],
            open="bekraftad" in asked.chosen,
        ),
        _listed_group("Juridisk form", "form", asked, _forms(facets["legal_form"], labels)),
        _listed_group("Målgrupp", "malgrupp", asked, _target_groups(facets["target_group"], labels)),
    ]  # fmt: skip


def _choice(asked, parameter, value, label, count):
    return {
        "name": parameter,
        "value": value,
        "label": label,
        "count": count,
        "checked": value in asked.chosen.get(parameter, ()),
    }


def _group(label, name, choices, **more):
    return {"label": label, "name": name, "open": True, "choices": choices, "more": [], "sections": []} | more


def _areas(asked, counts, labels):
    """The five services most hits offer, and what is chosen; then all, by area of welfare."""
    rows = {
        key: _choice(asked, "tjanst", area.slug, area.name, counts.get(key, 0))
        for key, area in labels.areas.items()
        if counts.get(key) or area.slug in asked.chosen.get("tjanst", ())
    }
    services = [key for key in rows if labels.areas[key].parent is not None]
    most = sorted(services, key=lambda key: -rows[key]["count"])[:MOST_SHOWN]
    first = [key for key in rows if rows[key]["checked"] or key in most]
    sections = []
    for welfare in labels.welfare_areas:
        own = [rows[key] for key in services if labels.areas[key].parent == welfare.key and key not in first]
        if welfare.key in rows and welfare.key not in first:
            own.insert(0, rows[welfare.key] | {"label": f"All {welfare.name.lower()}" if own else welfare.name})
        if own:
            sections.append({"label": welfare.name, "choices": own})
    return _group("Tjänst", "tjanst", [rows[key] for key in first], sections=sections, all_label="Visa alla tjänster")


def _places(asked, facets, labels):
    """A field for a municipality's name, the chosen places, the municipalities with most hits; then the counties."""
    municipalities = facets["municipality"]
    chosen = asked.chosen.get("kommun", [])
    most = sorted(municipalities, key=lambda key: (-municipalities[key], key))[:MOST_SHOWN]
    codes = [*chosen, *(code for code in (f"{key:04}" for key in most) if code not in chosen)]
    first = [
        _choice(asked, "kommun", code, labels.municipalities[code], municipalities.get(int(code), 0))
        for code in codes[: max(MOST_SHOWN, len(chosen))]
        if code in labels.municipalities
    ]
    counties = [
        _choice(asked, "lan", code, name, facets["county"].get(int(code), 0))
        for code, name in labels.counties.items()
        if facets["county"].get(int(code)) or code in asked.chosen.get("lan", ())
    ]
    first += [row for row in counties if row["checked"]]
    whole = facets["whole_country"].get(1, 0)
    if whole or "landet" in asked.chosen:
        first.append(_choice(asked, "landet", "ja", "Erbjuds i hela landet", whole))
    rest = [row for row in counties if not row["checked"]]
    return _group(
        "Var", "kommun", first,
        entry={"name": "kommun", "label": "Kommun", "value": ", ".join(asked.unknown_places)},
        sections=[{"label": "", "choices": rest}] if rest else [],
        all_label="Visa alla län",
    )  # fmt: skip


def _short(label, name, values, words, asked, counts, *, open):
    rows = [_choice(asked, name, value, words[value], counts.get(int(key), 0)) for value, key in values.items()]
    return _group(label, name, [row for row in rows if row["count"] or row["checked"]], open=open)


def _eligibility(asked, counts):
    """The answers of today on one ground, and the choice of ground."""
    keys = {value: eligibility(asked.ground, answer) for value, answer in ANSWERS.items()}
    options = [{"value": code, "label": code.label, "selected": code == asked.ground} for code in Ground]
    group = _short("Behörighet i dag", "svar", keys, ANSWER_LABELS, asked, counts, open=True)
    return group | {"select": {"name": "grund", "label": "Enligt", "options": options}}


def _listed_group(label, name, asked, found):
    rows = [_choice(asked, name, value, words, count) for value, words, count in found]
    known = {row["value"] for row in rows}
    return _group(
        label,
        name,
        [row for row in rows if row["count"] or row["checked"]],
        open=any(value in known for value in asked.chosen.get(name, ())),
    )


def _forms(counts, labels):
    rows = [(f"{key:02}", labels.legal_forms.get(f"{key:02}", ""), n) for key, n in counts.items()]
    return sorted((row for row in rows if row[1]), key=lambda row: -row[2])


def _target_groups(counts, labels):
    return [(group.slug, group.name, counts.get(key, 0)) for key, group in labels.groups.items()]
