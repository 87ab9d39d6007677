import numpy as np
import pytest

from skyshed.analysis.ballistic_footprint import Descent, ballistic_footprint
from skyshed.flight.ballistic import arc_from_range_and_apogee, arc_state
from tests.analysis.batteries import setting_of, straight_fly_out
from tests.analysis.radar_sites import level_profiles, radar_over


def straight_down(speed_m_s=1500.0, seconds=60.0):
    to_go = np.arange(seconds, -0.1, -0.5)
    return Descent("b", "Ballistic", to_go, np.zeros(to_go.size), speed_m_s * to_go, 0.0)


def footprint(descent, *, range_m=60e3, lowest_m=5000.0, radius_m=100e3, guide=None, **kwargs):
    radar = guide or radar_over(
        0.0, 20.0, reach_m=900e3, elevation_max_rad=np.radians(89.9), minimum_range_m=1.0
    )
    found = setting_of(radar, profiles=level_profiles(azimuths=4), **kwargs)
    return ballistic_footprint(
        found,
        descent,
        rcs_mean_m2=np.ones(found.draws),
        range_ballistic_m=np.full(found.draws, range_m),
        lowest_intercept_m=lowest_m,
        radius_m=radius_m,
        cell_m=2000.0,
    )


def test_straight_down_the_range_limit_is_a_disc():
    found = footprint(straight_down(seconds=150.0))
    radius = np.sqrt(60e3**2 - 5000.0**2)
    assert found.area_m2[0] == pytest.approx(np.pi * radius**2, rel=0.03)


def test_straight_down_the_time_line_is_a_disc():
    """In view from 60 s before impact, two scans, delays, a flight of r / 1 km/s to 5 km up."""
    found = footprint(straight_down(), range_m=1e6, reaction_s=5.0)
    left = 60.0 - 2.0 * 10.0 - 5.0 - 5000.0 / 1500.0
    assert found.area_m2[0] == pytest.approx(np.pi * (left * 1000.0) ** 2, rel=0.05)


def test_a_slow_reaction_protects_nothing_and_a_sector_only_its_side():
    assert footprint(straight_down(), reaction_s=100.0).area_m2[0] == 0.0
    fixed = radar_over(
        0.0, 20.0, reach_m=900e3, sector_rad=np.pi, sector_centre_rad=np.pi,
        elevation_max_rad=np.radians(89.9), minimum_range_m=1.0,
    )  # fmt: skip
    share = footprint(straight_down(seconds=150.0), guide=fixed).share
    assert np.nansum(share[:49]) == 0.0  # what comes down in the north is not seen
    assert share[70, 50] == 1.0


def test_an_arc_protects_more_of_what_lies_behind_the_battery():
    arc = arc_from_range_and_apogee(300e3, 75e3)
    time = np.arange(0.0, float(arc.time_s), 0.5)
    downrange, altitude, _, _ = arc_state(arc, time)
    descent = Descent("b", "Arc", float(arc.time_s) - time, 300e3 - downrange, altitude, 0.0)
    share = np.nan_to_num(footprint(descent, fly_out=straight_fly_out(2000.0)).share)
    assert share[:50].sum() > share[51:].sum() > 0.0


def test_times_must_fall():
    with pytest.raises(ValueError, match="falling"):
        Descent("b", "x", np.array([0.0, 1.0]), np.zeros(2), np.zeros(2), 0.0)
