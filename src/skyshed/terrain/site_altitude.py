"""At which altitude an antenna stands when its site and the terrain model disagree."""

import math
from dataclasses import dataclass

TOLERATED_DISAGREEMENT_M = 30.0
"""Up to this difference the terrain model is believed. [m]"""


@dataclass(frozen=True)
class SiteAltitude:
    """Ground under an antenna.

    Parameters
    ----------
    antenna_ground_m : float
        Height above mean sea level of the ground the antenna stands on. [m]
    terrain_m : float
        Height of the terrain model at the site. [m]
    disagreement_m : float
        The site's own altitude less that of the terrain model; 0 if the site has none. [m]
    rule_applied : bool
        Whether the antenna stands at the site's own altitude; then terrain within one cell of
        the terrain data (`resolution_m`) of the site must not mask, and the report says so.
    """

    antenna_ground_m: float
    terrain_m: float
    disagreement_m: float
    rule_applied: bool


def site_altitude(terrain_m: float, ground_altitude_m: float | None = None) -> SiteAltitude:
    """Ground under an antenna, by the rule for sites that the terrain model gets wrong.

    Parameters
    ----------
    terrain_m : float
        Height of the terrain model at the site, above mean sea level. [m]
    ground_altitude_m : float, optional
        The site's own altitude, if a source gives it. [m]

    Returns
    -------
    SiteAltitude

    Raises
    ------
    ValueError
        If a height is not finite.
    """
    known_m = terrain_m if ground_altitude_m is None else ground_altitude_m
    if not (math.isfinite(terrain_m) and math.isfinite(known_m)):
        raise ValueError(f"expected finite heights, got {terrain_m} and {ground_altitude_m}")
    disagreement_m = known_m - terrain_m
    applied = abs(disagreement_m) > TOLERATED_DISAGREEMENT_M
    return SiteAltitude(
        antenna_ground_m=known_m if applied else terrain_m,
        terrain_m=terrain_m,
        disagreement_m=disagreement_m,
        rule_applied=applied,
    )
