"""How much of the assumed flights a radar covers: by closest distance first, then by flight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.flight_path import FlightPath, View, flight_path, view_from
from skyshed.analysis.placement import Model, PlacedRadar, Values
from skyshed.analysis.plain_words import (
    heights_words,
    percent,
    share_over_draws,
    target_words,
    which_radar,
)
from skyshed.analysis.point_echo import snr_of_one_square_metre
from skyshed.analysis.results import PremiseRow
from skyshed.radar.detection import required_snr
from skyshed.scenario.model import Flight, Premise, StudyTarget
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

DISTANCES_M = (50e3, 100e3, 150e3, 200e3, 250e3, 300e3, 400e3, 500e3)
"""Ground distances of the first rows, unless the study names some. [m]"""
ASPECTS_RAD = np.radians(np.arange(181.0))
"""Aspects at which cross-sections are tabulated: every degree from nose to tail. [rad]"""
_DIRECTIONS = 24


@dataclass(frozen=True)
class Watcher:
    """A radar of a study with drawn values, and how to ask it about points.

    Attributes
    ----------
    model : Model
        The study on its terrain.
    key : str
        The radar's key in the study.
    radar : RadarSite
        The radar, one value per draw.
    values : mapping of str to ndarray, shape (draw,)
        The draws.
    workers : int
        Threads.
    """

    model: Model
    key: str
    radar: RadarSite
    values: Values
    workers: int = 1

    @classmethod
    def of(cls, model: Model, key: str, values: Values, workers: int = 1) -> "Watcher":
        """The radar of that key with these draws."""
        return cls(model, key, model.placed[key].at(values), values, workers)

    @property
    def placed(self) -> PlacedRadar:
        """The radar's place and terrain."""
        return self.model.placed[self.key]

    def view(self, path: FlightPath) -> View:
        """How the radar and a flight see each other."""
        site = self.placed.radar.site
        return view_from(site.latitude_deg, site.longitude_deg, path)

    def snr_per_m2(
        self, distance_m: ArrayLike, azimuth_rad: ArrayLike, altitude_m: ArrayLike
    ) -> FloatArray:
        """As `snr_of_one_square_metre`, shape (draw, level, point)."""
        return snr_of_one_square_metre(
            self.radar,
            self.placed,
            distance_m=distance_m,
            azimuth_rad=azimuth_rad,
            altitude_m=altitude_m,
            workers=self.workers,
        )

    def rcs_m2(self, target: StudyTarget) -> FloatArray:
        """Mean cross-section at `ASPECTS_RAD`, shape (draw, 181). [m^2]"""
        return self.model.rcs_at_aspect(self.radar, self.key, target, self.values, ASPECTS_RAD)


def flight_share_rows(
    model: Model, premise: Premise, values: Values, *, workers: int = 1
) -> list[PremiseRow]:
    """Share of the assumed flights that each radar covers; no verdict follows from it.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    premise : Premise
        Names radars, targets, flights and, if wanted, distances.
    values : mapping of str to ndarray, shape (draw,)
        Draws of all unknowns.
    workers : int
        Threads.

    Returns
    -------
    list of PremiseRow
        For each radar first by ground distance, then by flight, the closest one first.

    Notes
    -----
    Covered means a single-scan probability of detection of at least the study's `pd`, under each
    draw's convention. The aspect is the one that the flight shows; the heading that the study
    gives the target is not used here.
    """
    flights = [flight for flight in model.study.flights if flight.key in premise.flights]
    targets = [model.study.target(key) for key in premise.targets]
    rows: list[PremiseRow] = []
    if not flights:
        return rows
    for key in premise.radars:
        watcher = Watcher.of(model, key, values, workers)
        rows += _by_distance(watcher, premise, flights, targets)
        rows += _by_flight(watcher, premise, flights, targets)
    return rows


def covered_share(
    snr_per_m2: FloatArray,
    rcs_mean_m2: FloatArray,
    aspect_deg: NDArray[np.intp],
    needed: FloatArray,
) -> FloatArray:
    """Share of a flight that is covered, draw by draw.

    Parameters
    ----------
    snr_per_m2 : ndarray, shape (draw, level, point)
        From `snr_of_one_square_metre`; what is nan is left out of the share. [1/m^2]
    rcs_mean_m2 : ndarray, shape (draw, 181)
        Mean cross-section by aspect in whole degrees. [m^2]
    aspect_deg : ndarray of int, shape (point, heading)
        Aspects shown. [deg]
    needed : ndarray, shape (draw,)
        Required signal-to-noise ratio. [1]

    Returns
    -------
    ndarray, shape (draw,)
        Share over levels, points and headings; nan where all of it is unknown. [1]
    """
    covered = np.full(needed.shape, np.nan)
    for draw, threshold in enumerate(needed):
        known = np.isfinite(snr_per_m2[draw])
        if known.any():
            snr = snr_per_m2[draw][:, :, None] * rcs_mean_m2[draw][aspect_deg][None]
            covered[draw] = np.mean(snr[known] >= threshold)
    return covered


