"""Assumed flights as points, and how a radar and an aircraft see each other."""

import numpy as np
import pytest

from skyshed.analysis.flight_path import AREA_TIME_S, flight_path, view_from
from tests.analysis.flat_world import flight


def test_route_takes_twice_its_length_over_its_speed():
    # One degree of latitude at 45 degrees is 111.13 km on WGS-84.
    path = flight_path(flight("meridian", ((44.5, 10.0), (45.5, 10.0)), speed_m_s=200.0))
    assert path.time_s == pytest.approx(2 * 111_132 / 200.0, rel=1e-4)
    assert not path.turning


def test_route_points_lie_between_its_ends_and_are_flown_both_ways():
    path = flight_path(flight("meridian", ((44.5, 10.0), (45.5, 10.0))))
    latitude = np.degrees(path.latitude_rad)
    assert np.all((latitude > 44.5) & (latitude < 45.5))
    assert np.all(np.diff(latitude) > 0)
    assert np.degrees(path.longitude_rad) == pytest.approx(np.full(latitude.size, 10.0))
    assert path.course_rad[:, 0] == pytest.approx(np.zeros(latitude.size), abs=1e-9)
    assert path.course_rad[:, 1] == pytest.approx(np.full(latitude.size, np.pi), abs=1e-9)


def test_route_turns_at_its_corner():
    path = flight_path(flight("corner", ((45.0, 10.0), (46.0, 10.0), (46.0, 12.0))))
    north, east = path.course_rad[0, 0], path.course_rad[-1, 0]
    assert np.degrees(north) == pytest.approx(0.0, abs=0.01)
    assert np.degrees(east) == pytest.approx(90.0, abs=1.0)  # a geodesic leaves the parallel
    legs = [np.count_nonzero(np.abs(path.course_rad[:, 0]) < 0.1), len(path.course_rad)]
    assert legs[0] / legs[1] == pytest.approx(111.1 / (111.1 + 154.9), abs=0.03)


def test_area_is_filled_evenly():
    path = flight_path(flight("area", ((45.0, 10.0),), radius_m=50e3))
    distance = view_from(45.0, 10.0, path).distance_m
    assert distance.max() < 50e3
    # The mean square of the radius of a disc is half that of its rim.
    assert np.mean(distance**2) == pytest.approx(0.5 * 50e3**2, rel=1e-6)
    assert path.time_s == AREA_TIME_S
    assert path.turning


def test_altitudes_run_from_the_lowest_to_the_highest():
    path = flight_path(
        flight("band", ((45.0, 10.0), (46.0, 10.0)), altitude_low_m=6e3, altitude_high_m=10e3)
    )
    assert path.altitude_m.tolist() == [6e3, 8e3, 10e3]


@pytest.mark.parametrize(
    ("ends", "side_deg"),
    [
        (((46.0, 10.0), (45.9, 10.0)), 0.0),  # southwards, the radar ahead
        (((45.9, 10.0), (46.0, 10.0)), 180.0),  # northwards, the radar behind
        (((45.95, 9.99), (45.95, 10.01)), 90.0),  # eastwards, the radar to the right
        (((45.95, 10.01), (45.95, 9.99)), -90.0),  # westwards, the radar to the left
    ],
)
def test_radar_south_of_the_flight(ends, side_deg):
    path = flight_path(flight("short", ends))
    view = view_from(45.0, 10.0, path)
    side = np.degrees(view.side_rad[0, 0])
    assert abs(side) == pytest.approx(abs(side_deg), abs=0.5)
    if abs(side_deg) == 90.0:
        assert np.sign(side) == np.sign(side_deg)
    assert view.aspect_deg[0, 0] == round(abs(side_deg))
    assert view.aspect_deg[0, 1] == round(abs(180.0 - abs(side_deg)))
