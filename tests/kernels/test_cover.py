"""The cover kernels against the array forms of the same physics, asked forwards."""

import numpy as np
import pytest

from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.kernels.cover import (
    altitude_at_elevation,
    altitudes_at_slant_range,
    covered_interval,
    edge_loss_db,
    lowest_with_edge_loss,
    sine_and_versine,
    slant_range,
    smooth_units,
    units_near,
)
from skyshed.propagation.diffraction import knife_edge_loss_db, knife_edge_nu
from skyshed.propagation.effective_earth import (
    height_at_slant_range_m,
    horizon_distance_m,
    slant_range_to_height_m,
)
from skyshed.propagation.spherical_earth import (
    normalised_distance,
    normalised_height,
    spherical_earth_loss_db,
)

EARTH_M = 6_371_000.0
RADIUS_M = 4.0 / 3.0 * EARTH_M
NO_EDGE = -1e6
NOTHING = np.zeros((0, 0), dtype=np.float32)  # no extra loss


def places(size=400, seed=0):
    """Places in front of and behind an edge: distance, fraction, visible, surface, antenna."""
    rng = np.random.default_rng(seed)
    d = rng.uniform(5e3, 4e5, size)
    fraction = np.where(rng.random(size) < 0.2, 0.0, rng.uniform(0.02, 0.99, size))
    surface_antenna = rng.uniform(0.0, 900.0, size)
    h0 = surface_antenna + rng.uniform(4.0, 400.0, size)
    surface_cell = rng.uniform(0.0, 1500.0, size)
    visible = surface_cell + rng.uniform(-500.0, 4000.0, size)
    return np.column_stack([d, fraction, visible, surface_antenna, surface_cell, h0])


def test_smooth_earth_loss_beside_the_published_example():
    """11, 21 and 32 dB both ways, S band, antenna 8 m, target 100 m; rounded."""
    horizon = float(horizon_distance_m(8.0, 100.0, k=4.0 / 3.0, earth_radius_m=EARTH_M))
    two_way = [
        2.0 * edge_loss_db(100.0, f * horizon, RADIUS_M, 0.1, 8.0, NO_EDGE, 0.0, 0.0, 0.0)
        for f in (0.8, 0.9, 1.0)
    ]
    assert two_way == pytest.approx([11.0, 21.0, 32.0], abs=0.5)


@pytest.mark.parametrize("wavelength_m", [0.03, 0.1, 0.23, 1.7])
def test_loss_is_the_greater_of_edge_and_smooth_earth(wavelength_m):
    for d, fraction, visible, surface_antenna, surface_cell, h0 in places():
        altitude = surface_cell + 0.5 * abs(visible - surface_cell) + 30.0
        found = edge_loss_db(
            altitude,
            d,
            RADIUS_M,
            wavelength_m,
            h0,
            visible,
            fraction,
            surface_antenna,
            surface_cell,
        )
        smooth = spherical_earth_loss_db(
            d,
            max(h0 - surface_antenna, 0.1),
            altitude - surface_cell,
            effective_radius_m=RADIUS_M,
            frequency_hz=299_792_458.0 / wavelength_m,
        )
        edge = 0.0
        if fraction > 0.0:
            # The edge stands where the ray to `visible` passes: similar triangles.
            nu = knife_edge_nu(
                fraction * (visible - altitude),
                d1_m=fraction * d,
                d2_m=(1.0 - fraction) * d,
                wavelength_m=wavelength_m,
            )
            edge = float(knife_edge_loss_db(nu))
        # The dimensional form has the Recommendation's rounded coefficients: 1e-3 of the loss.
        assert found == pytest.approx(max(float(smooth), edge), rel=2e-3, abs=0.02)


def test_lowest_altitude_costs_just_what_is_affordable():
    """Beyond the horizon as in sight; the table is linear in between."""
    table = smooth_earth_table()
    off = []
    for wavelength in (0.03, 0.1, 0.7):
        x_unit, y_unit = smooth_units(RADIUS_M, wavelength)
        for d, fraction, visible, surface_antenna, surface_cell, h0 in places(300, seed=3):
            for affordable in (0.5, 6.0, 20.0):
                ratio = 10.0 ** (-affordable / 20.0)
                place = (visible, fraction, surface_antenna, surface_cell)
                lowest = lowest_with_edge_loss(
                    d, x_unit, y_unit, wavelength, h0, ratio, *place, table
                )
                if lowest - surface_cell < 3.0:
                    continue
                off.append(edge_loss_db(lowest, d, RADIUS_M, wavelength, h0, *place) - affordable)
    off = np.array(off)
    assert off.size > 1500
    assert np.median(np.abs(off)) < 0.02
    assert np.quantile(np.abs(off), 0.99) < 0.3
    assert np.max(np.abs(off)) < 1.0


def test_loss_never_rises_with_altitude():
    for d, fraction, visible, surface_antenna, surface_cell, h0 in places(50, seed=5):
        losses = [
            edge_loss_db(h, d, RADIUS_M, 0.1, h0, visible, fraction, surface_antenna, surface_cell)
            for h in np.linspace(surface_cell + 1.0, surface_cell + 20e3, 300)
        ]
        assert np.all(np.diff(losses) <= 1e-9)
        assert losses[-1] >= 0.0


