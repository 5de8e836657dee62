"""What the list of organisations shows, as dicts: headline, hits, filters, what to try when nothing is found."""

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe

from registry import freshness
from registry.forms.search import as_search
from registry.models.eligibility import Ground
from registry.search.cards import EVERYWHERE
from registry.search.engine import BOUND, PER_PAGE, RANKED, total_of
from registry.search.marks import marked, searched_terms
from registry.search.words import folded_stem, tokens
from registry.views import drawn
from registry.views.search_filters import CONFIRMED_LABELS, as_filters, filter_groups
from registry.wording import grouped

MOST_SERVICES = 4


def shown(asked, found, labels, path):
    """What the page needs: its list drawn, and what the shell says of it. The same for everybody."""
    context = _context(asked, found, labels, path)
    return {
        "headline": context["headline"],
        "files": context["files"],
        "list": _drawn(context),
        "address": asked.url(path, found.page),
    }


def _drawn(context):
    return mark_safe(get_template("registry/organisation_list_drawn.html").render(context))


def _context(asked, found, labels, path):
    """All that the list is drawn from."""
    headline = _headline(asked, found, labels)
    return {
        "path": path,
        "asked": asked,
        "typed": asked.text,
        "headline": headline,
        "hidden": asked.pairs(text=False),
        "panel": drawn.filter_panel(
            action=path,
            groups=filter_groups(asked, found.facets, labels),
            hidden=_kept_by_the_filters(asked),
            target="lista",
        ),
        "chosen": _chosen(asked, labels, path),
        "orders": _orders(asked, found, path),
        "results": _results(asked, found, labels, path),
        "page": _page(found),
        "pages_of": QueryDict(urlencode(asked.pairs())),
        "files": _files(asked, found, path),
        "notes": _notes(asked, found),
        "past": _past(asked, found, path),
        "empty": None if found.total else _empty(asked, found, labels, path),
    }


def _kept_by_the_filters(asked):
    """What stands in the address, is no filter, and stays when one is chosen."""
    kept = [("q", asked.text), ("ordning", asked.order), *(("avslutade", v) for v in asked.chosen.get("avslutade", ()))]
    return [(name, value) for name, value in kept if value]


def refusal(form, path):
    """The page without hits, when what was typed is refused. Nothing of it is shown."""
    box = {"path": path, "asked": None, "typed": "", "hidden": []}
    return {"form": form, "headline": "", "files": [], "list": _drawn(box)}


def _headline(asked, found, labels):
    """The number of hits in words: 37 organisationer erbjuder omsorg i Göteborg."""
    if not found.total:
        return "Ingen organisation matchar"
    number = f"Fler än {grouped(BOUND)}" if found.total_is_bounded else grouped(found.total)
    noun = "organisation" if found.total == 1 else "organisationer"
    return f"{number} {noun}{_does(asked, labels)}{_where(asked, labels)}"


def _does(asked, labels):
    areas = [labels.area_by_slug[slug].name for slug in asked.chosen.get("tjanst", ())]
    offers = [name[0].lower() + name[1:] for name in areas]
    if asked.text and _is_a_service(asked.text, labels):
        offers = [asked.text, *offers]
    words = f" erbjuder {_listed(offers, 'och' if asked.text else 'eller')}" if offers else ""
    if asked.text and asked.text not in offers:
        words += f"{' och' if words else ''} matchar ”{asked.text}”"
    if not words and ("kommun" in asked.chosen or "lan" in asked.chosen or "landet" in asked.chosen):
        words = " erbjuder tjänster"
    return words


def _where(asked, labels):
    places = [labels.municipalities[code] for code in asked.chosen.get("kommun", ())]
    places += [labels.counties[code] for code in asked.chosen.get("lan", ())]
    if places:
        return f" i {_listed(places, 'eller')}"
    return " i hela landet" if "landet" in asked.chosen else ""


def _listed(words, last):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _is_a_service(text, labels):
    """Whether each word names some service: omsorg does, Exempelhemmet does not."""
    vocabulary = getattr(labels, "service_stems", None)
    if vocabulary is None:
        names = [text for area in labels.areas.values() for text in (area.name, *area.words)]
        vocabulary = labels.service_stems = {folded_stem(word) for name in names for word in tokens(name)}
    words = list(tokens(text))
    return bool(words) and len(text) < 60 and all(folded_stem(word) in vocabulary for word in words)


def _chosen(asked, labels, path):
    """What was chosen, each with the address of the list without it."""
    rows = []
    if asked.text:
        rows.append({"label": asked.text, "url": type(asked)("", asked.chosen, asked.order).url(path)})
    for parameter, values in asked.chosen.items():
        for value in values:
            rows.append(
                {"label": chosen_label(parameter, value, labels), "url": asked.without(parameter, value).url(path)}
            )
    return rows


def chosen_label(parameter, value, labels):
    """The name of a choice, as it stands among those that are chosen."""
    names = {
        "tjanst": lambda: labels.area_by_slug[value].name,
        "kommun": lambda: labels.municipalities[value],
        "lan": lambda: labels.counties[value],
        "landet": lambda: "Hela landet",
        "form": lambda: labels.legal_forms[value],
        "malgrupp": lambda: labels.group_by_slug[value].name,
        "status": lambda: {
            "verifierad": "Verifierad i portalen",
            "provas": "Prövas nu",
            "upphord": "Verifieringen har upphört",
            "ej-verifierad": "Inte verifierad",
        }[value],
        "bekraftad": lambda: CONFIRMED_LABELS[value],
        "register": lambda: {
            "registrerad": "Registrerad hos Kammarkollegiet",
            "ej-registrerad": "Inte registrerad hos Kammarkollegiet",
            "okant": "Okänt om registrerad",
            "borta": "Finns inte kvar i listan hos Kammarkollegiet",
        }[value],
        "svar": lambda: {
            "registrerad": "Behörighet: registrerad",
            "styrkt": "Behörighet: varje krav är styrkt",
            "uppgivet": "Behörighet: enligt egen uppgift",
            "ej-uppfyllt": "Behörighet: ett krav är inte uppfyllt",
            "okant": "Behörighet: okänd",
        }[value],
        "avslutade": lambda: "Visar även avslutade",
        "grund": lambda: f"Enligt {Ground(value).label}",
    }
    return names[parameter]()


