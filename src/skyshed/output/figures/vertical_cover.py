"""Range-height-angle chart: what is covered along one azimuth."""

from typing import Any

import numpy as np

from skyshed.analysis.results import PairResult
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.output.words import azimuth_text

_EARTH_M = 4.0 / 3.0 * 6.371e6
_ANGLES_DEG = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)


def vertical_cover(
    pair: PairResult,
    *,
    name: str,
    antenna_altitude_m: float,
    target_altitude_m: float,
    ring_m: float,
    ring_label: str,
) -> Drawing:
    """Lowest and highest covered altitude against ground distance.

    Elevation angles are drawn over an Earth of 4/3 its radius, for the eye; the limits of cover are
    the computed ones.
    """
    distance = pair.distance_m / 1e3
    top = _top_km(pair, target_altitude_m)
    with style():
        figure = new_figure(7.6, 3.9)
        axes = figure.add_axes((0.07, 0.2, 0.86, 0.75))
        tidy(axes)
        axes.grid(False)
        axes.set(ylim=(0, top))
        axes.set_xlabel("ground distance, km")
        axes.set_ylabel("altitude above sea level, km")
        right = _right_km(pair, ring_m)
        axes.set_xlim(0, right)
        _angles(axes, antenna_altitude_m, right, top)
        nominal, low, high = pair.vertical_lowest_m / 1e3
        ceiling = np.nan_to_num(np.atleast_2d(pair.vertical_highest_m)[0] / 1e3, nan=0.0)
        shown = np.isfinite(nominal)
        axes.fill_between(
            distance, nominal, ceiling, where=shown & (ceiling > nominal), alpha=0.16,
            color=colour("cover"), lw=0, label="covered, nominal values",
        )  # fmt: skip
        worst = np.where(np.isfinite(high), high, top)
        begun = np.isfinite(low) & (np.cumsum(np.isfinite(high)) > 0)
        axes.fill_between(
            distance, low, worst, where=begun, alpha=0.4, color=colour("cover"), lw=0,
            label="lowest covered altitude, 5 to 95 % of draws",
        )  # fmt: skip
        axes.plot(distance, nominal, color=colour("cover"), lw=1.7)
        axes.plot(
            distance, pair.vertical_visible_m / 1e3, color=colour("ink"), lw=0.9, ls=(0, (4, 2)),
            label="in line of sight from here up",
        )  # fmt: skip
        axes.fill_between(distance, 0, pair.vertical_ground_m / 1e3, color=colour("ground"), lw=0)
        _marks(axes, target_altitude_m, ring_m, ring_label, right, top)
        chart_legend(figure, axes)
        where = azimuth_text(pair.vertical_azimuth_rad)
        alt = f"{pair.label}: covered altitudes against distance towards {where}"
        return finish(figure, name=name, alt=alt)


def _top_km(pair: PairResult, target_altitude_m: float) -> float:
    seen = pair.vertical_lowest_m[0][np.isfinite(pair.vertical_lowest_m[0])]
    most = max([1.6 * target_altitude_m, 1.1 * float(seen.max(initial=0.0)), 8e3])
    return float(min(most, 25e3)) / 1e3


def _right_km(pair: PairResult, ring_m: float) -> float:
    """Somewhat beyond the farthest cover and the ring."""
    seen = pair.distance_m[np.isfinite(pair.vertical_lowest_m).any(axis=0)]
    most = 1.08 * max(float(seen.max(initial=0.0)), ring_m, 20e3)
    return min(most, float(pair.distance_m[-1])) / 1e3


def _angles(axes: Any, antenna_m: float, right_km: float, top_km: float) -> None:
    d = np.linspace(0.0, right_km * 1e3, 200)
    for angle in _ANGLES_DEG:
        altitude = (antenna_m + d * np.tan(np.radians(angle)) + d**2 / (2 * _EARTH_M)) / 1e3
        inside = altitude <= top_km
        axes.plot(d[inside] / 1e3, altitude[inside], color=colour("border"), lw=0.45, zorder=2.2)
        if inside.all():
            x, y, place = right_km, altitude[-1], {"ha": "left", "va": "center"}
        else:
            x, y, place = d[inside][-1] / 1e3, top_km, {"ha": "center", "va": "bottom"}
        if x > 0.04 * right_km:
            axes.text(x, y, f" {angle:g}°", color=colour("muted"), fontsize=7, **place)


def _marks(
    axes: Any, target_m: float, ring_m: float, ring_label: str, right_km: float, top_km: float
) -> None:
    if target_m > 0.0:
        axes.axhline(target_m / 1e3, color=colour("second"), lw=1.0, ls=(0, (1, 1.5)))
        axes.text(
            0.01 * right_km, target_m / 1e3, f"target, {target_m / 1e3:g} km", va="bottom",
            color=colour("second"), fontsize=7.5, gid="class:halo",
        )  # fmt: skip
    if 0.0 < ring_m / 1e3 < right_km:
        axes.axvline(ring_m / 1e3, color=colour("ring"), lw=1.2, ls=(0, (5, 2.5)))
        inside = ring_m / 1e3 < 0.75 * right_km  # else the words would run out of the figure
        axes.text(
            ring_m / 1e3, 0.985 * top_km, f" {ring_label} ", va="top", color=colour("ring"),
            ha="left" if inside else "right", fontsize=7.5, gid="class:halo",
        )  # fmt: skip
