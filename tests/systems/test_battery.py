from dataclasses import replace

import numpy as np
import pytest

from skyshed.catalogue import loader
from skyshed.errors import NotComputableError
from skyshed.systems.battery import Battery, battery_draws, battery_parameters, guidance_window_s
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.batteries import MISSILE, TestMissile, straight_fly_out


def battery(**changes):
    return replace(
        Battery("b", "Battery", None, "guide", TestMissile(straight_fly_out())), **changes
    )


def test_reaction_time_comes_from_the_catalogue_and_handover_only_with_two_radars():
    system = loader.system("s-400")
    alone = battery_parameters("b", system, see=None)
    assert alone == {"b.reaction_time_s": system.parameters["reaction_time_s"]}
    both = battery_parameters("b", system, see="see", label="the battery")
    assert set(both) == {"b.reaction_time_s", "b.handover_s"}
    assert both["b.handover_s"].basis == "assumed"
    assert "the battery" in both["b.handover_s"].label


def test_a_system_without_reaction_time_is_not_computable():
    system = loader.system("s-400")
    numbers = {k: v for k, v in system.parameters.items() if k != "reaction_time_s"}
    with pytest.raises(NotComputableError, match="reaction_time_s"):
        battery_parameters("b", replace(system, parameters=numbers), see=None)


def test_draws_add_up_the_delays_and_pick_members():
    missile = TestMissile(
        straight_fly_out(members=4),
        parameters={"x": Parameter(1, 1, 1, basis="derived", grade="A")},
    )
    one = battery(interceptor=missile, parameters={"b.reaction_time_s": missile.parameters["x"]})
    assert set(one.unknowns) == {"x", "b.reaction_time_s"}
    drawn = battery_draws(
        one,
        {
            f"{MISSILE}.flight": np.array([0.0, 0.25, 0.6, 1.0]),
            f"{MISSILE}.launch_delay_s": np.full(4, 3.0),
            "b.reaction_time_s": np.array([9.0, 10.0, 11.0, 12.0]),
        },
    )
    assert drawn.draws == 4
    assert drawn.member.tolist() == [0, 1, 2, 3]
    assert drawn.delay_s.tolist() == [12.0, 13.0, 14.0, 15.0]


@pytest.mark.parametrize(
    ("guidance", "hold_from", "window"),
    [
        ("semi_active", 0.0, (np.inf, 0.0)),
        ("track_via_missile", 1.0, (20.0, 0.0)),
        ("command", 1.0, (np.inf, 0.0)),
        ("active", 0.0, (np.inf, 20.0)),
        ("infrared", 0.0, (np.inf, np.inf)),
    ],
)
def test_guidance_window(guidance, hold_from, window):
    found = guidance_window_s(
        guidance, hold_from=np.array([hold_from]), terminal_s=np.array([20.0])
    )
    assert (found[0][0], found[1][0]) == window


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"launchers": 0}, "launchers must be 1 or more"),
        ({"sector_rad": 0.0}, "sector_rad"),
        ({"interceptor": TestMissile(straight_fly_out(), "magic")}, "guidance must be one of"),
    ],
)
def test_what_no_battery_can_be(changes, match):
    with pytest.raises(ValueError, match=match):
        battery(**changes)


def test_unknown_guidance_has_no_window():
    with pytest.raises(ValueError, match="guidance"):
        guidance_window_s("magic", hold_from=np.zeros(1), terminal_s=np.zeros(1))
