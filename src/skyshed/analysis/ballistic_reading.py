"""The farthest intercept of a ballistic missile on its arc, as a number for a reading."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import free_space_confirmation
from skyshed.analysis.descent import Passage, intercepts
from skyshed.analysis.engageable_setting import Setting
from skyshed.flight.ballistic import arc_from_range_and_apogee, arc_state

FloatArray = NDArray[np.float64]

_STEP_S = 0.25  # some 400 m of the arc


def ballistic_slant_ranges(
    found: Setting,
    *,
    range_m: FloatArray,
    apogee_m: FloatArray,
    short_m: Sequence[float],
    rcs_guide_m2: FloatArray,
    rcs_see_m2: FloatArray,
) -> FloatArray:
    """Farthest slant range at which a battery can intercept a missile on a ballistic arc.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    range_m, apogee_m : ndarray, shape (draw,)
        Of the arc, whose ends lie at the ground altitude of the radar that guides. [m]
    short_m : sequence of float
        How far short of the battery it comes down, in the plane of its flight. [m]
    rcs_guide_m2, rcs_see_m2 : ndarray, shape (draw,)
        Mean cross-section towards the radar that guides and the one that sees. [m^2]

    Returns
    -------
    ndarray, shape (short, azimuth, draw)
        On the azimuths of the radar that guides, from which it comes; a single one where both
        radars look all round, because they are all alike then. 0 where there is none. [m]

    Notes
    -----
    The arc is that of `flight.ballistic`: no air, and the powered part taken as part of the arc.
    The tests are those of `analysis.descent.intercepts`: smooth round Earth, straight rays.
    """
    radar = found.guide.radar
    arc = arc_from_range_and_apogee(range_m, apogee_m, end_altitude_m=radar.ground_altitude_m)
    azimuth = found.guide.profiles.azimuth_rad
    if min(radar.sector_rad, found.see.radar.sector_rad) >= 2.0 * np.pi - 1e-9:
        azimuth = azimuth[:1]
    holding = radar.reach_m(rcs_guide_m2, pd=found.pd)
    confirmed = np.array(
        free_space_confirmation(found.see.radar, rcs_see_m2, speed_m_s=arc.speed_m_s)
    )
    farthest = np.zeros((len(short_m), azimuth.size, found.draws))
    for draw in range(found.draws):
        steps = int(np.ceil(arc.time_s[draw] / _STEP_S))
        time = np.linspace(0.0, arc.time_s[draw], steps + 1)
        one = arc_from_range_and_apogee(
            range_m[draw], apogee_m[draw], end_altitude_m=radar.ground_altitude_m
        )
        downrange, altitude, speed, _ = arc_state(one, time)
        for k, short in enumerate(short_m):
            passage = _towards(azimuth, time, range_m[draw] - downrange + short, altitude, speed)
            possible, slant = intercepts(
                found, draw, passage, confirmed_m=confirmed[draw], holding_m=holding[draw]
            )
            farthest[k, :, draw] = np.where(possible, slant, 0.0).max(axis=1)
    return farthest


def _towards(
    azimuth: FloatArray,
    time: FloatArray,
    ahead: FloatArray,
    altitude: FloatArray,
    speed: FloatArray,
) -> Passage:
    """In the vertical plane through the battery, from each azimuth; `ahead` (sample,) before it."""
    shape = azimuth.size, time.size
    beyond = np.where(ahead < 0.0, np.pi, 0.0)
    return Passage(
        time[-1] - time,
        np.ascontiguousarray(np.broadcast_to(np.abs(ahead), shape)),
        azimuth[:, None] + beyond[None, :],
        np.ascontiguousarray(np.broadcast_to(altitude, shape)),
        speed,
    )
