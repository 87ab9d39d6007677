"""Projectiles with a standard drag curve."""

import numpy as np
import pytest

from skyshed.flight.air import air_table
from skyshed.flight.drag import POUND_PER_SQUARE_INCH_KG_M2, drag_coefficient, drag_table
from skyshed.flight.projectile import projectile_passage

BULLET = {
    "ballistic_coefficient_kg_m2": 0.3 * POUND_PER_SQUARE_INCH_KG_M2,
    "muzzle_speed_m_s": 820.0,
    "elevation_rad": 2e-3,
}


def test_agrees_with_another_program():
    """py-ballisticcalc 3.1.1: G7 0.223, 2750 ft/s, wind of KIN-006, at 100 to 1000 yd.

    It takes the air as uniform in temperature along the path and another density by 2 parts in
    10 000: 1 ft/s.
    """
    wind = 5.0 * 0.44704 * np.sqrt(0.5)
    found = projectile_passage(
        0.9144 * np.array([100.0, 500.0, 1000.0]),
        ballistic_coefficient_kg_m2=0.223 * POUND_PER_SQUARE_INCH_KG_M2,
        muzzle_speed_m_s=2750.0 * 0.3048,
        elevation_rad=0.0012278391287780107,
        sight_height_m=2.0 * 0.0254,
        tail_wind_m_s=wind,
        wind_to_the_right_m_s=-wind,
    )
    assert found.speed_m_s / 0.3048 == pytest.approx([2545.10, 1813.64, 1085.27], abs=1.0)
    assert found.height_m / 0.0254 == pytest.approx([0.0, -56.21, -399.85], abs=0.1)
    assert found.across_m / 0.0254 == pytest.approx([-0.27, -7.91, -40.95], abs=0.02)
    assert found.time_s == pytest.approx([0.11340, 0.67228, 1.74777], abs=1e-4)


def test_nearly_no_drag_is_a_parabola():
    found = projectile_passage(
        [500.0, 2000.0],
        ballistic_coefficient_kg_m2=1e9,
        muzzle_speed_m_s=500.0,
        elevation_rad=0.1,
        gravity_m_s2=9.8,
    )
    time = np.array([500.0, 2000.0]) / (500.0 * np.cos(0.1))
    assert found.time_s == pytest.approx(time, rel=1e-5)
    # The Earth's pull turns by range / radius, and falls with altitude.
    assert found.height_m == pytest.approx(500.0 * np.sin(0.1) * time - 4.9 * time**2, abs=0.01)


def test_deceleration_scales_with_density_over_coefficient():
    air = air_table().copy()
    air[:, 0] *= 0.5
    thin = projectile_passage(800.0, **BULLET, air=air)
    heavy = projectile_passage(
        800.0, **{**BULLET, "ballistic_coefficient_kg_m2": 0.6 * POUND_PER_SQUARE_INCH_KG_M2}
    )
    assert thin.speed_m_s == pytest.approx(heavy.speed_m_s, rel=1e-12)


def test_tail_wind_helps_and_cross_wind_drifts():
    calm = projectile_passage(600.0, **BULLET)
    tail = projectile_passage(600.0, **BULLET, tail_wind_m_s=10.0)
    left = projectile_passage(600.0, **BULLET, wind_to_the_right_m_s=-10.0)
    assert tail.time_s < calm.time_s
    assert calm.across_m == 0.0
    # Didion's rule: drift = wind (time - time without drag).
    assert left.across_m == pytest.approx(-10.0 * (calm.time_s - 600.0 / 820.0), rel=5e-3)


def test_distance_out_of_reach_is_nan():
    found = projectile_passage([300.0, 50e3], **BULLET, maximum_time_s=5.0)
    assert found.time_s[0] > 0.0
    assert np.isnan([found.time_s[1], found.speed_m_s[1], found.height_m[1], found.mach[1]]).all()


def test_drag_curves():
    assert drag_table("G1").shape == (1001,)
    assert drag_table("G7")[[100, 190, 600]] == pytest.approx([0.1194, 0.2054, 0.2424], abs=1e-12)
    assert drag_coefficient(7.0, "G1") == drag_coefficient(5.0, "G1")
    assert np.isnan(drag_coefficient(np.nan, "G7"))
    fine = drag_coefficient(np.linspace(0.9, 1.0, 300), "G7")
    assert np.all(np.diff(fine) > 0.0)  # no overshoot in the transonic rise


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ballistic_coefficient_kg_m2": 0.0}, "ballistic_coefficient"),
        ({"muzzle_speed_m_s": -5.0}, "muzzle_speed"),
        ({"drag": "G9"}, "G1, G7"),
    ],
)
def test_wrong_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        projectile_passage(100.0, **{**BULLET, **change})


def test_wrong_distance_and_mach():
    with pytest.raises(ValueError, match="distance_m"):
        projectile_passage([100.0, 0.0], **BULLET)
    with pytest.raises(ValueError, match="mach"):
        drag_coefficient(-0.1, "G7")


@pytest.mark.parametrize("wind_m_s", [-10.0, -2.0, 2.0, 10.0])
def test_a_cross_wind_does_not_end_the_flight_before_the_farthest_distance(wind_m_s):
    far = projectile_passage(
        [500.0, 2500.0],
        ballistic_coefficient_kg_m2=0.15 * POUND_PER_SQUARE_INCH_KG_M2,
        muzzle_speed_m_s=838.0,
        elevation_rad=0.02,
        drag="G7",
        wind_to_the_right_m_s=wind_m_s,
    )
    still = projectile_passage(
        [500.0, 2500.0],
        ballistic_coefficient_kg_m2=0.15 * POUND_PER_SQUARE_INCH_KG_M2,
        muzzle_speed_m_s=838.0,
        elevation_rad=0.02,
        drag="G7",
    )
    assert np.isfinite(far.time_s).all()
    assert far.time_s == pytest.approx(still.time_s, rel=5e-3)
    assert (np.sign(far.across_m) == np.sign(wind_m_s)).all()
