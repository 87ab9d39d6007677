"""Draws that agree with quoted figures, figures that contradict each other, figures that lack."""

import dataclasses

import numpy as np
import pytest

from skyshed.flight.agreement import FIGURES
from skyshed.flight.fit import fit
from skyshed.flight.missile import COLUMNS
from skyshed.flight.prior import FlightPrior, draw_missiles, prior_for
from skyshed.flight.quoted import Quoted, agrees, windows
from skyshed.flight.stored import stored_fit, stored_fly_out
from skyshed.uncertainty.parameter import Parameter


def figure(nominal, low=None, high=None, unit="m", *, grade="C", values=()):
    bounds = (min(values), max(values)) if values else (low or nominal, high or nominal)
    shape = "discrete" if values else ("fixed" if bounds[0] == bounds[1] else "triangular")
    return Parameter(
        nominal, *bounds, unit, shape, values, basis="unverified", grade=grade, label="figure"
    )


MEDIUM = Quoted(
    "test/medium",
    range_max=figure(100e3, 60e3, 120e3),
    speed_max=figure(1700.0, 1500.0, 1700.0, "m/s"),
    altitude_max=figure(30e3, 24e3, 36e3),
    speed_mean=figure(1200.0, 1000.0, 1500.0, "m/s"),
    altitude_min=figure(50.0, 15.0, 50.0),
    range_min=figure(3e3, 1e3, 3e3),
)
PRIOR = prior_for(100e3, 1700.0)


@pytest.fixture(scope="module")
def medium():
    return fit(MEDIUM, PRIOR, members=24)


def test_every_member_agrees_with_every_figure(medium):
    found = medium.figures
    assert medium.accepted == medium.missile.members == 24
    assert medium.tried > 24
    for name, quoted in (("reach", MEDIUM.range_max), ("top_speed", MEDIUM.speed_max)):
        ((low, high),) = windows(quoted)
        assert np.all((found[name] >= low) & (found[name] <= high))
    assert np.all(found["ceiling"] >= windows(MEDIUM.altitude_max)[0][0])
    ((low, high),) = windows(MEDIUM.speed_mean)
    assert np.all((found["mean_high"] >= low) & (found["mean_low"] <= high))
    for name in COLUMNS:
        if name.endswith("fraction"):
            continue  # shrunk together where there would be too much propellant
        bounds = PRIOR.bounds[name]
        values = getattr(medium.missile, name)
        assert np.all((values >= bounds[0] * (1 - 1e-12)) & (values <= bounds[1] * (1 + 1e-12)))


def test_members_are_ordered_by_time_of_flight(medium):
    time = medium.figures["time_to_reference"]
    known = time[np.isfinite(time)]
    assert np.all(np.diff(known) >= 0.0)
    assert np.isfinite(time[: known.size]).all()  # those that never come there are last
    assert known[-1] > 1.1 * known[0]


def test_limits_are_drawn_inside_what_is_quoted(medium):
    assert np.all((medium.altitude_min_m >= 15.0) & (medium.altitude_min_m <= 50.0))
    assert np.all((medium.altitude_max_m >= 24e3) & (medium.altitude_max_m <= 36e3))
    assert np.all((medium.range_min_m >= 1e3) & (medium.range_min_m <= 3e3))
    assert np.array_equal(medium.range_max_m, medium.figures["reach"])
    assert np.unique(medium.altitude_max_m).size == 24


def test_the_same_seed_gives_the_same_members(medium):
    again = fit(MEDIUM, PRIOR, members=24)
    assert np.array_equal(again.missile.packed(), medium.missile.packed())
    other = fit(MEDIUM, PRIOR, members=24, seed=2)
    assert not np.array_equal(other.missile.packed(), medium.missile.packed())


def test_contradictory_figures_are_named():
    quoted = dataclasses.replace(
        MEDIUM, speed_max=figure(450.0, 430.0, 470.0, "m/s"), speed_mean=None
    )
    found = fit(quoted, prior_for(100e3, 1700.0), tries=8000)
    assert found.missile is None
    assert "hardly any drawn missile meets the quoted figures together" in found.verdict
    assert found.contradictions[0].startswith("longest range 100 km against highest speed 450 m/s")
    assert all("highest speed 450 m/s" in text for text in found.contradictions)  # the odd one


def test_a_mean_above_the_top_speed_is_a_contradiction():
    quoted = dataclasses.replace(
        MEDIUM,
        speed_max=figure(1200.0, 1150.0, 1250.0, "m/s"),
        speed_mean=figure(1500.0, 1450.0, 1550.0, "m/s"),
    )
    found = fit(quoted, prior_for(100e3, 1200.0), tries=8000)
    assert found.missile is None
    assert any("speed" in text and "mean speed 1500" in text for text in found.contradictions)


