from itertools import pairwise

import numpy as np
import pytest

from skyshed.sim.network import (
    Link,
    Network,
    Path,
    check_network,
    find_circle,
    joined_nodes,
    quickest_path,
)
from skyshed.sim.runs import run_chunk
from tests.sim.raid_cases import raid_case


def chain(*names, **link):
    return Network(names, tuple(Link(a, b, **link) for a, b in pairwise(names)))


def test_a_circle_is_named():
    network = Network(
        ("x", "a", "b", "c"), (Link("x", "a"), Link("a", "b"), Link("b", "c"), Link("c", "a"))
    )
    circle = find_circle(network)
    assert circle[0] == circle[-1]
    links = {(link.origin, link.destination) for link in network.links}
    assert set(pairwise(circle)) <= links
    with pytest.raises(ValueError, match=r"in a circle: . -> . -> . -> ."):
        check_network(network)
    with pytest.raises(ValueError, match="a -> b -> a"):
        check_network(Network(("a", "b"), (Link("a", "b"), Link("b", "a"))))
    with pytest.raises(ValueError, match="a -> a"):
        check_network(Network(("a",), (Link("a", "a"),)))


def test_a_diamond_is_no_circle():
    links = (Link("a", "b"), Link("a", "c"), Link("b", "d"), Link("c", "d"))
    check_network(Network(("a", "b", "c", "d"), links))


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (Network(("a",), (Link("a", "b"),)), "there is no node 'b'"),
        (Network(("a",), (), ("b",)), "failed node 'b'"),
        (Network(("a", "a")), "occurs twice"),
    ],
)
def test_wrong_nodes_are_named(network, message):
    with pytest.raises(ValueError, match=message):
        check_network(network)


def test_links_refuse_negative_times_and_impossible_losses():
    with pytest.raises(ValueError, match="a -> b: latency_s must not be negative"):
        Link("a", "b", latency_s=-1.0)
    with pytest.raises(ValueError, match="loss must lie between 0 and 1"):
        Link("a", "b", loss=1.5)


def test_paths_add_latencies_and_losses():
    path = quickest_path(chain("a", "b", "c", latency_s=2.0, update_s=4.0, loss=0.1), "a", "c")
    assert path == Path(4.0, 4.0, pytest.approx(0.19))
    assert quickest_path(chain("a", "b"), "b", "a") is None  # one way
    assert quickest_path(chain("a", "b"), "a", "a") == Path()
    assert quickest_path(Network(), "not in it", "not in it") == Path()


def test_the_quicker_way_is_taken_unless_its_node_has_failed():
    links = (Link("a", "b", 1.0), Link("b", "d", 1.0), Link("a", "c", 5.0), Link("c", "d", 5.0))
    network = Network(("a", "b", "c", "d"), links)
    assert quickest_path(network, "a", "d").latency_s == 2.0
    failed = Network(network.nodes, links, ("b",))
    assert quickest_path(failed, "a", "d").latency_s == 10.0
    assert quickest_path(failed, "b", "b") is None


def test_joined_nodes_are_numbered_from_zero():
    network = Network(("a", "b", "c", "d"), (Link("a", "b"), Link("c", "b")))
    assert joined_nodes(network, ("d", "a", "c")) == {"d": 0, "a": 1, "c": 1}
    cut = Network(network.nodes, network.links, ("b",))
    assert len(set(joined_nodes(cut, ("a", "c")).values())) == 2


def two_nodes(mode, *, guidance="semi_active", holds_from_m=1e9, link=None, **more):
    """A radar in front, a battery behind that has no radar of its own but its engagement radar."""
    network = Network(("front", "rear"), (link or Link("front", "rear"),))
    case = raid_case(
        3, mode=mode, network=network, node_of_radar=lambda r: "front",
        node_of_unit=lambda u: "rear", unit={"guidance": guidance, "terminal_s": 5.0} | more,
    )  # fmt: skip
    object.__setattr__(case.units[0], "holds", case.units[0].range_m < holds_from_m)
    return case


def test_stand_alone_units_use_their_own_node_only():
    assert (run_chunk(two_nodes("stand-alone"), 1, 0, 2)["shots"] == 0).all()
    assert (run_chunk(two_nodes("cued"), 1, 0, 2)["shots"] == 3).all()


