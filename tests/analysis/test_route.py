"""Radars asked about given flights, against closed forms on level ground."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skyshed.analysis.coverage import FACTORS
from skyshed.analysis.flown import MILITARY_STEP_M, flown
from skyshed.analysis.placement import build_model
from skyshed.analysis.route import RouteQuestion, run_route
from skyshed.analysis.route_flight import stretches
from skyshed.analysis.route_results import Stretch
from skyshed.analysis.route_words import clock, uncovered_words
from skyshed.analysis.warning import warning_s
from skyshed.catalogue import loader
from skyshed.errors import ScenarioError, TerrainError
from skyshed.flight.track import Track
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import direct, inverse
from skyshed.propagation.spherical_earth import spherical_earth_loss_db
from skyshed.scenario.given_flights import GivenRoute, RecordedFlight
from skyshed.scenario.model import StudyTarget
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.sampling import nominal_values
from tests.analysis.flat_world import CENTRE, flat_study, flat_terrain, radar, site
from tests.conftest import shared_path

EARTH_M = 6.371e6
AIRLINER = StudyTarget(
    "airliner", loader.target("a320"), "clean", 8e3, None, 200.0, "inbound", None, "Airliner",
    True, "assumed",
)  # fmt: skip


@pytest.fixture(scope="module")
def civil(tmp_path_factory):
    """One ASR-9 on level ground at sea level."""
    folder = tmp_path_factory.mktemp("flat")
    terrain = flat_terrain(folder)
    here = site("here", *CENTRE)
    return replace(
        flat_study(
            sites={"here": here}, radars=(radar("here", "asr-9", here),), targets=(AIRLINER,),
            headline=None, groups={}, flights=(), draws=8,
        ),
        terrain=terrain.path,
    )  # fmt: skip


def through(
    distances_m, height_m, *, kind="altitude", speed_m_s=200.0, azimuth_deg=90.0, aside=0.0
):
    """A straight route by distances east of the radar; negative ones lie to the west of it."""
    latitude, longitude = [], []
    for distance in distances_m:
        north, east, _ = direct(*np.radians(CENTRE), np.radians(azimuth_deg), float(distance))
        latitude.append(float(np.degrees(north)) + aside)
        longitude.append(float(np.degrees(east)))
    count = len(latitude)
    return GivenRoute(
        "Given", np.array(latitude), np.array(longitude),
        np.broadcast_to(np.asarray(height_m, dtype=float), count).copy(), kind,
        np.full(count, speed_m_s), Path("given.yaml"), tuple(range(2, 2 + count)),
    )  # fmt: skip


def ask(study, route, **options):
    result = run_route(study, [route], RouteQuestion(**options), workers=1, weightings=False)
    return result, result.flights[0]


def test_the_instrumented_range_is_crossed_when_geometry_says(civil, record_validation):
    """60 nautical miles slant; over a 4/3 Earth a target at 8 km is there at a ground range of
    111.12 km less what its height takes off."""
    _, flight = ask(civil, through((150e3, 30e3), 8000.0))
    first = float(flight.flown.track.time_s[np.argmax(flight.covered_nominal)])
    slant, antenna, big = 111_120.0, 17.0, 4.0 / 3.0 * EARTH_M
    cosine = ((big + antenna) ** 2 + (big + 8000.0) ** 2 - slant**2) / (
        2.0 * (big + antenna) * (big + 8000.0)
    )
    ground = big * np.arccos(cosine)
    # speed along the path at 8 km is a little less over the ground
    expected = (150e3 - ground) / (200.0 * EARTH_M / (EARTH_M + 8000.0))
    assert first == pytest.approx(expected, abs=1.0 + 250.0 / 200.0)  # a step, a profile's step
    record_validation(
        "Given flight, time of crossing the instrumented range", "triangle over a 4/3 Earth",
        1, abs(first - expected), 2.25, "s",
    )  # fmt: skip
    assert flight.radars[0].factor[0] == FACTORS.index("instrumented range")


def test_a_low_target_comes_over_the_horizon_where_its_margin_meets_the_edge_loss(
    civil, record_validation
):
    """The loss over the smooth Earth by another route (the full ITU-R P.526 series, no table):
    twice that loss equals what the echo has to spare, 40 lg(reach / distance)."""
    from scipy.optimize import brentq

    _, flight = ask(civil, through((80e3, 5e3), 100.0))
    distance = inverse(
        *np.radians(CENTRE), flight.flown.track.latitude_rad, flight.flown.track.longitude_rad
    )[0]
    crossing = float(distance[np.argmax(flight.covered_nominal)])
    model = build_model(civil, open_terrain(civil.terrain))
    nominal = nominal_values(model.parameters)
    placed = model.placed["here"].at(nominal)
    reach = float(model.reach_m(placed, "here", AIRLINER, nominal, pd=0.5)[0])
    at = (crossing / placed.scale_m) ** 2
    k = 1.0 / float(np.polynomial.polynomial.polyval(at, placed.inverse_k[0]))

    def short_of(d):
        loss = spherical_earth_loss_db(
            d, 17.0, 100.0, effective_radius_m=k * euler_radius_m(np.radians(CENTRE[0]), np.pi / 2),
            frequency_hz=2.8e9,
        )  # fmt: skip
        return 2.0 * float(loss) - 40.0 * np.log10(reach / d)

    expected = brentq(short_of, 30e3, 70e3)
    assert 0.85 < expected / (np.sqrt(2.0 * k * EARTH_M) * (np.sqrt(17.0) + np.sqrt(100.0))) < 1.0
    # a sample is 200 m, and a point counts as standing over the nearest 250 m of its profile
    assert crossing == pytest.approx(expected, abs=600.0)
    record_validation(
        "Given flight at 100 m, place of first cover",
        "ITU-R P.526 full series, root of margin less loss", 1, abs(crossing - expected), 600.0,
        "m",
    )  # fmt: skip
    assert flight.radars[0].factor[0] == FACTORS.index("horizon")


def test_level_ground_hides_nothing_and_leaves_no_gap(civil):
    _, flight = ask(civil, through((100e3, 20e3), 3000.0))
    assert not any(part.behind_terrain for part in flight.stretches)
    assert not [part for part in flight.stretches if part.kind == "gap"]
    assert FACTORS.index("terrain") not in flight.radars[0].factor
    assert flight.finer == ""


def test_the_cone_of_silence_is_a_gap_with_its_cause(civil):
    """Above 35 degrees the fan ends: at 8 km that is within 11.4 km on either side."""
    result, flight = ask(civil, through((60e3, -60e3), 8000.0, aside=0.001))
    (gap,) = [part for part in flight.stretches if part.kind == "gap"]
    assert gap.cause.startswith("elevation limits")
    assert gap.length_m == pytest.approx(2.0 * 8000.0 / np.tan(np.radians(35.0)), rel=0.25)
    assert not gap.behind_terrain
    assert any("lost 1 times, 0 of them behind terrain" in words for words in result.sentences)


def with_a_ridge(civil, folder):
    """A ridge of 2 km, 20 km east of the radar, on ground at sea level."""
    import rasterio
    from rasterio.transform import Affine

    path = folder / "ridge.tif"
    ground = np.zeros((400, 400), dtype=np.float32)
    ridge = CENTRE[1] + np.degrees(20e3 / (EARTH_M * np.cos(np.radians(CENTRE[0]))))
    west = CENTRE[1] - 1.0
    column = round((ridge - west) / 0.005)
    ground[:, column - 1 : column + 2] = 2000.0
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=1, height=400, width=400,
        crs="EPSG:4326", transform=Affine(0.005, 0.0, west, 0.0, -0.005, CENTRE[0] + 1.0),
    ) as target:  # fmt: skip
        target.write(ground[None])
    return replace(civil, terrain=path)


def test_a_wall_on_the_way_makes_a_gap_behind_terrain(civil, tmp_path):
    """A ridge of 2 km, 20 km from the radar: behind it a flyer at 1 km is out of sight."""
    study = with_a_ridge(civil, tmp_path)
    height = (1000.0, 1000.0, 2500.0, 2500.0, 1000.0, 1000.0)
    route = through((12e3, 15e3, 18.5e3, 21.5e3, 27e3, 60e3), height, speed_m_s=100.0)
    _, flight = ask(study, route)
    behind = [part for part in flight.stretches if part.behind_terrain]
    assert behind
    assert all(part.kind in ("gap", "after") for part in behind)
    hidden = flight.radars[0].factor == FACTORS.index("terrain")
    distance = inverse(
        *np.radians(CENTRE), flight.flown.track.latitude_rad, flight.flown.track.longitude_rad
    )[0]
    assert distance[hidden].min() > 19e3
    assert hidden[distance > 30e3].all()  # a ray over the ridge climbs 5.7 degrees
    lowest = flight.radars[0].lowest_m[1]
    places = flight.radars[0].lowest_at
    over = np.isfinite(lowest) & (distance[places] > 35e3)
    ray = 17.0 + (2000.0 - 17.0) * distance[places][over] / 20e3
    assert np.all(lowest[over] > 0.9 * ray)


def test_warning_time_is_the_rest_of_the_way(civil):
    """Confirmed at some place: the rest of the straight way at its speed."""
    _, flight = ask(civil, through((100e3, 2e3), 3000.0), warn=CENTRE)
    moment, warned = flight.confirmed, flight.warned
    latitude, longitude, _ = moment.places[1]
    left = inverse(*np.radians(CENTRE), np.radians(latitude), np.radians(longitude))[0] - 2e3
    assert warned.left_s.median == pytest.approx(float(left) / 200.0, rel=2e-3)
    assert warned.distance_m == pytest.approx(2e3, abs=30.0)
    assert warned.share == 1.0


def test_confirmed_agrees_with_the_warning_of_claims(civil):
    """Another way to the same number, with all luck new in every scan."""
    result, flight = ask(civil, through((100e3, 2e3), 3000.0))
    model = build_model(civil, open_terrain(civil.terrain))
    values = nominal_values(model.parameters)
    track = flight.flown.track
    left = warning_s(model, ["here"], AIRLINER, [track], values)["here"][0, 0]
    independent = flight.radars[0].limits[0][1].time_s.nominal
    period = float(model.placed["here"].at(values).scan_period_s[0])
    assert track.end_s - independent == pytest.approx(left, abs=1.01 * period)
    assert result.draws == 8


def test_more_radars_see_no_less(civil):
    east = site("east", CENTRE[0], CENTRE[1] + 1.17)
    both = replace(civil, radars=(*civil.radars, radar("east", "asr-9", east)))
    route = through((180e3, 5e3), 3000.0)
    _, one = ask(civil, route)
    _, two = ask(both, route)
    assert np.all(two.covered >= one.covered)
    assert two.confirmed.time_s.median < one.confirmed.time_s.median
    _, only = ask(both, route, radars=("here",))
    assert np.array_equal(only.covered, one.covered)


def test_pressure_altitudes_are_converted_and_their_doubt_is_carried(civil):
    at = through((100e3, 20e3), 3000.0, kind="pressure")
    unknown, drawn = ask(civil, at)
    stated, known = ask(civil, at, qnh_hpa=983.25)
    assert "not stated" in unknown.qnh
    assert "30 hPa" in unknown.qnh
    assert drawn.altitude_m[0] == pytest.approx(3000.0)
    assert known.altitude_m[0] == pytest.approx(3000.0 - 252.0, abs=4.0)  # 8.4 m for each hPa
    assert "983.25" in stated.qnh
    plain, _ = ask(civil, through((100e3, 20e3), 3000.0))
    assert plain.qnh == ""
    assert not any(key.startswith("route.qnh") for key in plain.parameters)
    low = through((100e3, 20e3), 300.0, kind="pressure")
    spread, narrow = ask(civil, low)[1], ask(civil, low, qnh_hpa=1013.25)[1]
    wide = spread.confirmed.time_s.high - spread.confirmed.time_s.low
    assert wide > narrow.confirmed.time_s.high - narrow.confirmed.time_s.low


def test_an_impossible_pressure_is_refused(civil):
    with pytest.raises(ScenarioError, match="--qnh: expected an air pressure of 870"):
        ask(civil, through((100e3, 20e3), 3000.0), qnh_hpa=29.92)


def test_bands_of_flight_levels_share_out_the_time(civil):
    result, flight = ask(civil, through((100e3, 20e3), (1000.0, 4000.0)))
    assert sum(row.time_s for row in result.levels) == pytest.approx(flight.flown.track.end_s)
    assert [row.low_fl for row in result.levels] == [0, 50, 100]
    assert all(0.0 <= row.covered.low <= row.covered.high <= 1.0 for row in result.levels)


def test_samples_of_a_flight_that_a_military_radar_sees_lie_apart(tmp_path):
    terrain = flat_terrain(tmp_path)
    way = flown(through((60e3, 20e3), 3000.0, speed_m_s=50.0), terrain, military=True)
    assert way.step_s * 50.0 >= 0.99 * MILITARY_STEP_M
    fine = flown(through((60e3, 50e3), 3000.0, speed_m_s=50.0), terrain, military=False)
    assert fine.step_s == pytest.approx(1.0, abs=0.02)


def test_speeds_change_evenly_along_a_leg(tmp_path):
    """From 100 to 200 m/s over 60 km: the time is the length times ln 2 over the difference."""
    route = replace(through((80e3, 20e3), 3000.0), speed_m_s=np.array([100.0, 200.0]))
    way = flown(route, flat_terrain(tmp_path), military=False)
    assert way.track.end_s == pytest.approx(60e3 * np.log(2.0) / 100.0, rel=1e-3)


def test_heights_above_ground_are_kept(tmp_path):
    way = flown(through((60e3, 20e3), (100.0, 300.0), kind="agl"), flat_terrain(tmp_path),
                military=False)  # fmt: skip
    assert way.track.altitude_m[[0, -1]] == pytest.approx([100.0, 300.0], abs=1.0)
    assert np.all(way.track.altitude_m >= way.ground_m + 99.0)


@settings(max_examples=30)
@given(st.floats(70.0, 20_000.0), st.integers(3, 400))
def test_any_length_of_a_recording_is_put_on_even_times(flat, duration, count):
    """Rounding must not ask for a place after the last report."""
    time = np.sort(np.concatenate([[0.0], np.linspace(0.31, duration, count)]))
    recorded = RecordedFlight(
        "Any", "any", time, np.linspace(40.0, 40.5, time.size), np.full(time.size, 33.0),
        np.full(time.size, 3000.0), "pressure", 1.5e9, Path("any.json"),
    )  # fmt: skip
    way = flown(recorded, flat, military=True)
    assert way.track.end_s == pytest.approx(duration)
    assert np.ptp(np.diff(way.track.time_s)) < 1e-6 * way.step_s


@pytest.fixture(scope="module")
def flat(tmp_path_factory):
    return flat_terrain(tmp_path_factory.mktemp("level"))


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (through((600e3, 20e3), 3000.0), "given.yaml:2: waypoint 1 at"),
        (through((60e3, 20e3), -400.0), "under the ground"),
        (through((60e3, 59e3), (500.0, 9000.0)), "unreachable route"),
        (through((60e3, 20e3, 21e3), 3000.0, speed_m_s=800.0), "unreachable route"),
    ],
)
def test_routes_that_cannot_be_flown_are_refused(tmp_path, route, words):
    with pytest.raises(ScenarioError, match=r"given\.yaml") as caught:
        flown(route, flat_terrain(tmp_path), military=False)
    assert words in str(caught.value)


def test_a_recording_outside_the_terrain_is_refused(tmp_path):
    away = RecordedFlight(
        "Away", "away", np.arange(10.0), np.full(10, 60.0), np.linspace(10.0, 10.02, 10),
        np.full(10, 3000.0), "pressure", 1.5e9, Path("away.json"),
    )  # fmt: skip
    with pytest.raises(TerrainError, match="the flight Away leaves the terrain"):
        flown(away, flat_terrain(tmp_path), military=False)


def test_a_flight_that_begins_behind_terrain_says_so(civil, tmp_path):
    """The way of the wall's test the other way round: hidden first, seen above and before it."""
    study = with_a_ridge(civil, tmp_path)
    height = (1000.0, 1000.0, 2500.0, 2500.0, 1000.0)
    ways = (60e3, 27e3, 21.5e3, 18.5e3, 12e3)
    result, flight = ask(study, through(ways, height, speed_m_s=100.0))
    first = flight.stretches[0]
    assert first.kind == "before"
    assert first.behind_terrain
    lasts = clock(first.end_s)
    assert uncovered_words(flight).startswith(f"first {lasts} (behind terrain)")
    assert any(words.startswith(f"For its first {lasts}") for words in result.sentences)
    # It is seen before it crosses the ridge, and no sooner than on the climb.
    assert first.end_s == pytest.approx((60e3 - 24.5e3) / 100.0, abs=50.0)


