"""A target that flies past a battery, held against right triangles."""

import numpy as np
import pytest

from skyshed.analysis.passing import passing_line, passing_slant_ranges
from tests.analysis.batteries import setting_of, straight_fly_out, threat_of
from tests.analysis.radar_sites import level_profiles, radar_over

PROFILES = level_profiles(azimuths=8, steps=300)
REACH_M = 100e3


def found(*, gate_m=250e3, **kwargs):
    """A radar that sees everything inside its gate; the missile flies 100 km at 1 km/s."""
    radar = radar_over(
        0.0, 20.0, reach_m=900e3, instrumented_range_m=gate_m, elevation_max_rad=np.radians(89.0)
    )
    return setting_of(radar, profiles=PROFILES, fly_out=straight_fly_out(reach_m=REACH_M), **kwargs)


@pytest.mark.parametrize(("passing_m", "met"), [(60e3, True), (95e3, True), (101e3, False)])
def test_it_is_met_as_far_out_as_the_missile_flies_if_it_comes_that_near(passing_m, met):
    slant = passing_slant_ranges(found(), threat_of(), passing_m=passing_m)
    assert slant.shape == (1, 8)
    if met:
        assert slant == pytest.approx(np.full((1, 8), REACH_M), abs=1500.0)
    else:
        assert np.all(slant == 0.0)


@pytest.mark.parametrize(("reaction_s", "met"), [(735.0, True), (775.0, False)])
def test_the_time_that_it_takes_to_fly_past_is_the_time_to_shoot(reaction_s, met):
    """From the gate at 150 km to where the missile can no longer get: 137.5 + 80 km at 250 m/s,
    less 100 s of flight and one or two scans of 10 s."""
    entry, leaving = np.sqrt(150e3**2 - 60e3**2), np.sqrt(REACH_M**2 - 60e3**2)
    left_s = (entry + leaving) / 250.0 - 100.0
    assert (reaction_s < left_s - 30.0) == met
    battery = found(gate_m=150e3, reaction_s=reaction_s)
    slant = passing_slant_ranges(battery, threat_of(), passing_m=60e3)
    assert np.all((slant > 0.0) == met)


def test_the_line_is_nearest_at_its_azimuth_and_flown_clockwise():
    line = passing_line(found(), np.radians(90.0), 50e3)  # east of the battery, southward
    nearest = int(np.argmin(line.range_m[0]))
    assert line.range_m[0, nearest] == pytest.approx(50e3)
    assert line.azimuth_rad[0, nearest] == pytest.approx(np.pi / 2.0)
    assert line.course_rad == pytest.approx(np.pi)
    assert np.cos(line.azimuth_rad[0, 0]) < 0.0 < np.cos(line.azimuth_rad[0, -1])
    east = line.range_m * np.sin(line.azimuth_rad)
    assert east == pytest.approx(np.full(east.shape, 50e3))
