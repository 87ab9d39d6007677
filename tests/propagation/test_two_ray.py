"""Lobes over a smooth surface: geometry by brute force, limits, laws, and errors."""

import numpy as np
import pytest
from scipy.optimize import brentq

from skyshed.propagation.spherical_earth import LAND, SEA
from skyshed.propagation.two_ray import (
    CLEAR_PATH_DIFFERENCE,
    fresnel_coefficient,
    lobing_gain_db,
    propagation_factor,
    reflection,
    rough_surface_factor,
)

EARTH_M = 4.0 / 3.0 * 6371e3
METAL = type(SEA)(relative_permittivity=1.0, conductivity_s_m=1e9)
PATHS = [
    (20e3, 15.0, 1000.0),
    (100e3, 15.0, 3000.0),
    (60e3, 3000.0, 500.0),
    (350e3, 9000.0, 9000.0),
]


def point(arc, height, radius=EARTH_M):
    return (radius + height) * np.array([np.sin(arc), np.cos(arc)])


def shortest(d, h1, h2):
    """Fermat's principle: the reflected ray is the shortest by way of the surface."""
    arc = d / EARTH_M
    start, end = point(0.0, h1), point(arc, h2)

    def slope(x):
        at, tangent = point(x, 0.0), np.array([np.cos(x), -np.sin(x)])
        return sum(tangent @ (at - p) / np.linalg.norm(at - p) for p in (start, end))

    x = brentq(slope, 1e-9 * arc, (1 - 1e-9) * arc, xtol=1e-15, rtol=1e-14)
    at = point(x, 0.0)
    length = np.linalg.norm(at - start) + np.linalg.norm(end - at)
    return x * EARTH_M, length - np.linalg.norm(end - start)


@pytest.mark.parametrize("path", PATHS)
def test_reflection_is_the_shortest_way_by_the_surface(path, record_validation):
    distance, difference = shortest(*path)
    ray = reflection(*path, effective_radius_m=EARTH_M)
    # Fermat's path is flat at its minimum: 1e-15 in the arc leaves 1e-8 m; the sums 1e-9 m.
    assert float(ray.distance_m) == pytest.approx(distance, rel=1e-6)
    assert float(ray.path_difference_m) == pytest.approx(difference, abs=1e-6)
    record_validation(
        "path difference of the reflected ray, {1:g} m and {2:g} m, {0:g} m apart".format(*path),
        "shortest way by the surface (Fermat), scipy.optimize.brentq",
        1, abs(float(ray.path_difference_m) - difference), 1e-6, "m",
    )  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_divergence_is_the_spread_of_a_bundle(path):
    """Two rays a little apart in elevation, reflected and caught at the far point's distance."""
    d, h1, h2 = path
    ray = reflection(d, h1, h2, effective_radius_m=EARTH_M)
    start, end = point(0.0, h1), point(d / EARTH_M, h2)
    arc = float(ray.distance_m) / EARTH_M
    at = point(arc, 0.0)
    r1, r2 = np.linalg.norm(at - start), np.linalg.norm(end - at)
    step = 1e-6 * min(arc, d / EARTH_M - arc)
    widths = []
    for x in (arc - step, arc + step):
        here, up = point(x, 0.0), point(x, 0.0) / EARTH_M
        into = (here - start) / np.linalg.norm(here - start)
        out = into - 2.0 * (into @ up) * up
        widths.append((here, out))
    (a, ua), (b, ub) = widths
    mean = (end - at) / r2
    across = np.array([-mean[1], mean[0]])

    def miss(here, out):  # where the ray crosses the plane of the far point
        t = (end - here) @ mean / (out @ mean)
        return across @ (here + t * out - end)

    spread = abs(miss(b, ub) - miss(a, ua))
    angle = abs(np.arctan2(*(b - start)) - np.arctan2(*(a - start)))
    # A mirror would spread the bundle to angle (r1 + r2); out of the plane nothing changes at
    # grazing incidence.
    assert float(ray.divergence) == pytest.approx(np.sqrt(angle * (r1 + r2) / spread), rel=2e-3)


def test_lobes_peak_and_vanish_where_the_textbook_says():
    # Flat metal mirror, far target: zeros at sin(el) = n lambda / 2h, peaks half way between.
    h, wavelength, far = 20.0, 0.1, 5e3
    flat = {"effective_radius_m": 1e13, "wavelength_m": wavelength, "ground": METAL}
    el = np.arange(1, 8) * wavelength / (4.0 * h)
    factor = propagation_factor(far, h, far * np.tan(el), **flat)
    # The lobe angles hold for a distant target: h^2/d of 0.08 m out of 0.05 m per lobe is not it,
    # so the exact path difference 2 h1 h2 / d decides.
    difference = reflection(far, h, far * np.tan(el), effective_radius_m=1e13).path_difference_m
    assert difference == pytest.approx(2.0 * h * np.tan(el) * np.cos(el), rel=1e-3)
    assert factor[0::2] == pytest.approx(2.0, abs=0.01)
    assert factor[1::2] == pytest.approx(0.0, abs=0.06)


