"""Claims beside the server: computed to the end, given up on request, and shown on the map."""

import time

import pytest

from skyshed.scenario.claim_scene import claim_views
from skyshed.scenario.loader import load_study
from skyshed.web.app import make_app
from skyshed.web.desk import Desk
from skyshed.web.settings import ServerSettings
from tests.web.calling import Client
from tests.web.tiny_study import TINY


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, "utf-8")
    found = Client(make_app(Desk.open(ServerSettings(study=str(path)))))
    yield found
    found.close()


def wait_for(client, states, patience_s=120.0):
    told = []
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        told.append(client.get("/api/claims").json())
        if told[-1]["state"] in states:
            return told
        time.sleep(0.1)
    raise AssertionError(f"still {told[-1]['state']}: {told[-1]['progress']}")


def test_claims_are_computed_to_the_end_and_kept(tiny, tmp_path):
    before = tiny.get("/api/claims").json()
    assert before["state"] == "none"
    (claim,) = before["claims"]  # told in words before any number
    assert claim["sentence"] == "an airliner is seen from there"
    assert claim["verdict"] == ""
    assert claim["readings"][0]["share_low"] is None
    assert tiny.post("/api/claims/compute", {}).json()["state"] == "running"
    told = wait_for(tiny, ("ready", "failed"))
    assert told[-1]["state"] == "ready", told[-1]["problem"]
    assert len({str(one["progress"]) for one in told}) > 2  # it says how far it is
    (claim,) = told[-1]["claims"]
    assert claim["verdict"]
    assert 0.0 <= claim["readings"][0]["share_low"] <= 1.0
    again = Desk.open(ServerSettings(study=str(tmp_path / "tiny.yaml")))
    assert again.claims.state == "ready"  # kept from run to run
    again.close()


def test_computation_can_be_given_up_and_begun_again(tiny):
    assert tiny.post("/api/claims/compute", {}).json()["state"] == "running"
    wait_for(tiny, ("running",))
    given_up = tiny.post("/api/claims/cancel", {}).json()
    assert given_up["state"] == "none"
    assert given_up["problem"] == ""
    time.sleep(0.3)  # the process that was ended must not be taken for a failure
    assert tiny.get("/api/claims").json()["state"] == "none"
    assert tiny.post("/api/claims/compute", {}).json()["state"] == "running"
    assert wait_for(tiny, ("ready", "failed"))[-1]["state"] == "ready"
    assert tiny.post("/api/claims/cancel", {}).json()["state"] == "ready"  # nothing to give up


def test_each_claim_has_the_scene_that_it_is_about(tiny):
    (claim,) = tiny.get("/api/claims").json()["claims"]
    (view,) = claim["views"]
    scene = view["scene"]
    assert view["reading"] == "typical"
    assert [radar["entry"] for radar in scene["radars"]] == ["asr-9"]
    assert scene["target"]["entry"] == "a320"
    assert scene["height"] == {"value_m": 10_000.0, "above": "sea"}
    assert scene["radius_m"] >= 50_000.0
    assert tiny.post("/api/answer", {"scene": scene | {"draws": 20}}).status_code == 200


@pytest.mark.parametrize("name", ["turkey-2019", "abqaiq-2019"])
def test_views_show_radar_target_height_and_distance_of_their_case(name):
    study = load_study(name)
    for claim in study.claims:
        for view in claim_views(study, claim):
            if not view.reading:
                continue
            reading = next(one for one in claim.readings if one.id == view.reading)
            case = next(one for one in reading.cases if one.label == view.label)
            assert view.scene.radars[0].entry == study.radar(case.radar).entry.id
            assert view.scene.target == study.target(case.target).entry.id
            if case.altitude_m is not None:
                assert (view.scene.height_m, view.scene.above_ground) == (case.altitude_m, False)
            assert (view.scene.battery is not None) == bool(case.battery)
            assert all(at.distance_m < view.scene.radius_m for at in reading.distances)
    assert any(claim_views(study, claim) for claim in study.claims)
