"""Published low-altitude ranges against the interval of the model; what is missed is explained.

A quoted low-altitude range is read like any quoted range: what it leaves unsaid is drawn. Ground is
level, since none is stated. Nothing is tuned: the intervals are those of the sources, or ours.

36D6M, S band: 42 km at 100 m, 110 to 115 km at 1,000 m for 1 m2 (issue 4403 of
github.com/PygmalionOfCyprus/cmo-db-requests); antenna 8 to 39 m, 10 m nominal, instrumented 180 to
200 km (AltaLasagnaS/cielo-cerrado). Its free-space range is not published: 110 km, the printed one
at 1,000 m, to 200 km, the instrumented one. P-18MR, VHF: 35 km at 100 m and 120 to 200 km at 5 km
for 1 m2, antenna 6 to 10 m (the latter grade D), as in cielo-cerrado.
"""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.approach import echo_along_profiles, single_scan_pd
from skyshed.analysis.lobes import SURFACES, Lobes
from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.propagation.refraction import effective_radius_polynomial
from skyshed.radar.calibration import Convention, calibration_constant, mean_from_median
from skyshed.systems.radar_site import _CONVENTIONS
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import sample
from tests.analysis.radar_sites import EARTH_M, FARTHEST_M, level_profiles, radar_over

DRAWS = 300
S_BAND = {"free": (160e3, 110e3, 200e3), "antenna": (10.0, 8.0, 39.0), "hertz": (3e9, 2.7e9, 3.1e9)}
VHF = {"free": (160e3, 120e3, 200e3), "antenna": (8.0, 6.0, 10.0), "hertz": (155e6, 140e6, 170e6)}
LAND = Lobes(SURFACES["land"], 0.5)


def drawn(numbers):
    unknowns = {
        name: Parameter(*three, "1", basis="assumed", grade="D", note="test")
        for name, three in {**numbers, "refractivity": (315.0, 290.0, 370.0)}.items()
    }
    for name, values, nominal, _ in _CONVENTIONS:
        unknowns[name] = Parameter(
            nominal, min(values), max(values), "1", "discrete", values,
            basis="assumed", grade="D", note="test",
        )  # fmt: skip
    return sample(unknowns, size=DRAWS, seed=11)


def quoted_range_m(numbers, altitude_m, *, lobes=None, obstacle=None):
    """What the quotation would say at an altitude, draw by draw, on level ground. [m]"""
    values = drawn(numbers | ({} if obstacle is None else {"obstacle": obstacle}))
    said = Convention(**{name: values[name] for name, *_ in _CONVENTIONS})
    radar = radar_over(
        0.0, values["antenna"], draws=DRAWS, conventions=said,
        wavelength_m=SPEED_OF_LIGHT_M_S / values["hertz"],
    )  # fmt: skip
    radar = replace(
        radar,
        constant=calibration_constant(values["free"], 1.0, said),
        inverse_k=effective_radius_polynomial(
            surface_refractivity=values["refractivity"],
            antenna_altitude_m=values["antenna"],
            surface_altitude_m=0.0,
            earth_radius_m=EARTH_M,
            maximum_range_m=FARTHEST_M,
        ),
    )
    profiles = level_profiles(step_m=500.0, steps=400)
    if obstacle is not None:  # raised by the error of each draw, at 3 km only
        weight = np.zeros(profiles.ground_m.shape)
        weight[:, 5] = 1.0
        profiles = replace(profiles, error_weight=weight)
        radar = replace(radar, terrain_error_m=values["obstacle"])
    rcs = np.where(values["sigma_is_median"] > 0, mean_from_median(1.0, values["swerling"]), 1.0)
    echo = echo_along_profiles(radar, profiles, altitude_m=altitude_m, rcs_mean_m2=rcs, lobes=lobes)
    single = single_scan_pd(radar, echo.snr)[:, 0]
    wanted = np.where(said.cumulative > 0, 1.0 - (1.0 - said.pd) ** (1.0 / 3.0), said.pd)
    seen = single >= wanted[:, None]
    last = seen.shape[1] - 1 - np.argmax(seen[:, ::-1], axis=1)
    return np.where(seen.any(axis=1), profiles.distance_m[last], 0.0)


def span(found):
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)


PAIRS = [
    ("36D6M, 42 km at 100 m", S_BAND, 100.0, (42e3, 42e3), 20.0),
    ("36D6M, 110 to 115 km at 1,000 m", S_BAND, 1000.0, (110e3, 115e3), 10.0),
    ("P-18MR, 35 km at 100 m", VHF, 100.0, (35e3, 35e3), 25.0),
    ("P-18MR, 120 to 200 km at 5 km", VHF, 5000.0, (120e3, 200e3), 0.0),
]


@pytest.mark.parametrize(("name", "numbers", "altitude", "published", "explained"), PAIRS)
def test_published_range_and_interval(
    name, numbers, altitude, published, explained, record_validation
):
    """How far the published number lies outside 5 to 95 % of the draws.

    On level ground without clutter the S-band radar should be beyond its brochure, not short of it;
    at VHF the low target hangs on the height of the antenna alone. The next tests close the gaps.
    """
    low, high = span(quoted_range_m(numbers, altitude))
    miss = max(low / published[1] - 1.0, 1.0 - high / published[0], 0.0)
    assert 100.0 * miss <= explained
    record_validation(
        f"low-altitude pair {name}: computed {low / 1e3:.0f} to {high / 1e3:.0f} km on level"
        " ground, distance of the pair from it",
        "published pair; misses are explained in method.md",
        1, 100.0 * miss, explained, "%",
    )  # fmt: skip


def test_lobes_do_not_explain_the_miss_of_the_s_band_pair():
    """At 100 m the range ends where diffraction decides, before the lobes begin."""
    plain, lobed = (quoted_range_m(S_BAND, 100.0, lobes=lobes) for lobes in (None, LAND))
    assert span(lobed) == pytest.approx(span(plain), rel=0.02)


@pytest.mark.parametrize(("altitude", "published"), [(100.0, 42e3), (1000.0, 112.5e3)])
def test_woods_near_the_site_explain_the_s_band_pairs(altitude, published):
    """The ordinary antenna, not the mast of 39 m, and an edge of 0 to 25 m at 3 km: inside.

    Enough to explain them; that it was so is not known.
    """
    ordinary = S_BAND | {"antenna": (10.0, 8.0, 12.0)}
    low, high = span(quoted_range_m(ordinary, altitude, obstacle=(8.0, 0.0, 25.0)))
    assert low <= published <= high


def test_a_mound_explains_the_vhf_pair():
    """Far below the first lobe the range goes with the root of the antenna's height."""
    raised = VHF | {"antenna": (14.0, 8.0, 20.0)}
    low, high = span(quoted_range_m(raised, 100.0))
    assert low <= 35e3 <= high
    plain = np.median(quoted_range_m(VHF, 100.0))
    assert np.median(quoted_range_m(raised, 100.0)) / plain == pytest.approx(
        (14.0 / 8.0) ** 0.5, rel=0.1
    )
