"""Whatever is asked, the server answers or refuses; it never fails."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skyshed.scenario.choices import radar_choices, target_choices
from skyshed.web.app import make_api, make_app
from skyshed.web.desk import Desk
from skyshed.web.settings import ServerSettings
from tests.web.calling import Client

BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    ("GET", "/healthz"),
    ("GET", "/api/start"),
    ("GET", "/api/basemap"),
    ("GET", "/api/tiles/{zoom}/{x}/{y}.png"),
    ("POST", "/api/live"),
    ("POST", "/api/answer"),
    ("POST", "/api/answer/raster"),
    ("POST", "/api/point"),
    ("POST", "/api/profile"),
    ("POST", "/api/vertical"),
    ("POST", "/api/sources"),
    ("POST", "/api/engageable"),
    ("POST", "/api/engageable/raster"),
    ("GET", "/api/engageable/progress"),
    ("GET", "/api/claims"),
    ("POST", "/api/claims/compute"),
    ("POST", "/api/claims/cancel"),
    ("GET", "/api/raids"),
    ("GET", "/api/raids/{raid_id}"),
    ("POST", "/api/export/{kind}"),
]


@pytest.fixture(scope="module")
def quiet_desk():
    """A desk that starts no computation of minutes."""
    found = Desk.open(ServerSettings())
    found.claims.start = lambda terrain_path: None
    close, found.close = found.close, lambda: None  # each call would end the lanes
    yield found
    close()


@pytest.fixture(scope="module")
def schema(quiet_desk):
    schemathesis = pytest.importorskip(
        "schemathesis", reason="schemathesis, of the extra 'dev', is not installed"
    )
    return schemathesis.openapi.from_asgi("/openapi.json", make_api(quiet_desk))


def test_every_operation_is_tried(schema):
    found = [one.ok() for one in schema.get_all_operations()]
    assert sorted((one.method.upper(), one.path) for one in found) == sorted(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_of_the_schema_fails(schema, method, path):
    @BOUNDED
    @given(case=schema[path][method].as_strategy())
    def play(case):
        assert case.call().status_code < 500

    play()


RADARS = [choice for choice in radar_choices() if choice.computable]
DEGREES = st.floats(-180.0, 180.0) | st.sampled_from([-180.0, 179.999999, 180.0, 0.0])
LATITUDES = st.floats(-90.0, 90.0) | st.sampled_from([-90.0, 90.0, 89.9, 0.0, -0.0])


@st.composite
def radars(draw, key):
    choice = draw(st.sampled_from(RADARS))
    mount, antenna = None, None
    if not choice.airborne:
        mount = draw(st.sampled_from([None, *choice.mounts]))
        antenna = None if mount else draw(st.none() | st.floats(0.0, 1000.0))
    return {
        "id": key,
        "entry": choice.id,
        "latitude_deg": draw(LATITUDES),
        "longitude_deg": draw(DEGREES),
        "mount": mount,
        "antenna_agl_m": antenna,
        "sector_centre_deg": draw(st.none() | st.floats(-360.0, 360.0)),
        "on": True,
    }


@st.composite
def scenes(draw):
    target = draw(st.sampled_from(target_choices()))
    return {
        "radars": [draw(radars(f"r{i}")) for i in range(draw(st.integers(1, 2)))],
        "target": {
            "entry": target.id,
            "configuration": draw(st.sampled_from(target.configurations)),
        },
        "height": {
            "value_m": draw(st.floats(-500.0, 80_000.0)),
            "above": draw(st.sampled_from(["ground", "sea"])),
        },
        "radius_m": draw(st.floats(10_000.0, 60_000.0)),
        "pd": draw(st.floats(0.05, 0.99)),
        "networked": draw(st.booleans()),
        "draws": 20,
        "seed": draw(st.integers(0, 2**53 - 1)),
    }


@st.composite
def views(draw):
    west = draw(st.floats(-540.0, 530.0))
    south = draw(st.floats(-85.0, 84.0))
    return {
        "west_deg": west,
        "south_deg": south,
        "east_deg": min(540.0, west + draw(st.floats(0.001, 360.0))),
        "north_deg": min(85.06, south + draw(st.floats(0.001, 90.0))),
        "width": draw(st.integers(1, 60)),
        "height": draw(st.integers(1, 60)),
    }


@pytest.fixture(scope="module")
def quiet(quiet_desk):
    found = Client(make_app(quiet_desk))
    yield found
    found.close()


@pytest.mark.slow
def test_scenes_anywhere_on_earth(quiet):
    @settings(BOUNDED, max_examples=10)
    @given(scene=scenes(), view=views(), latitude=LATITUDES, longitude=DEGREES)
    def play(scene, view, latitude, longitude):
        ask_everything(quiet, scene, view, {"latitude_deg": latitude, "longitude_deg": longitude})

    play()


def ask_everything(client, scene, view, place):
    one = {"scene": scene, "radar": "r0"}
    for path, body in (
        ("/api/live", one | {"client": "fuzz", "seq": 1, "view": view}),
        ("/api/point", {"scene": scene} | place),
        ("/api/profile", one | {"to": place}),
        ("/api/vertical", one | {"azimuth_deg": 10.0}),
        ("/api/answer", {"scene": scene}),
        ("/api/export/kml", {"scene": scene}),
        ("/api/export/geojson", {"scene": scene}),
    ):
        reply = client.post(path, body)
        assert reply.status_code in (200, 422), (path, reply.text)
        if reply.status_code == 422:
            assert reply.json()["detail"]
        elif path == "/api/answer":
            key = reply.json()["key"]
            layer = client.post("/api/answer/raster", {"key": key, "view": view})
            assert len(layer.content) == view["width"] * view["height"]
        elif path == "/api/export/geojson":
            assert_within_180(json.loads(reply.content))


def assert_within_180(collection):
    for feature in collection["features"]:
        for longitude in _longitudes(feature["geometry"]["coordinates"]):
            assert -180.0 <= longitude <= 180.0


def _longitudes(part):
    if part and isinstance(part[0], (int, float)):
        yield part[0]
        return
    for inner in part:
        yield from _longitudes(inner)
