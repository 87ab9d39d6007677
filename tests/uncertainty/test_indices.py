"""Indices with intervals: functions whose indices are known, coverage over seeds, and sizes."""

from functools import partial

import numpy as np
import pytest

from skyshed.uncertainty.indices import (
    Enough,
    Estimate,
    GroupIndex,
    enough_draws,
    group_indices,
    indices_by_size,
)
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.pick_freeze import pick_freeze
from skyshed.uncertainty.sensitivity import spread_by_group

ORIGIN = {"basis": "assumed", "grade": "D", "note": "test"}


def parameter(nominal, low, high, **rest):
    return Parameter(nominal, low, high, **ORIGIN, **rest)


def ishigami(draws):
    x, y, z = (draws[key] for key in "xyz")
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


G_WEIGHTS = (0.0, 0.5, 3.0, 9.0, 99.0, 99.0)


def g_function(draws):
    factors = [
        (np.abs(4.0 * draws[f"g{i}"] - 2.0) + weight) / (1.0 + weight)
        for i, weight in enumerate(G_WEIGHTS)
    ]
    return np.prod(factors, axis=0)


ANGLES = {key: parameter(0.0, -np.pi, np.pi) for key in "xyz"}
G_UNIT = {f"g{i}": parameter(0.5, 0.0, 1.0) for i in range(len(G_WEIGHTS))}
UNIT = {key: parameter(0.5, 0.0, 1.0) for key in "abcd"}


def ishigami_indices():
    """Closed form for a = 7, b = 0.1 (T. Ishigami and T. Homma, 1990), first and total."""
    parts = {
        "x": 0.5 * (1.0 + 0.1 * np.pi**4 / 5.0) ** 2,
        "y": 7.0**2 / 8.0,
        "xz": 8.0 * 0.1**2 * np.pi**8 / 225.0,
    }
    whole = sum(parts.values())
    first = {"x": parts["x"] / whole, "y": parts["y"] / whole, "z": 0.0}
    total = {
        "x": (parts["x"] + parts["xz"]) / whole,
        "y": parts["y"] / whole,
        "z": parts["xz"] / whole,
    }
    return first, total


def g_indices():
    """Sobol's g-function: the variance of a product of independent factors of mean 1."""
    own = [1.0 / (3.0 * (1.0 + weight) ** 2) for weight in G_WEIGHTS]
    whole = np.prod([1.0 + v for v in own]) - 1.0
    first = {f"g{i}": v / whole for i, v in enumerate(own)}
    total = {
        f"g{i}": v * np.prod([1.0 + w for j, w in enumerate(own) if j != i]) / whole
        for i, v in enumerate(own)
    }
    return first, total


def indices(evaluate, parameters, groups=None, *, size=1024, seed=1, weighting="uniform"):
    groups = groups or {key: key for key in parameters}
    answers = pick_freeze(
        evaluate, parameters, {"own": groups}, size=size, seed=seed, weighting=weighting
    )
    return {index.name: index for index in group_indices(answers, "own")}


