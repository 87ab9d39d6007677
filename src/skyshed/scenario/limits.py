"""What a study may ask for, and what it may not (boundary of the project, memory)."""

import math
import re

from skyshed.catalogue.model import RadarEntry
from skyshed.scenario.schema import MOST_DRAWS

#: Military radars are computed on cells of this size or larger.
MILITARY_CELL_M = 250.0
SMALLEST_CELL_M = 10.0
LARGEST_RADIUS_M = 1_000_000.0
LOWEST_ALTITUDE_M = -500.0
HIGHEST_ALTITUDE_M = 80_000.0
MOST_HEIGHTS = 8
MOST_CELLS = 2001**2
#: Three bytes per cell and draw: this many need 3 GB.
MOST_CELL_DRAWS = 1_000_000_000

_SHOULDER_FIRED = re.compile(
    r"manpad|shoulder|stinger|(^|[^a-z])igla|strela|verba|redeye|piorun|starstreak"
    r"|(^|[^a-z])(fn|qw)-?\d|sa-?(7|14|16|18|24|25)\b"
)


def is_shoulder_fired(entry_id: str) -> bool:
    """Whether a name is that of a shoulder-fired missile, which is never put on a map."""
    return _SHOULDER_FIRED.search(entry_id.lower()) is not None


def map_problem(radius_m: float, cell_m: float) -> tuple[str, str] | None:
    """What is wrong with a map's extent: the key and the sentence, or None."""
    if not radius_m > 0.0:
        return "radius", f"expected a radius above 0, got {radius_m / 1000:g} km; enlarge it"
    if not radius_m <= LARGEST_RADIUS_M:
        return "radius", f"expected a radius up to 1000 km, got {radius_m / 1000:g} km; reduce it"
    if cell_m < SMALLEST_CELL_M:
        return "cell", f"expected cells of 10 m or more, got {cell_m:g} m; enlarge them"
    if cell_m > radius_m / 5.0:
        return (
            "cell",
            f"expected cells of at most a fifth of the radius, got {cell_m:g} m; reduce them",
        )
    cells = grid_cells(radius_m, cell_m)
    if cells > MOST_CELLS:
        coarser = math.ceil(2.0 * radius_m / (math.sqrt(MOST_CELLS) - 1.0))
        return (
            "cell",
            f"expected a map of at most 4 million cells, got {cells / 1e6:.1f} million;"
            f" use cells of {coarser} m or more, or a smaller radius",
        )
    return None


def military_problem(entries: list[RadarEntry], cell_m: float) -> str | None:
    """What is wrong with the size of the cells for these radars, or None."""
    military = [entry.name for entry in entries if not entry.civil]
    if not military or cell_m >= MILITARY_CELL_M:
        return None
    return (
        f"expected cells of 250 m or more because {military[0]} is a military radar,"
        f" got {cell_m:g} m; enlarge them"
    )


def draws_problem(draws: int, radius_m: float, cell_m: float) -> str | None:
    """What is wrong with the number of draws on this map, or None."""
    if not 1 <= draws <= MOST_DRAWS:
        return f"expected between 1 and {MOST_DRAWS} draws, got {draws}; correct it"
    cells = grid_cells(radius_m, cell_m) if radius_m > 0.0 else 1
    if draws * cells > MOST_CELL_DRAWS:
        return (
            f"expected draws that fit into memory, got {draws} on {cells / 1e6:.1f} million cells;"
            f" use at most {MOST_CELL_DRAWS // cells} draws, or larger cells"
        )
    return None


def grid_cells(radius_m: float, cell_m: float) -> int:
    """Cells of the square map round a disc, the radar's cell in the middle."""
    return (2 * math.ceil(radius_m / cell_m) + 1) ** 2
