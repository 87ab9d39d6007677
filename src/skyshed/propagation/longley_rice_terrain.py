"""What the Longley-Rice model takes from terrain: horizons, effective heights, irregularity."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pair = tuple[float, float]

_LEAST_HEIGHT_M: Final = 5.0
_SITING_M: Final = {"careful": 4.0, "very careful": 9.0}


@dataclass(frozen=True)
class Geometry:
    """Terrain between two ends.

    Attributes
    ----------
    distance_m : float
        Length of the path. [m]
    horizon_m, horizon_rad : tuple of float
        Distance and elevation of the horizon of each end. [m, rad]
    effective_height_m : tuple of float
        Height of each antenna above the ground that reflects. [m]
    irregularity_m : float
        Interdecile range of the terrain, Delta h. [m]
    """

    distance_m: float
    horizon_m: Pair
    horizon_rad: Pair
    effective_height_m: Pair
    irregularity_m: float


def profile_geometry(
    terrain: Array, step_m: float, agl: Pair, *, curvature_per_m: float
) -> Geometry:
    """Geometry of a terrain profile.

    Parameters
    ----------
    terrain : ndarray, shape (point,)
        Altitudes, equally spaced. [m]
    step_m : float
        Spacing. [m]
    agl : tuple of float
        Antennas above ground. [m]
    curvature_per_m : float
        Effective curvature of the Earth. [1/m]

    Returns
    -------
    Geometry
    """
    length = (terrain.size - 1) * step_m
    horizon_m, horizon_rad = _horizons(terrain, step_m, agl, curvature_per_m)
    start = min(15.0 * agl[0], 0.1 * horizon_m[0])
    end = length - min(15.0 * agl[1], 0.1 * horizon_m[1])
    rough = _irregularity(terrain, step_m, start, end)
    if sum(horizon_m) > 1.5 * length:  # well within sight of each other
        first, last = _line(terrain, start / step_m, end / step_m)
        heights = _raised(terrain, agl, first, last)
        far = _smooth_horizons(heights, rough, curvature_per_m)
        if sum(far) <= length:
            more = (length / sum(far)) ** 2
            heights = (heights[0] * more, heights[1] * more)
            far = _smooth_horizons(heights, rough, curvature_per_m)
        return Geometry(
            length, far, _smooth_elevations(heights, far, rough, curvature_per_m), heights, rough
        )
    first, _ = _line(terrain, start / step_m, 0.9 * horizon_m[0] / step_m)
    _, last = _line(terrain, (length - 0.9 * horizon_m[1]) / step_m, end / step_m)
    return Geometry(length, horizon_m, horizon_rad, _raised(terrain, agl, first, last), rough)


def area_geometry(
    distance_m: float,
    irregularity_m: float,
    agl: Pair,
    siting: tuple[str, str],
    *,
    curvature_per_m: float,
) -> Geometry:
    """Geometry of a path of which only the irregularity is known.

    Parameters
    ----------
    distance_m, irregularity_m : float
        [m]
    agl : tuple of float
        Antennas above ground. [m]
    siting : tuple of str
        "random", "careful" or "very careful".
    curvature_per_m : float
        Effective curvature of the Earth. [1/m]

    Returns
    -------
    Geometry
    """
    heights = tuple(
        _sited(height, how, irregularity_m) for height, how in zip(agl, siting, strict=True)
    )
    pair = (heights[0], heights[1])
    far = _smooth_horizons(pair, irregularity_m, curvature_per_m)
    elevation = _smooth_elevations(pair, far, irregularity_m, curvature_per_m)
    return Geometry(distance_m, far, elevation, pair, irregularity_m)


def _sited(agl: float, how: str, rough: float) -> float:
    if how == "random":
        return agl
    if how not in _SITING_M:
        raise ValueError(f"siting must be random, careful or very careful, got {how!r}")
    gain = _SITING_M[how]
    if agl < _LEAST_HEIGHT_M:
        gain *= math.sin(0.1 * math.pi * agl)
    return agl + (1.0 + gain) * math.exp(-min(20.0, 2.0 * agl / max(1e-3, rough)))


def _smooth_horizons(heights: Pair, rough: float, curvature: float) -> Pair:
    a, b = (
        math.sqrt(2.0 * h / curvature)
        * math.exp(-0.07 * math.sqrt(rough / max(h, _LEAST_HEIGHT_M)))
        for h in heights
    )
    return a, b


def _smooth_elevations(heights: Pair, far: Pair, rough: float, curvature: float) -> Pair:
    found = []
    for h, d in zip(heights, far, strict=True):
        smooth = math.sqrt(2.0 * h / curvature)
        found.append((0.65 * rough * (smooth / d - 1.0) - 2.0 * h) / smooth)
    return found[0], found[1]


def _raised(terrain: Array, agl: Pair, first: float, last: float) -> Pair:
    """Effective heights: what stands over the fitted line counts as antenna."""
    return (
        agl[0] + max(float(terrain[0]) - first, 0.0),
        agl[1] + max(float(terrain[-1]) - last, 0.0),
    )


def _horizons(terrain: Array, step: float, agl: Pair, curvature: float) -> tuple[Pair, Pair]:
    length = (terrain.size - 1) * step
    tops = float(terrain[0]) + agl[0], float(terrain[-1]) + agl[1]
    along = step * np.arange(1, terrain.size - 1)
    inner = terrain[1:-1]
    far, elevation = [], []
    for own, other, d, ground in (
        (tops[0], tops[1], along, inner),
        (tops[1], tops[0], along, inner[::-1]),
    ):
        direct = (other - own) / length - 0.5 * length * curvature
        angles = (ground - own) / d - 0.5 * d * curvature
        highest = int(np.argmax(angles))
        hidden = angles[highest] > direct
        far.append(float(d[highest]) if hidden else length)
        elevation.append(float(angles[highest]) if hidden else direct)
    return (far[0], far[1]), (elevation[0], elevation[1])


def _line(terrain: Array, start: float, end: float) -> Pair:
    """Least-squares line over part of a profile (in steps), read at both ends of the whole."""
    last = terrain.size - 1
    a = int(max(start, 0.0))
    b = last - int(max(last - end, 0.0))
    if b <= a:
        a = max(a - 1, 0)
        b = last - max(last - (b + 1), 0)
    span = b - a
    x = np.arange(a, b + 1) - 0.5 * (a + b)
    weight = np.ones(span + 1)
    weight[[0, -1]] = 0.5
    mean = float((weight * terrain[a : b + 1]).sum()) / span
    moment = float((weight * terrain[a : b + 1] * x).sum())
    slope = 12.0 * moment / ((span * span + 2.0) * span)
    middle = 0.5 * (a + b)
    return mean - slope * middle, mean + slope * (last - middle)


def _irregularity(terrain: Array, step: float, start: float, end: float) -> float:
    """Interdecile range about the fitted line, extrapolated to a long path."""
    first, width = start / step, (end - start) / step
    if width < 2.0:
        return 0.0
    tenth = min(max(int(0.1 * (width + 8.0)), 4), 25)
    count = 10 * tenth - 5
    at = np.clip(first + width / (count - 1) * np.arange(count), 0.0, terrain.size - 1.0)
    resampled = np.interp(at, np.arange(terrain.size), terrain)
    low, high = _line(resampled, 0.0, count - 1.0)
    residual = np.sort(resampled - np.linspace(low, high, count))[::-1]
    range_m = float(residual[tenth - 1] - residual[count - tenth])
    return range_m / (1.0 - 0.8 * math.exp(-(end - start) / 50e3))