KNOWN = {
    "ishigami": (ishigami, ANGLES, ishigami_indices),
    "g-function": (g_function, G_UNIT, g_indices),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_indices_lie_near_the_estimates(name, record_validation):
    evaluate, parameters, known = KNOWN[name]
    first, total = known()
    found = indices(evaluate, parameters, size=16384)
    errors = [
        error
        for key in first
        for error in (
            abs(found[key].first.value - first[key]),
            abs(found[key].total.value - total[key]),
        )
    ]
    # a mean of 16384 independent products errs by about 1/128 of the variance; three times that
    assert max(errors) < 3.0 / 128.0
    assert found["interactions"].first.value == pytest.approx(
        1.0 - sum(first.values()), abs=3.0 / 128.0 * len(first) ** 0.5
    )
    record_validation(
        "first-order and total sensitivity indices",
        f"closed form of the {name}",
        len(errors),
        max(errors),
        3.0 / 128.0,
        "1",
    )


@pytest.mark.parametrize("name", KNOWN)
def test_intervals_hold_the_known_value_about_as_often_as_they_say(name):
    evaluate, parameters, known = KNOWN[name]
    first, total = known()
    hits = []
    for seed in range(60):
        found = indices(evaluate, parameters, size=256, seed=seed)
        for key in first:
            for estimate, truth in (
                (found[key].first, first[key]),
                (found[key].total, total[key]),
            ):
                hits.append(estimate.low - 1e-12 <= truth <= estimate.high + 1e-12)
    # 95 % is meant; indices of one seed err together, so count the seeds: three standard errors
    assert np.mean(hits) > 0.95 - 3.0 * (0.95 * 0.05 / 60) ** 0.5
    # and not because they are too wide to fail
    widths = [found[key].first.half_width for key in first]
    assert max(widths) < 0.35


def test_an_additive_answer_has_no_interactions():
    found = indices(lambda d: d["a"] + 2.0 * d["b"] + 3.0 * d["c"] + 6.0 * d["d"], UNIT)
    for key, variance in zip("abcd", (1.0, 4.0, 9.0, 36.0), strict=True):
        assert found[key].first.value == pytest.approx(variance / 50.0, abs=0.02)
        assert found[key].total.value == pytest.approx(variance / 50.0, abs=0.02)
    rest = found["interactions"]
    assert rest.first.low <= 0.0 <= rest.first.high
    assert np.isnan(rest.total.value)


def test_a_product_about_zero_is_all_interaction():
    found = indices(lambda d: (d["a"] - 0.5) * (d["b"] - 0.5), UNIT)
    for key in "ab":
        assert found[key].first.low <= 0.0 <= found[key].first.high
        assert found[key].total.low <= 1.0 <= found[key].total.high
    assert found["interactions"].first.value == pytest.approx(1.0, abs=0.1)
    for key in "cd":  # not read at all: exactly nothing, without an interval
        assert found[key].total == Estimate(0.0, 0.0, 0.0)
        assert found[key].first == Estimate(0.0, 0.0, 0.0)


def test_what_a_group_does_inside_itself_is_its_own():
    groups = {"a": "pair", "b": "pair", "c": "alone", "d": "alone"}
    found = indices(lambda d: (d["a"] - 0.5) * (d["b"] - 0.5), UNIT, groups)
    assert found["pair"].first.low <= 1.0 <= found["pair"].first.high
    assert found["pair"].total.low <= 1.0 <= found["pair"].total.high
    assert found["alone"].first.value == 0.0
    # the total of two groups that share an interaction counts it twice
    first, total = ishigami_indices()
    split = indices(ishigami, ANGLES, {"x": "x and y", "y": "x and y", "z": "z"}, size=4096)
    assert split["x and y"].total.value == pytest.approx(1.0, abs=0.05)
    assert split["z"].total.value == pytest.approx(total["z"], abs=0.05)
    assert split["x and y"].first.value == pytest.approx(first["x"] + first["y"], abs=0.05)


def test_several_groupings_share_their_draws_and_agree_with_each_alone():
    asked = []

    def counted(draws):
        asked.append(draws["x"].size)
        return ishigami(draws)

    both = {"one": {key: key for key in "xyz"}, "two": {"x": "x", "y": "rest", "z": "rest"}}
    answers = pick_freeze(counted, ANGLES, both, size=128, seed=3, weighting="uniform")
    assert sum(asked) == 128 * (2 + 4)  # x is the same set in both
    alone = pick_freeze(ishigami, ANGLES, {"two": both["two"]}, size=128, seed=3,
                        weighting="uniform")  # fmt: skip
    assert group_indices(answers, "two") == group_indices(alone, "two")
    assert answers.groups("two") == ("x", "rest")


def test_agrees_with_the_shares_of_the_tornado():
    groups = {"x": "x", "y": "y", "z": "z"}
    options = {"size": 4096, "seed": 1, "weighting": "uniform"}
    shares = spread_by_group(ishigami, ANGLES, groups, **options)
    found = indices(ishigami, ANGLES, groups, size=4096)
    for key in "xyz":
        assert found[key].first.value == pytest.approx(shares[key], abs=0.04)  # errors of both


def test_same_seed_same_bytes_and_another_seed_other_ones():
    run = partial(indices, ishigami, ANGLES, size=64)
    assert run(seed=5) == run(seed=5)
    assert run(seed=5) != run(seed=6)


def test_numbers_without_an_interval_are_left_alone():
    parameters = {**ANGLES, "f": parameter(2.0, 2.0, 2.0)}
    groups = {**{key: key for key in "xyz"}, "f": "fixed"}
    found = indices(lambda d: d["f"] * ishigami(d), parameters, groups)
    assert found["fixed"] == GroupIndex("fixed", Estimate(0.0, 0.0, 0.0), Estimate(0.0, 0.0, 0.0))
    plain = indices(ishigami, ANGLES)
    assert found["x"].first.value == pytest.approx(plain["x"].first.value, rel=1e-9)


def test_answers_that_never_vary_or_never_apply():
    for value, share in ((7.3, 0.0), (np.nan, np.nan)):
        found = indices(lambda d, v=value: np.full(d["x"].shape, v), ANGLES, size=64)
        for key in "xyz":
            np.testing.assert_equal(found[key].first.value, share)
            np.testing.assert_equal(found[key].total.high, share)


def test_draws_without_an_answer_are_left_out():
    def sometimes(draws):
        return np.where(draws["a"] > 0.9, np.nan, draws["b"])

    found = indices(sometimes, UNIT)
    assert found["b"].first.value == pytest.approx(1.0, abs=0.01)


def test_shares_do_not_change_with_unit_and_offset():
    plain = indices(ishigami, ANGLES, size=128)
    scaled = indices(lambda d: 1e6 + 1e3 * ishigami(d), ANGLES, size=128)
    for key in "xyz":
        assert scaled[key].total.value == pytest.approx(plain[key].total.value, rel=1e-6)


@pytest.mark.parametrize(("size", "nearest"), [(500, 512), (700, 512), (800, 1024), (32, 64),
                                               (0, 64), (-3, 64), (96, 64)])  # fmt: skip
def test_sizes_that_do_not_serve_name_the_nearest(size, nearest):
    with pytest.raises(ValueError, match=rf"power of two.*got {size}; the nearest is {nearest}$"):
        indices(ishigami, ANGLES, size=size)


def test_an_uncertain_number_needs_a_group():
    with pytest.raises(ValueError, match=r"a group for every uncertain number, none for \['z'\]"):
        indices(ishigami, ANGLES, {"x": "x", "y": "y"})


def test_intervals_narrow_as_draws_are_added():
    answers = pick_freeze(ishigami, ANGLES, {"own": {k: k for k in "xyz"}}, size=2048, seed=1,
                          weighting="uniform")  # fmt: skip
    by_size = indices_by_size(answers, "own")
    assert list(by_size) == [64, 128, 256, 512, 1024, 2048]
    widths = [max(i.total.half_width for i in one[:3]) for one in by_size.values()]
    assert widths[-1] < 0.5 * widths[0]  # the root of 32 would be 5.7 times
    assert by_size[2048] == group_indices(answers, "own")
    # the first 64 draws are those of a run that asks for no more
    few = pick_freeze(ishigami, ANGLES, {"own": {k: k for k in "xyz"}}, size=64, seed=1,
                      weighting="uniform")  # fmt: skip
    assert group_indices(few, "own") == by_size[64]


def wide(half):
    estimate = Estimate(0.5, 0.5 - half, 0.5 + half)
    return (GroupIndex("a", estimate, estimate), GroupIndex("interactions", wide_open, wide_open))


wide_open = Estimate(0.0, -9.0, 9.0)


def test_enough_is_the_first_size_from_which_on_all_are_narrow():
    table = {64: wide(0.2), 128: wide(0.04), 256: wide(0.06), 512: wide(0.03), 1024: wide(0.01)}
    assert enough_draws(table, precision=0.05) == Enough(512, reached=True)
    assert enough_draws(table, precision=0.5) == Enough(64, reached=True)
    # a third of the width takes nine times the draws: 9216, and the next power of two
    assert enough_draws(table, precision=0.01 / 3.0) == Enough(16384, reached=False)
    # of widths that are poor themselves no number is made up
    assert enough_draws({64: wide(0.34)}, precision=0.05) == Enough(1024, False, at_least=True)
