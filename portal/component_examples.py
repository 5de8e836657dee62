"""Invented contents for the component page. Nothing here comes from the database."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator

from portal.maps.example import example_map
from portal.markup import sections
from portal.target_bars import target_bars
from portal.tile_map import COUNTIES, county_tiles
from procurement.day_line import day_line
from procurement.end_lines import end_lines
from procurement.legality.answers import Check, Finding, Legal
from registry.charts import drawing
from registry.charts.chart import chart
from registry.charts.series import COUNTRY, PEERS, THEN, Goal, Line, Series
from registry.family_graph import Graph, Kind, Node, Ownership, Registration, Span, Transfer
from registry.forms.base import ChoicesWithHelp, Form, PdfField, SwedishDateField
from registry.reading import facts, family, family_page

HERE = "#"
PROSE = """## När passar det?

- Föreningen har en egen idé.
- Se [lagen](https://www.riksdagen.se/) och [ordlistan](/ordlista/).

- [ ] En ruta att kryssa

| Ord | Betyder |
|---|---|
| annons | köparen säger vad den vill köpa |
"""
FORMS = ("Ideell förening", "Stiftelse", "Aktiebolag")
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


class ExampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label="Organisationens namn")
    statutes = PdfField(label="Stadgar")
    adopted = SwedishDateField(label="När antogs stadgarna?")
    purpose = forms.CharField(
        label="Syftet, ordagrant ur stadgarna",
        help_text="Skriv av hela meningen. Handläggaren jämför med filen.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    exclusive = forms.ChoiceField(
        label="Är syftet enbart allmännyttigt?",
        help_text="Enbart betyder att inget annat syfte får stå bredvid.",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("yes", "Ja", "Syftet ovan är det enda"),
                ("no", "Nej", "Det finns fler syften i stadgarna"),
                ("unsure", "Vi är osäkra", "Handläggaren hjälper er"),
            ]
        ),
        error_messages={"required": "Välj ett av svaren."},
    )
    groups = forms.MultipleChoiceField(
        label="Vilka hjälper ni?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("elderly", "Äldre"), ("children", "Barn och unga")],
        required=False,
    )
    known = forms.ChoiceField(
        label="Har ni kollektivavtal?",
        widget=forms.RadioSelect,
        choices=[("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte")],
        required=False,
    )
    known.is_short = True
    form_of_law = forms.ChoiceField(label="Juridisk form", choices=[("61", "Ideell förening"), ("72", "Stiftelse")])
    page = forms.CharField(label="Var i stadgarna står syftet?", required=False)
    truthful = forms.BooleanField(
        label="Uppgifterna stämmer", error_messages={"required": "Bekräfta att uppgifterna stämmer."}
    )


class JudgementForm(Form):
    """An officer's judgement of one requirement."""

    judgement = forms.ChoiceField(
        label="Bedömning",
        widget=forms.RadioSelect,
        choices=[("met", "Uppfyllt"), ("not_yet", "Kan inte bedömas än"), ("not_met", "Inte uppfyllt")],
    )
    reasons = forms.CharField(label="Skäl", widget=forms.Textarea(attrs={"rows": 2}))


def context():
    """Everything the component page needs, by component."""
    typed = {"refused-name": "Exempelhemmet", "refused-adopted": "i våras", "refused-form_of_law": "72"}
    refused = ExampleForm(typed, prefix="refused")
    return {
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
        "drawn_family": _family(),
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
        "charts": _charts(),
        "map": example_map(HERE),
        "day_line": day_line(
            [
                (date(2026, 5, 6), "Sista dag att svara på frågor"),
                (date(2026, 6, 11), "Avtalsspärrens sista dag"),
                (date(2026, 7, 15), "Sista dag för efterannons"),
            ]
        ),
        "target_bars": target_bars(
            [
                ("All köpt välfärd", "procent", Decimal("3.9"), Decimal(7), "3,9 %", "mål 7 % 2030"),
                ("Äldreomsorg", "procent", Decimal("6.2"), Decimal(6), "6,2 %", "mål 6 % 2030"),
                ("Individ- och familjeomsorg", "procent", None, Decimal(8), "Uppgift saknas", "mål 8 % 2030"),
            ]
        ),
        "end_lines": end_lines(
            [
                (1, [date(2026, 12, 1)], date(2027, 8, 31), date(2027, 8, 31)),
                (2, [date(2027, 3, 31), date(2027, 9, 30)], date(2028, 9, 30), date(2030, 9, 30)),
            ],
            date(2026, 11, 22),
        ),
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
        "tiles": county_tiles({row[0]: rank * 7 for rank, row in enumerate(COUNTIES[:20])}, url=lambda code: HERE),
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


def _charts():
    """Each kind of picture, with a gap, a number that is missing and one that may still change."""
    common = {"unit": "procent", "sign": "%", "is_invented": True, "source": "påhittad serie"}
    over_time = Series(
        key="exempelandel",
        title="Andel över tid",
        heading="År",
        labels=("2020", "2021", "2022", "2023", "2024", "2025"),
        lines=(
            Line("Exempelby", (2.4, 2.6, None, 3.0, 3.4, 3.9), preliminary=frozenset([5])),
            Line("Liknande kommuner", (2.7, 2.7, 2.8, 3.0, 3.0, 3.1), PEERS),
            Line("Riket", (2.8, None, 2.8, 2.9, 2.9, 2.9), COUNTRY),
        ),
        goal=Goal("Mål 2030: 5 %", 5),
        **common,
    )
    areas = Series(
        key="exempelomraden",
        title="Område för område",
        heading="Område",
        labels=("Äldreomsorg", "Förskola", "Missbruksvård"),
        lines=(
            Line("Exempelby 2025", (2.2, 5.8, None)),
            Line("Liknande kommuner 2025", (2.6, 4.1, 12.0), PEERS),
            Line("Riket 2025", (2.9, 4.4, 11.2), COUNTRY),
            Line("Exempelby 2020", (1.9, 6.3, None), THEN),
        ),
        **common,
    )
    places = Series(
        key="exempelplatser",
        title="Plats för plats",
        heading="Plats",
        labels=("Påhittköping", "Exempelby", "Provstad"),
        lines=(Line("2025", (4.4, 3.9, None)), Line("2020", (4.6, 2.4, 1.0), THEN)),
        own=1,
        **common,
    )
    return [chart(over_time, drawing.lines), chart(areas, drawing.bars), chart(places, drawing.bars)]


def _family():
    """A small family with one gift of each outcome, drawn for wide and for narrow screens."""
    day, since = date(2026, 11, 21), Registration(Span(date(2024, 6, 3)))
    verified = facts.Fact("portal-verified", "Verifierad i portalen")
    nodes = [
        Node("association", "Föreningen Exempelhemmet", Kind.MEMBER, (since,)),
        Node("foundation", "Stiftelsen Exempelhemmet", Kind.MEMBER, (since,)),
        Node("property", "Exempelhemmet Fastigheter AB", Kind.MEMBER, (), (Span(date(2026, 1, 1)),)),
        Node("research", "Exempeluniversitetet", Kind.RESEARCH),
        Node("abroad", "Nordisk Hjelp", Kind.FOREIGN),
    ]
    members = dict(zip(("association", "foundation", "property"), FORMS, strict=True))
    seen = {node.key: family.Seen(form=members.get(node.key, ""), portal=verified, register=verified) for node in nodes}
    owned = (Ownership("association", "foundation", Span(day)), Ownership("foundation", "property", Span(day), "100"))
    gifts = (
        Transfer("1", "association", "research", day, 50_000, what="gift"),
        Transfer("2", "foundation", "property", day, 400_000, what="gift"),
        Transfer("3", "foundation", "abroad", day, 20_000, what="gift"),
        Transfer("4", "association", "property", day, 96_000, is_businesslike=True, what="other"),
    )
    shown = family_page.page(family.Family(Graph(tuple(nodes), owned, gifts), seen, ()), day, today=day)
    return {"wide": shown["wide"], "narrow": shown["narrow"]}
