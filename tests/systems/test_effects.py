"""Gas, rain and clutter of a radar: off by default, laws, and what they leave alone."""

import numpy as np
import pytest

from skyshed.catalogue import loader
from skyshed.kernels.extra_loss import extra_loss_db
from skyshed.kernels.extra_loss_grid import HIGHEST_M
from skyshed.propagation.absorption import air_attenuation_db_per_m
from skyshed.systems.effects import (
    EFFECT_KEYS,
    IMPROVEMENT,
    RAIN_RATE,
    VAPOUR,
    clutter_parameters,
    effects_on,
    extra_loss_table_db,
    gas_parameters,
    rain_parameters,
)
from skyshed.systems.environment import REFRACTIVITY, TERRAIN_ERROR, environment_parameters
from skyshed.systems.radar_site import radar_parameters, radar_site
from skyshed.uncertainty.parameter import Parameter, fixed
from skyshed.uncertainty.sampling import nominal_values, sample

ERROR = fixed(0.0, "m", basis="assumed", grade="D", note="test")
RATE = fixed(10.0 / 3.6e6, "m/s", basis="assumed", grade="D", note="test")
FORTY = fixed(40.0, "dB", basis="assumed", grade="D", note="test")
FAR_M = 500e3


def site(effects, *, radar="s-400/91n6e", values=None):
    entry = loader.radar(radar)
    parameters = environment_parameters(ERROR, effects=effects) | radar_parameters(entry)
    return radar_site(
        entry,
        nominal_values(parameters) | (values or {}),
        latitude_deg=40.0,
        longitude_deg=33.0,
        ground_altitude_m=0.0,
        maximum_range_m=FAR_M,
    )


def loss(radar, d, h):
    return extra_loss_db(d, h, radar.extra_loss_of(0), radar.scale_m)


def test_everything_is_off_unless_asked_for():
    radar = site({})
    assert radar.extra_loss_db is None
    assert radar.extra_loss_of(0).size == 0
    assert effects_on(environment_parameters(ERROR)) == ()


def test_names_of_what_is_on():
    on = gas_parameters() | rain_parameters(RATE) | clutter_parameters(FORTY)
    assert set(on) == set(EFFECT_KEYS)
    assert effects_on(on) == ("gas", "rain", "clutter")
    assert effects_on(rain_parameters(RATE)) == ("rain",)
    assert all(p.basis == "assumed" and p.grade == "D" and p.note for p in on.values())


def test_an_effect_moves_no_other_number():
    """Columns of the hypercube are independent: the rest of a study's draws stay as they are."""
    entry = loader.radar("s-400/91n6e")
    plain = environment_parameters(ERROR) | radar_parameters(entry)
    more = environment_parameters(ERROR, effects=gas_parameters()) | radar_parameters(entry)
    one, two = (sample(p, size=50, seed=3) for p in (plain, more))
    for key in plain:
        assert np.array_equal(one[key], two[key])
    assert set(two) - set(one) == {VAPOUR}


def test_gas_near_the_ground_is_length_times_specific_attenuation():
    radar = site(gas_parameters())
    specific = air_attenuation_db_per_m(
        15.0, frequency_hz=299_792_458.0 / radar.wavelength_m[0], sea_level_vapour_kg_m3=7.5e-3
    )
    # 20 km and 20 m up the air is that of the ground within a few per cent.
    assert loss(radar, 20e3, 20.0) == pytest.approx(20e3 * float(specific), rel=0.03)
    assert loss(radar, 300e3, 5e3) < 300e3 * float(specific)


def test_effects_add_up():
    gas, rain = gas_parameters(), rain_parameters(RATE)
    both = site(gas | rain).extra_loss_db
    assert both == pytest.approx(
        site(gas).extra_loss_db + site(rain).extra_loss_db, rel=0.02, abs=1e-3
    )


def test_heavier_rain_costs_more_and_only_below_its_top():
    light, heavy = (
        site(rain_parameters(RATE), values={RAIN_RATE: np.array([mm / 3.6e6])})
        for mm in (5.0, 50.0)
    )
    assert loss(heavy, 100e3, 2e3) > 5.0 * loss(light, 100e3, 2e3) > 0.0
    # A steep path leaves the rain soon.
    assert loss(heavy, 20e3, 20e3) < 0.3 * loss(heavy, 20e3, 1e3)


def test_clutter_falls_with_improvement_and_ends_at_the_horizon():
    def left(db, d):
        radar = site(clutter_parameters(FORTY), values={IMPROVEMENT: np.array([db])})
        return 10.0 ** (loss(radar, d, 5e3) / 5.0) - 1.0

    at = FAR_M * (8 / 48) ** 2  # a node, 14 km
    assert left(40.0, at) / left(50.0, at) == pytest.approx(10.0, rel=1e-3)
    # Ground 100 m high comes into the sight of an antenna of 24 m within 61 km, of 5 m within 51.
    assert left(20.0, 75e3) == 0.0
    assert left(40.0, at) > 0.0


def test_clutter_is_the_same_at_all_heights_and_none_for_an_airborne_radar():
    ground = site(clutter_parameters(FORTY))
    assert loss(ground, 10e3, 0.0) == pytest.approx(loss(ground, 10e3, 9e3), rel=1e-6)
    aloft = site(clutter_parameters(FORTY), radar="e-7t")
    assert np.all(aloft.extra_loss_db == 0.0)


def test_table_reaches_as_far_as_the_radar_is_asked():
    radar = site(gas_parameters())
    assert radar.extra_loss_db.shape[0] == 1
    assert radar.scale_m == FAR_M
    assert np.all(radar.extra_loss_db[0, 0] < 0.2)  # straight up
    assert radar.extra_loss_db[0, -1].max() == radar.extra_loss_db.max()
    assert HIGHEST_M == 30e3


def test_wet_air_weighs_more_at_higher_frequencies():
    wet = Parameter(20e-3, 20e-3, 20e-3, "kg/m^3", "fixed", basis="assumed", grade="D", note="t")
    dry = Parameter(2e-3, 2e-3, 2e-3, "kg/m^3", "fixed", basis="assumed", grade="D", note="t")
    for name, least in (("s-400/91n6e", 1.0), ("s-400/92n6e", 1.3)):
        more, less = (loss(site({VAPOUR: v}, radar=name), 200e3, 4e3) for v in (wet, dry))
        assert more > least * less


def test_wrong_shape_is_refused():
    from dataclasses import replace

    with pytest.raises(ValueError, match="extra_loss_db"):
        replace(site({}), extra_loss_db=np.zeros((3, 4, 4), dtype=np.float32))


def test_no_effect_no_table():
    assert (
        extra_loss_table_db(
            {REFRACTIVITY: np.ones(1), TERRAIN_ERROR: np.ones(1)},
            frequency_hz=np.array([3e9]),
            antenna_altitude_m=np.array([10.0]),
            ground_altitude_m=0.0,
            constant=np.array([1e20]),
            earth_radius_m=6.371e6,
            inverse_k=np.array([[0.75, 0, 0, 0, 0, 0]]),
            farthest_m=1e5,
            airborne=False,
        )
        is None
    )
