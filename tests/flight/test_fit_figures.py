"""Brochure figures read off flown fans: the compiled loop against a dense fan in plain NumPy."""

import math

import numpy as np
import pytest

from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.fly_out import slant_range_m
from skyshed.flight.prior import draw_missiles, prior_for
from skyshed.kernels import arc, flown_figures

LEVEL_M = 9e3
LOFTED_DEG = np.array([10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 61, 68, 76, 85.0])
DRAWS = draw_missiles(prior_for(250e3, 2000.0), size=40, seed=4, entity="figures").packed()


def fly(numbers, elevation_rad):
    samples = np.empty((arc.SAMPLES, arc.SAMPLE))
    longer = numbers.copy()
    longer[13] *= 1.5
    count = arc.fly_arc(
        longer, 0.0, elevation_rad, 0.0, 0.0, 0.5, air_table(), drag_table("G7"), samples
    )
    return samples[:count]


def within_limits(numbers, path):
    return (path[:, 0] <= numbers[13]) & (path[:, 3] >= numbers[11]) & (path[:, 5] >= numbers[12])


def twin(numbers):
    """Reach at the level, its mean speeds, and the ceiling, from shots half a degree apart."""
    ceiling, slants, times = 0.0, [], []
    for elevation_deg in np.arange(10.0, 85.1, 0.5):
        path = fly(numbers, math.radians(elevation_deg))
        good = within_limits(numbers, path)
        ceiling = max(ceiling, path[good, 2].max(initial=0.0))
        side = np.sign(path[:, 2] - LEVEL_M)
        for k in np.flatnonzero(side[1:] * side[:-1] < 0):
            part = (LEVEL_M - path[k, 2]) / (path[k + 1, 2] - path[k, 2])
            point = path[k] + part * (path[k + 1] - path[k])
            if within_limits(numbers, point[None])[0]:
                slants.append(float(slant_range_m(0.0, point[1], LEVEL_M)))
                times.append(point[0])
    return np.array(slants), np.array(times), ceiling


def kernel(numbers, *, speed=(0.0, np.inf)):
    shots = np.stack([np.radians(LOFTED_DEG), np.zeros(LOFTED_DEG.size)], axis=-1)
    figures = np.empty((1, flown_figures.FIGURES))
    flown_figures.figures_of_draws(
        numbers[None], np.array([LEVEL_M]), *speed, math.radians(45.0), shots, np.inf, 200e3, 600e3,
        1.0, air_table(), drag_table("G7"), figures,
    )  # fmt: skip
    return dict(zip(("top", "reach", "ceiling", "low", "high", "time"), figures[0], strict=True))


def test_figures_agree_with_a_dense_fan():
    """Shots 5 to 8 degrees apart, linear between them, against shots every half degree.

    The coarse fan is a first look: a fit looks up the reach of what passes in the fly-out table. It
    may miss a draw whose limits leave only a sliver between two shots, which costs one draw.
    """
    reach, ceiling, mean = [], [], []
    for numbers in DRAWS:
        slants, times, highest = twin(numbers)
        if slants.max(initial=0.0) < 150e3:
            continue
        found = kernel(numbers)
        far = slants >= 0.5 * slants.max()
        reach.append(found["reach"] / slants.max())
        ceiling.append(found["ceiling"] / highest)
        mean.append(found["high"] / np.max(slants[far] / times[far]))
    assert len(reach) > 20
    for ratios, lowest, highest in ((reach, 0.9, 1.03), (ceiling, 0.93, 1.001), (mean, 0.9, 1.05)):
        assert np.quantile(ratios, 0.05) > lowest
        assert np.max(ratios) < highest
        assert np.median(ratios) == pytest.approx(1.0, abs=0.025)


def test_the_top_speed_is_that_of_the_shot_at_45_degrees():
    numbers = DRAWS[0]
    path = fly(numbers, math.radians(45.0))
    burning = path[:, 0] <= numbers[0] + numbers[1] + 1e-9
    assert kernel(numbers)["top"] == pytest.approx(path[burning, 3].max(), rel=1e-12)


def test_a_draw_outside_the_speeds_is_flown_no_further():
    found = kernel(DRAWS[0], speed=(9000.0, 9500.0))
    assert found["top"] < 9000.0
    assert all(math.isnan(found[name]) for name in ("reach", "ceiling", "low", "high", "time"))


def test_slant_range_is_that_of_the_tables():
    for range_m, altitude_m in ((0.0, 5e3), (80e3, 12e3), (400e3, 0.0)):
        here = flown_figures.slant_range(843.0, range_m, altitude_m)
        assert here == pytest.approx(float(slant_range_m(843.0, range_m, altitude_m)), rel=1e-14)
