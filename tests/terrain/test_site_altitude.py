"""The antenna stands on the terrain unless its site knows better by more than 30 m."""

import math

import pytest

from skyshed.terrain.site_altitude import site_altitude


def test_without_an_own_altitude_the_terrain_counts():
    found = site_altitude(1024.0)
    assert (found.antenna_ground_m, found.disagreement_m, found.rule_applied) == (
        1024.0,
        0.0,
        False,
    )


@pytest.mark.parametrize("own", [994.0, 1024.0, 1054.0])
def test_small_disagreement_keeps_the_terrain(own: float):
    found = site_altitude(1024.0, own)
    assert found.antenna_ground_m == 1024.0
    assert not found.rule_applied
    assert found.disagreement_m == pytest.approx(own - 1024.0)


@pytest.mark.parametrize("own", [843.0, 993.9, 1054.1, 2000.0])
def test_large_disagreement_puts_the_antenna_on_its_own_altitude(own: float):
    found = site_altitude(1024.0, own)
    assert found.antenna_ground_m == own
    assert found.terrain_m == 1024.0
    assert found.rule_applied


def test_heights_must_be_finite():
    with pytest.raises(ValueError):
        site_altitude(math.nan)
    with pytest.raises(ValueError):
        site_altitude(100.0, math.inf)
