import numpy as np
import pytest

from skyshed.kernels.confirm import confirmed_distance
from skyshed.radar.scans import cumulative_m_of_n


def confirmed_twin(single, step_m, first_m, spacing_m, m, n, wanted):
    """Scan by scan with the array form; the window is the project's, the reading-off numpy's."""
    samples = step_m * np.arange(1, single.shape[1] + 1)
    scans = np.arange(first_m, step_m * (1.0 - 1e-12), -spacing_m)
    found = []
    for line in single:
        reached = cumulative_m_of_n(np.interp(scans, samples, line), m, n) >= wanted
        found.append(scans[np.argmax(reached)] if reached.any() else 0.0)
    return np.array(found)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 3), (2, 2), (2, 3), (3, 5), (2, 6)])
@pytest.mark.parametrize("spacing_m", [400.0, 2500.0, 11_000.0])
def test_confirmed_distance_agrees_with_the_array_form(m, n, spacing_m):
    rng = np.random.default_rng(m * 10 + n)
    steps = 80
    rising = 1.0 / (1.0 + np.exp(np.linspace(-6.0, 6.0, steps) + rng.normal(0, 2, (40, 1))))
    gaps = rng.random((40, steps)) < 0.1
    single = np.where(gaps, 0.0, rising)
    out = np.empty(40)
    first_m = 77_300.0
    confirmed_distance(single, 1000.0, first_m, spacing_m, m, n, 0.9, out)
    assert out == pytest.approx(
        confirmed_twin(single, 1000.0, first_m, spacing_m, m, n, 0.9), abs=1e-6
    )


def test_certain_detection_confirms_at_the_mth_scan():
    out = np.empty(1)
    confirmed_distance(np.ones((1, 50)), 1000.0, 50e3, 3000.0, 2, 3, 0.9, out)
    assert out[0] == 47e3


def test_no_detection_never_confirms():
    out = np.full(1, 9.0)
    confirmed_distance(np.zeros((1, 50)), 1000.0, 50e3, 3000.0, 2, 3, 0.9, out)
    assert out[0] == 0.0
