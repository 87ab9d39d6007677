"""A missile on its arc against a battery, held against parabolas over flat ground."""

import numpy as np
import pytest
from scipy.optimize import brentq

from skyshed.analysis.ballistic_reading import ballistic_slant_ranges
from tests.analysis.batteries import setting_of, straight_fly_out
from tests.analysis.radar_sites import level_profiles, radar_over

RANGE_M, APOGEE_M, CEILING_M = 250e3, 70e3, 30e3
GRAVITY_M_S2 = 9.8 * (6371.0 / 6411.0) ** 2  # half way up


def radar(**changes):
    given = {"reach_m": 900e3, "elevation_max_rad": np.radians(89.9), "minimum_range_m": 1.0}
    return radar_over(0.0, 20.0, **(given | changes))


def farthest(*short_m, guide=None, see=None, **battery):
    found = setting_of(guide or radar(), see, profiles=level_profiles(azimuths=4), **battery)
    one = np.ones(found.draws)
    return ballistic_slant_ranges(
        found, range_m=RANGE_M * one, apogee_m=APOGEE_M * one, short_m=short_m,
        rcs_guide_m2=one, rcs_see_m2=one,
    )  # fmt: skip


def height_m(to_go_m):
    """Parabola through both ends and the apogee."""
    return 4.0 * APOGEE_M * to_go_m * (RANGE_M - to_go_m) / RANGE_M**2


@pytest.mark.parametrize("short_m", [0.0, 15e3, 30e3, 45e3])
def test_a_quick_missile_meets_it_where_it_falls_through_the_ceiling(short_m):
    """x = R/2 (1 - sqrt(1 - C/H)) before the impact; the round Earth and 0.25 s move it by 1 %."""
    to_go = 0.5 * RANGE_M * (1.0 - np.sqrt(1.0 - CEILING_M / APOGEE_M))
    expected = np.hypot(to_go + short_m, CEILING_M)
    found = farthest(short_m, fly_out=straight_fly_out(5000.0))
    assert found.shape == (1, 1, 1)
    assert found[0, 0, 0] == pytest.approx(expected, rel=0.015)


def test_with_guidance_all_the_way_the_launch_waits_until_the_radar_holds_it():
    """Held from 80 km on, a missile of 800 m/s on the ground: where both meet, by a root."""
    hold_m, pace_m_s = 80e3, 800.0
    seconds = 2.0 * np.sqrt(2.0 * APOGEE_M / GRAVITY_M_S2)
    across = RANGE_M / seconds

    def slant(to_go_s):
        return np.hypot(to_go_s * across, height_m(to_go_s * across))

    launch_s = brentq(lambda s: slant(s) - hold_m, 0.0, 0.5 * seconds)
    meet_s = brentq(lambda s: launch_s - s - s * across / pace_m_s, 0.0, launch_s)
    assert height_m(meet_s * across) < CEILING_M  # else the ceiling would decide
    battery = {"see": radar(), "guide": radar(reach_m=hold_m)}
    battery["fly_out"] = straight_fly_out(pace_m_s)
    assert farthest(0.0, **battery)[0, 0, 0] == pytest.approx(slant(meet_s), rel=0.02)
    late = farthest(0.0, **battery, hold_from=1.0, terminal_s=1.0)[0, 0, 0]
    assert late > 1.1 * slant(meet_s)  # only the last second needs the radar


def test_it_is_met_only_where_it_is_slower_than_the_missile_is_said_to_meet():
    """Speed by the energy: sqrt(vx^2 + 2 g (H - h)), 1.4 km/s at the ceiling, less above."""
    seconds = 2.0 * np.sqrt(2.0 * APOGEE_M / GRAVITY_M_S2)
    at_ceiling = np.hypot(RANGE_M / seconds, np.sqrt(2.0 * GRAVITY_M_S2 * (APOGEE_M - CEILING_M)))
    quick = {"fly_out": straight_fly_out(5000.0)}
    assert farthest(30e3, **quick, target_speed_max_m_s=0.97 * at_ceiling)[0, 0, 0] == 0.0
    assert farthest(30e3, **quick, target_speed_max_m_s=1.03 * at_ceiling)[0, 0, 0] > 60e3


def test_a_slow_reaction_meets_nothing_and_a_sector_only_its_side():
    assert farthest(30e3, reaction_s=300.0)[0, 0, 0] == 0.0
    south = radar(sector_rad=np.pi, sector_centre_rad=np.pi)
    found = farthest(0.0, 30e3, guide=south, fly_out=straight_fly_out(5000.0))
    assert found.shape == (2, 4, 1)
    assert np.all(found[:, 0] == 0.0)  # from the north
    assert np.all(found[:, 2] > 30e3)
