"""How good a countermeasure must be: survival over its whole range, with the break-even points."""

from typing import Any

import numpy as np

from skyshed.engagement.infrared import BreakEvenCurve
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour


def break_even(curve: BreakEvenCurve, *, name: str, label: str) -> Drawing:
    """A panel per number of shots: chance to survive against effectiveness.

    Parameters
    ----------
    curve : BreakEvenCurve
        For the lowest, the middle and the highest kill probability of a shot, in this order.
    name : str
        File name without its ending.
    label : str
        What is asked, for those who cannot see the figure.
    """
    with style():
        figure = new_figure(7.6, 3.0)
        count = len(curve.shots)
        left, gap = 0.075, 0.03
        width = (0.975 - left - gap * (count - 1)) / count
        for i in range(count):
            axes = figure.add_axes((left + i * (width + gap), 0.29, width, 0.6))
            _panel(axes, curve, i)
            if i:
                axes.set_yticklabels([])
            else:
                axes.set_ylabel("chance to survive, %")
        chart_legend(figure, figure.axes[0], y=0.01)
        return finish(figure, name=name, alt=f"{label}: chance to survive against effectiveness")


def _panel(axes: Any, curve: BreakEvenCurve, i: int) -> None:
    shots = int(curve.shots[i])
    effect = 100.0 * curve.effectiveness
    low, middle, high = curve.kill_probability
    worst, best = 100.0 * curve.survival[-1, i], 100.0 * curve.survival[0, i]
    tidy(axes)
    axes.set(xlim=(0, 100), ylim=(0, 102))
    axes.set_title("one shot" if shots == 1 else f"{shots} shots", loc="left", fontsize=8)
    axes.set_xlabel("shots turned away, %")
    axes.fill_between(effect, worst, best, color=colour("cover"), alpha=0.22, lw=0,
                      label=f"kill chance of a shot {low:g} to {high:g}")  # fmt: skip
    axes.plot(effect, 100.0 * curve.survival[1, i], color=colour("cover"), lw=1.6,
              label=f"kill chance {middle:g}")  # fmt: skip
    for number, level in enumerate(100.0 * curve.levels):
        axes.axhline(level, color=colour("muted"), lw=0.7, ls=(0, (1, 2)))
        ends = 100.0 * curve.break_even[:, i, number]
        axes.plot(ends[[0, -1]], [level, level], color=colour("ring"), lw=2.0,
                  solid_capstyle="butt",
                  label=None if number else "needed for the dotted level")  # fmt: skip
        if np.isfinite(ends[1]):
            axes.plot(ends[1], level, "o", ms=4.0, color=colour("ring"), mec=colour("paper"))
