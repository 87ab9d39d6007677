"""What the page is told is what a study says."""

import json

import numpy as np
import pytest

from skyshed.analysis.page_words import range_words
from skyshed.analysis.results import Interval
from skyshed.analysis.study import run_study
from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.output.numbers import result_numbers
from skyshed.scenario.loader import parse_study
from skyshed.web.replies import plain
from tests.web.calling import VIEW

LEVELS = ("low", "median", "high", "nominal")


@pytest.fixture(autouse=True)
def _without_what_decides(monkeypatch):
    """It takes most of a run's time, and nothing here comes from it."""
    monkeypatch.setattr("skyshed.analysis.study._tornado", lambda model, run: None)


def exported_numbers(client, scene):
    text = client.post("/api/export/study", {"scene": scene}).text
    study = parse_study(parse_yaml(text, name="exported", error=ScenarioError))
    return plain(result_numbers(run_study(study, workers=1)))


def same(interval, told):
    """An interval of results.json (nothing is 0 or null there) and one of the page."""
    for name, own in (("p05", "low"), ("p50", "median"), ("p95", "high")):
        assert (told[own] or 0.0) == (interval[name] or 0.0)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"what_if": {"s-400/91n6e.instrumented_range_m": 60_000.0, "s-400/91n6e.pd": 0.9}},
        {"height": {"value_m": 3000.0, "above": "sea"}, "pd": 0.8, "seed": 7},
    ],
    ids=["plain", "what-if", "other numbers"],
)
def test_exported_study_gives_the_same_numbers(client, scene, change):
    scene = scene | change
    told = client.post("/api/answer", {"scene": scene}).json()["radars"][0]
    numbers = exported_numbers(client, scene)
    (pair,) = numbers["pairs"]
    (height,) = pair["heights"]
    same(height["radius_m"], told["range_m"])
    same(height["area_m2"], told["area_m2"])
    same(pair["r90_ground_m"], told["confirmed_m"])
    assert (told["confirmed_m"]["nominal"] or 0.0) == (pair["r90_ground_m"]["nominal"] or 0.0)
    for number in scene.get("what_if", {}):
        label = numbers["parameters"][number]["label"]
        assert any(s.startswith("What-if: ") and label in s for s in numbers["sentences"])


def test_networked_radars_add_up_as_in_a_study(client, scene):
    other = scene["radars"][0] | {
        "id": "r2",
        "entry": "s-400/96l6e",
        "latitude_deg": 39.6,
        "antenna_agl_m": 20.0,
        "sector_centre_deg": 90.0,
    }
    off = other | {"id": "r3", "on": False}
    scene |= {"radars": [*scene["radars"], other, off], "networked": True}
    told = client.post("/api/answer", {"scene": scene}).json()
    assert [radar["id"] for radar in told["radars"]] == ["r1", "r2"]
    numbers = exported_numbers(client, scene)
    for pair, radar in zip(numbers["pairs"], told["radars"], strict=True):
        same(pair["heights"][0]["radius_m"], radar["range_m"])
        same(pair["heights"][0]["area_m2"], radar["area_m2"])
    rows = {row["group"]: row["area_m2"] for row in numbers["unions"]}
    same(rows["All together"], told["union"]["area_m2"])


def test_union_is_at_least_each_and_at_most_both(client, scene):
    """In every draw the union of two is between the larger and the sum; so are the shares."""
    other = scene["radars"][0] | {"id": "r2", "latitude_deg": 39.7}
    scene |= {"radars": [*scene["radars"], other], "networked": True}
    key = client.post("/api/answer", {"scene": scene}).json()["key"]
    layers = {
        radar: np.frombuffer(
            client.post("/api/answer/raster", {"key": key, "radar": radar, "view": VIEW}).content,
            dtype=np.uint8,
        ).astype(int)
        for radar in ("r1", "r2", "union")
    }
    first, second, union = (np.where(v <= 200, v, 0) for v in layers.values())
    assert union.max() > 0
    assert np.all(union >= np.maximum(first, second))
    assert np.all(union <= first + second)


def test_raster_agrees_with_the_point_under_it(client, scene):
    answer = client.post("/api/answer", {"scene": scene}).json()
    raster = client.post("/api/answer/raster", {"key": answer["key"], "view": VIEW})
    pixels = np.frombuffer(raster.content, dtype=np.uint8).reshape(VIEW["height"], VIEW["width"])
    assert set(np.unique(pixels)) <= {*range(201), 254}
    near, far = (40.25, 32.6), (39.05, 31.05)
    row_column = [
        (
            int((41.0 - lat) / 2.0 * VIEW["height"]),  # Mercator is straight enough over 2 degrees
            int((lon - 31.0) / 3.0 * VIEW["width"]),
        )
        for lat, lon in (near, far)
    ]
    told = client.post(
        "/api/point", {"scene": scene, "latitude_deg": near[0], "longitude_deg": near[1]}
    ).json()
    (radar,) = told["radars"]
    assert radar["covered"]
    assert pixels[row_column[0]] >= 180
    assert radar["share"] >= 0.9
    assert pixels[row_column[1]] == 254  # 160 km away, outside the map