def test_a_figure_that_nothing_meets_is_named_alone():
    quoted = Quoted("test/fast", range_max=figure(100e3), speed_max=figure(9000.0, unit="m/s"))
    found = fit(quoted, prior_for(100e3, 9000.0), tries=4000)
    assert any(text.startswith("highest speed 9000 m/s: none of") for text in found.contradictions)
    assert "says nothing against the quotation" in found.verdict  # one figure contradicts nothing
    assert "contradict" not in found.verdict


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        (dataclasses.replace(MEDIUM, speed_max=None), "missing highest speed"),
        (dataclasses.replace(MEDIUM, range_max=None), "missing longest range"),
        (Quoted("test/none"), "missing longest range and highest speed"),
    ],
)
def test_what_is_indispensable_and_missing_is_said(quoted, words):
    found = stored_fit(quoted)
    assert found.missile is None
    assert found.verdict == f"not fittable: {words}"
    assert found.tried == 0


def test_range_and_speed_are_enough():
    quoted = Quoted("test/bare", MEDIUM.range_max, MEDIUM.speed_max)
    assert set(quoted.absent) == {
        "highest altitude", "mean speed", "lowest altitude", "shortest range"
    }  # fmt: skip
    found = fit(quoted, PRIOR, members=8)
    assert found.missile.members == 8
    assert np.array_equal(found.altitude_max_m, found.figures["ceiling"])
    assert np.all((found.range_min_m >= 500.0) & (found.range_min_m <= 3000.0))
    assert set(found.figures) == set(FIGURES)


def test_a_fit_comes_back_from_the_cache_as_it_was(medium, tmp_path, monkeypatch):
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path))
    first = stored_fit(MEDIUM, members=24)
    second = stored_fit(MEDIUM, members=24)
    assert len(list(tmp_path.rglob("*.arrays"))) == 1
    for found in (first, second):
        assert np.array_equal(found.missile.packed(), medium.missile.packed())
        assert (found.tried, found.accepted) == (medium.tried, medium.accepted)
        assert np.array_equal(found.range_max_m, medium.range_max_m)
    fresh = stored_fly_out(first, launch_altitude_m=843.0)
    kept = stored_fly_out(second, launch_altitude_m=838.0)  # rounded to the same 10 m
    assert fresh.launch_altitude_m == kept.launch_altitude_m == 840.0
    assert np.array_equal(fresh.time_s, kept.time_s, equal_nan=True)
    assert len(list(tmp_path.rglob("*.arrays"))) == 2


def test_an_unfitted_missile_has_no_tables():
    with pytest.raises(ValueError, match="missing highest speed"):
        stored_fly_out(
            stored_fit(dataclasses.replace(MEDIUM, speed_max=None)), launch_altitude_m=0.0
        )


def test_windows_open_a_figure_by_its_rounding():
    assert windows(figure(100.0, 80.0, 120.0)) == ((80.0, 120.0),)
    assert windows(figure(100.0, 99.0, 100.0))[0] == pytest.approx((97.5, 102.5))
    assert windows(figure(100.0))[0] == pytest.approx((95.0, 105.0))
    assert windows(figure(100.0, 80.0, 120.0, grade="D")) == ((60.0, 140.0),)
    assert windows(figure(200.0, values=(200.0, 240.0))) == (
        pytest.approx((195.0, 205.0)),
        pytest.approx((234.0, 246.0)),
    )
    inside = agrees(
        np.array([190.0, 196.0, 220.0, 230.0, np.nan]),
        np.array([194.0, 196.0, 221.0, 250.0, np.nan]),
        ((195.0, 205.0), (234.0, 246.0)),
    )
    assert inside.tolist() == [False, True, False, True, False]


def test_priors_are_wide_and_complete():
    assert [prior_for(range_m, 1e3).name for range_m in (40e3, 100e3, 250e3)] == [
        "short", "medium", "long"
    ]  # fmt: skip
    assert prior_for(250e3, 2000.0).bounds["maximum_time_s"] == pytest.approx((167, 417), abs=1)
    drawn = draw_missiles(PRIOR, size=1000, seed=1, entity="x")
    assert np.all(drawn.boost_fraction + drawn.sustain_fraction <= 0.72 + 1e-12)
    drag = np.sort(drawn.drag_scale)
    low, high = PRIOR.bounds["drag_scale"]
    strata = np.floor((drag - low) / (high - low) * 1000)
    assert np.array_equal(strata, np.arange(1000))  # one in each: a Latin hypercube
    with pytest.raises(ValueError, match="lacks boost_time_s"):
        FlightPrior("x", {})
    with pytest.raises(ValueError, match="above zero"):
        prior_for(0.0, 1000.0)
