import numpy as np
import pytest

from skyshed.systems.environment import (
    REFRACTIVITY,
    TERRAIN_ERROR,
    environment_parameters,
    surface_refractivity,
)
from skyshed.uncertainty.parameter import Parameter

ERROR = Parameter(0.0, -10.0, 10.0, "m", basis="assumed", grade="D", note="test")


def test_air_and_terrain_are_unknowns_of_their_own():
    found = environment_parameters(ERROR)
    assert set(found) == {REFRACTIVITY, TERRAIN_ERROR}
    assert found[TERRAIN_ERROR] is ERROR
    assert found[REFRACTIVITY].nominal == 315.0  # the global mean of ITU-R P.453


def test_a_study_may_bring_its_own_air():
    own = Parameter(350.0, 310.0, 390.0, "N-units", basis="assumed", grade="D", note="test")
    found = environment_parameters(ERROR, refractivity=own)
    assert found[REFRACTIVITY] is own
    assert found[TERRAIN_ERROR] is ERROR


def test_refractivity_falls_to_one_e_th_over_the_scale_height():
    values = {REFRACTIVITY: np.array([300.0, 350.0])}
    assert surface_refractivity(values, 0.0) == pytest.approx([300.0, 350.0], rel=1e-12)
    assert surface_refractivity(values, 7350.0) == pytest.approx(
        np.array([300.0, 350.0]) / np.e, rel=1e-12
    )
    assert np.all(surface_refractivity(values, -400.0) > values[REFRACTIVITY])  # the Dead Sea