def test_a_flight_that_is_never_covered_says_so_with_the_reason(civil, tmp_path):
    study = with_a_ridge(civil, tmp_path)
    result, flight = ask(study, through((60e3, 30e3), 300.0))
    assert [part.kind for part in flight.stretches] == ["whole"]
    assert uncovered_words(flight) == "all of it (behind terrain)"
    cause = flight.stretches[0].cause
    assert f"In less than half of the draws is any part of it covered: {cause}." in result.sentences


def test_what_is_not_covered_is_told_in_the_order_flown(civil):
    _, flight = ask(civil, through((60e3, 20e3), 3000.0))
    parts = [
        Stretch("before", 0.0, 788.0, 1.0, "behind terrain", True),
        Stretch("gap", 800.0, 810.0, 1.0, "behind terrain", True),
        Stretch("gap", 820.0, 830.0, 1.0, "elevation limits", False),
        Stretch("after", 900.0, 930.0, 1.0, "elevation limits", False),
    ]
    told = uncovered_words(replace(flight, stretches=tuple(parts)))
    assert told == "first 13:08 (behind terrain); 2 gaps, 1 behind terrain; last 0:30"
    assert uncovered_words(replace(flight, stretches=tuple(parts[1:2]))) == (
        "1 gap, 1 behind terrain"
    )
    assert uncovered_words(replace(flight, stretches=())) == "nowhere"