def needed_snr(radar: RadarSite, pd: float) -> FloatArray:
    """Signal-to-noise ratio for a single-scan `pd` under the convention of each draw, (draw,)."""
    convention = radar.convention
    return required_snr(
        pd, pfa=convention.pfa, n_pulses=convention.n_pulses, swerling=convention.swerling
    )


def _by_distance(
    watcher: Watcher, premise: Premise, flights: Sequence[Flight], targets: Sequence[StudyTarget]
) -> list[PremiseRow]:
    radar, farthest_m = watcher.placed.radar, float(watcher.placed.profiles.distance_m[-1])
    low = min(flight.altitude_low_m for flight in flights)
    high = max(flight.altitude_high_m for flight in flights)
    azimuth = np.arange(_DIRECTIONS) * (2.0 * np.pi / _DIRECTIONS)
    every_aspect = np.broadcast_to(np.arange(2, 180, 4), (_DIRECTIONS, 45))
    asked = [d.distance_m for d in premise.distances] or list(DISTANCES_M)
    note = (
        f"Seen by {radar.label}; covered means found in one scan with a probability of"
        f" {watcher.model.study.pd:g} or more. Heights of {heights_words(low, high)}, all"
        " directions from the radar and all headings of the aircraft alike; mean and 5 to 95 % of"
        " the draws. A flight is this near to the radar at one point only; this is the share there."
    )
    rows = []
    for distance in (d for d in asked if d <= farthest_m):
        snr = watcher.snr_per_m2(np.full(_DIRECTIONS, distance), azimuth, np.linspace(low, high, 3))
        rows.append(
            PremiseRow(
                f"{premise.label}: at {distance / 1e3:.0f} km over the ground from"
                f" {radar.site.name}{which_radar(radar.label, premise.radars)}",
                "; ".join(
                    f"{target_words(target)}: {share_over_draws(share)}"
                    for target, share in _shares(watcher, targets, snr, every_aspect)
                ),
                f"{note} {_unknown(snr)}".strip(),
            )
        )
        note = ""
    return rows


def _by_flight(
    watcher: Watcher, premise: Premise, flights: Sequence[Flight], targets: Sequence[StudyTarget]
) -> list[PremiseRow]:
    radar = watcher.placed.radar
    paths = [flight_path(flight) for flight in flights]
    seen = zip(flights, paths, [watcher.view(path) for path in paths], strict=True)
    rows = []
    for flight, path, view in sorted(seen, key=lambda item: float(item[2].distance_m.min())):
        snr = watcher.snr_per_m2(view.distance_m, view.azimuth_rad, path.altitude_m)
        flown = [target for target in targets if target.key in flight.targets]
        nearest, farthest = view.distance_m.min() / 1e3, view.distance_m.max() / 1e3
        rows.append(
            PremiseRow(
                f"{premise.label}: {flight.name}, {nearest:.0f} to {farthest:.0f} km over the"
                f" ground from {radar.site.name}{which_radar(radar.label, premise.radars)}",
                "; ".join(
                    f"{target_words(target)}: {_time_words(share)}"
                    for target, share in _shares(watcher, flown, snr, view.aspect_deg)
                )
                or "none of the named targets flies here",
                _flight_note(flight, path, snr),
            )
        )
    return rows


def _shares(
    watcher: Watcher,
    targets: Sequence[StudyTarget],
    snr_per_m2: FloatArray,
    aspect_deg: NDArray[np.intp],
) -> list[tuple[StudyTarget, FloatArray]]:
    """Every target with the share of each draw."""
    needed = needed_snr(watcher.radar, watcher.model.study.pd)
    return [
        (target, covered_share(snr_per_m2, watcher.rcs_m2(target), aspect_deg, needed))
        for target in targets
    ]


def _time_words(share: FloatArray) -> str:
    """Share of the flying time, and in how many draws it is covered at all."""
    if np.isnan(share).any():
        return "not known, beyond the terrain that was read"
    if not share.any():
        return "never covered"
    briefly = percent(float(np.mean(share > 0.0)))
    return f"{share_over_draws(share)} of the time, at least briefly in {briefly} of the draws"


def _flight_note(flight: Flight, path: FlightPath, snr_per_m2: FloatArray) -> str:
    how = "every heading alike" if path.turning else "there and back"
    told = (
        f"Level flight, {how}, {heights_words(path.altitude_m[0], path.altitude_m[-1])}; the flight"
        f" is {flight.basis}. Mean and 5 to 95 % of the draws."
    )
    return f"{told} {_unknown(snr_per_m2)}".strip()


def _unknown(snr_per_m2: FloatArray) -> str:
    """A sentence on what the terrain data do not hold; nothing if they hold everything."""
    share = float(np.mean(np.isnan(snr_per_m2).any(axis=0)))
    if share == 0.0:
        return ""
    return f"{percent(share)} of it lies beyond the terrain that was read and is left out."
