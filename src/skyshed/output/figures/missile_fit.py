"""The flights of a missile that agree with what is quoted about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.errors import OutputError
from skyshed.flight.fit import Fit
from skyshed.flight.fly_out import FlyOut
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

FloatArray = NDArray[np.float64]
PERCENTILES: Final = (5.0, 50.0, 95.0)
_ALTITUDE_M: Final = 10e3
_ENDINGS: Final = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class FlightSpread:
    """Spread of the accepted flights against range, at one altitude of the target.

    Attributes
    ----------
    altitude_m : float
        Altitude of the target. [m]
    range_m : ndarray, shape (range,)
        Ground range of the intercept. [m]
    share : ndarray, shape (range,)
        Share of members that reach it. [1]
    time_s, speed_m_s, apogee_m : ndarray, shape (3, range)
        `PERCENTILES` over the members that reach it, nan where fewer than a tenth do.
    """

    altitude_m: float
    range_m: FloatArray
    share: FloatArray
    time_s: FloatArray
    speed_m_s: FloatArray
    apogee_m: FloatArray


def flight_spread(found: Fit, table: FlyOut, range_m: FloatArray) -> FlightSpread:
    """Spread of time, speed and apogee at ranges.

    Parameters
    ----------
    found, table : Fit, FlyOut
        A fitted missile and its tables.
    range_m : ndarray, shape (range,)
        Ground ranges. [m]

    Returns
    -------
    FlightSpread
        For a target at 10 km, or at half of the quoted ceiling if that is less.
    """
    ceiling = float(np.min(found.altitude_max_m))
    altitude = min(_ALTITUDE_M, 0.5 * ceiling)
    points = table.at(np.arange(table.members)[:, None], range_m, altitude)
    share = points.reachable.mean(axis=0)

    def spread(values: FloatArray) -> FloatArray:
        kept = np.where(points.reachable & (share >= 0.1), values, np.nan)
        out = np.full((len(PERCENTILES), range_m.size), np.nan)
        some = ~np.isnan(kept).all(axis=0)
        out[:, some] = np.nanpercentile(kept[:, some], PERCENTILES, axis=0)
        return out

    return FlightSpread(
        altitude, range_m, share, spread(points.time_s), spread(points.speed_m_s),
        spread(points.apogee_m),
    )  # fmt: skip


def missile_fit_figure(found: Fit, table: FlyOut, *, title: str) -> Any:
    """Matplotlib figure: time, speed and apogee against range, and reach against altitude."""
    with style():
        figure = new_figure(7.6, 5.6)
        figure.text(0.01, 0.975, title, fontsize=9.5, va="top", color=colour("ink"))
        panels = figure.subplots(2, 2)
        figure.subplots_adjust(0.075, 0.145, 0.985, 0.90, wspace=0.2, hspace=0.34)
        spread = flight_spread(found, table, np.linspace(table.range_m[1], table.range_m[-1], 160))
        where = f"target at {spread.altitude_m / 1e3:.3g} km"
        quoted = found.quoted.range_max
        for axes, values, words in (
            (panels[0, 0], spread.time_s, f"time of flight, s ({where})"),
            (panels[0, 1], spread.speed_m_s, f"speed at the intercept, m/s ({where})"),
            (panels[1, 0], spread.apogee_m / 1e3, f"apogee, km ({where})"),
        ):
            tidy(axes)
            _band(axes, spread.range_m / 1e3, values)
            axes.set(xlim=(0, table.range_m[-1] / 1e3), ylim=(0, None))
            axes.set_title(words, loc="left", fontsize=8)
            axes.set_xlabel("ground range, km")
            if quoted is not None:
                _quoted(axes, quoted.low / 1e3, quoted.high / 1e3)
        _reach(panels[1, 1], found, table)
        chart_legend(figure, panels[0, 0])
    return figure


def missile_fit(found: Fit, table: FlyOut, *, name: str, title: str) -> Drawing:
    """The same figure as a drawing for a report."""
    with style():
        return finish(
            missile_fit_figure(found, table, title=title),
            name=name,
            alt=f"{title}: flights that agree with the quoted figures",
        )


def write_missile_fit(path: Path, found: Fit, table: FlyOut, *, title: str) -> None:
    """Write the figure to a PNG, SVG or PDF file.

    Raises
    ------
    OutputError
        If the ending is another one or the file cannot be written.
    """
    from skyshed.store.files import output_error

    if path.suffix.lower() not in _ENDINGS:
        raise OutputError(
            f"cannot write {path}: expected a name that ends in {', '.join(_ENDINGS)}"
        )
    with style():
        figure = missile_fit_figure(found, table, title=title)
        try:
            figure.savefig(path, dpi=160, facecolor=colour("paper"))
        except OSError as cause:
            raise output_error(path, cause) from cause


def _band(axes: Any, range_km: FloatArray, values: FloatArray) -> None:
    low, median, high = values
    axes.fill_between(
        range_km, low, high, color=colour("cover"), alpha=0.22, lw=0,
        label="accepted flights, 5 to 95 %",
    )  # fmt: skip
    axes.plot(range_km, median, color=colour("cover"), lw=1.6, label="median flight")


def _quoted(axes: Any, low: float, high: float) -> None:
    axes.axvspan(
        low, max(high, low + 1e-9), color=colour("ring"), alpha=0.25, lw=1.0,
        label="quoted longest range (slant)",
    )  # fmt: skip


def _reach(axes: Any, found: Fit, table: FlyOut) -> None:
    """Farthest intercept at every altitude."""
    tidy(axes)
    top = float(np.max(found.altitude_max_m)) + 1000.0
    altitude = np.arange(max(table.altitude_m[0], 0.0) + 100.0, top, 500.0)
    reach = table.reach_m(np.arange(table.members)[:, None], altitude)
    low, median, high = np.percentile(reach, PERCENTILES, axis=0) / 1e3
    axes.fill_betweenx(altitude / 1e3, low, high, color=colour("cover"), alpha=0.22, lw=0)
    axes.plot(median, altitude / 1e3, color=colour("cover"), lw=1.6)
    axes.set(xlim=(0, table.range_m[-1] / 1e3), ylim=(0, top / 1e3))
    axes.set_title("altitude of the target, km, and farthest reach", loc="left", fontsize=8)
    axes.set_xlabel("ground range, km")
    quoted = found.quoted.range_max
    if quoted is not None:
        _quoted(axes, quoted.low / 1e3, quoted.high / 1e3)