def test_point_says_why_not(client, scene):
    scene |= {"height": {"value_m": 30.0, "above": "ground"}}
    told = client.post(
        "/api/point", {"scene": scene, "latitude_deg": 40.9, "longitude_deg": 32.6}
    ).json()
    (radar,) = told["radars"]
    assert not radar["covered"]
    assert radar["factor_words"] in ("horizon", "terrain")
    assert radar["distance_m"] == pytest.approx(91_300, abs=500)  # 0.8211 degrees of 111.2 km
    assert radar["lowest_covered_m"] > radar["target_altitude_m"]
    assert radar["pd"]["nominal"] < 0.5
    assert "91N6E" in radar["sentence"]


def test_beyond_the_instrumented_range_of_all(client, scene):
    told = client.post(
        "/api/point", {"scene": scene, "latitude_deg": -40.0, "longitude_deg": -100.0}
    ).json()
    assert told["radars"][0]["factor_words"] == "instrumented range"
    assert told["radars"][0]["slant_m"] is None


def test_live_agrees_with_the_nominal_point(client, scene):
    body = {"client": "one", "seq": 1, "scene": scene, "radar": "r1", "view": VIEW}
    reply = client.post("/api/live", body)
    assert reply.status_code == 200
    told = json.loads(reply.headers["x-skyshed"])
    assert told["seq"] == 1
    assert told["ring_m"] == 600_000.0
    pixels = np.frombuffer(reply.content, dtype=np.uint8).reshape(VIEW["height"], VIEW["width"])
    assert set(np.unique(pixels)) <= {0, 1, 2, 3, 4, 5, 6, 254, 255}
    middle = VIEW["height"] * (41.0 - 40.25) / 2.0, VIEW["width"] * (32.6 - 31.0) / 3.0
    assert pixels[int(middle[0]), int(middle[1])] == 0
    assert pixels[-1, 0] == 254


def test_live_ignores_what_ifs_of_other_radars(client, scene):
    other = scene["radars"][0] | {"id": "r2", "entry": "s-400/96l6e"}
    scene |= {
        "radars": [*scene["radars"], other],
        "what_if": {"s-400/96l6e.instrumented_range_m": 100_000.0},
    }
    rings = []
    for radar in ("r1", "r2"):
        body = {"client": "one", "seq": 2, "scene": scene, "radar": radar, "view": VIEW}
        rings.append(json.loads(client.post("/api/live", body).headers["x-skyshed"])["ring_m"])
    assert rings == [600_000.0, 100_000.0]


def test_section_falls_away_as_the_earth_does(client, scene):
    body = {
        "scene": scene,
        "radar": "r1",
        "to": {"latitude_deg": 40.9, "longitude_deg": 32.6},
    }
    told = client.post("/api/profile", body).json()
    distance, drop = np.array(told["distance_m"]), np.array(told["drop_m"])
    # d^2 / 2kR with k from 1.2 to 1.5, the usual range of the effective radius
    k = distance[-1] ** 2 / (2.0 * 6.371e6 * drop[-1])
    assert 1.2 < k < 1.5
    assert told["curved_ground_m"][-1] == pytest.approx(told["ground_m"][-1] - drop[-1], abs=0.2)
    seen, covered = np.array(told["lowest_visible_m"]), told["lowest_covered_m"]
    assert np.all(seen >= np.array(told["ground_m"]) - 0.2)
    assert len(covered) == distance.size


def test_vertical_chart_spreads_around_the_median(client, scene):
    told = client.post("/api/vertical", {"scene": scene, "radar": "r1", "azimuth_deg": 45.0}).json()
    low, high = (told["lowest_m"][name][5:40] for name in ("low", "high"))
    pairs = [(a, b) for a, b in zip(low, high, strict=True) if a is not None and b is not None]
    assert pairs
    assert all(a <= b for a, b in pairs)


def test_sources_name_where_numbers_come_from(client, scene):
    scene |= {"what_if": {"s-400/91n6e.scan_period_s": 12.0}}
    told = client.post("/api/sources", {"scene": scene}).json()
    rows = {row["key"]: row for row in told["rows"]}
    assert rows["s-400/91n6e.scan_period_s"]["what_if"] == 12.0
    assert rows["s-400/91n6e.scan_period_s"]["swing_share"] is None  # held, so it does not swing
    shares = [row["swing_share"] for row in told["rows"] if row["swing_share"] is not None]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    named = rows["s-400/91n6e.pair0.range_m"]["sources"]
    assert named
    assert all(source["title"] for source in named)


