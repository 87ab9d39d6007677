"""The engageable volume: where a battery can intercept a target, draw by draw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import FACTORS as COVER_FACTORS
from skyshed.analysis.coverage import Progress
from skyshed.analysis.engageable_lines import DrawSight, Engaged, common_of, engage
from skyshed.analysis.engageable_setting import Setting, Threat
from skyshed.analysis.flight_lines import Lines, inbound_lines
from skyshed.analysis.looked_at import looked_at
from skyshed.analysis.parallel import in_order
from skyshed.geodesy.geodesics import sector_contains

FloatArray = NDArray[np.float64]

FACTORS = ("engageable", *COVER_FACTORS[1:], "time line", "guidance", "missile energy")
"""Limiting factors by code, in the order of the design."""
UNKNOWN_FACTOR = 255


@dataclass(frozen=True)
class EngageableResult:
    """Where a battery can intercept one threat; places are on its azimuthal-equidistant plane.

    Attributes
    ----------
    battery, threat, label : str
        Keys and words.
    course : str
        "inbound", "course 090 deg" or "worst of 12 courses".
    speed_m_s : float
        Of the threat. [m/s]
    altitude_m, agl_m : float
        Its height; one of them is nan. [m]
    azimuth_rad : ndarray, shape (azimuth,)
        Directions from the battery. [rad]
    distance_m : ndarray, shape (step,)
        Ground distances from the battery. [m]
    unbroken_m, farthest_m : ndarray, shape (draw, azimuth)
        Ground range of the farthest intercept reached without a break, and of all; 0 never. [m]
    unbroken_slant_m, farthest_slant_m : ndarray, shape (draw, azimuth)
        The same as slant ranges. [m]
    confirmed_m : ndarray, shape (draw, azimuth)
        Ground range at which an inbound track is confirmed; nan for other courses. [m]
    area_by_azimuth_m2 : ndarray, shape (draw, azimuth)
        Area of each azimuth's wedge over which an intercept is possible. [m^2]
    in_ring_by_azimuth_m2 : ndarray, shape (draw, azimuth)
        The part of it inside the quoted ring; nan without a ring. [m^2]
    ring_m : float
        Radius of that ring; nan without one. [m]
    share : ndarray, shape (azimuth, step)
        Share of the draws in which an intercept is possible there. [1]
    sector_rad, sector_centre_rad : float
        What the radar that guides watches and the launchers beside it can fire into at once, and
        where; 2 pi for all round or a sector that is steered to the target. [rad]
    civil : bool
        Whether maps may have cells below 250 m.
    """

    battery: str
    threat: str
    label: str
    course: str
    speed_m_s: float
    altitude_m: float
    agl_m: float
    azimuth_rad: FloatArray
    distance_m: FloatArray
    unbroken_m: FloatArray
    farthest_m: FloatArray
    unbroken_slant_m: FloatArray
    farthest_slant_m: FloatArray
    confirmed_m: FloatArray
    area_by_azimuth_m2: FloatArray
    in_ring_by_azimuth_m2: FloatArray
    ring_m: float
    share: FloatArray
    sector_rad: float
    sector_centre_rad: float
    civil: bool = False

    @property
    def looked(self) -> NDArray[np.bool_]:
        """Azimuths in the sector, (azimuth,): those over which a median has a meaning."""
        return looked_at(
            self.azimuth_rad, sector_rad=self.sector_rad, sector_centre_rad=self.sector_centre_rad
        )

    @property
    def area_m2(self) -> FloatArray:
        """Area over which an intercept is possible, (draw,). [m^2]"""
        return np.asarray(self.area_by_azimuth_m2.sum(axis=1))

    @property
    def share_of_ring_area(self) -> FloatArray:
        """Engageable share of the ring's area, (draw,); nan without a ring. [1]"""
        return np.asarray(self.in_ring_by_azimuth_m2.sum(axis=1) / (np.pi * self.ring_m**2))


