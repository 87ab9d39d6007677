"""Draws: stratified, inside the bounds, with the weights they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from skyshed.uncertainty.parameter import Parameter, fixed
from skyshed.uncertainty.sampling import (
    WEIGHTINGS,
    bounds_values,
    latin_hypercube_column,
    nominal_values,
    other_sizes,
    quantile,
    sample,
)
from skyshed.uncertainty.streams import stream

ORIGIN = {"basis": "assumed", "grade": "D", "note": "test"}
MIDDLES = (np.arange(4096) + 0.5) / 4096


def parameter(nominal, low, high, **rest):
    return Parameter(nominal, low, high, **ORIGIN, **rest)


def discrete(nominal, *values):
    return parameter(nominal, min(values), max(values), shape="discrete", values=values)


def test_column_has_one_point_in_each_stratum():
    column = latin_hypercube_column(50, rng=stream(1, 0, "a", "lhs"))
    np.testing.assert_array_equal(np.sort(np.floor(column * 50)), np.arange(50))


def test_column_needs_a_draw():
    with pytest.raises(ValueError, match="at least one draw"):
        latin_hypercube_column(0, rng=stream(1, 0, "a", "lhs"))


@pytest.mark.parametrize("nominal", [6.0, 7.5, 12.0])
def test_triangular_agrees_with_scipy(nominal):
    expected = stats.triang.ppf(MIDDLES, (nominal - 6.0) / 6.0, loc=6.0, scale=6.0)
    np.testing.assert_allclose(quantile(parameter(nominal, 6.0, 12.0), MIDDLES), expected)


def test_log_triangular_is_triangular_in_the_logarithm():
    rcs = parameter(0.01, 1e-4, 0.1, shape="log_triangular")
    expected = stats.triang.ppf(MIDDLES, 2.0 / 3.0, loc=-4.0, scale=3.0)
    np.testing.assert_allclose(np.log10(quantile(rcs, MIDDLES)), expected, atol=1e-12)


def test_uniform_forgets_the_nominal():
    u = [0.0, 0.25, 1.0]
    wide = parameter(11.0, 6.0, 12.0)
    np.testing.assert_allclose(quantile(wide, u, weighting="uniform"), [6.0, 7.5, 12.0])
    rcs = parameter(0.02, 1e-4, 1.0, shape="log_triangular")
    np.testing.assert_allclose(quantile(rcs, u, weighting="uniform"), [1e-4, 1e-3, 1.0])


@pytest.mark.parametrize("nominal", [6.0, 7.0, 9.0, 12.0])
@pytest.mark.parametrize(
    ("weighting", "share"), [("triangular", 0.44), ("uniform", 0.25), ("nominal_heavy", 0.68)]
)
def test_weight_in_the_quarter_around_the_nominal(nominal, weighting, share):
    values = quantile(parameter(nominal, 6.0, 12.0), MIDDLES, weighting=weighting)
    near = (values > 0.75 * nominal + 1.5) & (values < 0.75 * nominal + 3.0)
    assert np.mean(near) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("weighting", ["triangular", "nominal_heavy"])
def test_peak_is_at_the_nominal(weighting):
    values = quantile(parameter(7.0, 6.0, 12.0), MIDDLES, weighting=weighting)
    closest = np.argmin(np.diff(values))  # equal weights lie closest where the density is greatest
    assert values[closest] == pytest.approx(7.0, abs=0.01)


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        ("triangular", [0.25, 0.25, 0.25, 0.25]),
        ("uniform", [0.25, 0.25, 0.25, 0.25]),
        ("nominal_heavy", [1 / 6, 1 / 6, 0.5, 1 / 6]),
    ],
)
def test_weights_of_competing_values(weighting, expected):
    drawn = quantile(discrete(9.0, 3.0, 1.0, 9.0, 5.0), MIDDLES, weighting=weighting)
    shares = [np.mean(drawn == value) for value in (3.0, 1.0, 9.0, 5.0)]
    np.testing.assert_allclose(shares, expected, atol=1.0 / 4096)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_without_an_interval_every_draw_is_nominal(weighting):
    for point in (fixed(3.0, **ORIGIN), parameter(3.0, 3.0, 3.0), discrete(3.0, 3.0)):
        np.testing.assert_array_equal(quantile(point, [0.0, 0.4, 1.0], weighting=weighting), 3.0)


@given(
    bounds=st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=3).map(sorted),
    u=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8).map(sorted),
    weighting=st.sampled_from(WEIGHTINGS),
    shape=st.sampled_from(["triangular", "log_triangular"]),
)
def test_quantile_rises_and_stays_inside(bounds, u, weighting, shape):
    low, nominal, high = bounds
    values = quantile(parameter(nominal, low, high, shape=shape), u, weighting=weighting)
    assert np.all((values >= low) & (values <= high))
    assert np.all(np.diff(values) >= -1e-12 * high)  # rounding where both branches meet


def test_quantile_of_the_ends_is_the_bounds():
    for weighting in WEIGHTINGS:
        ends = quantile(parameter(7.0, 6.0, 12.0), [0.0, 1.0], weighting=weighting)
        np.testing.assert_array_equal(ends, [6.0, 12.0])


def test_quantile_passes_nan_and_scalars():
    assert np.isnan(quantile(parameter(7.0, 6.0, 12.0), np.nan))
    assert np.isnan(quantile(discrete(1.0, 1.0, 2.0), np.nan))
    assert quantile(parameter(7.0, 6.0, 12.0), 0.5).shape == ()


def test_quantile_refuses_wrong_arguments():
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(parameter(7.0, 6.0, 12.0), [0.5, 1.5])
    with pytest.raises(ValueError, match="normal"):
        quantile(parameter(7.0, 6.0, 12.0), 0.5, weighting="normal")


def test_adding_a_parameter_does_not_move_the_others():
    height, rcs = parameter(7.0, 6.0, 12.0), parameter(1.0, 0.1, 5.0, shape="log_triangular")
    alone = sample({"a.height_m": height}, size=64, seed=3)
    both = sample({"b.rcs_m2": rcs, "a.height_m": height}, size=64, seed=3)
    np.testing.assert_array_equal(both["a.height_m"], alone["a.height_m"])
    assert abs(np.corrcoef(both["a.height_m"], both["b.rcs_m2"])[0, 1]) < 0.5  # 4 sigma


def test_same_seed_same_draws_other_seed_or_run_other_draws():
    parameters = {"a": parameter(7.0, 6.0, 12.0), "b": parameter(7.0, 6.0, 12.0)}
    first = sample(parameters, size=16, seed=3)
    np.testing.assert_array_equal(first["a"], sample(parameters, size=16, seed=3)["a"])
    assert not np.array_equal(first["a"], first["b"])
    assert not np.array_equal(first["a"], sample(parameters, size=16, seed=4)["a"])
    rerun = sample(parameters, size=16, seed=3, run={"b": 1})
    np.testing.assert_array_equal(first["a"], rerun["a"])
    np.testing.assert_array_equal(rerun["b"], sample(parameters, size=16, seed=3, run=1)["b"])
    assert not np.array_equal(first["b"], rerun["b"])


def test_stratified_mean_is_far_closer_than_a_plain_one():
    values = sample({"a": parameter(9.0, 6.0, 12.0)}, size=256, seed=1)["a"]
    plain_error = values.std() / np.sqrt(256)
    assert abs(values.mean() - 9.0) < 0.1 * plain_error


def test_weightings_share_their_shuffles():
    parameters = {"a": parameter(7.0, 6.0, 12.0)}
    ranks = [
        np.argsort(sample(parameters, size=32, seed=1, weighting=weighting)["a"])
        for weighting in WEIGHTINGS
    ]
    np.testing.assert_array_equal(ranks[0], ranks[1])
    np.testing.assert_array_equal(ranks[0], ranks[2])


def test_nominal_and_bounds_are_draws():
    parameters = {"a": parameter(7.0, 6.0, 12.0), "b": fixed(3.0, **ORIGIN)}
    np.testing.assert_array_equal(nominal_values(parameters)["a"], [7.0])
    np.testing.assert_array_equal(bounds_values(parameters)["a"], [6.0, 12.0])
    np.testing.assert_array_equal(bounds_values(parameters)["b"], [3.0, 3.0])


def test_the_other_weightings_have_a_part_of_the_draws():
    assert other_sizes(100, "triangular") == {"uniform": 100, "nominal_heavy": 100}
    assert other_sizes(100, "triangular", part=4, fewest=10) == {"uniform": 25, "nominal_heavy": 25}
    assert other_sizes(12, "nominal_heavy", part=4, fewest=10)["uniform"] == 10
    assert other_sizes(4, "triangular", part=4, fewest=10)["uniform"] == 4