def test_reflection_is_reciprocal_and_symmetric():
    one = propagation_factor(
        50e3, 15.0, 800.0, effective_radius_m=EARTH_M, wavelength_m=0.1, ground=SEA
    )
    two = propagation_factor(
        50e3, 800.0, 15.0, effective_radius_m=EARTH_M, wavelength_m=0.1, ground=SEA
    )
    assert one == pytest.approx(two, rel=1e-9)
    middle = reflection(50e3, 100.0, 100.0, effective_radius_m=EARTH_M).distance_m
    assert middle == pytest.approx(25e3, rel=1e-9)


def test_everything_is_a_mirror_at_grazing_incidence():
    for polarisation in ("horizontal", "vertical"):
        for ground in (LAND, SEA):
            got = fresnel_coefficient(
                1e-7, wavelength_m=0.1, polarisation=polarisation, ground=ground
            )
            assert got == pytest.approx(-1.0, abs=1e-4)


def test_brewster_angle_of_a_dielectric():
    # Vertical polarisation: nothing is reflected at tan(angle from the normal) = n.
    glass = type(SEA)(relative_permittivity=4.0, conductivity_s_m=0.0)
    brewster = 0.5 * np.pi - np.arctan(2.0)
    got = fresnel_coefficient(brewster, wavelength_m=0.1, polarisation="vertical", ground=glass)
    assert abs(got) < 1e-12
    upright = fresnel_coefficient(
        0.5 * np.pi, wavelength_m=0.1, polarisation="horizontal", ground=glass
    )
    assert upright == pytest.approx(-1.0 / 3.0)  # (1 - n) / (1 + n)


def test_sea_conducts_more_at_low_frequency():
    low, high = (
        abs(
            fresnel_coefficient(
                np.radians(5.0), wavelength_m=w, polarisation="vertical", ground=SEA
            )
        )
        for w in (3.0, 0.03)
    )
    assert low != pytest.approx(high, abs=0.05)


def test_roughness_takes_the_lobes_away():
    smooth, rippled, stormy = rough_surface_factor([0.0, 0.3, 30.0], 0.02, wavelength_m=0.1)
    assert smooth == 1.0
    assert 0.0 < stormy < rippled < 1.0
    ament = rough_surface_factor([0.3, 3.0], 0.02, wavelength_m=0.1, model="ament")
    # Ament falls faster than Miller and Brown's waves; both agree to first order in g^2.
    assert np.all(ament < rough_surface_factor([0.3, 3.0], 0.02, wavelength_m=0.1))
    tiny = [
        rough_surface_factor(0.01, 0.02, wavelength_m=0.1, model=m)
        for m in ("ament", "miller-brown")
    ]
    assert tiny[0] == pytest.approx(tiny[1], abs=1e-6)
    path = {"effective_radius_m": EARTH_M, "wavelength_m": 0.1, "ground": SEA}
    heights = np.linspace(500.0, 900.0, 400)
    mirror = propagation_factor(30e3, 15.0, heights, **path)
    rough = propagation_factor(30e3, 15.0, heights, roughness_m=2.0, **path)
    assert np.ptp(rough) < 0.4 * np.ptp(mirror)
    assert np.ptp(propagation_factor(30e3, 15.0, heights, roughness_m=100.0, **path)) < 0.02


def test_below_the_horizon_there_is_no_ray():
    path = {"effective_radius_m": EARTH_M, "wavelength_m": 0.1, "ground": SEA}
    assert np.isnan(propagation_factor(60e3, 15.0, 100.0, **path))
    assert lobing_gain_db(60e3, 15.0, 100.0, **path) == 0.0
    assert np.isnan(reflection(10e3, 15.0, -1.0, effective_radius_m=EARTH_M).grazing_rad)


def test_lobes_meet_the_diffraction_loss():
    """Where P.526 stops counting a loss, the phase is 2 pi 0.152 = 0.957 rad past the mirror's.

    |1 - D exp(-0.957 j)| is never less than sin 0.957 = 0.817, whatever the divergence D: 1.76 dB.
    """
    heights = np.linspace(50.0, 3000.0, 20000)
    path = {"effective_radius_m": EARTH_M, "wavelength_m": 0.1, "ground": SEA}
    difference = reflection(40e3, 15.0, heights, effective_radius_m=EARTH_M).path_difference_m
    first = int(np.argmax(difference > CLEAR_PATH_DIFFERENCE * 0.1))
    gain = lobing_gain_db(40e3, 15.0, heights, **path)
    assert np.all(gain[:first] == 0.0)
    assert abs(gain[first]) < 1.8
    assert gain.max() == pytest.approx(20.0 * np.log10(2.0), abs=0.6)  # less by divergence


def test_refusals():
    with pytest.raises(ValueError, match="polarisation"):
        fresnel_coefficient(0.1, wavelength_m=0.1, polarisation="circular", ground=SEA)
    with pytest.raises(ValueError, match="model"):
        rough_surface_factor(1.0, 0.1, wavelength_m=0.1, model="other")
    with pytest.raises(ValueError, match="roughness_m"):
        rough_surface_factor(-1.0, 0.1, wavelength_m=0.1)
    with pytest.raises(ValueError, match="positive"):
        reflection(0.0, 1.0, 1.0, effective_radius_m=EARTH_M)
