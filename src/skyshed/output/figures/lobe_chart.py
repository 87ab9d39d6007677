"""Vertical coverage chart over a smooth surface: lobes, and how much of them the unknowns leave."""

from typing import Any

import numpy as np

from skyshed.analysis.lobe_chart import LobeChart
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

_EARTH_M = 4.0 / 3.0 * 6.371e6
_ANGLES_DEG = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95, 1.01)
_ALPHAS = (0.12, 0.22, 0.34, 0.48, 0.66)


def lobe_chart_drawing(chart: LobeChart, *, name: str, surface: str) -> Drawing:
    """Draw the chart.

    Parameters
    ----------
    chart : LobeChart
        What to draw.
    name : str
        File name without its ending.
    surface : str
        The surface in words, such as "sea, waves of 0.3 m".

    Returns
    -------
    Drawing
    """
    top = float(chart.altitude_m[-1]) / 1e3
    right = _right_km(chart)
    with style():
        figure = new_figure(7.6, 4.3)
        axes = figure.add_axes((0.07, 0.24, 0.86, 0.68))
        tidy(axes)
        axes.grid(False)
        axes.set(xlim=(0, right), ylim=(0, top))
        axes.set_xlabel("ground distance, km")
        axes.set_ylabel("altitude above sea level, km")
        for low, high, alpha in zip(_SHARES, _SHARES[1:], _ALPHAS, strict=False):
            axes.contourf(
                chart.distance_m / 1e3, chart.altitude_m / 1e3, chart.share, levels=[low, high],
                colors=[colour("cover")], alpha=alpha,
            )  # fmt: skip
        _edge(axes, chart, chart.plain_pd, token="ink", dashed=True)
        _edge(axes, chart, chart.nominal_pd, token="ring", dashed=False)
        _angles(axes, chart.antenna_altitude_m, right, top)
        _key(axes, chart)
        chart_legend(figure, axes)
        alt = (
            f"{chart.radar} against {chart.target} over {surface}: altitudes covered by distance,"
            " with lobes"
        )
        figure.text(
            0.07, 0.955, f"{chart.radar} against {chart.target}, over {surface}", fontsize=9,
            color=colour("ink"),
        )  # fmt: skip
        return finish(figure, name=name, alt=alt)


def _edge(axes: Any, chart: LobeChart, pd: Any, *, token: str, dashed: bool) -> None:
    axes.contour(
        chart.nominal_distance_m / 1e3, chart.nominal_altitude_m / 1e3, pd, levels=[chart.pd],
        colors=[colour(token)], linewidths=0.9, linestyles=[(0, (4, 2))] if dashed else "solid",
    )  # fmt: skip


def _key(axes: Any, chart: LobeChart) -> None:
    """Empty artists that name what is drawn."""
    axes.plot(
        [], [], color=colour("ring"), lw=1.2, label="edge of cover with lobes, nominal values"
    )
    axes.plot(
        [], [], color=colour("ink"), lw=1.0, ls=(0, (4, 2)), label="the same without reflection"
    )
    for low, high, alpha in zip(_SHARES, _SHARES[1:], _ALPHAS, strict=False):
        words = f"{100.0 * low:.0f} to {100.0 * min(high, 1.0):.0f} %"
        if low == _SHARES[0]:
            words = f"covered in {words} of {chart.draws} draws"
        axes.fill_between([], [], [], color=colour("cover"), alpha=alpha, lw=0, label=words)


def _right_km(chart: LobeChart) -> float:
    seen = chart.distance_m[(chart.share >= _SHARES[0]).any(axis=0)]
    nominal = chart.nominal_distance_m[(chart.nominal_pd >= chart.pd).any(axis=0)]
    most = max(float(seen.max(initial=0.0)), float(nominal.max(initial=0.0)), 20e3)
    return min(1.06 * most, float(chart.distance_m[-1])) / 1e3


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