def test_units_near_are_the_units():
    x0, y0 = smooth_units(RADIUS_M, 0.1)
    for factor in (0.94, 0.99, 1.0, 1.03, 1.1):
        near = units_near(factor * RADIUS_M, RADIUS_M, x0, y0)
        assert near == pytest.approx(smooth_units(factor * RADIUS_M, 0.1), rel=1e-5)
    frequency = 299_792_458.0 / 0.1
    kwargs = {"effective_radius_m": RADIUS_M, "frequency_hz": frequency}
    assert x0 * 1e5 == pytest.approx(float(normalised_distance(1e5, **kwargs)), rel=1e-12)
    assert y0 * 50.0 == pytest.approx(float(normalised_height(50.0, **kwargs)), rel=1e-12)


def test_series_of_the_arc():
    for a in (1e-6, 1e-3, 0.03, 0.09, 0.15):
        sine, versine = sine_and_versine(a)
        assert sine == pytest.approx(np.sin(a), rel=3e-9)
        assert versine == pytest.approx(2.0 * np.sin(0.5 * a) ** 2, rel=3e-9)


@pytest.mark.parametrize("elevation_deg", [-1.0, 0.0, 0.5, 5.0, 30.0, 70.0])
def test_altitude_at_elevation_agrees_with_slant_range_forms(elevation_deg):
    """`effective_earth` measures along the slant; the kernel along the ground."""
    elevation = np.radians(elevation_deg)
    for slant in (2e3, 2e4, 1.5e5):
        height = float(
            height_at_slant_range_m(
                slant, elevation, antenna_height_m=900.0, effective_radius_m=RADIUS_M
            )
        )
        arc = np.arcsin(slant * np.cos(elevation) / (RADIUS_M + height))
        terms = sine_and_versine(arc)
        found = altitude_at_elevation(*terms, RADIUS_M, 900.0, np.tan(elevation))
        assert found == pytest.approx(height, abs=0.01)
        assert slant_range(arc * RADIUS_M, RADIUS_M, 900.0, height) == pytest.approx(
            slant, rel=1e-7
        )
        low, high = altitudes_at_slant_range(*terms, RADIUS_M, 900.0, slant)
        assert min(abs(low - height), abs(high - height)) < 0.02
    back = slant_range_to_height_m(
        height, elevation, antenna_height_m=900.0, effective_radius_m=RADIUS_M
    )
    assert float(back) == pytest.approx(slant, rel=1e-9)


def test_a_ray_steeper_than_the_vertical_of_the_place_never_arrives():
    terms = sine_and_versine(0.05)
    assert altitude_at_elevation(*terms, RADIUS_M, 0.0, np.tan(np.radians(89.0))) == np.inf
    assert altitudes_at_slant_range(*terms, RADIUS_M, 0.0, 1e5) == (np.inf, -np.inf)


def interval(d=50e3, *, h0=10.0, reach=2e5, instrumented=3e5, nearest=1e3, low=-5.0, high=60.0,
             ground=0.0, visible=NO_EDGE, fraction=0.0):  # fmt: skip
    """`covered_interval` of a radar on level ground, elevations in degrees."""
    return covered_interval(
        d, RADIUS_M, *smooth_units(RADIUS_M, 0.1), 0.1, h0, reach, instrumented, nearest,
        np.tan(np.radians(low)), np.tan(np.radians(high)), ground, visible, fraction, 0.0, 0.0,
        smooth_earth_table(), NOTHING, 6e5,
    )  # fmt: skip


def test_cover_ends_at_the_shorter_of_reach_and_instrumented_range():
    for limit in ({"reach": 8e4}, {"instrumented": 8e4}):
        _, top = interval(high=89.0, **limit)
        assert slant_range(50e3, RADIUS_M, 10.0, top) == pytest.approx(8e4, rel=1e-6)
        assert np.isnan(interval(80_001.0, **limit)).all()


def test_an_airborne_radar_does_not_cover_what_lies_below_its_range():
    """From 10 km up, a target on the ground 19 km away is 21 km off: beyond a reach of 20 km."""
    bottom, top = interval(19e3, h0=10e3, reach=20e3, low=-80.0)
    assert bottom > 3e3
    for altitude in (bottom, top):
        assert slant_range(19e3, RADIUS_M, 10e3, altitude) == pytest.approx(20e3, rel=1e-6)


def test_cover_starts_at_ground_elevation_and_minimum_range():
    assert interval(20e3, ground=777.0)[0] == 777.0
    bottom, _ = interval(20e3, low=2.0)
    assert np.degrees(np.arctan2(bottom - 10.0, 20e3)) == pytest.approx(2.0, abs=0.1)
    bottom, _ = interval(3e3, nearest=5e3, high=80.0)
    assert slant_range(3e3, RADIUS_M, 10.0, bottom) == pytest.approx(5e3, rel=1e-6)
    assert np.isnan(interval(3e3, nearest=5e3, high=40.0)).all()  # the cone of silence above


def test_cover_is_lower_for_a_stronger_radar_but_never_below_the_diffraction_loss():
    lowest = [interval(120e3, reach=r, visible=900.0, fraction=0.3)[0] for r in (1.3e5, 2e5, 1e7)]
    assert lowest[0] > lowest[1] > lowest[2]
