"""Spheres and plates against published series and their limits."""

import numpy as np
import pytest

from skyshed.signature.sphere import (
    backscatter_efficiency,
    conducting_coefficients,
    conducting_sphere_rcs_m2,
    dielectric_coefficients,
    dielectric_sphere_rcs_m2,
    plate_rcs_m2,
    scattering_efficiency,
    sphere_optical_rcs_m2,
)
from tests.conftest import reference_cases


def conducting_from(inputs):
    size = inputs["size_parameter"]
    return scattering_efficiency(*conducting_coefficients(size), size)


def dielectric_from(inputs):
    return dielectric_sphere_rcs_m2(
        inputs["radius_m"],
        inputs["freq_hz"],
        relative_permittivity=inputs["eps_r"],
        conductivity_s_m=inputs["sigma_s_m"],
    )


@pytest.mark.parametrize(
    ("kind", "compute"),
    [
        ("pec_sphere", conducting_from),
        ("dielectric_sphere", dielectric_from),
        ("plate", lambda inputs: plate_rcs_m2(inputs["area_m2"], inputs["freq_hz"])),
        (
            "sphere_optical",
            lambda inputs: sphere_optical_rcs_m2(np.sqrt(inputs["projected_area_m2"] / np.pi)),
        ),
    ],
)
def test_published_cases(kind, compute, record_validation):
    cases = reference_cases("signatures", kind)
    worst = (0.0, 0.0, 0.0)
    for case in cases:
        (expected,) = case["expected"].values()
        value = expected["value"]
        allowed = max(expected.get("rel_tol", 0.0), expected.get("abs_tol", 0.0) / value)
        off = abs(float(compute(case["inputs"])) / value - 1.0)
        assert off <= allowed, f"{case['id']}: off by {off} of the value, allowed {allowed}"
        worst = max(worst, (off / allowed, off, allowed))
    source = cases[0]["source"].split(" (")[0]
    record_validation(f"signature: {kind}", source, len(cases), *worst[1:], "of the value")


def test_large_conducting_sphere_echoes_with_its_projected_area():
    for size in np.linspace(20.0, 60.0, 41):
        echo = backscatter_efficiency(*conducting_coefficients(size), size)
        assert echo == pytest.approx(1.0, abs=0.05)  # creeping wave still interferes


def test_small_conducting_sphere_follows_rayleigh():
    # sigma / (pi a^2) = 9 (ka)^4 in the limit; the next term is of order (ka)^2.
    size = 0.01
    echo = backscatter_efficiency(*conducting_coefficients(size), size)
    assert echo == pytest.approx(9.0 * size**4, rel=1e-3)


def test_cross_section_scales_with_the_square_of_all_lengths():
    small = conducting_sphere_rcs_m2(0.1, 3e9)
    assert conducting_sphere_rcs_m2(1.0, 0.3e9) == pytest.approx(100.0 * small, rel=1e-10)


def test_high_conductivity_makes_a_conducting_sphere():
    metal = dielectric_sphere_rcs_m2(0.5, 300e6, relative_permittivity=1.0, conductivity_s_m=3.5e7)
    assert metal == pytest.approx(conducting_sphere_rcs_m2(0.5, 300e6), rel=1e-3)


def test_sphere_of_nothing_scatters_nothing():
    size = 3.0
    assert scattering_efficiency(*dielectric_coefficients(size, 1.0 + 0j), size) < 1e-20


def test_plate_grows_with_area_squared_and_frequency_squared():
    assert plate_rcs_m2(2.0, 6e9) == pytest.approx(16.0 * plate_rcs_m2(1.0, 3e9), rel=1e-12)


def test_refuses_a_sphere_without_size():
    with pytest.raises(ValueError, match="size parameter"):
        conducting_coefficients(0.0)
