"""Invented contents for the component page. Nothing here comes from the database."""

from datetime import UTC, date, datetime

from django.core.paginator import Paginator

from portal.component_examples import pictures
from portal.component_examples.forms import ExampleForm, JudgementForm
from portal.markup import sections
from procurement.legality.answers import Check, Finding, Legal

HERE = "#"
PROSE = """## När passar det?

- Föreningen har en egen idé.
- Se [lagen](https://www.riksdagen.se/) och [ordlistan](/ordlista/).

- [ ] En ruta att kryssa

| Ord | Betyder |
|---|---|
| annons | köparen säger vad den vill köpa |
"""
VERIFIED = {"shape": "portal-verified", "text": "Verifierad i portalen", "note": "sedan 12 mars 2025"}
WAITING = {"shape": "portal-waiting", "text": "Prövas nu", "note": "ansökan kom in 2 november 2026"}
ENDED = {"shape": "portal-ended", "text": "Verifieringen har upphört", "note": "30 juni 2026, på egen begäran"}
REGISTERED = {
    "shape": "register-yes",
    "text": "Registrerad hos Kammarkollegiet",
    "note": "sedan 3 juni 2024, kontrollerad 18 november 2026",
}
NOT_REGISTERED = {
    "shape": "register-no",
    "text": "Inte registrerad hos Kammarkollegiet",
    "note": "kontrollerad 18 november 2026",
}
UNKNOWN = {
    "shape": "register-unknown",
    "text": "Okänt om registrerad hos Kammarkollegiet",
    "note": "källan svarade inte 18 november 2026",
}


def context():
    """Everything the component page needs, by component."""
    typed = {"refused-name": "Exempelhemmet", "refused-adopted": "i våras", "refused-form_of_law": "72"}
    refused = ExampleForm(typed, prefix="refused")
    return pictures.context(HERE) | {
        "trail": [{"url": HERE, "label": "Start"}, {"url": HERE, "label": "Organisationer"}],
        "example_form": ExampleForm(auto_id="example_%s"),
        "prose": sections(PROSE),
        "refused_form": refused,
        "judgement_form": JudgementForm(prefix="judgement"),
        "evidenced": {
            "answer": "Varje krav är styrkt",
            "tone": "success",
            "sentences": [
                "Inte registrerad hos Kammarkollegiet, kontrollerat 18 november 2026. Registreringen är frivillig."
            ],
        },
        "unanswered": {
            "answer": "Okänt",
            "tone": "",
            "sentences": ["Den juridiska personen har inte lämnat några egna uppgifter för den här grunden."],
        },
        "tasks": _tasks(),
        "summary": [
            {"key": "Organisation", "value": "Exempelhemmet, Göteborg", "url": HERE, "action": "organisation"},
            {"key": "Syfte", "value": "Ge äldre och barn trygg omsorg.", "note": "2 §", "url": HERE, "action": "syfte"},
            {"key": "Antal anställda", "value": None},
        ],
        "shapes": _shapes(),
        "verified": VERIFIED,
        "waiting": WAITING,
        "ended": ENDED,
        "registered": REGISTERED,
        "not_registered": NOT_REGISTERED,
        "unknown": UNKNOWN,
        "filter_groups": _filter_groups(),
        "chosen": [{"label": "omsorg", "url": HERE}, {"label": "Göteborg", "url": HERE}],
        "orders": [
            {"label": "bäst träff", "url": HERE, "current": True},
            {"label": "namn", "url": HERE, "current": False},
        ],
        "results": _results(),
        "headers": [
            {"label": "Ärende", "url": HERE, "direction": "ascending"},
            {"label": "Läge"},
            {"label": "Dagar hos oss", "url": HERE, "direction": "none", "number": True},
        ],
        "table_rows": [
            [
                {"text": "IP 2026/0418", "url": HERE, "small": "Stiftelsen Exempelhemmet"},
                {"tag": "Under prövning", "tone": "info"},
                {"text": 12, "number": True},
            ],
            [
                {"text": "IP 2026/0402", "url": HERE, "small": "Kooperativet Testgården"},
                {"tag": "Väntar på sökanden", "tone": "warning"},
                {"text": 31, "number": True},
            ],
        ],
        "page_of_many": Paginator(range(400), 20).page(7),
        "events": _events(),
        "actions": _actions(),
        "rare_actions": [{"label": "Anmäl jäv", "url": HERE}, {"label": "Lämna över ärendet", "url": HERE}],
        "before": "Stiftelsen har till ändamål att uteslutande främja vård av äldre i Göteborg.",
        "after": "Stiftelsen har till ändamål att främja vård och utbildning av äldre i Sverige.",
        "entries": _entries(),
        "clause_hints": [
            {
                "title": "Syftet i filen",
                "hint": "trolig",
                "tone": "info",
                "reasons": ["Syftet står i filen och sägs vara det enda."],
                "page": 1,
                "url": HERE,
                "text": "Föreningen har uteslutande allmännyttigt syfte: att ge äldre en trygg omsorg.",
            },
            {
                "title": "Tillgångar vid upplösning i filen",
                "hint": "saknas",
                "tone": "warning",
                "reasons": ["Vi hittar inget om vart tillgångarna går när verksamheten upphör."],
                "page": None,
                "url": HERE,
                "text": "",
            },
        ],
        "legal_check": Check(
            "lou-19-25a",
            Legal.OPEN,
            (
                Finding(Legal.YES, "CPV-koden 85311100 finns i paragrafens lista.", "LOU 19 kap. 25 a §"),
                Finding(
                    Legal.OPEN,
                    "Upphandlingens värde är inte uppskattat.",
                    "LOU 5 kap. 3 §",
                    "Uppskatta värdet utan moms.",
                    is_about_amount=True,
                ),
            ),
            "none",
            "Upphandlingen är reserverad enligt 19 kap. 25 a § lagen (2016:1145) om offentlig upphandling.",
            "Koden res-pub-ser går inte att använda.",
        ),
        "days": [
            {"day": date(2026, 11, 2), "text": "Ansökan kom in", "state": "done"},
            {"day": date(2026, 11, 21), "text": "I dag", "state": "now"},
            {"day": date(2026, 11, 26), "text": "Sista dag att svara", "note": "om 5 dagar"},
        ],
        "rows": [
            {
                "url": HERE,
                "label": "Komplettera ansökan",
                "note": "IP 2026/0418",
                "due": "Senast 26 november 2026",
                "aside": "5 dagar kvar",
            },
            {"url": HERE, "label": "Bekräfta tjänsterna", "aside": "12 tjänster"},
        ],
        "documents": [
            {
                "url": HERE,
                "name": "Stadgar för Stiftelsen Exempelhemmet",
                "size": 212_000,
                "note": "Syfte i 1 §. Version 3 av 3 verifierade.",
                "day": date(2025, 3, 12),
            },
            {
                "url": HERE,
                "name": "Årsredovisning 2025",
                "size": 1_400_000,
                "note": "Lämnad av organisationen, inte granskad av oss",
            },
        ],
        "contact_lines": ["Exempelgatan 1, 400 00 Göteborg", "031-000 00 00"],
        "receipt_rows": [
            {"key": "Ärende", "value": "IP 2026/0418"},
            {"key": "Kom in", "value": "21 november 2026 klockan 09.12"},
        ],
        "meant": {"label": "omsorg", "url": HERE},
        "suggestions": [{"url": HERE, "label": "omsorg i Göteborg, alla tjänster", "aside": "37 organisationer"}],
    }


