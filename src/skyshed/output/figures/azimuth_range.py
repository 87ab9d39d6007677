"""Polar chart: how far cover reaches without a break, by azimuth and height."""

import numpy as np

from skyshed.analysis.results import PairResult
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.output.words import quantiles


def azimuth_range(pair: PairResult, *, name: str, ring_m: float, ring_label: str) -> Drawing:
    """Median radius with its 5 to 95 % band for each height, and the ring."""
    azimuth = np.append(pair.azimuth_rad, pair.azimuth_rad[0] + 2.0 * np.pi)
    radii = quantiles(pair.radii_m) / 1e3
    radii = np.concatenate([radii, radii[..., :1]], axis=-1)
    order = np.argsort(pair.heights.values_m, kind="stable")
    most = max(float(radii.max()), ring_m / 1e3, 1.0) * 1.05
    with style():
        figure = new_figure(7.6, 5.9)
        axes = figure.add_axes((0.14, 0.14, 0.72, 0.79), projection="polar")
        axes.set(theta_zero_location="N", theta_direction=-1, ylim=(0, most))
        axes.grid(True, color=colour("rule"), lw=0.5)
        axes.spines["polar"].set_color(colour("rule"))
        axes.set_xticks(np.radians(np.arange(0, 360, 45)))
        axes.set_xticklabels(["N", "NE", "E", "SE", "S", "SW", "W", "NW"])
        axes.set_rlabel_position(67.5)
        step = next(s for s in (5, 10, 20, 50, 100, 200) if most / s <= 6 or s == 200)
        ticks = np.arange(step, most, step)
        axes.set_yticks(ticks, [f"{t:g} km" for t in ticks], fontsize=7, gid="class:halo")
        for rank, i in enumerate(order):
            token = colour(f"height{rank + 1}")
            low, median, high = radii[:, i]
            axes.fill_between(
                azimuth, low, high, color=token, alpha=0.35, lw=0, zorder=2 - 0.1 * rank
            )
            axes.plot(azimuth, median, color=token, lw=1.4, label=pair.heights.labels[i])
        if ring_m > 0.0:
            circle = np.linspace(0.0, 2.0 * np.pi, 181)
            axes.plot(
                circle, np.full(circle.shape, ring_m / 1e3), color=colour("ring"), lw=1.3,
                ls=(0, (5, 2.5)), label=ring_label,
            )  # fmt: skip
        chart_legend(figure, axes)
        alt = f"{pair.label}: ground radius reached without a break, by azimuth and height"
        return finish(figure, name=name, alt=alt)
