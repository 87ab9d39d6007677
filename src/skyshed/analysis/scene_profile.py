"""Charts of one azimuth: a section of the terrain towards a place, and the vertical cover."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.antenna_limits import ELEVATION, MINIMUM_RANGE, antenna_words
from skyshed.analysis.coverage import FACTORS
from skyshed.analysis.pairs import vertical_chart
from skyshed.analysis.plain_words import height_words
from skyshed.analysis.point_echo import profiles_through, profiles_to
from skyshed.analysis.scene import DrawnScene
from skyshed.analysis.scene_radial import Radial
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import inverse

FloatArray = NDArray[np.float64]

_LEAST_M = 100.0  # shortest section that is drawn


@dataclass(frozen=True)
class Section:
    """The terrain from a radar to a place, with nominal values.

    Arrays have shape (step,), the last sample at the place itself; altitudes are above mean sea
    level. On the bent effective Earth a ray is straight: lower an altitude by `drop_m` to draw it
    there.

    Attributes
    ----------
    azimuth_deg, place_m : float
        Azimuth and ground distance of the place. [deg], [m]
    distance_m, ground_m, drop_m : ndarray
        Ground distance, terrain, and how far the effective Earth falls away. [m]
    target_altitude_m, lowest_visible_m, lowest_covered_m, highest_covered_m : ndarray
        Of the target; in line of sight; covered; nan where none or unknown. [m]
    edge_loss_db, pd : ndarray
        Loss at the edge of sight, both ways [dB], and single-scan probability of detection [1].
    edge_m, edge_altitude_m : float
        Where the edge stands that decides the line of sight to the place; nan if none does. [m]
    antenna_altitude_m : float
        [m]
    horizon_m : float
        Where the smooth Earth at sea level would hide the target at its altitude over the place.
        [m]
    sentence : str
        What decides, in words.
    """

    azimuth_deg: float
    place_m: float
    distance_m: FloatArray
    ground_m: FloatArray
    drop_m: FloatArray
    target_altitude_m: FloatArray
    lowest_visible_m: FloatArray
    lowest_covered_m: FloatArray
    highest_covered_m: FloatArray
    edge_loss_db: FloatArray
    pd: FloatArray
    edge_m: float
    edge_altitude_m: float
    antenna_altitude_m: float
    horizon_m: float
    sentence: str


def section(scene: DrawnScene, key: str, latitude_deg: float, longitude_deg: float) -> Section:
    """Terrain, ray and cover from a radar of a scene to a place.

    Parameters
    ----------
    scene : DrawnScene
        The scene.
    key : str
        The radar.
    latitude_deg, longitude_deg : float
        The place; what lies beyond the radar's farthest chart is cut off. [deg]
    """
    question = scene.question(key)
    site, radar = question.placed.radar.site, question.nominal
    there = np.radians([site.latitude_deg, site.longitude_deg, latitude_deg, longitude_deg])
    apart, azimuth, _ = (float(x) for x in inverse(*there))
    limit = float(question.placed.profiles.distance_m[-1])
    far = min(max(apart, _LEAST_M), limit)
    profiles = profiles_to(question.placed, far, azimuth)
    radial = Radial.of(question, radar, profiles, nominal=True)
    at = profiles.ground_m.shape[1] - 1
    distance, ground = profiles.distance_m, profiles.ground_m[0]
    bent = np.polynomial.polynomial.polyval((distance / radar.scale_m) ** 2, radar.inverse_k[0])
    radius = float(euler_radius_m(radar.latitude_rad, azimuth)) / bent
    visible = radial.seen.sight.visible_altitude_m[0].astype(float)
    fraction = float(radial.seen.sight.edge_fraction[0, at])
    edge = fraction * float(distance[at]) if fraction > 0.0 else float("nan")
    target = radial.altitude_m[0]
    up = np.sqrt(np.maximum([radar.antenna_altitude_m[0], target[at]], 0.0))
    antenna = antenna_words(question, radial.antenna_limit(at))
    return Section(
        azimuth_deg=float(np.degrees(azimuth) % 360.0),
        place_m=apart,
        distance_m=distance,
        ground_m=ground,
        drop_m=radius * (1.0 - np.cos(distance / radius)),
        target_altitude_m=target,
        lowest_visible_m=np.maximum(visible, ground),
        lowest_covered_m=radial.interval[0][0],
        highest_covered_m=radial.interval[1][0],
        edge_loss_db=radial.edge_loss_db[0],
        pd=radial.pd[0, 0],
        edge_m=edge,
        edge_altitude_m=float(np.interp(edge, distance, ground)) if fraction > 0.0 else edge,
        antenna_altitude_m=float(radar.antenna_altitude_m[0]),
        horizon_m=float(np.sqrt(2.0 * radius[at]) * up.sum()),
        sentence=_sentence(radial.words_at(at), antenna, edge, float(distance[at])),
    )


def _sentence(words: str, antenna: str, edge_m: float, distance_m: float) -> str:
    place = f"{distance_m / 1e3:.0f} km away"
    if words == "covered":
        return f"The target {place} is covered, with nominal numbers."
    why = antenna if words in (MINIMUM_RANGE, FACTORS[ELEVATION]) else words
    if words == "terrain" and edge_m == edge_m:
        why += f"; the edge that decides stands {height_words(edge_m)} from the radar"
    return f"The target {place} is not covered, with nominal numbers: {why}."


@dataclass(frozen=True)
class VerticalChart:
    """Vertical cover on one azimuth, arrays (step,) and (nominal 5 95 %, step). [m]"""

    distance_m: FloatArray
    ground_m: FloatArray
    visible_m: FloatArray
    lowest_m: FloatArray
    highest_m: FloatArray


def vertical(scene: DrawnScene, key: str, azimuth_deg: float) -> VerticalChart:
    """Lowest and highest covered altitude along an azimuth, in all draws.

    Parameters
    ----------
    scene : DrawnScene
        The scene.
    key : str
        The radar.
    azimuth_deg : float
        Clockwise from true north. [deg]
    """
    question = scene.question(key)
    far = min(
        float(question.placed.profiles.distance_m[-1]),
        1.05 * float(question.drawn.instrumented_range_m.max()),
    )
    profiles = profiles_through(
        question.placed, np.array([far]), np.array([np.radians(azimuth_deg)])
    )
    found = vertical_chart(question, profiles, 0)
    return VerticalChart(
        found["distance_m"],
        found["vertical_ground_m"],
        found["vertical_visible_m"],
        found["vertical_lowest_m"],
        found["vertical_highest_m"],
    )
