import dataclasses
import math

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import CatalogueError, ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.scenario.quick_reach import ReachQuestion, quick_reach_study
from skyshed.scenario.settings import study_text

ASKED = ReachQuestion(
    battery="s-400",
    missile="s-400/48n6e3",
    latitude_deg=40.08,
    longitude_deg=32.57,
    target="f-16c",
)


def asked(**changes):
    return quick_reach_study(dataclasses.replace(ASKED, **changes))


def test_question_becomes_a_study():
    study = asked()
    assert study.title == "Where S-400 Triumf with 48N6E3 at 40.08 N, 32.57 E can hit F-16C"
    (battery,) = study.batteries
    assert (battery.see, battery.guide) == ("see", "guide")
    assert {radar.key: radar.entry.id for radar in study.radars} == {
        "guide": "s-400/92n6e",
        "see": "s-400/91n6e",
    }
    assert study.targets[0].label == "F-16C Fighting Falcon at 7.6 km"
    assert study.agl_m == (100.0, 1_000.0, 3_000.0, 10_000.0)


def test_the_ring_is_the_quoted_range_and_the_map_holds_it():
    study = asked()
    assert (study.ring_m, study.radius_m) == (250e3, 250e3)
    assert study.ring_label == "the quoted range of 48N6E3"
    assert asked(missile="s-400/9m96e2").radius_m == 150e3
    assert asked(missile="s-400/9m96e").radius_m == 50e3
    assert asked(radius="300 km").ring_m == 250e3
    assert asked(radius="100 km").ring_m is None
    own = asked(radius="100 km", ring="30 NM")
    assert (own.ring_m, own.ring_label) == (55_560.0, "the ring asked for")


def test_one_height_alone_is_that_of_the_target():
    low = asked(above_ground=("50 m",), speed="240 m/s").targets[0]
    assert (low.agl_m, low.altitude_m, low.speed_m_s) == (50.0, None, 240.0)
    assert low.label == "F-16C Fighting Falcon at 50 m above ground"
    high = asked(above_sea_level=("FL330",)).targets[0]
    assert high.altitude_m == pytest.approx(10_058.4)
    several = asked(above_ground=("50 m",), above_sea_level=("9 km",)).targets[0]
    assert several.altitude_m == pytest.approx(7_600.0)  # the catalogue's cruise


@pytest.mark.parametrize("course", ["090", "90", "90 deg"])
def test_a_course_is_that_of_the_target_and_stands_in_the_title(course):
    study = asked(course=course)
    assert study.targets[0].heading == "course"
    assert study.targets[0].course_rad == pytest.approx(math.pi / 2.0)
    assert study.title.endswith("can hit F-16C, course 090 deg")


def test_the_worst_course():
    study = asked(course="worst")
    assert (study.targets[0].heading, study.targets[0].course_rad) == ("worst-course", None)
    assert study.title.endswith("can hit F-16C, worst of 12 courses")


def test_a_course_that_is_none():
    with pytest.raises(ScenarioError, match="expected an angle") as refused:
        asked(course="eastward")
    assert refused.value.path == "--course"


@pytest.mark.parametrize("course", ["400", "-30", "nan"])
def test_a_course_beyond_the_circle(course):
    with pytest.raises(ScenarioError, match="from 0 to 360 degrees") as refused:
        asked(course=course)
    assert refused.value.path == "--course"


def test_a_course_of_half_a_degree():
    assert asked(course="45.5").targets[0].course_rad == pytest.approx(math.radians(45.5))


def test_a_battery_may_see_with_the_radar_that_guides_alone():
    study = asked(see="none", reaction="10 s (5..20 s)", mount="mast")
    (battery,), (radar,) = study.batteries, study.radars
    assert battery.see is None
    assert (battery.reaction.low, battery.reaction.high) == (5.0, 20.0)
    assert (radar.mount, radar.role) == ("mast", "shoot")
    assert study.headline.radar == "guide"


def test_a_radar_that_searches_and_guides_needs_no_other():
    study = asked(battery="patriot", missile="patriot/gem-t", guide="patriot/an-mpq-65")
    assert [radar.entry.id for radar in study.radars] == ["patriot/an-mpq-65"]


def test_its_text_gives_the_same_study_again(tmp_path):
    study = asked(terrain=tmp_path / 'a "quoted" name.tif', target="f-35a", draws=7)
    document = parse_yaml(study_text(study), name="study.yaml", error=ScenarioError)
    again = parse_study(document)
    assert again.terrain == study.terrain
    assert again.targets == study.targets
    assert again.batteries == study.batteries
    assert (again.draws, again.ring_m) == (7, study.ring_m)


def test_a_fault_in_the_users_catalogue_names_its_file(tmp_path):
    (tmp_path / "mine.yaml").write_text("format_version: 1\nkind: system\nid: other\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"mine\.yaml"):
        asked(battery="mine", catalogue=tmp_path)
