"""The factor that is named, taken away by changing what is given, makes the place engageable."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.engageable import FACTORS, engageable
from skyshed.analysis.engageable_factors import limiting_factors
from tests.analysis.batteries import setting_of, straight_fly_out, threat_of
from tests.analysis.radar_sites import level_profiles, radar_over

HERE = 79  # 80 km from the battery


def named(found, threat, azimuth=0, step=HERE):
    return FACTORS[limiting_factors(found, threat)[azimuth, step]]


def possible(found, threat, azimuth=0, step=HERE):
    return engageable(found, [threat])[0].share[azimuth, step] == 1.0


STRONG = {"reach_m": 400e3}
CASES = {
    "sector": (
        {"guide": STRONG | {"sector_rad": 1.0, "sector_centre_rad": np.pi}},
        {"guide": STRONG},
        {},
    ),
    "horizon": ({"guide": STRONG}, {"guide": STRONG, "mast_m": 2000.0}, {"altitude_m": 100.0}),
    "instrumented range": (
        {"guide": STRONG | {"instrumented_range_m": 75e3}},
        {"guide": STRONG},
        {},
    ),
    "power": ({"guide": {"reach_m": 80e3}}, {"guide": STRONG}, {}),
    "elevation": (
        {"guide": STRONG | {"elevation_max_rad": np.radians(4.0)}},
        {"guide": STRONG},
        {},
    ),
    "time line": ({"guide": STRONG, "reaction_s": 3000.0}, {"guide": STRONG}, {}),
    "missile energy": (
        {"guide": STRONG, "fly_out": straight_fly_out(reach_m=60e3)},
        {"guide": STRONG},
        {},
    ),
    "missile energy, too fast": (
        {"guide": STRONG, "target_speed_max_m_s": 249.9},
        {"guide": STRONG, "target_speed_max_m_s": 250.0},
        {},
    ),
}


def setting(guide, mast_m=20.0, **kwargs):
    return setting_of(radar_over(0.0, mast_m, **guide), **kwargs)


@pytest.mark.parametrize("factor", CASES)
def test_removing_the_named_factor_makes_the_place_engageable(factor):
    given, without, flight = CASES[factor]
    threat = threat_of(**flight)
    assert not possible(setting(**given), threat)
    assert named(setting(**given), threat) == factor.partition(",")[0]
    assert possible(setting(**without), threat)


def test_a_ridge_is_terrain_and_taking_it_away_helps():
    ridged = level_profiles()
    ridged.ground_m[:, 30] = 2000.0
    guide = radar_over(0.0, 20.0, **STRONG)
    low = threat_of(250.0, 1500.0)
    found = setting_of(guide, profiles=ridged)
    assert named(found, low) == "terrain"
    assert possible(setting_of(guide), low)


def test_a_plateau_is_terrain_and_the_horizon_is_that_of_the_sea():
    """As in the maps of cover: what a bare Earth at sea level would show is behind terrain.

    From 920 m, k = 4/3 (8,495 km) and a target at 1,000 m: 125 + 130 km = 255 km at sea level; over
    ground at 900 m, from 20 m to 100 m, 18 + 41 km = 60 km. Over the sea itself, 20 m to 100 m
    again, 60 km is the horizon.
    """
    plateau = level_profiles()
    plateau.ground_m[:] = 900.0
    radar = {"reach_m": 900e3, "instrumented_range_m": 600e3}
    high = setting_of(
        radar_over(900.0, 20.0, **radar), profiles=plateau, fly_out=straight_fly_out(9e3)
    )
    over_sea = setting_of(radar_over(0.0, 20.0, **radar), fly_out=straight_fly_out(9e3))
    for step in (79, 149, 199):
        assert named(high, threat_of(altitude_m=1000.0), step=step) == "terrain"
        assert named(over_sea, threat_of(altitude_m=100.0), step=step) == "horizon"
    assert named(high, threat_of(altitude_m=1000.0), step=289) == "horizon"
    # 230 km: seen over the sea, but not from where the track must be confirmed, 40 km farther out.
    slow = replace(high, drawn=replace(high.drawn, reaction_s=np.full(1, 120.0)))
    assert named(slow, threat_of(altitude_m=1000.0), step=229) == "terrain"


def test_guidance_where_the_target_is_hidden_at_launch_only():
    """An active missile with a long last phase needs the radar at launch, behind a gate there."""
    guide = radar_over(0.0, 20.0, instrumented_range_m=90e3, **STRONG)
    see = radar_over(0.0, 20.0, **STRONG)
    found = setting_of(guide, see)
    # Held at 80 km, not at the launch 20 km farther out; the gate alone would cure it.
    assert named(found, threat_of()) == "instrumented range"
    hidden = level_profiles()
    hidden.ground_m[:, 84:] = np.nan  # nobody knows the ground there
    found = setting_of(guide=see, profiles=hidden, see=see, see_profiles=level_profiles())
    assert named(found, threat_of()) == "guidance"
    assert possible(setting_of(guide=see, see=see, hold_from=1.0, terminal_s=0.0), threat_of())


def test_the_first_of_several_is_named():
    """Out of the sector and beyond the missile: the sector comes first."""
    guide = STRONG | {"sector_rad": 1.0, "sector_centre_rad": np.pi}
    found = setting(guide, fly_out=straight_fly_out(reach_m=60e3))
    assert named(found, threat_of()) == "sector"
    far = setting({"reach_m": 100e3}, fly_out=straight_fly_out(reach_m=60e3))
    assert named(far, threat_of(), step=250) == "power"
    assert named(far, threat_of(altitude_m=50.0), step=250) == "horizon"


def test_codes_cover_every_place_and_agree_with_the_answer():
    profiles = level_profiles(azimuths=4, steps=300)
    profiles.ground_m[2, 200:] = np.nan
    found = setting_of(profiles=profiles)
    code = limiting_factors(found, threat_of())
    share = engageable(found, [threat_of()])[0].share
    assert np.array_equal(code == 0, share == 1.0)
    assert np.all(code[2, 200:] == 255)
    assert np.all(code[[0, 1, 3]] < len(FACTORS))


def test_another_draw_has_its_own_factors():
    guide = radar_over(0.0, 20.0, draws=2, reach_m=np.array([60e3, 400e3]))
    found = setting_of(guide, draws=2)
    threat = threat_of(draws=2)
    assert FACTORS[limiting_factors(found, threat, draw=0)[0, HERE]] == "power"
    assert limiting_factors(found, threat, draw=1)[0, HERE] == 0