def _tasks():
    return [
        {"name": "Vilka ni är", "url": HERE, "status": "Klar"},
        {"name": "Vem äger och styr vem", "url": HERE, "status": "Påbörjad", "tone": "info", "note": "En andel saknas"},
        {"name": "Stadgar och syfte", "url": HERE, "status": "Behöver rättas", "tone": "danger"},
        {"name": "Tjänster", "url": HERE, "status": "Inte börjad", "tone": "neutral"},
        {
            "name": "Kontrollera och skicka in",
            "status": "Kan inte börjas än",
            "note": "Öppnas när stegen ovan är klara",
        },
    ]


def _shapes():
    return [
        ("portal-verified", "verifierad i portalen"),
        ("portal-waiting", "prövas"),
        ("portal-ended", "verifieringen har upphört"),
        ("portal-none", "inte prövad"),
        ("portal-unknown", "okänt i portalen"),
        ("register-yes", "registrerad hos Kammarkollegiet"),
        ("register-ended", "registreringen har upphört"),
        ("register-no", "inte registrerad"),
        ("register-unknown", "okänt om registrerad"),
        ("not-met", "krav inte uppfyllt"),
        ("stated", "enligt egen uppgift"),
    ]


def _filter_groups():
    return [
        {
            "label": "Tjänst",
            "name": "service",
            "open": True,
            "choices": [
                {"value": "1", "label": "Särskilt boende för äldre", "count": 14, "checked": True},
                {"value": "2", "label": "Hemtjänst", "count": 11, "checked": False},
            ],
            "more": [{"value": "3", "label": "Boendestöd", "count": 1208, "checked": False}],
        },
        {
            "label": "Juridisk form",
            "name": "legal_form",
            "open": False,
            "choices": [{"value": "61", "label": "Ideell förening", "count": None, "checked": False}],
            "more": [],
        },
    ]


def _results():
    return [
        {
            "url": HERE,
            "name": "Exempelhemmet",
            "meta": "Sex juridiska personer · säte i Göteborg",
            "text": "Ger äldre och personer med funktionsnedsättning trygg omsorg i små enheter.",
            "place": "I Göteborg",
            "does": "särskilt boende för äldre (54 platser), hemtjänst",
            "portal": VERIFIED,
            "register": REGISTERED,
        },
        {
            "url": HERE,
            "name": "Kooperativet Testgården",
            "meta": "Ekonomisk förening · säte i Alingsås",
            "text": "Daglig verksamhet på en gård med djur.",
            "portal": WAITING,
            "register": UNKNOWN,
        },
    ]


def _events():
    return [
        {"when": date(2024, 6, 3), "text": "Stiftelsen registrerades hos Kammarkollegiet", "kind": "register"},
        {
            "when": datetime(2025, 3, 12, 9, 30, tzinfo=UTC),
            "text": "Stiftelsen verifierades i portalen",
            "kind": "portal",
            "url": HERE,
        },
        {"when": date(2026, 11, 9), "text": "Nya stadgar anmäldes", "note": "Prövas", "kind": "waiting"},
        {"when": "Sedan", "text": "En handläggare beslutar"},
    ]


def _actions():
    return [
        {"label": "Begär komplettering", "url": HERE, "note": "Skickas till Kim Exempel. Klockan stannar hos oss."},
        {"label": "Godkänn", "url": HERE, "note": "Kan göras när alla krav är bedömda. Ett återstår."},
        {"label": "Avsluta verifieringen", "url": HERE, "kind": "danger"},
    ]


def _entries():
    return [
        {
            "title": "Företräder du en organisation?",
            "text": "Visa vad ni gör och var. Ta med alla föreningar, stiftelser och bolag som hör till er.",
            "links": [{"label": "Registrera er organisation", "url": HERE}],
        },
        {
            "title": "Är du upphandlare?",
            "text": "Se vilka som kan utföra uppdraget.",
            "links": [{"label": "Hitta utförare", "url": HERE}],
        },
    ]
