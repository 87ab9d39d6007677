"""How far antennas of several heights see over smooth ground."""

from collections.abc import Sequence

import numpy as np

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.propagation.effective_earth import horizon_distance_m

_EARTH_M = 6.371e6


def smooth_horizon(rows: Sequence[tuple[float, float, float]], *, k: float, name: str) -> Drawing:
    """Distance of the horizon against the target's height, one line per antenna."""
    antennas = sorted({antenna for antenna, _, _ in rows})
    tokens = ("cover", "second", "height1", "muted")
    with style():
        figure = new_figure(7.6, 3.8)
        axes = figure.add_axes((0.08, 0.2, 0.88, 0.75))
        tidy(axes)
        heights = np.linspace(0.0, max(target for _, target, _ in rows) * 1.08, 200)
        for i, antenna in enumerate(antennas):
            token = colour(tokens[i % len(tokens)])
            far = np.asarray(horizon_distance_m(antenna, heights, k=k, earth_radius_m=_EARTH_M))
            axes.plot(far / 1e3, heights, color=token, lw=1.5, label=f"antenna {antenna:g} m high")
            points = [(d, t) for a, t, d in rows if a == antenna]
            for distance, target in points:
                axes.plot(distance / 1e3, target, "o", ms=4, color=token)
                axes.annotate(
                    f"{distance / 1e3:.0f} km", (distance / 1e3, target),
                    xytext=(-6, 2) if i == 0 else (6, -2),
                    textcoords="offset points", fontsize=7.5, color=token,
                    va="bottom" if i == 0 else "top",
                    ha="right" if i == 0 else "left",
                    gid="class:halo",
                )  # fmt: skip
        axes.set(xlim=(0, None), ylim=(0, heights[-1]))
        axes.set_xlabel("ground distance to the horizon, km")
        axes.set_ylabel("height of the target, m")
        chart_legend(figure, axes)
        return finish(figure, name=name, alt="Distance of the smooth horizon by target height")
