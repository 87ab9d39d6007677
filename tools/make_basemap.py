"""Make the coast and border lines of the maps (src/skyshed/output/data/basemap.npz).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_basemap.py package/countries-10m.json

The TopoJSON file holds every line once: an arc that bounds one country is a coast, an arc between
two is a border. Borders that are contested are picked out by the two countries and, where only a
part is, by a box. Natural Earth draws who holds the ground; the list says where others disagree.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TARGET = Path(__file__).resolve().parent.parent / "src/skyshed/output/data/basemap.npz"
COAST, BORDER, DISPUTED, FRAME = range(4)
STEPS_PER_DEGREE = 500  # 0.002 degree: the source is rounded to 0.0036 by 0.0017

# Units of Natural Earth all of whose land borders are contested or provisional.
DISPUTED_UNITS = {
    "Cyprus U.N. Buffer Zone",
    "Kosovo",
    "N. Cyprus",
    "Palestine",
    "Siachen Glacier",
    "Somaliland",
    "W. Sahara",
}
# Contested borders: the two countries, and a box (west, south, east, north) if only a part is.
DISPUTED_BORDERS: dict[frozenset[str], tuple[float, float, float, float] | None] = {
    frozenset({"Israel", "Syria"}): None,  # Golan Heights
    frozenset({"Israel", "Lebanon"}): None,  # Blue Line
    frozenset({"Russia", "Ukraine"}): None,  # Crimea is drawn with Russia; the rest is fought over
    frozenset({"Armenia", "Azerbaijan"}): None,  # not delimited
    frozenset({"India", "Pakistan"}): (72.5, 32.0, 80.5, 37.5),  # Line of Control
    frozenset({"India", "China"}): None,  # Aksai Chin, Arunachal Pradesh
    frozenset({"Bhutan", "China"}): None,
    frozenset({"Pakistan", "China"}): None,  # Shaksgam valley
    frozenset({"Egypt", "Sudan"}): None,  # Halaib, Bir Tawil
    frozenset({"Sudan", "S. Sudan"}): None,  # Abyei
    frozenset({"Kenya", "S. Sudan"}): None,  # Ilemi triangle
    frozenset({"Ethiopia", "Somalia"}): None,  # provisional administrative line
    frozenset({"Guyana", "Venezuela"}): None,  # Essequibo
    frozenset({"Guyana", "Suriname"}): None,
    frozenset({"Belize", "Guatemala"}): None,
    frozenset({"North Korea", "South Korea"}): None,  # military demarcation line
}


def make_basemap(source: Path, target: Path = TARGET) -> int:
    """Write the lines of a world-atlas countries file; returns the size of the file in bytes."""
    topology = json.loads(source.read_text("utf-8"))
    owners = _owners(topology["objects"]["countries"]["geometries"])
    kinds, lines = [], []
    for index, names in sorted(owners.items()):
        longitude, latitude = _arc(topology, index)
        for kind, part in _parts(names, longitude, latitude):
            points = np.rint(part * STEPS_PER_DEGREE).astype(np.int32)
            moved = np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]
            if np.count_nonzero(moved) > 1:
                kinds.append(kind)
                lines.append(points[moved])
    first = np.array([line[0] for line in lines], dtype=np.int32)
    steps = np.concatenate([np.diff(line, axis=0) for line in lines])
    # Steps of more than 65 degrees would need more than 16 bits; there are none.
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise SystemExit("a step between two points is too long")
    np.savez_compressed(
        target,
        kind=np.array(kinds, dtype=np.uint8),
        size=np.array([len(line) for line in lines], dtype=np.int32),
        first=first,
        steps=steps.astype(np.int16),
        steps_per_degree=np.int32(STEPS_PER_DEGREE),
    )
    return target.stat().st_size


def _owners(countries: list[dict[str, Any]]) -> dict[int, set[str]]:
    """Names of the countries that each arc bounds."""
    owners: dict[int, set[str]] = defaultdict(set)
    for country in countries:
        for index in _indices(country.get("arcs", [])):
            owners[index if index >= 0 else ~index].add(country["properties"]["name"])
    return owners


def _indices(arcs: Any) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _indices(item)


def _arc(topology: dict[str, Any], index: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of an arc, undoing the delta coding of TopoJSON."""
    points = np.cumsum(np.array(topology["arcs"][index], dtype=float), axis=0)
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return points[:, 0] * scale[0] + translate[0], points[:, 1] * scale[1] + translate[1]


def _parts(
    names: set[str], longitude: NDArray[np.float64], latitude: NDArray[np.float64]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Kind and points, shape (point, 2), of a line cut where its kind changes.

    Its runs along the antimeridian and the southern edge of the source, which are no coast, are
    left out.
    """
    points = np.column_stack([longitude, latitude])
    middle = 0.5 * (points[:-1] + points[1:])
    kind = np.full(len(middle), BORDER if len(names) > 1 else COAST)
    if len(names) > 1:
        west, south, east, north = _disputed_box(names)
        inside = (middle >= (west, south)) & (middle <= (east, north))
        kind[inside.all(axis=1)] = DISPUTED
    edge = (np.abs(longitude) > 179.99) | (latitude < latitude.min() + 1e-9) & (latitude < -85.0)
    kind[edge[:-1] & edge[1:] | (np.abs(np.diff(longitude)) > 180.0)] = FRAME
    cuts = np.flatnonzero(np.diff(kind)) + 1
    for start, stop in zip(np.r_[0, cuts], np.r_[cuts, len(kind)], strict=True):
        if kind[start] != FRAME:
            yield int(kind[start]), points[start : stop + 1]


def _disputed_box(names: set[str]) -> tuple[float, float, float, float]:
    """West, south, east, north of where the border between two countries is contested."""
    everywhere, nowhere = (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, -1.0, -1.0)
    if names & DISPUTED_UNITS:
        return everywhere
    return DISPUTED_BORDERS.get(frozenset(names), nowhere) or everywhere


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="countries-10m.json of world-atlas 2.0.2")
    print(f"{TARGET.name}: {make_basemap(parser.parse_args().source)} bytes")
