"""The interpolated probability of detection against the exact one."""

from types import SimpleNamespace

import numpy as np
import pytest

from skyshed.analysis.approach import single_scan_pd
from skyshed.radar.detection import pd_swerling


@pytest.mark.parametrize("swerling", [0, 1, 3])
@pytest.mark.parametrize("n_pulses", [1, 10])
def test_within_the_stated_thousandth(swerling, n_pulses):
    snr = 10.0 ** (np.linspace(-15.0, 40.0, 5001) / 10.0)[None]
    convention = SimpleNamespace(
        pfa=np.array([1e-6]), n_pulses=np.array([n_pulses]), swerling=np.array([swerling])
    )
    found = single_scan_pd(SimpleNamespace(draws=1, convention=convention), snr)
    exact = pd_swerling(snr, pfa=1e-6, n_pulses=n_pulses, swerling=swerling)
    np.testing.assert_allclose(found, exact, rtol=0.0, atol=1e-3)
