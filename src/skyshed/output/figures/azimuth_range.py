"""Polar charts: how far cover reaches without a break, by azimuth and height."""

from typing import Any

import numpy as np

from skyshed.analysis.results import PairResult
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.output.words import quantiles

_CELL_IN = 3.1
_STEPS_KM = (2, 5, 10, 20, 50, 100, 200, 500)


def azimuth_range(pair: PairResult, *, name: str, ring_m: float, ring_label: str) -> Drawing:
    """Median radius with its 5 to 95 % band and the ring, one chart per height, on one scale."""
    azimuth = np.append(pair.azimuth_rad, pair.azimuth_rad[0] + 2.0 * np.pi)
    radii = quantiles(pair.radii_m) / 1e3
    radii = np.concatenate([radii, radii[..., :1]], axis=-1)
    most = max(float(radii.max()), ring_m / 1e3, 1.0) * 1.05
    count = len(pair.heights)
    columns = min(count, 2)
    rows = -(-count // columns)
    height = rows * _CELL_IN + 0.45
    with style():
        figure = new_figure(7.6, height)
        for i, label in enumerate(pair.heights.labels):
            row, column = divmod(i, columns)
            left = (column + 0.5) / columns - 1.22 / 7.6
            bottom = 1.0 - ((row + 1) * _CELL_IN - 0.25) / height
            axes = figure.add_axes((left, bottom, 2.44 / 7.6, 2.44 / height), projection="polar")
            axes.set_title(label, fontsize=8.5, fontweight="bold", pad=9)
            _frame(axes, most)
            low, median, high = radii[:, i]
            axes.fill_between(
                azimuth, low, high, color=colour("height3"), alpha=0.55, lw=0,
                label="5 to 95 % of draws",
            )  # fmt: skip
            axes.plot(azimuth, median, color=colour("height1"), lw=1.5, label="median draw")
            if ring_m > 0.0:
                circle = np.linspace(0.0, 2.0 * np.pi, 181)
                axes.plot(
                    circle, np.full(circle.shape, ring_m / 1e3), color=colour("ring"), lw=1.3,
                    ls=(0, (5, 2.2)), label=ring_label,
                )  # fmt: skip
        chart_legend(figure, axes)
        alt = f"{pair.label}: ground radius reached without a break, by azimuth and height"
        return finish(figure, name=name, alt=alt)


def _frame(axes: Any, most_km: float) -> None:
    axes.set(theta_zero_location="N", theta_direction=-1, ylim=(0, most_km))
    axes.grid(True, color=colour("rule"), lw=0.5)
    axes.spines["polar"].set_color(colour("rule"))
    axes.set_xticks(np.radians(np.arange(0, 360, 90)), ["N", "E", "S", "W"], fontsize=7.5)
    axes.tick_params(axis="x", pad=-3)
    axes.set_rlabel_position(45.0)
    step = next((s for s in _STEPS_KM if most_km / s <= 5), _STEPS_KM[-1])
    ticks = np.arange(step, most_km, step)
    axes.set_yticks(ticks, [f"{t:g} km" for t in ticks], fontsize=6.5, gid="class:halo")
    axes.set_axisbelow(False)
