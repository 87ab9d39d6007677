"""Comparison of computed numbers with published cases, each within its source's own tolerance."""

from collections.abc import Callable, Mapping


def allowed_difference(expected: Mapping) -> float:
    """Largest difference that the source's digits allow."""
    relative = expected.get("rel_tol", 0.0) * abs(expected["value"])
    return max(expected.get("abs_tol", 0.0), relative)


def closest_call(cases: list[dict], compute: Callable[[dict], float]) -> tuple[float, float]:
    """Difference and tolerance of the case that comes nearest to failing; asserts every case."""
    assert cases
    calls = []
    for case in cases:
        (expected,) = case["expected"].values()
        difference = abs(float(compute(case["inputs"])) - expected["value"])
        tolerance = allowed_difference(expected)
        assert difference <= tolerance, f"{case['id']}: off by {difference}, allowed {tolerance}"
        calls.append((difference / tolerance, difference, tolerance))
    return max(calls)[1:]
