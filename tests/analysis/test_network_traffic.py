"""Recorded traffic inside a region."""

import numpy as np
import pytest

from skyshed.analysis.network import NetworkQuestion, run_network
from skyshed.analysis.network_traffic import flights_inside, traffic_comparison
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import load_study
from skyshed.scenario.route_file import read_flights
from skyshed.scenario.settings import with_settings
from tests.analysis.flat_world import CENTRE, flat_terrain
from tests.analysis.test_network import civil_study
from tests.conftest import shared_path
from tests.scenario.recording_files import as_records, reports


@pytest.fixture
def flights(tmp_path):
    """One aircraft at FL200 passing 30 km north of the first radar, one at FL50 far away."""
    near = reports(300, latitude=CENTRE[0] + 0.27, longitude=CENTRE[1] - 0.3, altitude_ft=20_000)
    far = [
        dict(row, icao24="def456", callsign="FAR")
        for row in reports(300, latitude=44.0, longitude=30.0, altitude_ft=5_000)
    ]
    path = tmp_path / "traffic.json"
    path.write_text(as_records(near + far))
    return read_flights(path)


def test_only_what_comes_inside_is_asked_about(flights):
    (one,) = flights_inside(flights, *CENTRE, 100e3)
    assert one.name == "TEST1"
    assert len(flights_inside(flights, *CENTRE, 600e3)) == 2


def test_traffic_elsewhere_is_refused_with_its_distance(flights):
    with pytest.raises(ScenarioError, match="the nearest report lies") as caught:
        flights_inside(flights, 46.5, 8.6, 30e3)
    assert "km away" in str(caught.value)


def test_traffic_is_set_beside_the_map_of_its_level(flights, tmp_path):
    study = civil_study(flat_terrain(tmp_path).path)
    inside = flights_inside(flights, *CENTRE, study.radius_m)
    compare = traffic_comparison(inside, qnh_hpa=1013.25, workers=1)
    traffic = run_network(study, NetworkQuestion(), workers=1, traffic=compare).traffic
    (row,) = traffic.rows
    assert (row.low_fl, row.high_fl, row.flights) == (175, 225, 1)
    assert row.time_s == pytest.approx(300.0, abs=5.0)
    assert row.mapped is not None  # FL200 is a height of the study
    assert row.covered.median > 0.9  # 30 km from the radar, far above its horizon
    assert any("validates no radar" in note for note in traffic.notes)


@pytest.mark.shared
@pytest.mark.slow
def test_traffic_round_paris_is_covered_where_it_flies_high():
    """No recording lies inside alps-atc; the one nearest in kind is civil traffic round Paris."""
    recording = read_flights(shared_path("recordings/adsb/paris_tma_20211007_1hz.json.gz"))
    alps = load_study("alps-atc")
    site = alps.radars[0].site
    with pytest.raises(ScenarioError, match="nearest report"):
        flights_inside(recording, site.latitude_deg, site.longitude_deg, alps.radius_m)
    study = with_settings(load_study("paris-atc"), draws=4)
    chosen = flights_inside(recording, 48.72, 2.36, study.radius_m)[::24]
    compare = traffic_comparison(chosen, workers=2)
    traffic = run_network(study, NetworkQuestion(), workers=2, traffic=compare).traffic
    high = [row for row in traffic.rows if row.low_fl >= 125]
    assert high
    for row in high:  # between the two, where both look, everything at height is covered
        assert row.covered.median > 0.95
    assert np.sum([row.time_s for row in traffic.rows]) > 3600.0