def test_start_offers_what_can_be_placed(client):
    told = client.get("/api/start").json()
    radars = {radar["id"]: radar for radar in told["radars"]}
    assert radars["s-400/91n6e"]["computable"]
    assert all(radar["reason"] for radar in radars.values() if not radar["computable"])
    assert "manpads" not in json.dumps(told["batteries"])
    assert len(told["examples"]) == 3
    for example in told["examples"]:
        entry = example["scene"]["radars"][0]["entry"]
        assert radars[entry]["computable"]
    assert told["study"]["name"] == "turkey-2019"
    assert told["study"]["has_claims"]


def test_tiles_are_images_and_end_where_the_world_does(client):
    tile = client.get("/api/tiles/6/37/24.png")
    assert tile.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert tile.headers["content-type"] == "image/png"
    assert client.get("/api/tiles/1/2/0.png").status_code == 404
    assert client.get("/api/tiles/13/0/0.png").status_code == 422


def test_base_map_lines_meet_the_box(client):
    box = {"west": 25.2, "south": 34.9, "east": 36.1, "north": 42.3}
    told = client.get("/api/basemap", params=box).json()
    assert told["credit"]
    assert {line["properties"]["kind"] for line in told["features"]} >= {"coast", "border"}
    assert client.get("/api/basemap", params=box | {"east": 170.0}).status_code == 422


@pytest.mark.slow
def test_reach_of_a_battery_lies_within_what_is_seen(client, scene):
    battery = {"entry": "s-400", "missile": "s-400/48n6e3", "radar": "r1"}
    scene |= {"battery": battery, "height": {"value_m": 8000.0, "above": "sea"}}
    told = client.post("/api/engageable", {"scene": scene}).json()
    steps = [step["slant_m"]["median"] for step in told["waterfall"]]
    assert steps[0] >= steps[-1] > 0.0  # seen by a single scan, at last hit
    assert told["guide"] == "battery-guide"
    body = {"key": told["key"], "view": VIEW}
    assert len(client.post("/api/engageable/raster", body).content) == 7200
    numbers = exported_numbers(client, scene)
    (pair,) = numbers["reaches"]["battery"]["targets"].values()
    same(pair["intercept_ground_m"], told["intercept_ground_m"])


def test_number_that_is_held_keeps_its_interval_sources_and_range(client, scene):
    key = "s-400/91n6e.instrumented_range_m"
    row = _row(client, scene, key)
    held = _row(client, scene | {"what_if": {key: row["low"] / 2.0}}, key)
    assert held["what_if"] == row["low"] / 2.0
    for name in ("low", "nominal", "high", "shown", "grade", "basis", "sources", "what_if_range"):
        assert held[name] == row[name], name
    # Every value that could be typed before still can.
    assert held["what_if_range"][1] > row["high"]


def _row(client, scene, key):
    rows = client.post("/api/sources", {"scene": scene}).json()["rows"]
    return next(row for row in rows if row["key"] == key)


def test_fixed_sector_is_read_where_the_radar_looks(client, scene):
    radar = scene["radars"][0] | {"entry": "s-400/92n6e", "sector_centre_deg": 108.0}
    scene = scene | {"radars": [radar], "height": {"value_m": 9000.0, "above": "ground"}}
    told = client.post("/api/answer", {"scene": scene}).json()["radars"][0]
    assert told["range_m"]["median"] in (0.0, None)  # half of all directions lie behind it
    assert told["sector_range_m"]["median"] > 0.0
    assert told["sector_confirmed_m"]["median"] > 0.0
    words = range_words(Interval(*(told["sector_range_m"][name] or 0.0 for name in LEVELS), "m"))
    assert f"out to {words}" in told["sentence"]


def test_point_tells_shares_by_factor(client, scene):
    scene |= {"height": {"value_m": 100.0, "above": "ground"}}
    at = {"latitude_deg": 40.0989, "longitude_deg": 32.5656}
    (radar,) = client.post("/api/point", {"scene": scene, **at}).json()["radars"]
    assert (radar["factor"], radar["factor_words"]) == (6, "minimum range")
    assert sum(radar["shares_by_factor"].values()) == pytest.approx(1.0)
    assert radar["shares_by_factor"].get("covered", 0.0) == radar["share"]
    assert radar["reason"] in radar["sentence"].lower().replace("91n6e", "91N6E")
