"""A target that turns away and runs."""

import numpy as np
import pytest

from skyshed.engagement.no_escape import no_escape_range_m, turn_away_range_m
from tests.engagement.ideal_missile import StraightMissile

MANOEUVRE = {"speed_m_s": 300.0, "turn_m_s2": 30.0}


def stepped(start, course, delay, *, speed_m_s, turn_m_s2, step=1e-3, until=40.0):
    """The manoeuvre in small steps: a unit vector turned until it points outwards."""
    x, y = start, 0.0
    off = np.pi - course
    for now in np.arange(0.0, until, step):
        if now >= delay:
            off = max(off - turn_m_s2 / speed_m_s * step, 0.0)
        x += speed_m_s * np.cos(off) * step
        y += speed_m_s * np.sin(off) * step
    return np.hypot(x, y)


@pytest.mark.parametrize(("course", "delay"), [(0.0, 0.0), (0.0, 5.0), (1.0, 2.0), (np.pi, 0.0)])
def test_manoeuvre_agrees_with_small_steps(course, delay):
    got = turn_away_range_m([40.0], 50e3, course_rad=course, delay_s=delay, **MANOEUVRE)
    expected = stepped(50e3, course, delay, **MANOEUVRE)
    assert got == pytest.approx(expected, abs=1.0)  # steps of 0.3 m


def test_turn_of_180_degrees_by_the_closed_form():
    # After the half circle the target is abeam by two radii, at the range of its start.
    radius = 300.0**2 / 30.0
    got = turn_away_range_m([np.pi * 300.0 / 30.0], 50e3, **MANOEUVRE)
    assert got == pytest.approx(np.hypot(50e3, 2.0 * radius))
    left, right = (turn_away_range_m([7.0], 50e3, course_rad=c, **MANOEUVRE) for c in (0.4, -0.4))
    assert left == pytest.approx(right)


def test_outbound_target_is_a_tail_chase():
    # Met where speed of the missile times t = start + speed of the target times t, in its reach.
    missile = StraightMissile(speeds_m_s=(1_000.0, 500.0), farthest_m=100e3)
    got = no_escape_range_m(
        missile, [0, 1], altitude_m=0.0, course_rad=np.pi, longest_range_m=120e3, **MANOEUVRE
    )
    assert got == pytest.approx([70e3, 40e3], abs=100.0)


def test_no_escape_range_shrinks_with_warning_and_lies_inside_reach():
    settings = {"altitude_m": 8e3, "longest_range_m": 120e3, **MANOEUVRE}
    at_once, late = (
        no_escape_range_m(StraightMissile(), 0, delay_s=d, **settings) for d in (0, 20)
    )
    assert 70e3 < at_once < late < 100e3
    # 20 s longer inbound brings it 2 x 20 s of its speed, times the tail chase's factor, nearer.
    assert late - at_once == pytest.approx(2.0 * 20.0 * 300.0, rel=0.05)


def test_no_range_will_do_above_the_ceiling():
    missile = StraightMissile(farthest_m=5e3)
    got = no_escape_range_m(missile, 0, altitude_m=8e3, longest_range_m=50e3, **MANOEUVRE)
    assert np.isnan(got)


def test_bad_manoeuvres_are_refused():
    for wrong in ({"speed_m_s": 0.0}, {"turn_m_s2": -1.0}, {"delay_s": -1.0}):
        with pytest.raises(ValueError, match="must be positive"):
            turn_away_range_m([1.0], 1e3, **{**MANOEUVRE, **wrong})
