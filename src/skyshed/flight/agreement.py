"""Figures of possible missiles as they fly, held against the quoted ones."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.fly_out import DRAG, coast_step_s, fly_out_from, fly_out_planes, slant_range_m
from skyshed.flight.missile import COLUMNS, Missile
from skyshed.flight.quoted import Quoted, agrees, windows
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import latin_hypercube_column
from skyshed.uncertainty.streams import stream

FloatArray = NDArray[np.float64]
Pair = tuple[float, float]

#: Flown figures of a draw, in the order of their columns.
FIGURES: Final = ("top_speed", "reach", "ceiling", "mean_low", "mean_high", "time_to_reference")
#: Members are ordered by the time of flight to this share of the quoted range.
REFERENCE_SHARE: Final = 0.8
_CHUNK = 16  # tables at a time
_MIDDLE_DEG = 45.0  # launch elevation at which the top speed is taken
# Fans of shots: launch elevations [deg] and pull, see kernels.arc.
_FANS = (
    ((10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 61, 68, 76, 85), 0.0),
    ((30, 40, 50, 60, 70, 80), 15.0),
    ((40, 50, 60, 70, 80), 40.0),
    ((2, 4, 6, 8, 11, 14, 18, 23, 30, 40, 60), -1.0),
)
COARSE = (0.9, 1.02)  # what the coarse fans' reach may lack or have too much before the fine look
_LEVELS = (0.2, 0.8)  # altitude at which the longest range holds, as a share of the ceiling
_CEILING_M = 15e3  # for that, where no ceiling is quoted


def draw_levels(quoted: Quoted, size: int, seed: int, batch: int) -> FloatArray:
    """Altitude at which the longest range of each draw holds, shape (draw,). [m]"""
    u = latin_hypercube_column(size, rng=stream(seed, batch, quoted.id, "prior level"))
    ceiling = quoted.altitude_max.low if quoted.altitude_max else _CEILING_M
    low, high = _LEVELS
    return np.asarray((low + (high - low) * u) * ceiling)


def fly_draws(
    draws: FloatArray, levels: FloatArray, quoted: Quoted, *, speed: Pair, farthest: float
) -> FloatArray:
    """Flown figures, shape (draw, figure); only the top speed where it lies outside `speed`.

    A reach beyond `farthest` times the quoted one is not followed further.
    """
    from skyshed.kernels import flown_figures as kernel

    distance = needed(quoted.range_max)
    longest = windows(distance)[-1][1]
    shots = [(np.radians(angle), pull) for angles, pull in _FANS for angle in angles]
    figures = np.empty((draws.shape[0], kernel.FIGURES))
    kernel.figures_of_draws(
        draws, levels, *speed, np.radians(_MIDDLE_DEG), np.array(shots), farthest * longest,
        REFERENCE_SHARE * distance.nominal, 1.1 * longest,
        max(1.0, 2.0 * coast_step_s(distance.nominal)), air_table(), drag_table(DRAG), figures,
    )  # fmt: skip
    return figures


def look_closely(
    candidates: NDArray[np.int64],
    draws: FloatArray,
    levels: FloatArray,
    figures: FloatArray,
    quoted: Quoted,
    wanted: int,
) -> NDArray[np.int64]:
    """Candidates whose reach in their fly-out table agrees; the reach goes into `figures`."""
    window = windows(needed(quoted.range_max))
    found: list[int] = []
    for start in range(0, candidates.size, _CHUNK):
        chunk = candidates[start : start + _CHUNK]
        reach = _reach_in_table(draws[chunk], levels[chunk], 1.1 * window[-1][1])
        figures[chunk, FIGURES.index("reach")] = reach
        found.extend(chunk[agrees(reach, reach, window)])
        if len(found) >= wanted:
            break
    return np.array(found[:wanted], dtype=np.int64)


def _reach_in_table(draws: FloatArray, levels: FloatArray, farthest_m: float) -> FloatArray:
    """Farthest slant range within the limits at the level of each draw, shape (draw,). [m]"""
    missile = Missile(**{name: draws[:, column] for column, name in enumerate(COLUMNS)})
    range_m, altitude_m, planes = fly_out_planes(
        missile, launch_altitude_m=0.0, farthest_m=farthest_m, late=False
    )
    nothing, anything = np.zeros(missile.members), np.full(missile.members, np.inf)
    table = fly_out_from(
        missile, range_m, altitude_m, planes, altitude_min_m=nothing, altitude_max_m=anything,
        range_min_m=nothing, range_max_m=anything, launch_altitude_m=0.0,
    )  # fmt: skip
    ground = table.reach_m(np.arange(missile.members), levels)
    return slant_range_m(0.0, ground, levels)


def check_each(figures: FloatArray, quoted: Quoted) -> dict[str, NDArray[np.bool_]]:
    """Whether each draw agrees with each quoted figure, shape (draw,)."""
    top, reach, ceiling, mean_low, mean_high = figures[:, :5].T
    ranges = windows(needed(quoted.range_max))
    found = {
        "range_max": agrees(reach / COARSE[1], reach / COARSE[0], ranges),
        "speed_max": agrees(top, top, windows(needed(quoted.speed_max))),
    }
    if quoted.altitude_max is not None:
        found["altitude_max"] = np.asarray(ceiling >= windows(quoted.altitude_max)[0][0])
    if quoted.speed_mean is not None:
        found["speed_mean"] = agrees(mean_low, mean_high, windows(quoted.speed_mean))
    return found


def agree_with_all(figures: FloatArray, quoted: Quoted) -> NDArray[np.bool_]:
    """Whether each draw agrees with every quoted figure, shape (draw,)."""
    return np.asarray(np.logical_and.reduce(list(check_each(figures, quoted).values())))


def speed_bounds(quoted: Quoted) -> Pair:
    """Least and greatest top speed that agrees with a quoted one. [m s^-1]"""
    window = windows(needed(quoted.speed_max))
    return window[0][0], window[-1][1]


def needed(figure: Parameter | None) -> Parameter:
    """A figure that must be there; ValueError where it is not."""
    if figure is None:
        raise ValueError("an indispensable figure is missing")
    return figure