def test_a_unit_may_ignore_the_network():
    found = run_chunk(two_nodes("cued", fire_only_own_track=True), 1, 0, 2)
    assert (found["shots"] == 0).all()


def test_a_failed_node_tells_and_fires_nothing():
    for node in ("front", "rear"):
        case = two_nodes("cued")
        object.__setattr__(
            case, "network", Network(case.network.nodes, case.network.links, (node,))
        )
        assert (run_chunk(case, 1, 0, 2)["shots"] == 0).all()


def test_a_cue_comes_late_by_the_latency_and_up_to_an_update():
    case = two_nodes("cued", link=Link("front", "rear", latency_s=7.0, update_s=10.0))
    first = run_chunk(case, 1, 0, 500)["first_shot_s"]
    assert first.min() >= 12.0
    assert first.max() <= 23.0  # 5 s + 7 s + 10 s, and the next tick
    assert 14.0 < first.mean() < 17.0  # the first of three waits, uniform, is a quarter


def test_lost_messages_delay_a_cue_and_a_dead_link_stops_it():
    lossy = two_nodes("cued", link=Link("front", "rear", update_s=10.0, loss=0.8))
    clear = two_nodes("cued", link=Link("front", "rear", update_s=10.0))
    late, early = (run_chunk(case, 1, 0, 200)["first_shot_s"] for case in (lossy, clear))
    assert late.mean() > early.mean() + 3.0
    dead = two_nodes("cued", link=Link("front", "rear", update_s=10.0, loss=1.0))
    assert (run_chunk(dead, 1, 0, 5)["shots"] == 0).all()


@pytest.mark.parametrize("guidance", ["semi_active", "track_via_missile", "infrared"])
@pytest.mark.parametrize("hold_from_last", [False, True])
def test_a_semi_active_battery_never_shoots_below_its_own_horizon(guidance, hold_from_last):
    for mode in ("stand-alone", "cued", "engage-on-remote"):
        case = two_nodes(mode, guidance=guidance, holds_from_m=0.0, hold_from_last=hold_from_last)
        assert (run_chunk(case, 1, 0, 5)["shots"] == 0).all()
    horizon_m = 40e3
    case = two_nodes(
        "engage-on-remote", guidance=guidance, holds_from_m=horizon_m,
        hold_from_last=hold_from_last,
    )  # fmt: skip
    found = run_chunk(case, 1, 0, 5)
    assert (found["shots"] == 3).all()
    reached = 120e3 - 250.0 * found["kill_s"]
    assert (reached <= horizon_m).all()


@pytest.mark.parametrize("guidance", ["active", "command"])
def test_active_and_command_guidance_may_fire_on_a_remote_track(guidance):
    blind = {"guidance": guidance, "holds_from_m": 0.0}
    assert (run_chunk(two_nodes("cued", **blind), 1, 0, 5)["shots"] == 0).all()
    found = run_chunk(two_nodes("engage-on-remote", **blind), 1, 0, 5)
    assert (found["shots"] == 3).all()
    assert (found["leakers"] == 0).all()


def test_units_without_a_link_fire_twice_at_the_same_target():
    apart = raid_case(4, units=2, radars=2, node_of_unit=str, node_of_radar=str)
    assert (run_chunk(apart, 1, 0, 5)["shots"] == 8).all()
    joined = raid_case(
        4, units=2, radars=2, node_of_unit=str, node_of_radar=str, mode="cued",
        network=Network(("0", "1"), (Link("0", "1"),)),
    )  # fmt: skip
    assert (run_chunk(joined, 1, 0, 5)["shots"] == 4).all()


def test_runs_with_and_without_a_network_share_their_plots_and_shots():
    pd = np.full((3, 120), 0.4)
    one = raid_case(3, pd=pd, kill_probability=0.5)
    networked = raid_case(
        3, pd=pd, kill_probability=0.5, mode="cued",
        network=Network(("site", "other"), (Link("other", "site"),)),
    )  # fmt: skip
    alone, together = (run_chunk(case, 9, 0, 50) for case in (one, networked))
    for name, values in alone.items():
        np.testing.assert_array_equal(values, together[name])


def test_one_more_target_moves_nobody_elses_luck():
    few, more = (raid_case(n, pd=0.4, kill_probability=0.5) for n in (3, 4))
    found = [run_chunk(case, 9, 0, 50)["kill_s"][:, :3] for case in (few, more)]
    np.testing.assert_array_equal(*found)