def test_stretches_are_counted_between_the_samples():
    time = np.arange(6.0)
    track = Track(time, np.linspace(0.7, 0.7006, 6), np.full(6, 0.5), np.full(6, 1e3),
                  np.full(6, 700.0), np.zeros(6))  # fmt: skip
    found = stretches(track, np.array([0, 1, 0, 0, 1, 0], dtype=bool), ())
    assert [(part.kind, part.start_s, part.end_s) for part in found] == [
        ("before", 0.0, 0.5), ("gap", 1.5, 3.5), ("after", 4.5, 5.0)
    ]  # fmt: skip
    (whole,) = stretches(track, np.zeros(6, dtype=bool), ())
    assert (whole.kind, whole.start_s, whole.end_s) == ("whole", 0.0, 5.0)
    assert stretches(track, np.ones(6, dtype=bool), ()) == ()


def test_threads_do_not_matter(civil):
    route = through((100e3, 60e3), 1000.0, kind="pressure")
    one = run_route(civil, [route], RouteQuestion(), workers=1, weightings=False).flights[0]
    two = run_route(civil, [route], RouteQuestion(), workers=2, weightings=False).flights[0]
    assert np.array_equal(one.radars[0].pd, two.radars[0].pd)
    assert np.array_equal(one.radars[0].lowest_m, two.radars[0].lowest_m, equal_nan=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"radars": ("none",)}, "--only"), ({"target": "none"}, "--target")],
)
def test_radars_and_targets_that_are_not_there_are_refused(civil, options, words):
    with pytest.raises(ScenarioError, match=words):
        ask(civil, through((100e3, 60e3), 1000.0), **options)


@pytest.mark.shared
def test_a_calibration_flight_round_munich_is_covered_but_near_the_ground():
    """Circles and radials of 10 to 40 km round the airport, at 0 to 1.6 km; a notional airport
    radar beside it covers nearly all of it, and needs finer terrain where it is low."""
    from skyshed.scenario.quick_route import RouteRadars, quick_route_study
    from skyshed.scenario.route_file import read_flights

    study = quick_route_study(RouteRadars(("asr-9@48.35,11.79",), "a320", draws=6))
    flights = read_flights(shared_path("recordings/adsb/munich.json.gz"))
    result = run_route(study, flights, RouteQuestion(), workers=2, weightings=False)
    assert result.flights[0].share_of_time.median > 0.85
    assert "validates no radar" in " ".join(result.notes)
    high = next(row for row in result.levels if row.low_fl == 50)
    assert high.covered.median == pytest.approx(1.0)
