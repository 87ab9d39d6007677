"""Deciding unknowns: swings, and shares of variance with known answers."""

import numpy as np
import pytest

from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sensitivity import one_at_a_time, spread_by_group

ORIGIN = {"basis": "assumed", "grade": "D", "note": "test"}


def parameter(nominal, low, high, **rest):
    return Parameter(nominal, low, high, **ORIGIN, **rest)


def spread(evaluate, parameters, groups, **rest):
    options = {"size": 1024, "seed": 1, "weighting": "uniform"} | rest
    return spread_by_group(evaluate, parameters, groups, **options)


UNIT = {key: parameter(0.5, 0.0, 1.0) for key in "abcd"}
ANGLES = {key: parameter(0.0, -np.pi, np.pi) for key in "xyz"}


def ishigami(draws):
    x, y, z = (draws[key] for key in "xyz")
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def test_swings_are_sorted_and_complete():
    parameters = {
        "small": parameter(1.0, 0.9, 1.2),
        "none": parameter(2.0, 2.0, 2.0),
        "large": parameter(1.0, 0.0, 4.0),
    }
    first, second = one_at_a_time(lambda d: d["small"] - 2.0 * d["large"], parameters)
    assert (first.key, first.at_low, first.at_high, first.span) == ("large", 1.0, -7.0, 8.0)
    assert second.key == "small"
    assert second.span == pytest.approx(0.3)


def test_swing_sees_a_hump_at_the_nominal():
    (swing,) = one_at_a_time(lambda d: -(d["a"] ** 2), {"a": parameter(0.0, -1.0, 1.0)})
    assert (swing.at_low, swing.at_high, swing.span) == (-1.0, -1.0, 1.0)


def test_swing_of_competing_values_is_least_and_greatest():
    pair = parameter(2.0, 1.0, 3.0, shape="discrete", values=(1.0, 2.0, 3.0))
    (swing,) = one_at_a_time(lambda d: np.where(d["a"] == 2.0, 9.0, -d["a"]), {"a": pair})
    assert (swing.at_low, swing.at_high, swing.span) == (-3.0, 9.0, 12.0)


def test_swing_where_the_model_does_not_apply():
    parameters = {"a": parameter(1.0, 0.0, 2.0), "b": parameter(1.0, 0.0, 9.0)}
    swings = one_at_a_time(lambda d: np.where(d["b"] > 5.0, np.nan, d["a"] + d["b"]), parameters)
    assert [swing.key for swing in swings] == ["a", "b"]
    assert np.isnan(swings[1].at_high)
    assert swings[1].span == 1.0
    never = one_at_a_time(lambda d: np.full(d["a"].shape, np.nan), parameters)
    assert all(np.isnan(swing.span) for swing in never)


def test_shares_of_an_additive_answer():
    # Variances 1 : 4 : 9 : 36, grouped as (1 + 4) : (9 + 36).
    shares = spread(
        lambda d: d["a"] + 2.0 * d["b"] + 3.0 * d["c"] + 6.0 * d["d"],
        UNIT,
        {"a": "assumed", "b": "assumed", "c": "published", "d": "published"},
    )
    assert list(shares) == ["assumed", "published", "interactions"]
    assert shares["assumed"] == pytest.approx(0.1, abs=0.01)
    assert shares["published"] == pytest.approx(0.9, abs=0.01)
    assert shares["interactions"] == pytest.approx(0.0, abs=0.01)


def test_shares_of_ishigami(record_validation):
    expected = {"x": 0.3139, "y": 0.4424, "z": 0.0, "interactions": 0.2437}  # Ishigami and Homma
    shares = spread(ishigami, ANGLES, {key: key for key in "xyz"}, size=4096)
    worst = max(abs(shares[name] - value) for name, value in expected.items())
    assert worst < 0.02  # about three standard errors of 4096 draws
    record_validation(
        "shares of variance", "Ishigami function, known indices", 4, worst, 0.02, "share"
    )


def test_interaction_inside_a_group_belongs_to_the_group():
    shares = spread(ishigami, ANGLES, {"x": "far", "y": "near", "z": "far"}, size=4096)
    assert shares["far"] == pytest.approx(0.3139 + 0.2437, abs=0.02)
    assert shares["interactions"] == pytest.approx(0.0, abs=0.02)


def test_pure_interaction_belongs_to_nobody():
    centred = {key: parameter(0.0, -1.0, 1.0) for key in "ab"}
    shares = spread(lambda d: d["a"] * d["b"], centred, {"a": "a", "b": "b"})
    assert shares["interactions"] > 0.9


def test_shares_do_not_depend_on_scale_and_offset():
    groups = {key: key for key in "xyz"}
    plain = spread(ishigami, ANGLES, groups)
    moved = spread(lambda d: 5.0 - 2.0 * ishigami(d), ANGLES, groups)
    assert moved == pytest.approx(plain, abs=1e-10)


def test_shares_add_up_to_one_and_repeat():
    groups = {key: key for key in "xyz"}
    first, again = (spread(ishigami, ANGLES, groups, size=64) for _ in range(2))
    assert first == again
    assert sum(first.values()) == pytest.approx(1.0)
    assert min(first.values()) >= 0.0
    assert spread(ishigami, ANGLES, groups, size=64, seed=2) != first


def test_answer_that_does_not_vary_has_no_shares():
    shares = spread(lambda d: np.full(d["a"].shape, 7.0), UNIT, dict.fromkeys(UNIT, "all"))
    assert shares == {"all": 0.0, "interactions": 0.0}


def test_draws_without_an_answer_are_left_out():
    groups = {"a": "a", "b": "b", "c": "rest", "d": "rest"}
    shares = spread(lambda d: np.where(d["c"] < 0.1, np.nan, d["a"] + d["b"]), UNIT, groups)
    assert shares["a"] == pytest.approx(0.5, abs=0.05)
    never = spread(lambda d: np.full(d["a"].shape, np.nan), UNIT, groups)
    assert all(np.isnan(share) for share in never.values())


@pytest.mark.parametrize(
    ("groups", "rest", "message"),
    [
        (dict.fromkeys("abcd", "all"), {"size": 100}, "power of two"),
        (dict.fromkeys("abc", "all"), {}, r"\['d'\]"),
        (dict.fromkeys("abcd", "interactions"), {}, "remainder"),
    ],
)
def test_wrong_arguments(groups, rest, message):
    with pytest.raises(ValueError, match=message):
        spread(lambda d: d["a"], UNIT, groups, **rest)
