"""Pictures of the component page: charts, the map, families and lines of days."""

from datetime import date
from decimal import Decimal

from portal.maps.example import example_map
from portal.target_bars import target_bars
from portal.tile_map import COUNTIES, county_tiles
from procurement.day_line import day_line
from procurement.end_lines import end_lines
from registry.charts import drawing
from registry.charts.chart import chart
from registry.charts.series import COUNTRY, PEERS, THEN, Goal, Line, Series
from registry.family_graph import Graph, Kind, Node, Ownership, Registration, Span, Transfer
from registry.reading import facts, family, family_page

FORMS = ("Ideell förening", "Stiftelse", "Aktiebolag")


def context(here):
    """Every picture, by component. `here` is where their links lead."""
    return {
        "drawn_family": _family(),
        "charts": _charts(),
        "map": example_map(here),
        "day_line": day_line(
            [
                (date(2026, 5, 6), "Sista dag att svara på frågor"),
                (date(2026, 6, 11), "Avtalsspärrens sista dag"),
                (date(2026, 7, 15), "Sista dag för efterannons"),
            ]
        ),
        "own_figures": [
            {
                "url": here,
                "label": "Sängar i härbärgen (påhittad)",
                "note": "Räknas av Exempelhuset och Exempelhemmet.",
                "aside": "minst 54 platser, 2025, saknas från Exempelhemmet",
            }
        ],
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
        "tiles": county_tiles({row[0]: rank * 7 for rank, row in enumerate(COUNTIES[:20])}, url=lambda code: here),
    }


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
