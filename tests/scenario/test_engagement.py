"""Batteries, networks and raids as they are read."""

import math
import pickle

import pytest

from skyshed.catalogue import loader as catalogue
from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.batteries import with_own_numbers
from skyshed.scenario.engagement_model import STATE_KEYS, NetworkLink
from skyshed.scenario.loader import load_study, parse_study, study_json_schema
from skyshed.scenario.networks import circle_in
from tests.scenario.small_engagement import TEXT, changed


def study_of(text):
    return parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))


@pytest.fixture(scope="module")
def study():
    return study_of(TEXT)


def test_what_a_battery_leaves_out_is_the_catalogues(study):
    fire = study.battery("fire")
    numbers = catalogue.system("s-400").parameters
    assert fire.launchers == numbers["launchers_per_battery"]
    assert fire.rounds == numbers["ready_missiles_per_battery"]
    assert fire.target_channels == numbers["simultaneous_targets_battery"]
    assert fire.reaction == numbers["reaction_time_s"]
    assert fire.missile.guidance_kind == "track_via_missile"
    assert (fire.see, fire.guide, fire.salvo) == ("eye", "guide", "one")


def test_missiles_of_a_battery_are_launchers_times_missiles_on_each(study):
    rounds = study.battery("second").rounds
    assert (rounds.low, rounds.nominal, rounds.high) == (4 * 16, 6 * 16, 8 * 16)
    assert rounds.basis == "derived"


def test_channels_for_missiles_are_two_for_each_target_where_none_are_public(study):
    fire = study.battery("fire")
    assert fire.missile_channels.nominal == 2 * fire.target_channels.nominal
    assert fire.missile_channels.low == fire.target_channels.low
    assert fire.missile_channels.basis == "assumed"


def test_own_numbers_have_their_own_key_and_say_that_they_are_chosen(study):
    second = study.battery("second")
    assert (second.reload.nominal, second.reload.basis) == (3600.0, "assumed")
    assert second.parameter_key("reload") == "battery second.reload_s"
    assert second.parameter_key("rounds") == "patriot/pac-3-cri.rounds"
    assert set(second.parameters) >= {"battery second.reload_s", "patriot/pac-3-cri.launchers"}


def test_batteries_of_one_system_share_what_they_take_from_the_catalogue():
    text = changed("networks:\n", "  - {id: twin, system: s-400, guide: guide,"
                   " missile: s-400/48n6e3}\nnetworks:\n")  # fmt: skip
    study = study_of(text)
    assert study.battery("fire").parameters == study.battery("twin").parameters


def test_a_what_if_changes_a_battery_and_nothing_else(study):
    (what_if,) = study.raid("raid").what_if
    assert (what_if.target_channels.low, what_if.target_channels.high) == (36.0, 80.0)
    fire = study.battery("fire")
    other = with_own_numbers(fire, {"target_channels": what_if.target_channels})
    assert other.target_channels.nominal == 58.0
    assert other.parameter_key("target_channels") == "battery fire.target_channels"
    assert (other.rounds, fire.own) == (fire.rounds, frozenset())


def test_network_in_si(study):
    network = study.network("net")
    assert network.links[0] == NetworkLink("air", "post", 0.5, 10.0, 0.05)
    assert network.links[1] == NetworkLink("rear", "air", 1.0, 10.0, 0.0)
    assert network.batteries == ("fire",)
    assert network.radars == ("eye", "guide", "plane")


@pytest.mark.parametrize(
    ("links", "circle"),
    [
        ("", None),
        ("ab bc ac", None),
        ("ab cb ba", ("a", "b", "a")),
        ("aa", ("a", "a")),
        ("ab bc cd db", ("b", "c", "d", "b")),
        ("ab ac bd cd da", ("a", "b", "d", "a")),
    ],
)
def test_circles_are_found_wherever_they_are(links, circle):
    found = circle_in([NetworkLink(a, b, 1.0, 10.0, 0.0) for a, b in links.split()])
    assert found == circle


def test_a_long_chain_of_nodes_is_no_circle():
    assert circle_in([NetworkLink(str(n), str(n + 1), 1.0, 10.0, 0.0) for n in range(2000)]) is None


def test_raid_in_si(study):
    raid = study.raid("raid")
    (group,) = raid.groups
    assert (raid.size, group.kind, group.start_distance_m) == (3, "straight", 80_000.0)
    assert group.azimuths_rad == pytest.approx((math.radians(10.0), math.radians(350.0)))
    assert group.turn_limit_m_s2 == pytest.approx(2.0 * 9.80665)
    assert (raid.runs, raid.draws, raid.basis) == (100, 50, "assumed")
    assert raid.radar_states == {"eye": "cold"}
    assert STATE_KEYS["cold"] in catalogue.system("s-400").readiness


def test_one_azimuth_needs_no_list():
    study = study_of(changed("from: [10 deg, 350 deg]", "from: -90 deg"))
    assert study.raid("raid").groups[0].azimuths_rad == pytest.approx((1.5 * math.pi,))


def test_routes_and_ballistic_arcs():
    route = "route: [{latitude_deg: 41.0, longitude_deg: 32.0}, {latitude_deg: 40.2,"
    route += " longitude_deg: 32.6}], turn_limit_g: 3.0"
    study = study_of(changed("from: [10 deg, 350 deg], start_distance: 80 km", route))
    (group,) = study.raid("raid").groups
    assert (group.kind, group.route) == ("route", ((41.0, 32.0), (40.2, 32.6)))
    arc = "target: rocket, count: 2, from: 10 deg, ballistic: {range: 250 km, apogee: 70 km}"
    text = changed("target: fighter, count: 3, from: [10 deg, 350 deg], start_distance: 80 km", arc)
    (group,) = study_of(text).raid("raid").groups
    assert (group.kind, group.ballistic_range_m, group.apogee_altitude_m) == (
        "ballistic",
        250_000.0,
        70_000.0,
    )


def test_ten_thousand_targets_are_the_limit():
    assert study_of(changed("count: 3", "count: 10000")).raid("raid").size == 10_000


def test_a_study_of_radars_alone_has_no_batteries():
    study = load_study("lesson-horizon")
    assert (study.batteries, study.networks, study.raids, study.air) == ((), (), (), None)


def test_air_of_a_study():
    air = "air: {refractivity: 350 (310..390), duct: {k_factor: 5.0, label: a duct}}\n"
    found = study_of(TEXT + air).air
    assert (found.refractivity.low, found.refractivity.high) == (310.0, 390.0)
    assert (found.refractivity.unit, found.duct_k_factor) == ("N-units", 5.0)


def test_parts_travel_to_worker_processes(study):
    fire = study.battery("fire")
    assert pickle.loads(pickle.dumps(fire)) == fire
    network = study.network("net")
    assert pickle.loads(pickle.dumps(network)) == network


def test_editors_are_told_the_key_from():
    link = study_json_schema()["$defs"]["LinkPart"]
    assert {"from", "to"} <= set(link["properties"])
    assert "from_" not in link["properties"]
