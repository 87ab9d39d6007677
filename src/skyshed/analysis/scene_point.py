"""Why a place is covered or not: every radar of a scene towards one point, with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.antenna_limits import ELEVATION, antenna_words
from skyshed.analysis.coverage import FACTORS
from skyshed.analysis.pairs import Question
from skyshed.analysis.point_echo import profiles_to
from skyshed.analysis.scene import DrawnScene
from skyshed.analysis.scene_radial import Radial
from skyshed.analysis.why_words import draws_sentence, nominal_sentence, reason_words
from skyshed.geodesy.geodesics import inverse
from skyshed.terrain.sampling import sample_terrain

FloatArray = NDArray[np.float64]

_LEAST_M = 100.0  # nearer, a place counts as so far away: a profile has a length


@dataclass(frozen=True)
class PointView:
    """One radar towards one place; altitudes above mean sea level, nan where there is none.

    `pd` is nominal, 5 and 95 % of the draws; `factor` the index into FACTORS, 255 unknown, and
    `factor_words` its name, where "elevation" is told apart from "minimum range"; `reason` the
    same as a clause. `shares` has the share of the draws by factor, "covered" among them, and
    `draws_sentence` what they say beyond the nominal answer, "" if nothing. `edge_loss_db` counts
    both ways. Values are nominal.
    """

    key: str
    distance_m: float
    azimuth_deg: float
    slant_m: float
    target_altitude_m: float
    factor: int
    factor_words: str
    lowest_covered_m: float
    highest_covered_m: float
    pd: tuple[float, float, float]
    snr_db: float
    edge_loss_db: float
    reason: str
    shares: Mapping[str, float]
    draws_sentence: str
    sentence: str

    @property
    def share(self) -> float:
        """Share of the draws that cover it. [1]"""
        return self.shares.get("covered", 0.0)

    @property
    def covered(self) -> bool:
        """Whether it is covered with nominal values."""
        return self.factor == 0


def point_views(
    scene: DrawnScene, latitude_deg: float, longitude_deg: float, *, workers: int = 1
) -> tuple[float, tuple[PointView, ...]]:
    """Ground at a place, and what every radar of a scene makes of a target there.

    Parameters
    ----------
    scene : DrawnScene
        The scene.
    latitude_deg, longitude_deg : float
        The place. [deg]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    ground_m : float
        nan where the terrain is unknown. [m]
    views : tuple of PointView
        By radar.
    """
    place = np.radians(latitude_deg), np.radians(longitude_deg)
    ground = float(sample_terrain(scene.model.terrain, *place).altitude_m)
    views = tuple(
        _view(scene.question(radar.key), place, workers) for radar in scene.model.study.radars
    )
    return ground, views


def _view(question: Question, place: tuple[float, float], workers: int) -> PointView:
    site = question.placed.radar.site
    label = question.placed.radar.label
    distance, azimuth, _ = (
        float(x)
        for x in inverse(np.radians(site.latitude_deg), np.radians(site.longitude_deg), *place)
    )
    azimuth_deg = float(np.degrees(azimuth) % 360.0)
    limit_m = float(question.placed.profiles.distance_m[-1])
    if distance > limit_m:
        code = FACTORS.index("instrumented range")
        return _nothing(question.key, label, distance, azimuth_deg, code)
    profiles = profiles_to(question.placed, max(distance, _LEAST_M), azimuth)
    at = profiles.ground_m.shape[1] - 1  # the place itself
    nominal = Radial.of(question, question.nominal, profiles, nominal=True)
    drawn = Radial.of(question, question.drawn, profiles, nominal=False, workers=workers)
    chance = np.quantile(drawn.pd[:, 0, at], [0.05, 0.95], method="inverted_cdf")
    code, words = int(nominal.factors()[0, at]), nominal.words_at(at)
    altitude = float(nominal.altitude_m[0, at])
    slant = float(nominal.echo.slant_m[0, 0, at])
    snr = float(nominal.echo.snr[0, 0, at])
    low, high = (float(x[0, at]) for x in nominal.interval)
    antenna = antenna_words(question, nominal.antenna_limit(at)) if code == ELEVATION else ""
    reason = reason_words(label, words, antenna)
    shares = drawn.shares_by_factor(at)
    more = draws_sentence(
        words, shares, terrain_error=bool(np.any(question.drawn.terrain_error_m != 0.0))
    )
    said = nominal_sentence(
        reason,
        words,
        low_m=low,
        high_m=high,
        altitude_m=altitude,
        share=shares.get("covered", 0.0),
        bare_m=_hills_above(nominal, at, altitude, low) if words == "horizon" else float("nan"),
    )
    return PointView(
        key=question.key,
        distance_m=distance,
        azimuth_deg=azimuth_deg,
        slant_m=slant,
        target_altitude_m=altitude,
        factor=code,
        factor_words=words,
        lowest_covered_m=low,
        highest_covered_m=high,
        pd=(float(nominal.pd[0, 0, at]), float(chance[0]), float(chance[1])),
        snr_db=10.0 * float(np.log10(snr)) if snr > 0.0 else float("nan"),
        edge_loss_db=float(nominal.edge_loss_db[0, at]),
        reason=reason,
        shares=shares,
        draws_sentence=more,
        sentence=f"{said} {more}".rstrip(),
    )


def _nothing(key: str, label: str, distance: float, azimuth_deg: float, code: int) -> PointView:
    """A place beyond everything that the radar may ever look at."""
    never = float("nan")
    reason = reason_words(label, FACTORS[code])
    return PointView(
        key=key,
        distance_m=distance,
        azimuth_deg=azimuth_deg,
        slant_m=never,
        target_altitude_m=never,
        factor=code,
        factor_words=FACTORS[code],
        lowest_covered_m=never,
        highest_covered_m=never,
        pd=(0.0, 0.0, 0.0),
        snr_db=never,
        edge_loss_db=never,
        reason=reason,
        shares={FACTORS[code]: 1.0},
        draws_sentence="",
        sentence=f"{reason[0].upper()}{reason[1:]}.",
    )


_HALVINGS = 16  # from 30 km to half a metre


def _hills_above(nominal: Radial, at: int, altitude: float, low: float) -> float:
    """Altitude up to which the curve of the Earth alone hides a place whose cover begins at `low`,
    if hills do so from there; nan otherwise. [m]"""
    if not altitude < low < np.inf:
        return float("nan")

    def factor(height_m: float) -> str:
        asked = np.full_like(nominal.altitude_m, np.nan)
        asked[0, at] = height_m
        return replace(nominal, altitude_m=asked).words_at(at)

    below, above = altitude, low
    for _ in range(_HALVINGS):
        middle = 0.5 * (below + above)
        below, above = (middle, above) if factor(middle) == "horizon" else (below, middle)
    hidden = above < 0.9 * low and factor(0.5 * (above + low)) == "terrain"
    return above if hidden else float("nan")
