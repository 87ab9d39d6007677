"""Recorded traffic inside a region, and how much of it a group of radars covers."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.network_results import Traffic, TrafficRow
from skyshed.analysis.results import Interval
from skyshed.analysis.route import MOST_FLIGHTS, RouteQuestion, run_route
from skyshed.analysis.route_results import FlightResult
from skyshed.errors import ScenarioError
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.given_flights import Given
from skyshed.scenario.model import Group, Study

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_FL_M = 30.48
_BAND_FL = 50  # bands lie round multiples of it: 0 to 25, 25 to 75, 75 to 125 ...


def flights_inside(
    flights: Sequence[Given], latitude_deg: float, longitude_deg: float, radius_m: float
) -> tuple[Given, ...]:
    """Flights with at least one report inside a disc.

    Raises
    ------
    ScenarioError
        If none is; the message says how far away the nearest one is.
    """
    nearest, found = np.inf, []
    for flight in flights:
        distance = inverse(
            np.radians(latitude_deg),
            np.radians(longitude_deg),
            np.radians(flight.latitude_deg),
            np.radians(flight.longitude_deg),
        )[0]
        least = float(np.min(distance))
        nearest = min(nearest, least)
        if least <= radius_m:
            found.append(flight)
    if not found:
        raise ScenarioError(
            f"expected recorded flights inside the region ({radius_m / 1e3:g} km round"
            f" {latitude_deg:g}, {longitude_deg:g}), got none: the nearest report lies"
            f" {nearest / 1e3:.0f} km away; give a recording of this area",
            file=str(flights[0].file),
        )
    return tuple(found)


def traffic_comparison(
    flights: Sequence[Given],
    *,
    qnh_hpa: float | None = None,
    workers: int | None = None,
    progress: Tell | None = None,
) -> Callable[[Study, Group, Sequence[Interval]], Traffic]:
    """What `skyshed.analysis.network.run_network` calls to compare with recorded traffic.

    Parameters
    ----------
    flights : sequence of GivenRoute or RecordedFlight
        The recording.
    qnh_hpa : float, optional
        Stated air pressure. [hPa]
    workers, progress
        As in `run_network`.

    Returns
    -------
    callable
    """

    def compare(study: Study, group: Group, mapped: Sequence[Interval]) -> Traffic:
        site = study.radars[0].site
        place = (site.latitude_deg, site.longitude_deg)
        inside = flights_inside(flights, *place, study.radius_m)[:MOST_FLIGHTS]
        question = RouteQuestion(radars=group.radars, qnh_hpa=qnh_hpa)
        found = run_route(
            study, inside, question, workers=workers, progress=progress, weightings=False
        )
        levels = {
            round(altitude / _FL_M): mapped[len(study.agl_m) + i]
            for i, altitude in enumerate(study.altitude_m)
        }
        rows = traffic_rows(found.flights, *place, radius_m=study.radius_m, mapped=levels)
        return Traffic(
            file=Path(flights[0].file).name,
            file_sha256=found.file_sha256,
            group=group.label,
            flights=len(inside),
            rows=rows,
            qnh=found.qnh,
            notes=found.notes,
        )

    return compare


def traffic_rows(
    found: Sequence[FlightResult],
    latitude_deg: float,
    longitude_deg: float,
    *,
    radius_m: float,
    mapped: dict[int, Interval],
) -> tuple[TrafficRow, ...]:
    """Time inside a disc by bands of flight levels, and how much of it is covered.

    Parameters
    ----------
    found : sequence of FlightResult
        Flights asked about.
    latitude_deg, longitude_deg, radius_m
        The disc. [deg], [m]
    mapped : dict of int to Interval
        Covered share of the disc by flight level.

    Returns
    -------
    tuple of TrafficRow
        Bands round multiples of 50, from the lowest up.
    """
    level, weight, flight, drawn, nominal = [], [], [], [], []
    for number, result in enumerate(found):
        track = result.flown.track
        distance = inverse(
            np.radians(latitude_deg),
            np.radians(longitude_deg),
            track.latitude_rad,
            track.longitude_rad,
        )[0]
        inside = np.asarray(distance) <= radius_m
        level.append(track.altitude_m[inside] / _FL_M)
        weight.append(np.full(np.count_nonzero(inside), result.flown.step_s))
        flight.append(np.full(np.count_nonzero(inside), number))
        drawn.append(result.by_draw[:, inside])
        nominal.append(result.covered_nominal[inside])
    levels, weights = np.concatenate(level), np.concatenate(weight)
    numbers, covered = np.concatenate(flight), np.concatenate(drawn, axis=1)
    plain = np.concatenate(nominal)
    band = np.floor(np.maximum(levels, 0.0) / _BAND_FL + 0.5).astype(int)
    rows = []
    for middle in np.unique(band):
        own = band == middle
        time = weights[own]
        shares = np.minimum(covered[:, own] @ time / time.sum(), 1.0)
        low, median, high = np.quantile(shares, [0.05, 0.5, 0.95], method="inverted_cdf")
        first = float(np.minimum(plain[own] @ time / time.sum(), 1.0))
        rows.append(
            TrafficRow(
                max(int(middle) * _BAND_FL - _BAND_FL // 2, 0),
                int(middle) * _BAND_FL + _BAND_FL // 2,
                float(time.sum()),
                int(np.unique(numbers[own]).size),
                Interval(float(low), float(median), float(high), first, "1"),
                mapped.get(int(middle) * _BAND_FL),
            )
        )
    return tuple(rows)
