"""A place that is asked about is met exactly: by its numbers and by the end of its section."""

import re

import numpy as np
import pymap3d
import pytest
from pymap3d.vincenty import vdist

from skyshed.analysis.scene import draw_scene
from skyshed.analysis.scene_point import point_views
from skyshed.analysis.scene_profile import section
from skyshed.analysis.study_terrain import study_terrain
from skyshed.scenario.quick_scene import Scene, SceneRadar, scene_study

RADAR = 40.0789, 32.5656


@pytest.fixture(scope="module")
def scene():
    radar = SceneRadar("r1", "s-400/91n6e", *RADAR)
    asked = Scene((radar,), "f-16c", height_m=300.0, radius_m=250_000.0, draws=20)
    study = scene_study(asked)
    return draw_scene(study, study_terrain(study, None))


# Distances that lie between the samples, a step or less away, and far out.
PLACES = [(40.0789, 32.58), (40.09, 32.5656), (40.2571, 32.9013), (39.3127, 33.1239), (38.1, 31.3)]


@pytest.mark.parametrize("place", PLACES)
def test_slant_range_is_the_straight_line_to_the_place_itself(scene, place):
    """Against pymap3d: the chord between the two points of the ellipsoid at their altitudes."""
    _, (view,) = point_views(scene, *place)
    antenna = float(scene.question("r1").nominal.antenna_altitude_m[0])
    here = np.array(pymap3d.geodetic2ecef(*RADAR, antenna))
    there = np.array(pymap3d.geodetic2ecef(*place, view.target_altitude_m))
    # A ray bends; over these distances it is longer than the chord by less than 1 in 1000.
    assert view.slant_m == pytest.approx(np.linalg.norm(there - here), rel=1e-3)
    assert view.slant_m >= view.distance_m  # both ends stand hundreds of metres above the sea


@pytest.mark.parametrize("place", PLACES)
def test_height_above_ground_is_counted_from_the_ground_of_the_place(scene, place):
    ground, (view,) = point_views(scene, *place)
    # the ground on the way is read along the geodesic, that of the place at the place
    assert view.target_altitude_m == pytest.approx(ground + 300.0, abs=1.0)


@pytest.mark.parametrize("place", PLACES)
def test_section_ends_at_the_place(scene, place):
    found = section(scene, "r1", *place)
    apart = vdist(*RADAR, *place)[0]
    assert found.distance_m[-1] == pytest.approx(float(apart), abs=0.01)
    assert found.place_m == pytest.approx(found.distance_m[-1])
    assert len(found.distance_m) >= 2
    assert found.ground_m.shape == found.pd.shape == found.distance_m.shape


@pytest.mark.parametrize("place", PLACES[1:])
def test_section_and_point_say_the_same(scene, place):
    found = section(scene, "r1", *place)
    _, (view,) = point_views(scene, *place)
    assert found.target_altitude_m[-1] == pytest.approx(view.target_altitude_m)
    assert found.pd[-1] == pytest.approx(view.pd[0])
    if view.lowest_covered_m == view.lowest_covered_m:
        assert found.lowest_covered_m[-1] == pytest.approx(view.lowest_covered_m)


def test_at_the_radar_itself_there_is_an_answer(scene):
    ground, (view,) = point_views(scene, *RADAR)
    assert ground > 0.0
    assert view.distance_m == 0.0
    assert view.slant_m > 0.0
    assert section(scene, "r1", *RADAR).distance_m[-1] == pytest.approx(100.0)


def test_curve_and_hills_are_both_named(scene):
    """223 km out at sea level the smooth Earth hides some hundred metres, hills kilometres."""
    _, (view,) = point_views(scene, 41.70, 31.00)
    assert view.factor_words == "horizon"
    found = re.search(
        r"hides it from 91N6E, and so do hills: the curve up to (\d+) m", view.sentence
    )
    assert found is not None
    # From the line of sight over a sphere of 4/3 the Earth's radius, where 6 dB are lost each way,
    # to the first Fresnel zone's clearance at the edge, where next to nothing is lost.
    radius = 4.0 / 3.0 * 6_371_000.0
    radar = scene.question("r1").nominal
    to_edge = float(np.sqrt(2.0 * radius * radar.antenna_altitude_m[0]))
    beyond = view.distance_m - to_edge
    least = beyond**2 / (2.0 * radius)
    fresnel = np.sqrt(float(radar.wavelength_m[0]) * to_edge * beyond / view.distance_m)
    assert least < float(found[1]) < least + fresnel * view.distance_m / to_edge
    assert view.lowest_covered_m > 5.0 * float(found[1])