def _orders(asked, found, path):
    choices = [("namn", "name", "namn"), ("bekraftad", "confirmed", "senast bekräftad")]
    if asked.text:
        choices.insert(0, ("", "relevance", "bäst träff"))
    return [
        {
            "label": label,
            "url": type(asked)(asked.text, asked.chosen, order if asked.text or order != "namn" else "").url(path),
            "current": found.sort == sort,
        }
        for order, sort, label in choices
    ]


def _results(asked, found, labels, path):
    terms = searched_terms(asked.text) if asked.text else ()
    codes = asked.chosen.get("kommun", [])
    counties = asked.chosen.get("lan", [])
    place = ""
    if codes or counties:
        names = [labels.municipalities[code] for code in codes] + [labels.counties[code] for code in counties]
        place = f"I {_listed(names, 'eller')}"
    today = timezone.localdate()
    return [
        drawn.result(
            url=f"{path}{card['slug']}/",
            name=card["name"],
            meta=card["meta"],
            text=marked(card["text"], terms),
            place=place,
            does=_services(card["does"], codes, counties),
            portal=card["portal"],
            register=card["register"],
            faded=_faded(card.get("oldest"), today),
        )
        for card in found.hits
    ]


def _faded(oldest, today):
    """How long ago the services were confirmed, when that is more than a year."""
    day = date.fromisoformat(oldest) if oldest else None
    return freshness.words(day, today) if day and freshness.is_faded(day, today) else ""


def _services(does, codes, counties):
    """The services in words: those at the chosen place, or all, the first few."""
    if codes or counties:
        does = [
            [text, places]
            for text, places in does
            if EVERYWHERE in places or any(code in codes or code[:2] in counties for code in places)
        ]
    words = ", ".join(text for text, _ in does[:MOST_SERVICES])
    return f"{words} och {len(does) - MOST_SERVICES} till" if len(does) > MOST_SERVICES else words


def _page(found):
    """Django's page, so that the ordinary component can draw the way between pages."""
    paginator = Paginator(range(found.last_page * PER_PAGE), PER_PAGE)
    return Page([], found.page, paginator)


def _files(asked, found, path):
    if not found.total:
        return []
    base = path.rstrip("/")
    return [
        {"url": asked.url(f"{base}.{kind}"), "label": label, "type": type_}
        for kind, label, type_ in (
            ("csv", "CSV", "text/csv"),
            ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("json", "JSON", "application/json"),
        )
    ]


def _notes(asked, found):
    """What the reader should know about the numbers on the page."""
    notes = [
        f"Vi hittar ingen kommun som heter ”{name}”. Kontrollera stavningen eller skriv kommunkoden."
        for name in asked.unknown_places
    ]
    if found.counts_are_bounded:
        notes.append(f"Siffrorna vid filtren räknar de första {grouped(BOUND)} träffarna.")
    if found.sort == "relevance" and found.total > RANKED and found.page == found.last_page:
        notes.append(
            f"Här slutar de {grouped(RANKED)} bästa träffarna. Avgränsa eller ordna efter namn för att se fler."
        )
    return notes


def _past(asked, found, path):
    """How many are left out because their verification has ended, and the way to see them."""
    if not found.bygone:
        return None
    one = found.bygone == 1
    noun = "organisation" if one else "organisationer"
    return {
        "text": f"{grouped(found.bygone)} {noun} vars verifiering har avslutats visas inte.",
        "link": "Visa den" if one else "Visa dem",
        "url": asked.with_choice("avslutade", "ja").url(path),
    }


def _empty(asked, found, labels, path):
    """What to try instead, each with how many it gives."""
    meant = None
    if found.suggestions:
        text = found.suggestions[0]
        meant = {"label": text, "url": type(asked)(text, asked.chosen, asked.order).url(path)}
    rows = []
    codes = asked.chosen.get("kommun", ())
    if found.county and len(codes) == 1:
        county = codes[0][:2]
        wider = asked.without("kommun").with_choice("lan", county)
        rows.append((f"Hela {labels.counties[county]}", found.county, wider))
    for parameter, name in as_filters(asked).items():
        total = found.without.get(name, 0)
        if total:
            words = _listed([chosen_label(parameter, value, labels) for value in asked.chosen[parameter]], "eller")
            rows.append((f"Utan valet {words}", total, asked.without(parameter)))
    if asked.text and asked.chosen and not meant:
        rest = type(asked)("", asked.chosen, asked.order)
        total = total_of(as_search(rest, labels))
        if total:
            rows.append((f"Utan orden ”{asked.text}”", total, rest))
    rows.sort(key=lambda row: row[1])
    return {
        "meant": meant,
        "text": "Du kan också prova:" if rows else "Prova ett annat ord, eller ta bort något du valt.",
        "suggestions": [
            {
                "label": label,
                "url": other.url(path),
                "aside": f"{grouped(total)} {'organisation' if total == 1 else 'organisationer'}",
            }
            for label, total, other in rows
        ],
    }