def engageable(
    found: Setting,
    threats: Sequence[Threat],
    *,
    ring_m: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> tuple[EngageableResult, ...]:
    """Intercepts of threats that fly straight at the battery.

    Parameters
    ----------
    found : Setting
        The battery, its radars and its missile, drawn.
    threats : sequence of Threat
        What flies.
    ring_m : float, optional
        Radius of the quoted ring. [m]
    workers : int
        Threads; the result does not depend on it.
    progress : callable, optional
        Called with (draws done, draws in all).

    Returns
    -------
    tuple of EngageableResult
        One for each threat.

    Notes
    -----
    A place is engageable if the track is confirmed early enough, by the time that the order, the
    launch and the flight take; if the radar that guides holds the target (single-scan Pd as the
    study asks) for as long as the guidance needs it; and if the missile gets there within its
    limits. Courses of targets that have passed the battery are not counted.
    """
    lines = inbound_lines(found.guide.profiles)
    common = common_of(found, threats)

    def one(draw: int) -> list[tuple[Engaged, FloatArray, FloatArray]]:
        sight = DrawSight(found, draw, common)
        out = []
        for threat in threats:
            got = engage(sight, threat, lines)
            slants = [
                _slant_at(got.slant_m, lines, end) for end in (got.unbroken_m, got.farthest_m)
            ]
            out.append((got, slants[0], slants[1]))
        return out

    tallies = [Tally(found.draws, lines, ring_m) for _ in threats]
    tell = progress or (lambda done, total: None)
    for draw, per_threat in enumerate(in_order(one, range(found.draws), workers=workers)):
        for tally, (got, unbroken_slant, farthest_slant) in zip(tallies, per_threat, strict=True):
            tally.add(
                draw,
                got.engaged,
                unbroken=(got.unbroken_m, unbroken_slant),
                farthest=(got.farthest_m, farthest_slant),
                confirmed=got.confirmed_m,
            )
        tell(draw + 1, found.draws)
    return tuple(
        tally.result(found, threat, "inbound")
        for tally, threat in zip(tallies, threats, strict=True)
    )


class Tally:
    """Adds up draws of one threat, in the order of the draws."""

    def __init__(self, draws: int, lines: Lines, ring_m: float | None) -> None:
        azimuths, steps = lines.range_m.shape
        self._azimuth = lines.azimuth_rad[:, 0]
        self._distance = lines.range_m[0]
        self._count = np.zeros((azimuths, steps))
        self._ends = np.zeros((4, draws, azimuths))
        self._confirmed = np.full((draws, azimuths), np.nan)
        self._wedges = np.zeros((2, draws, azimuths))
        self._draws = draws
        self._cells = ring_areas(self._distance) / azimuths
        self._cells_in_ring = np.full(steps, np.nan)
        if ring_m is not None:
            self._cells_in_ring = ring_areas(self._distance, inside_m=ring_m) / azimuths
        self._ring_m = float("nan") if ring_m is None else float(ring_m)

    def add(
        self,
        draw: int,
        engaged: NDArray[np.bool_],
        *,
        unbroken: tuple[FloatArray, FloatArray],
        farthest: tuple[FloatArray, FloatArray],
        confirmed: FloatArray | None,
    ) -> None:
        """One draw: ends as (ground, slant)."""
        self._count += engaged
        self._ends[:, draw] = [unbroken[0], farthest[0], unbroken[1], farthest[1]]
        if confirmed is not None:
            self._confirmed[draw] = confirmed
        self._wedges[:, draw] = [engaged @ self._cells, engaged @ self._cells_in_ring]

    def result(self, found: Setting, threat: Threat, course: str) -> EngageableResult:
        """Everything added."""
        radar = found.guide.radar
        return EngageableResult(
            found.battery.key,
            threat.key,
            f"{found.battery.label} - {threat.label}",
            course,
            threat.speed_m_s,
            float("nan") if threat.altitude_m is None else float(threat.altitude_m),
            float("nan") if threat.agl_m is None else float(threat.agl_m),
            self._azimuth,
            self._distance,
            self._ends[0],
            self._ends[1],
            self._ends[2],
            self._ends[3],
            self._confirmed,
            self._wedges[0],
            self._wedges[1],
            self._ring_m,
            self._count / np.float64(self._draws),
            sector_rad_of(found),
            radar.sector_centre_rad,
            radar.civil,
        )


def sector_rad_of(found: Setting) -> float:
    """Width of what a battery can watch and fire into at once; 2 pi all round or steered. [rad]"""
    width = found.guide.radar.sector_rad
    fixed = width < 2.0 * np.pi - 1e-9
    return min(width, found.battery.sector_rad) if fixed else width


def ring_areas(distance_m: FloatArray, *, inside_m: float = np.inf) -> FloatArray:
    """Area of the ring round each distance on the plane, (step,); the first is a disc. [m^2]

    Only what lies within `inside_m` counts.
    """
    step = distance_m[0]
    outer = distance_m + 0.5 * step
    inner = np.concatenate([[0.0], outer[:-1]])
    return np.asarray(np.pi * (np.minimum(outer, inside_m) ** 2 - np.minimum(inner, inside_m) ** 2))


def at_once(result: EngageableResult, *, centre_rad: float, width_rad: float) -> EngageableResult:
    """What of a steered result remains when the sector looks one way.

    Parameters
    ----------
    result : EngageableResult
        Of inbound targets; their azimuth does not change.
    centre_rad, width_rad : float
        The sector. [rad]

    Returns
    -------
    EngageableResult
    """
    if result.course != "inbound":
        raise ValueError("compute other courses with a radar whose sector has its centre")
    inside = sector_contains(result.azimuth_rad, centre_rad, width_rad)
    kept = np.asarray(inside, dtype=float)
    return replace(
        result,
        unbroken_m=result.unbroken_m * kept,
        farthest_m=result.farthest_m * kept,
        unbroken_slant_m=result.unbroken_slant_m * kept,
        farthest_slant_m=result.farthest_slant_m * kept,
        confirmed_m=result.confirmed_m * kept,
        area_by_azimuth_m2=result.area_by_azimuth_m2 * kept,
        in_ring_by_azimuth_m2=result.in_ring_by_azimuth_m2 * kept,
        share=result.share * kept[:, None],
        sector_rad=float(width_rad),
        sector_centre_rad=float(centre_rad),
    )


def _slant_at(slant: FloatArray, lines: Lines, ground: FloatArray) -> FloatArray:
    """Slant range (line,) at a distance along each line, linear between the samples; 0 at 0."""
    position = np.clip(ground / lines.step_m - 1.0, 0.0, slant.shape[1] - 1.0)
    left = np.minimum(position.astype(int), slant.shape[1] - 2)
    f = position - left
    row = np.arange(slant.shape[0])
    found = slant[row, left] * (1.0 - f) + slant[row, left + 1] * f
    return np.where(ground > 0.0, found, 0.0)
