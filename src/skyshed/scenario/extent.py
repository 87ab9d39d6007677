"""The maps of a study: extent, cells, heights and the ring to compare with."""

from dataclasses import dataclass

from skyshed.documents import Document
from skyshed.scenario.limits import (
    HIGHEST_ALTITUDE_M,
    LOWEST_ALTITUDE_M,
    MOST_HEIGHTS,
    draws_problem,
    map_problem,
    military_problem,
)
from skyshed.scenario.model import StudyRadar
from skyshed.scenario.schema import MapPart
from skyshed.units import parse_value


@dataclass(frozen=True)
class Extent:
    """Map, heights and ring in metres; zero or empty for a lesson."""

    radius_m: float = 0.0
    cell_m: float = 0.0
    agl_m: tuple[float, ...] = ()
    altitude_m: tuple[float, ...] = ()
    ring_m: float | None = None
    ring_label: str = ""


def map_extent(
    part: MapPart | None, radars: tuple[StudyRadar, ...], draws: int, document: Document
) -> Extent:
    """Read the map and refuse what is too large, too fine or below the ground."""
    if part is None:
        return Extent()
    radius_m = parse_value(part.radius, "length")
    cell_m = parse_value(part.cell, "length")
    if (problem := military_problem([radar.entry for radar in radars], cell_m)) is not None:
        raise document.error(("map", "cell"), problem)
    if (found := map_problem(radius_m, cell_m)) is not None:
        raise document.error(("map", found[0]), found[1])
    if (problem := draws_problem(draws, radius_m, cell_m)) is not None:
        raise document.error(("draws",), problem)
    agl_m, altitude_m = _heights(part, document)
    ring = part.ring
    ring_m = None if ring is None else parse_value(ring.radius, "length")
    if ring is not None and ring_m is not None and ring_m <= 0.0:
        problem = f"expected a radius above 0, got {ring.radius}; correct it"
        raise document.error(("map", "ring", "radius"), problem)
    if ring is not None and ring_m is not None and ring_m > radius_m:
        problem = (
            f"expected a ring inside the map, got {ring.radius} on a map of {part.radius};"
            " enlarge the map, so that the share of the ring can be counted"
        )
        raise document.error(("map", "ring", "radius"), problem)
    return Extent(radius_m, cell_m, agl_m, altitude_m, ring_m, "" if ring is None else ring.label)


def _heights(part: MapPart, document: Document) -> tuple[tuple[float, ...], tuple[float, ...]]:
    agl_m = tuple(parse_value(text, "length") for text in part.above_ground)
    altitude_m = tuple(parse_value(text, "altitude") for text in part.above_sea_level)
    count = len(agl_m) + len(altitude_m)
    if not 1 <= count <= MOST_HEIGHTS:
        raise document.error(
            ("map",),
            f"expected 1 to {MOST_HEIGHTS} heights in above_ground and above_sea_level,"
            f" got {count}; {'remove some' if count else 'add one'}",
        )
    for index, height in enumerate(agl_m):
        if not 0.0 <= height <= HIGHEST_ALTITUDE_M:
            raise document.error(
                ("map", "above_ground", index),
                "expected a height from 0 m to 80 km above ground,"
                f" got {part.above_ground[index]}; correct it",
            )
    for index, height in enumerate(altitude_m):
        if not LOWEST_ALTITUDE_M <= height <= HIGHEST_ALTITUDE_M:
            raise document.error(
                ("map", "above_sea_level", index),
                "expected an altitude from -500 m to 80 km,"
                f" got {part.above_sea_level[index]}; correct it",
            )
    for name, values in (("above_ground", agl_m), ("above_sea_level", altitude_m)):
        if len(set(values)) < len(values):
            raise document.error(
                ("map", name), "expected each height once, got one twice; remove one"
            )
    return agl_m, altitude_m
