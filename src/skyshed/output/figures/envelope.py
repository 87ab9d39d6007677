"""Range-altitude envelope of a battery: where a target can be met, by aspect."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

FloatArray = NDArray[np.float64]
_BANDS: Final = (
    (0.05, "height7", "intercept there in 5 % of draws or more"),
    (0.50, "height5", "in 50 % or more"),
    (0.95, "height3", "in 95 % or more"),
)
_WORDS: Final = {
    "median": "farthest intercept, median draw",
    "launch": "target at launch, median draw",
    "escape": "no-escape, median draw",
    "cone": "above the radar's beam (cone of silence)",
}


@dataclass(frozen=True)
class EnvelopeCurves:
    """Envelope against targets of one aspect; ground range, altitude above mean sea level.

    Attributes
    ----------
    label : str
        Aspect, such as "inbound".
    altitude_m : ndarray, shape (altitude,)
        Ascending. [m]
    farthest_m : ndarray, shape (3, altitude)
        5, 50 and 95 % of the draws; nan where no intercept is possible. [m]
    range_m : ndarray, shape (range,)
        Ascending. [m]
    share : ndarray, shape (altitude, range)
        Share of draws with an intercept there, gaps before the farthest one included.
    launch_m : ndarray, shape (altitude,) or None
        Where the target of the farthest intercept is at launch, median draw. [m]
    no_escape_m : ndarray, shape (altitude,) or None
        Range within which the stated manoeuvre does not save the target, median draw. [m]
    """

    label: str
    altitude_m: FloatArray
    farthest_m: FloatArray
    range_m: FloatArray
    share: FloatArray
    launch_m: FloatArray | None = None
    no_escape_m: FloatArray | None = None


def envelope(
    curves: Sequence[EnvelopeCurves],
    *,
    name: str,
    label: str,
    ring_m: float = 0.0,
    ring_label: str = "",
    cone_rad: float | None = None,
) -> Drawing:
    """One panel per aspect, on common axes.

    Parameters
    ----------
    curves : sequence of EnvelopeCurves
        One per aspect.
    name : str
        File name without its ending.
    label : str
        Battery and target in words.
    ring_m : float
        Quoted radius; 0 for none. [m]
    ring_label : str
        What the ring is.
    cone_rad : float, optional
        Highest elevation of the engagement radar: above it is the cone of silence. [rad]
    """
    right, top = _extent(curves, ring_m)
    tall = 2.15
    height = tall * len(curves) + 0.72
    with style():
        figure = new_figure(7.6, height)
        fullest = None
        for i, one in enumerate(curves):
            bottom = (height - (i + 1) * tall + 0.17) / height
            axes = figure.add_axes((0.075, bottom, 0.905, (tall - 0.45) / height))
            tidy(axes)
            axes.set(xlim=(0, right), ylim=(0, top))
            axes.set_title(one.label, loc="left", fontsize=8.5, fontweight="bold", pad=4)
            axes.set_ylabel("altitude, km")
            _draw(axes, one)
            _ring(axes, ring_m, ring_label if i == 0 else "", right, top)
            if cone_rad is not None:
                _cone(axes, cone_rad, right, top)
            if fullest is None or one.no_escape_m is not None:
                fullest = axes  # its legend serves all panels
        axes.set_xlabel("ground range from the battery, km", labelpad=2)
        chart_legend(figure, fullest, y=0.01 / height)
        return finish(figure, name=name, alt=f"Range and altitude at which {label} is possible")


def _extent(curves: Sequence[EnvelopeCurves], ring_m: float) -> tuple[float, float]:
    far = [np.nanmax(one.farthest_m, initial=0.0) for one in curves]
    launch = [np.nanmax(one.launch_m, initial=0.0) for one in curves if one.launch_m is not None]
    high = [
        np.max(one.altitude_m[np.isfinite(one.farthest_m).any(axis=0)], initial=1e3)
        for one in curves
    ]
    return 1.05 * max(*far, *launch, ring_m, 1e3) / 1e3, 1.12 * max(high) / 1e3


def _draw(axes: Any, one: EnvelopeCurves) -> None:
    height = one.altitude_m / 1e3
    levels = [level for level, _, _ in _BANDS]
    if np.max(one.share, initial=0.0) >= levels[0] and min(one.share.shape) > 1:
        axes.contourf(one.range_m / 1e3, height, one.share, levels=[*levels, 1.01],
                      colors=[colour(token) for _, token, _ in _BANDS])  # fmt: skip
    for _, token, words in _BANDS:
        axes.fill([], [], color=colour(token), lw=0, label=words)
    axes.plot(one.farthest_m[1] / 1e3, height, color=colour("height1"), lw=1.6,
              label=_WORDS["median"])  # fmt: skip
    if one.launch_m is not None:
        axes.plot(one.launch_m / 1e3, height, color=colour("muted"), lw=1.1, ls=(0, (5, 2)),
                  label=_WORDS["launch"])  # fmt: skip
    if one.no_escape_m is not None:
        axes.plot(one.no_escape_m / 1e3, height, color=colour("second"), lw=1.5,
                  ls=(0, (7, 1.5, 1.5, 1.5)), label=_WORDS["escape"])  # fmt: skip


def _ring(axes: Any, ring_m: float, words: str, right: float, top: float) -> None:
    if not 0.0 < ring_m / 1e3 < right:
        return
    axes.axvline(ring_m / 1e3, color=colour("ring"), lw=1.2, ls=(0, (5, 2.2)))
    if words:
        inside = ring_m / 1e3 > 0.6 * right
        axes.text(ring_m / 1e3, 0.96 * top, f" {words} ", color=colour("ring"), fontsize=7.5,
                  ha="right" if inside else "left", va="top", gid="class:halo")  # fmt: skip


def _cone(axes: Any, cone_rad: float, right: float, top: float) -> None:
    """Over the flat ground of the drawing: the cone is near, where the Earth is flat enough."""
    edge = min(top / np.tan(cone_rad), right)
    axes.fill_betweenx([0.0, edge * np.tan(cone_rad)], 0.0, [0.0, edge], color=colour("unknown"),
                       alpha=0.6, lw=0, label=_WORDS["cone"])  # fmt: skip
