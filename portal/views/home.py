"""The start page."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal import statistics
from portal.templatetags.ui import antal
from portal.tile_map import COUNTIES, county_tiles

SECONDS_KEPT = 60  # the figures are the same for everybody, and may lag a minute
EXAMPLES = ["äldreomsorg", "daglig verksamhet", "folkhögskola"]


@login_not_required
@require_safe
def home(request):
    """What the portal is for, a search box, and where things stand today."""
    today = timezone.localdate()
    numbers = cache.get_or_set(f"home-{today}", lambda: _numbers(today), SECONDS_KEPT)
    search = reverse("organisation_list")
    context = {
        "total": numbers["verified"].value,
        "as_of": today,
        "tiles": county_tiles(numbers["by_county"], url=lambda code: f"{search}?county={code}"),
        "entries": _entries(search),
        "figures": _figures(numbers, search),
        "examples": [{"label": words, "url": f"{search}?{urlencode({'q': words})}"} for words in EXAMPLES],
        "search_url": search,
    }
    return render(request, "portal/home.html", context)


def _numbers(day):
    found = statistics.verified_by_county(day)
    return {
        "by_county": {code: found.get(code, 0) for code, *_ in COUNTIES},
        "verified": statistics.verified_organisations(day, by_county=found),
        "registered": statistics.registered_entities(day),
        "municipalities": statistics.municipalities_served(day),
        "waiting": statistics.applications_under_review(day),
    }


def _figures(numbers, search):
    return [
        {
            "number": antal(numbers["verified"].value),
            "label": _counted(numbers["verified"], "verifierad organisation", "verifierade organisationer"),
            "note": "Minst en juridisk person är prövad av våra handläggare.",
            "url": search,
        },
        {
            "number": antal(numbers["registered"].value),
            "label": _counted(numbers["registered"], "juridisk person registrerad", "juridiska personer registrerade")
            + " hos Kammarkollegiet",
            "note": numbers["registered"].note,
            "url": "",
        },
        {
            "number": antal(numbers["municipalities"].value),
            "label": _counted(numbers["municipalities"], "kommun", "kommuner") + " där de är verksamma",
            "note": "Av 290. " + numbers["municipalities"].note,
            "url": "",
        },
        {
            "number": antal(numbers["waiting"].value),
            "label": _counted(numbers["waiting"], "ansökan prövas nu", "ansökningar prövas nu"),
            "note": "Varje juridisk person prövas för sig.",
            "url": reverse("journal"),
        },
    ]


def _counted(figure, one, many):
    return one if figure.value == 1 else many


def _entries(search):
    return [
        {
            "title": "Företräder du en organisation?",
            "text": "Visa vad ni gör och var. Ta med alla föreningar, stiftelser och bolag som hör till er.",
            "links": [
                {"label": "Registrera er organisation", "url": reverse("account_signup")},
                {"label": "Räkna ut vad registrering kostar", "url": reverse("fee_calculator")},
            ],
        },
        {
            "title": "Är du upphandlare?",
            "text": "Se vilka som kan utföra uppdraget, och vem som har kontrollerat vad.",
            "links": [
                {"label": "Hitta utförare", "url": search},
                {"label": "Kontrollera vilka som får delta", "url": reverse("eligibility_check")},
                {"label": "Se om det går att reservera", "url": reverse("reservation_check")},
                {"label": "Vad orden betyder", "url": reverse("glossary")},
            ],
        },
        {
            "title": "Vill du veta hur vi arbetar?",
            "text": "Allt som är offentligt går att läsa utan att logga in.",
            "links": [
                {"label": "Läs diariet", "url": reverse("journal")},
                {"label": "Vilka vi är", "url": reverse("about")},
            ],
        },
    ]
