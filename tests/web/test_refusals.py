"""What is refused, and in which words."""

import pytest

from tests.web.calling import VIEW


def changed(scene, path, value):
    *start, last = path
    part = scene
    for key in start:
        part = part[key]
    part[last] = value
    return scene


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        (("radars", 0, "entry"), "s-400/91n6", "scene.radars[0].entry", "s-400/91n6e"),
        (("radars", 0, "latitude_deg"), 95.0, "scene.radars[0].latitude_deg", "-90 and 90"),
        (("radars", 0, "mount"), "tower", "scene.radars[0].mount", "mount"),
        (("target", "entry"), "f-16d", "scene.target.entry", "did you mean 'f-16c'"),
        (("target", "configuration"), "full", "scene.target.configuration", "configuration"),
        (("radius_m",), 9e6, "scene.radius_m", "600000"),
        (("draws",), 4000, "scene.draws", "expected between 20 and 400 draws, got 4000"),
        (("draws",), 5, "scene.draws", "expected between 20 and 400 draws, got 5"),
        (("pd",), 0.01, "scene.pd", "a probability between 0.05 and 0.99, got 0.01"),
        (("height", "above"), "roof", "scene.height.above", "ground, sea"),
        (("colour",), 1, "scene.colour", "known key"),
        (("what_if",), {"s-400/91n6e.pd": 0.77}, "scene.what_if", "one of"),
        (("what_if",), {"no.such": 1.0}, "scene.what_if", "no.such"),
        (("radars", 0, "id"), "R 1", "scene.radars[0].id", "short name"),
        (("radars", 0, "on"), False, "scene.radars", "switch one on"),
    ],
)
def test_one_sentence_and_the_field(client, scene, path, value, field, words):
    reply = client.post("/api/answer", {"scene": changed(scene, path, value)})
    assert reply.status_code == 422
    told = reply.json()
    assert told["field"] == field
    assert words in told["detail"]
    assert "\n" not in told["detail"]


def test_shoulder_fired_missiles_cannot_be_placed(client, scene):
    for entry in ("manpads-generic", "stinger", "igla-s"):
        scene["radars"][0]["entry"] = entry
        assert client.post("/api/answer", {"scene": scene}).status_code == 422
    scene["radars"][0]["entry"] = "s-400/91n6e"
    for entry, missile in (("manpads-generic", "manpads-generic/missile"), ("stinger", "x")):
        scene["battery"] = {"entry": entry, "missile": missile, "radar": "r1"}
        reply = client.post("/api/engageable", {"scene": scene})
        assert reply.status_code == 422
        assert "shoulder" in reply.json()["detail"]


def test_live_radar_must_be_in_the_scene(client, scene):
    body = {"client": "one", "seq": 1, "scene": scene, "radar": "r9", "view": VIEW}
    reply = client.post("/api/live", body)
    assert reply.status_code == 422
    assert "known are r1" in reply.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"width": 4096, "height": 4096},
        {"west_deg": 10.0, "east_deg": 5.0},
        {"south_deg": 50.0, "north_deg": 40.0},
        {"west_deg": -300.0, "east_deg": 300.0},
    ],
)
def test_views_are_bounded(client, scene, change):
    body = {"client": "one", "seq": 1, "scene": scene, "radar": "r1", "view": VIEW | change}
    assert client.post("/api/live", body).status_code == 422


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"west_deg": 34.0}, "wider and higher than nothing"),
        ({"south_deg": 41.0}, "wider and higher than nothing"),
        ({"west_deg": 10.0, "east_deg": 5.0}, "swap them"),
    ],
)
def test_view_without_width_is_told_so(client, scene, change, words):
    body = {"client": "one", "seq": 1, "scene": scene, "radar": "r1", "view": VIEW | change}
    reply = client.post("/api/live", body)
    assert reply.status_code == 422
    assert words in reply.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"scene": 5}, "scene", "expected an object"),
        ({"scene": "x"}, "scene", "expected an object"),
        ({"scene": []}, "scene", "expected an object"),
        ({"scene": None}, "scene", "got nothing"),
        ({"scene": {"radars": {}, "target": {"entry": "f-16c"}}}, "scene.radars", "a list"),
        ({"scene": {"radars": [7], "target": {"entry": "f-16c"}}}, "scene.radars[0]", "an object"),
        ([1, 2], "", "expected an object"),
        (7, "", "expected an object"),
    ],
)
def test_wrong_types_are_told_in_words_of_json(client, body, field, words):
    reply = client.post("/api/answer", body)
    assert reply.status_code == 422
    told = reply.json()
    assert words in told["detail"]
    assert "input should" not in told["detail"].lower()  # the validator's own words
    assert (told.get("field") or "") == field


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("radars", 0, "latitude_deg"), True, "expected a number, got true; send one"),
        (("height", "value_m"), False, "expected a number, got false; send one"),
        (("draws",), True, "expected a whole number, got true; send one"),
        (("what_if",), {"s-400/91n6e.pd": True}, "expected a number, got true; send one"),
        (("radars", 0, "latitude_deg"), "40", "expected a number, got '40'; send it without"),
        (("radars", 0, "on"), 1, "expected true or false, got 1; send one"),
    ],
)
def test_true_is_no_number(client, scene, path, value, words):
    reply = client.post("/api/answer", {"scene": changed(scene, path, value)})
    assert reply.status_code == 422
    told = reply.json()
    assert told["detail"].startswith(words)
    assert told["field"].startswith(f"scene.{path[0]}")


