"""How many runs are enough: the sampling interval of a mean against the number of runs."""

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

FloatArray = NDArray[np.float64]


def sampling_width(
    runs: NDArray[np.int64], half_width: FloatArray, *, quantity: str, name: str
) -> Drawing:
    """Half the 95 % sampling interval, on two logarithmic axes.

    Parameters
    ----------
    runs : ndarray of int, shape (count,)
        Runs of each draw so far.
    half_width : ndarray, shape (count,)
        Half the interval after so many; positive.
    quantity : str
        What is averaged.
    name : str
        File name without its ending.
    """
    with style():
        figure = new_figure(7.6, 2.5)
        axes = figure.add_axes((0.085, 0.3, 0.895, 0.65))
        tidy(axes)
        axes.plot(runs, half_width, "o-", ms=3.6, lw=1.5, color=colour("height1"),
                  label="half the 95 % sampling interval")  # fmt: skip
        axes.plot(runs, half_width[-1] * np.sqrt(runs[-1] / runs), lw=1.0, ls=(0, (2, 2)),
                  color=colour("muted"), label="one over the root of the runs")  # fmt: skip
        axes.set(xscale="log", yscale="log", xlim=(runs[0] / 1.1, runs[-1] * 1.1))
        axes.set_ylim(*(x * f for x, f in zip(_ends(half_width, runs), (0.8, 1.25), strict=True)))
        axes.set_xticks(runs, [f"{count:,}" for count in runs])
        low, high = axes.get_ylim()
        ticks = [t for p in range(-6, 7) for t in (10.0**p, 2 * 10.0**p, 5 * 10.0**p)
                 if low <= t <= high]  # fmt: skip
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel("runs of each draw")
        axes.set_ylabel(f"± {quantity}")
        chart_legend(figure, axes, y=0.01)
        return finish(figure, name=name, alt=f"Sampling interval of {quantity} by number of runs")


def _ends(half_width: FloatArray, runs: NDArray[np.int64]) -> tuple[float, float]:
    law = half_width[-1] * np.sqrt(runs[-1] / runs)
    return float(min(half_width.min(), law.min())), float(max(half_width.max(), law.max()))
