"""How often, how well and from how many sides a radar looks at aircraft on assumed flights.

Only for the physical premise of a claim about such looks: what can be learned from them is not
public and not estimated, and there is no function here that asks for flights, places or numbers of
looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flight_path import AREA_TIME_S, FlightPath, View, flight_path
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.plain_words import share_over_draws, target_words
from skyshed.analysis.results import PremiseRow
from skyshed.scenario.model import Premise, StudyTarget

FloatArray = NDArray[np.float64]

MOST_DRAWS = 60
"""Only this many draws, the first ones, are used for looks."""
FLIGHTS_OF_EACH = (1, 100)
"""How many times each assumed flight is flown; nobody has said how many there would be."""
_DB_PER_NEPER = 10.0 / np.log(10.0)
_FULL_TURN = 2.0 * np.pi


@dataclass(frozen=True)
class AspectCells:
    """Cells of direction in the aircraft's own frame.

    Attributes
    ----------
    azimuth_rad, elevation_rad : float
        Width and height of a cell. [rad]
    """

    azimuth_rad: float
    elevation_rad: float

    @property
    def columns(self) -> int:
        """Cells round the aircraft."""
        return int(np.ceil(_FULL_TURN / self.azimuth_rad - 1e-9))

    @property
    def rows(self) -> int:
        """Cells from straight below to straight above."""
        return int(np.ceil(np.pi / self.elevation_rad - 1e-9))

    @property
    def count(self) -> int:
        """Cells in all directions."""
        return self.rows * self.columns

    def index(self, side_rad: FloatArray, elevation_rad: FloatArray) -> NDArray[np.intp]:
        """Cell of a direction: from the nose to the right, and up from the level aircraft."""
        column = ((side_rad + np.pi) / self.azimuth_rad).astype(np.intp) % self.columns
        row = ((elevation_rad + 0.5 * np.pi) / self.elevation_rad).astype(np.intp)
        return np.minimum(row, self.rows - 1) * self.columns + column


@dataclass(frozen=True)
class Looks:
    """Looks by cell.

    Attributes
    ----------
    count : ndarray, shape (draw, cell)
        Decorrelated looks above the threshold, if every flight is flown once.
    shown : ndarray of bool, shape (cell,)
        Cells that the flights show to the radar.
    """

    count: FloatArray
    shown: NDArray[np.bool_]

    def share(self, wanted: float, flights: int = 1) -> FloatArray:
        """Share of the shown cells with at least `wanted` looks after so many flights, (draw,)."""
        if not self.shown.any():
            return np.zeros(self.count.shape[0])
        return np.asarray((flights * self.count[:, self.shown] >= wanted).mean(axis=1))


def look_rows(
    model: Model, premise: Premise, values: Values, *, workers: int = 1
) -> list[PremiseRow]:
    """Share of the aspect cells with enough looks, with both kinds of error beside it.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    premise : Premise
        Names radars, targets, flights, and in `numbers` the looks wanted, the signal-to-noise
        ratio and the size of the cells.
    values : mapping of str to ndarray, shape (draw,)
        Draws of all unknowns; the first `MOST_DRAWS` are used.
    workers : int
        Threads.

    Returns
    -------
    list of PremiseRow
    """
    first = {key: drawn[:MOST_DRAWS] for key, drawn in values.items()}
    cells = AspectCells(premise.numbers["aspect_cell_rad"], premise.numbers["elevation_cell_rad"])
    rows: list[PremiseRow] = []
    for key in premise.radars:
        watcher = Watcher.of(model, key, first, workers)
        for target in (model.study.target(name) for name in premise.targets):
            rows.append(_share_row(watcher, premise, target, cells))
        if len(rows) == len(premise.targets):
            rows[0] = replace(
                rows[0], note=f"{_how(watcher, premise, cells)} {rows[0].note}".strip()
            )
        rows.append(_error_row(watcher, premise))
    rows.append(
        PremiseRow(
            f"{premise.label}: radars switched off",
            "none",
            "By construction: a radar that does not transmit takes no looks.",
        )
    )
    return rows


def looks_of_flights(
    watcher: Watcher, target: StudyTarget, paths: Sequence[FlightPath], cells: AspectCells, *,
    snr: float,
) -> Looks:  # fmt: skip
    """Decorrelated looks above a threshold, by cell, if every flight is flown once.

    Parameters
    ----------
    watcher : Watcher
        The radar with its draws.
    target : StudyTarget
        The aircraft.
    paths : sequence of FlightPath
        The flights.
    cells : AspectCells
        Cells of direction.
    snr : float
        Least mean single-pulse signal-to-noise ratio of a look. [1]

    Returns
    -------
    Looks

    Notes
    -----
    A look is one scan. It counts as decorrelated from the last one if the aspect has changed by
    more than wavelength / (2 L) in between, L the greater of length and span: the least change of
    aspect that moves the two ends of the aircraft by half a wave against each other. On the
    straight legs of a route the aspect changes at v sin(aspect) / distance, so slow stretches count
    less than their scans; inside an area the heading keeps changing and every scan counts, an upper
    bound. A fluctuation that is new in every scan (Swerling 1) describes luck at one aspect and
    is not taken as a new view. Level flight; the cell follows from the straight line to the radar.
    """
    draws = watcher.radar.draws
    looks, shown = np.zeros((draws, cells.count)), np.zeros(cells.count, dtype=bool)
    rcs = watcher.rcs_m2(target)
    size_m = target_size_m(target)
    for path in paths:
        view = watcher.view(path)
        per_m2 = watcher.snr_per_m2(view.distance_m, view.azimuth_rad, path.altitude_m)
        cell = cells.index(
            np.broadcast_to(view.side_rad, (path.altitude_m.size, *view.side_rad.shape)),
            _elevation_of_radar(watcher, path, view)[:, :, None],
        )
        shown[np.unique(cell)] = True
        time_s = path.time_s / cell.size
        for draw in range(draws):
            strong = per_m2[draw][:, :, None] * rcs[draw][view.aspect_deg][None] >= snr
            rate = _rate_per_s(watcher, path, view, size_m, draw)
            weight = np.where(strong, rate[None] * time_s, 0.0)
            looks[draw] += np.bincount(cell.ravel(), weight.ravel(), minlength=cells.count)
    return Looks(looks, shown)


def target_size_m(target: StudyTarget) -> float:
    """Greater of length and span in the catalogue; 0 if it has neither. [m]"""
    known = target.entry.kinematics
    return max((known[k].nominal for k in ("length_m", "wingspan_m") if k in known), default=0.0)


def chance_error_db(looks: float) -> float:
    """Standard deviation in decibels of a mean over so many independent exponential looks.

    The logarithm of a mean of n exponential powers has the variance trigamma(n): 5.57 dB for one
    look, nearly 4.34 / sqrt(n) dB for many.
    """
    from scipy.special import polygamma

    return float(_DB_PER_NEPER * np.sqrt(polygamma(1, looks)))


def common_error_db(constant: FloatArray) -> float:
    """Half the 5 to 95 % width of the calibration constant over the draws, in decibels."""
    low, high = np.quantile(10.0 * np.log10(constant), [0.05, 0.95], method="inverted_cdf")
    return float(0.5 * (high - low))


def _rate_per_s(
    watcher: Watcher, path: FlightPath, view: View, size_m: float, draw: int
) -> FloatArray:
    """Decorrelated looks per second, shape (point, heading)."""
    scans = 1.0 / watcher.radar.scan_period_s[draw]
    if path.turning or size_m == 0.0:
        return np.full(view.side_rad.shape, scans)
    turn_rad_s = path.speed_m_s * np.abs(np.sin(view.side_rad)) / view.distance_m[:, None]
    apart_rad = watcher.radar.wavelength_m[draw] / (2.0 * size_m)
    return np.asarray(np.minimum(scans, turn_rad_s / apart_rad))


def _elevation_of_radar(watcher: Watcher, path: FlightPath, view: View) -> FloatArray:
    """Elevation of the radar seen from the aircraft, shape (level, point); below 0 mostly."""
    radius = 2.0 / sum(watcher.radar.curvature_per_m)
    antenna = radius + float(np.median(watcher.radar.antenna_altitude_m))
    aircraft = radius + path.altitude_m[:, None]
    arc = view.distance_m / radius
    down = np.arctan2(antenna * np.cos(arc) - aircraft, antenna * np.sin(arc))
    return np.asarray(down)


def _share_row(
    watcher: Watcher, premise: Premise, target: StudyTarget, cells: AspectCells
) -> PremiseRow:
    flights = [
        flight
        for flight in watcher.model.study.flights
        if flight.key in premise.flights and target.key in flight.targets
    ]
    label = f"{premise.label}: {target_words(target)}, {watcher.placed.radar.label}"
    if not flights:
        return PremiseRow(label, "no assumed flight", "None of the named flights has this target.")
    wanted, snr = premise.numbers["looks"], premise.numbers["snr"]
    looks = looks_of_flights(
        watcher, target, [flight_path(flight) for flight in flights], cells, snr=snr
    )
    once, often = (share_over_draws(looks.share(wanted, times)) for times in FLIGHTS_OF_EACH)
    return PremiseRow(
        label,
        f"{once} of the {np.count_nonzero(looks.shown)} directions shown if each flight is flown"
        f" once; {often} if each is flown {FLIGHTS_OF_EACH[1]} times",
        "The catalogue has no size for this target, so every scan counts."
        if target_size_m(target) == 0.0
        else "",
    )


def _how(watcher: Watcher, premise: Premise, cells: AspectCells) -> str:
    """What was counted, in words."""
    return (
        "Counted are the directions that these level flights show to the radar, out of"
        f" {cells.count:,} round the aircraft, of {np.degrees(cells.azimuth_rad):g} by"
        f" {np.degrees(cells.elevation_rad):g} degrees each. A look is one scan whose mean echo is"
        f" {10.0 * np.log10(premise.numbers['snr']):.0f} dB above the noise or more; the next one"
        " counts when the direction has changed by more than half a wavelength over the aircraft's"
        f" size. Routes are flown there and back, areas for {AREA_TIME_S / 3600.0:g} hour, as a"
        f" choice of ours. Mean and 5 to 95 % of {watcher.radar.draws} draws."
    )


def _error_row(watcher: Watcher, premise: Premise) -> PremiseRow:
    wanted = premise.numbers["looks"]
    return PremiseRow(
        f"Error of an echo as {watcher.placed.radar.label}, would measure it",
        f"by chance {chance_error_db(wanted):.1f} dB (mean of {wanted:g} looks); common to all"
        f" looks {common_error_db(watcher.radar.constant):.1f} dB either way",
        "The first falls with more looks, the second does not. The second is how far the strength"
        " of this radar is unknown to the public (5 to 95 % of the draws); its owner knows it"
        " better.",
    )