def test_true_is_no_place(client, scene):
    reply = client.post("/api/point", {"scene": scene, "latitude_deg": True, "longitude_deg": 32.5})
    assert reply.status_code == 422
    told = {"detail": "expected a number, got true; send one", "field": "latitude_deg"}
    assert reply.json() == told


def test_whole_numbers_stand_for_lengths_and_places(client, scene):
    asked = {"scene": scene | {"radius_m": 100_000}, "latitude_deg": 40, "longitude_deg": 32}
    assert client.post("/api/point", asked).status_code == 200


@pytest.mark.parametrize("bad", ["\x00", "f-16c\x00", "a\nb", "\u202e"])
@pytest.mark.parametrize(
    "path",
    [("radars", 0, "entry"), ("radars", 0, "mount"), ("target", "entry"),
     ("target", "configuration")],
)  # fmt: skip
def test_names_with_control_characters_get_a_sentence(client, scene, path, bad):
    reply = client.post("/api/answer", {"scene": changed(scene, path, bad)})
    assert reply.status_code == 422
    assert "printable characters" in reply.json()["detail"]


def test_number_with_a_control_character_in_its_name(client, scene):
    reply = client.post("/api/answer", {"scene": scene | {"what_if": {"a\x00": 1.0}}})
    assert reply.status_code == 422
    assert "printable characters" in reply.json()["detail"]


def test_unknown_key_of_an_answer_is_gone(client):
    body = {"key": "0" * 64, "view": VIEW}
    assert client.post("/api/answer/raster", body).status_code == 410


def test_target_below_the_ground_of_a_radar(client, scene):
    scene["height"] = {"value_m": 10.0, "above": "sea"}
    reply = client.post("/api/answer", {"scene": scene})
    assert reply.status_code == 422
    assert "below the ground" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/api/answer", "/api/sources", "/api/export/kml"])
def test_refusal_in_the_body_for_a_browser_that_logs_every_other_status(client, scene, path):
    scene["height"] = {"value_m": 10.0, "above": "sea"}
    plain = client.post(path, {"scene": scene})
    asked = client.post(path, {"scene": scene}, headers={"x-skyshed-refusals": "in-body"})
    assert (plain.status_code, asked.status_code) == (422, 200)
    assert asked.headers["x-skyshed-refused"] == "422"
    assert asked.json() == plain.json()
    said = asked.json()["detail"]
    assert "target 'target'" not in said
    assert "above_ground" not in said
    assert asked.json()["field"] == "scene.height"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"null",
        b"\xff\xfe",
        b'{"scene": ' + b"[" * 30_000,
        b'{"scene": NaN}',
        b'{"seq": 1e999}',
        b'{"seq": ' + b"9" * 5000 + b"}",
        b'{"client": "\\ud800"}',
        b'{"\\ud800": 1}',
    ],
)
def test_malformed_bodies_get_a_sentence(client, body):
    for path in ("/api/answer", "/api/live", "/api/point", "/api/export/kml"):
        reply = client.post(path, content=body, headers={"content-type": "application/json"})
        assert reply.status_code in (400, 422)
        assert reply.json()["detail"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_numbers_must_be_finite(client, value):
    body = f'{{"scene": {{"radars": [], "target": {{"entry": "x"}}, "radius_m": {value}}}}}'
    headers = {"content-type": "application/json"}
    assert client.post("/api/answer", content=body, headers=headers).status_code == 422


def test_no_path_of_a_client_reaches_the_file_system(client):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/api/raids/..%2f..%2fetc"):
        reply = client.get(path)
        assert reply.status_code == 404
        assert "import" not in reply.text
