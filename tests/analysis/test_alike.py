"""Draws that agree in their inputs."""

import numpy as np

from skyshed.analysis.alike import Alike


def test_draws_that_agree_are_found_once_and_the_others_each_time():
    height, polynomial = np.array([3.0, 5.0, 3.0, 3.0]), np.zeros((4, 2))
    polynomial[3, 1] = 1e-300  # the least difference counts
    alike, asked = Alike(height, polynomial), []

    def of(draw, key):
        return alike.of(draw, key, lambda: asked.append(draw) or (draw, key))

    assert [of(draw, "sight") for draw in (0, 1, 2, 3)] == [
        (0, "sight"), (1, "sight"), (0, "sight"), (3, "sight"),
    ]  # fmt: skip
    assert asked == [0, 1, 3]
    assert of(2, "level") == (2, "level")
    assert of(1, "sight") == (1, "sight")  # a draw by itself is not kept
    assert asked == [0, 1, 3, 2, 1]
