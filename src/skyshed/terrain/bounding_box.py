"""A box of longitudes and latitudes, as it is given on the command line."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from skyshed.errors import TerrainError

_EXAMPLE = "west,south,east,north in degrees such as 32,39,34,41"


@dataclass(frozen=True)
class Box:
    """Degrees; west > east across the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        ns = f"{_latitude(self.south)} to {_latitude(self.north)}"
        return f"{_longitude(self.west)} eastwards to {_longitude(self.east)}, {ns}"


def parse_box(text: str) -> Box:
    """Read west,south,east,north.

    Parameters
    ----------
    text : str
        Four numbers in degrees, comma or blank between them. West greater than east runs across
        the antimeridian.

    Raises
    ------
    TerrainError
        If it is no box on the Earth; one sentence.
    """
    parts = text.replace(",", " ").split()
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise TerrainError(f"--bbox: expected {_EXAMPLE}, got {text[:60]!r}") from None
    if not all(math.isfinite(number) for number in (west, south, east, north)):
        raise TerrainError(f"--bbox: expected {_EXAMPLE}, got {text[:60]!r}")
    for number, limit, word in (
        (west, 180.0, "west"),
        (south, 90.0, "south"),
        (east, 180.0, "east"),
        (north, 90.0, "north"),
    ):
        if abs(number) > limit:
            raise TerrainError(
                f"--bbox: expected {word} between {-limit:g} and {limit:g} degrees, got"
                f" {number:g}; the order is west,south,east,north"
            )
    if south >= north:
        raise TerrainError(
            f"--bbox: expected south below north, got {south:g} and {north:g}; the order is"
            " west,south,east,north"
        )
    if west == east:
        raise TerrainError(f"--bbox: expected a box with a width, got {west:g} for west and east")
    return Box(west, south, east, north)


def tiles_in_box(box: Box) -> tuple[tuple[int, int], ...]:
    """South-west corners of the one-degree tiles that a box touches, from south to north.

    Returns
    -------
    tuple of (latitude, longitude)
        Whole degrees; a box that ends on a whole degree does not touch the next tile.
    """
    east = box.east if box.east > box.west else box.east + 360.0
    columns = range(math.floor(box.west), min(math.ceil(east), math.floor(box.west) + 360))
    rows = range(math.floor(box.south), math.ceil(box.north))
    return tuple((row, (column + 180) % 360 - 180) for row in rows for column in columns)


def box_of_tiles(tiles: Iterable[tuple[int, int]]) -> Box:
    """The smallest box that holds one-degree tiles, given by their south-west corners."""
    corners = list(tiles)
    wests = sorted({longitude % 360 for _, longitude in corners})
    nexts = [*wests[1:], wests[0] + 360]
    gap = max(range(len(wests)), key=lambda index: nexts[index] - wests[index])
    west = (nexts[gap] + 180) % 360 - 180
    east = (wests[gap] + 1 + 180) % 360 - 180
    if len(wests) == 360:
        west, east = -180, 180
    south = min(latitude for latitude, _ in corners)
    north = max(latitude for latitude, _ in corners) + 1
    return Box(float(west), float(south), float(180 if east == -180 else east), float(north))


def _longitude(degrees: float) -> str:
    return f"{abs(degrees):g} {'E' if degrees >= 0.0 else 'W'}"


def _latitude(degrees: float) -> str:
    return f"{abs(degrees):g} {'N' if degrees >= 0.0 else 'S'}"
