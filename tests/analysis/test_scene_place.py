"""A place that is asked about is met exactly: by its numbers and by the end of its section."""

import re

import numpy as np
import pymap3d
import pytest
from pymap3d.vincenty import vdist

from skyshed.analysis.coverage import FACTORS
from skyshed.analysis.plain_words import percent
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


NEAR = 40.0989, 32.5656  # 2.2 km north of the radar


@pytest.fixture(scope="module")
def low_scene():
    """The example "A fighter that flies low", with few draws."""
    study = scene_study(Scene((SceneRadar("r1", "s-400/91n6e", *RADAR),), "f-16c", draws=40))
    return draw_scene(study, study_terrain(study, None))


def test_too_near_is_told_from_the_elevations(low_scene):
    """2.2 km out a target 100 m up stands at 2 to 3 degrees, well inside what the radar looks at;
    the catalogue gives the radar a minimum range of 5 km, assumed, 1 to 15 km."""
    _, (view,) = point_views(low_scene, *NEAR)
    assert view.slant_m < 5000.0
    assert FACTORS[view.factor] == "elevation"  # the code of the maps stands for both
    assert view.factor_words == "minimum range"
    words = "nearer than 91N6E can see (minimum range 5 km, assumed 1 to 15 km)"
    assert words in view.reason
    assert words in view.sentence
    assert "elevation" not in view.sentence
    assert words in section(low_scene, "r1", *NEAR).sentence


@pytest.mark.parametrize(
    ("height_m", "place", "factor", "words"),
    [
        (3000.0, NEAR, "minimum range", ("nearer than", "and above the elevations that it looks")),
        (12_000.0, NEAR, "elevation", ("above the elevations that 91N6E looks at (highest 50°",)),
    ],
)
def test_above_the_elevations_is_told_as_that(height_m, place, factor, words):
    """The radar looks up to 50 degrees, assumed 28 to 75: 3 and 12 km over a place at 2.2 km
    stand at 53 and 80 degrees, 3.7 and 12 km away."""
    asked = Scene((SceneRadar("r1", "s-400/91n6e", *RADAR),), "f-16c", height_m=height_m, draws=20)
    study = scene_study(asked)
    _, (view,) = point_views(draw_scene(study, study_terrain(study, None)), *place)
    assert view.factor_words == factor
    assert all(part in view.sentence for part in words)
    assert "assumed 28 to 75°" in view.sentence


def test_number_that_is_held_is_said_to_be():
    radar = SceneRadar("r1", "s-400/91n6e", *RADAR)
    held = {"s-400/91n6e.minimum_range_m": 8000.0}
    study = scene_study(Scene((radar,), "f-16c", draws=20, fixed=held))
    _, (view,) = point_views(draw_scene(study, study_terrain(study, None)), *NEAR)
    assert "minimum range held at 8 km" in view.sentence


def test_draws_that_do_not_cover_have_their_factor(low_scene):
    """30 km south-east, nominal numbers cover and most draws do not: the hills may be higher."""
    _, (view,) = point_views(low_scene, 39.93, 32.86)
    assert view.covered
    assert 0.0 < view.share < 0.5
    assert sum(view.shares.values()) == pytest.approx(1.0)
    assert next(iter(view.shares)) == "covered"
    assert view.shares["terrain"] > 0.5
    others = f"In the {percent(1.0 - view.share)} of the draws that do not cover it "
    assert view.draws_sentence.startswith(f"{others}terrain, with the error of its relief, hides")
    assert view.sentence.endswith(view.draws_sentence)


def test_factors_of_the_draws_follow_their_numbers(low_scene):
    """Just beyond the nominal 5 km, the draws whose minimum range is larger are too near."""
    question = low_scene.question("r1")
    _, (view,) = point_views(low_scene, 40.149, 32.5656)
    assert view.covered
    too_near = float(np.mean(question.drawn.minimum_range_m > view.slant_m))
    assert 0.0 < too_near < 1.0
    assert view.shares["minimum range"] <= too_near
    # what is not told by it is hidden in those draws by something that is tested before
    hidden = sum(view.shares.get(name, 0.0) for name in ("terrain", "horizon"))
    assert view.shares["minimum range"] >= too_near - hidden
    assert f"it is nearer than the minimum range ({percent(view.shares['minimum range'])})" in (
        view.draws_sentence
    )


def test_draws_that_agree_need_no_words(low_scene):
    _, (view,) = point_views(low_scene, 37.87, 32.48)
    assert view.shares == {"terrain": 1.0}
    assert view.draws_sentence == ""
