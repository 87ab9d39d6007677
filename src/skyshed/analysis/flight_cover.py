"""How much of the assumed flights a radar covers: by closest distance first, then by flight."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.flight_path import FlightPath, View, flight_path, view_from
from skyshed.analysis.plain_words import heights_words, percent, share_over_draws, target_words
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.point_echo import snr_of_one_square_metre
from skyshed.analysis.results import PremiseRow
from skyshed.radar.detection import required_snr
from skyshed.scenario.model import Flight, Premise, StudyTarget
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

DISTANCES_M = (50e3, 100e3, 150e3, 200e3, 250e3, 300e3, 400e3, 500e3)
"""Ground distances of the first rows, unless the study names some. [m]"""
_ASPECTS_RAD = np.radians(np.arange(181.0))
_DIRECTIONS = 24
_HEADINGS = 36


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
        For each radar first by ground distance, then by flight.

    Notes
    -----
    Covered means a single-scan probability of detection of at least the study's `pd` under each
    draw's convention. The aspect is the one that the flight shows; the heading of the target in
    the study is not used here.
    """
    flights = [flight for flight in model.study.flights if flight.key in premise.flights]
    targets = [model.study.target(key) for key in premise.targets]
    rows: list[PremiseRow] = []
    for key in premise.radars:
        rows += _by_distance(model, premise, key, flights, targets, values, workers)
        rows += _by_flight(model, premise, key, flights, targets, values, workers)
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
        From `snr_of_one_square_metre`; nan is left out of the share. [1/m^2]
    rcs_mean_m2 : ndarray, shape (draw, 181)
        Mean cross-section by aspect in whole degrees. [m^2]
    aspect_deg : ndarray of int, shape (point, heading)
        Aspects shown. [deg]
    needed : ndarray, shape (draw,)
        Required signal-to-noise ratio. [1]

    Returns
    -------
    ndarray, shape (draw,)
        Share of levels, points and headings; nan if all of the flight is unknown. [1]
    """
    known = np.isfinite(snr_per_m2[0])
    if not known.any():
        return np.full(needed.shape, np.nan)
    covered = np.empty(needed.shape)
    for draw, threshold in enumerate(needed):
        snr = snr_per_m2[draw][:, :, None] * rcs_mean_m2[draw][aspect_deg][None]
        covered[draw] = np.mean(snr[known] >= threshold)
    return covered


def _by_flight(
    model: Model,
    premise: Premise,
    key: str,
    flights: Sequence[Flight],
    targets: Sequence[StudyTarget],
    values: Values,
    workers: int,
) -> list[PremiseRow]:
    placed = model.placed[key]
    radar = placed.at(values)
    site = placed.radar.site
    rows = []
    for flight in flights:
        path = flight_path(flight)
        view = view_from(site.latitude_deg, site.longitude_deg, path)
        snr = _snr(model, key, radar, path, view, workers)
        flown = [target for target in targets if target.key in flight.targets]
        nearest, farthest = view.distance_m.min() / 1e3, view.distance_m.max() / 1e3
        rows.append(
            PremiseRow(
                f"{premise.label}: {flight.name}, {nearest:.0f} to {farthest:.0f} km from"
                f" {site.name} over the ground, seen by {placed.radar.label}",
                _shares(model, key, radar, flown, values, snr, view.aspect_deg),
                _flight_note(flight, path, snr),
            )
        )
    nearest_first = sorted(
        zip(rows, flights, strict=True), key=lambda pair: _closest(pair[1], site)
    )
    return [row for row, _ in nearest_first]


def _closest(flight: Flight, site: object) -> float:
    """Least ground distance of a flight from a site. [m]"""
    view = view_from(site.latitude_deg, site.longitude_deg, flight_path(flight))  # type: ignore[attr-defined]
    return float(view.distance_m.min())
