"""A scene as a study file."""

import dataclasses

import pytest

from skyshed.errors import ScenarioError
from skyshed.scenario.loader import bundled_studies, load_study
from skyshed.scenario.quick_scene import (
    Scene,
    SceneBattery,
    SceneRadar,
    plain_number,
    scene_cell_m,
    scene_study,
)
from skyshed.scenario.study_scene import scene_of_study

RADAR = SceneRadar("r1", "s-400/91n6e", 40.0789, 32.5656)
SCENE = Scene((RADAR,), "f-16c")


def test_scene_reads_back_as_asked():
    radars = (
        dataclasses.replace(RADAR, entry="s-400/96l6e", mount="mast"),
        SceneRadar("off", "asr-9", 0.0, 0.0, on=False),
        SceneRadar("r2", "s-400/92n6e", -1e-6, 180.0, antenna_agl_m=12.5, sector_centre_deg=-90.0),
    )
    study = scene_study(
        Scene(
            radars,
            "f-35a",
            "reflectors",
            height_m=3000.0,
            above_ground=False,
            radius_m=100_000.0,
            pd=0.8,
            networked=True,
            fixed={"s-400/96l6e.scan_period_s": 1e-3},
            draws=33,
            seed=5,
        )
    )
    assert [radar.key for radar in study.radars] == ["r1", "r2"]
    assert study.radar("r1").mount == "mast"
    second = study.radar("r2")
    assert second.entry.mounts["r2"].nominal == 12.5
    assert second.site.longitude_deg == 180.0
    assert second.sector_centre_rad == pytest.approx(-1.5707963, rel=1e-6)
    (target,) = study.targets
    assert (target.altitude_m, target.configuration) == (3000.0, "reflectors")
    assert study.altitude_m == (3000.0,)
    assert (study.radius_m, study.cell_m, study.pd) == (100_000.0, 800.0, 0.8)
    assert (study.draws, study.seed) == (33, 5)
    assert study.groups["together"].radars == ("r1", "r2")
    assert study.fixed[0].value == 1e-3


def test_cells_never_below_the_boundary():
    assert scene_cell_m(10_000.0) == 250.0
    assert scene_cell_m(250_000.0) == 2000.0


@pytest.mark.parametrize(
    ("radar", "guide", "see"),
    [("s-400/91n6e", "battery-guide", "r1"), ("s-400/92n6e", "r1", None)],
)
def test_battery_is_guided_by_a_radar_that_can(radar, guide, see):
    battery = SceneBattery("s-400", "s-400/48n6e3", "r1")
    scene = Scene((dataclasses.replace(RADAR, entry=radar),), "f-16c", battery=battery)
    (found,) = scene_study(scene, shooting=True).batteries
    assert (found.guide, found.see) == (guide, see)
    assert scene_study(scene).batteries == ()


def test_ring_of_a_battery_is_its_quoted_range():
    battery = SceneBattery("s-400", "s-400/48n6e3", "r1")
    scene = dataclasses.replace(SCENE, battery=battery)
    study = scene_study(scene, shooting=True)
    assert study.ring_m == study.batteries[0].missile.parameters["range_max_m"].nominal
    small = scene_study(dataclasses.replace(scene, radius_m=50_000.0), shooting=True)
    assert small.ring_m is None


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"target": "f-16d"}, "target.entry", "did you mean 'f-16c'"),
        ({"configuration": "x"}, "target.configuration", "configuration"),
        ({"radars": (dataclasses.replace(RADAR, entry="no"),)}, "radars[0].entry", "no"),
        (
            {"radars": (SceneRadar("r1", "s-400/96l6e", 40.0, 32.0, "mast", 5.0),)},
            "radars[0].antenna_agl_m",
            "got both",
        ),
        ({"radars": (dataclasses.replace(RADAR, on=False),)}, "radars", "switch one on"),
        ({"height_m": -5.0}, "height.value_m", "from 0 m to 80 km"),
        ({"battery": SceneBattery("s-400", "s-400/no", "r1")}, "battery.missile", "s-400"),
        ({"battery": SceneBattery("s-500", "x", "r1")}, "battery.entry", "s-400"),
        ({"battery": SceneBattery("s-400", "s-400/48n6e3", "r7")}, "battery.radar", "r1"),
        ({"battery": SceneBattery("igla", "x", "r1")}, "battery.entry", "shoulder-fired"),
    ],
)
def test_errors_name_the_place_in_the_scene(change, path, words):
    with pytest.raises(ScenarioError) as caught:
        scene_study(dataclasses.replace(SCENE, **change), shooting=True)
    assert caught.value.path == path
    assert words in caught.value.problem
    assert caught.value.file is None


@pytest.mark.parametrize("name", [n for n in bundled_studies() if not n.startswith("lesson")])
def test_bundled_studies_open_as_scenes(name):
    study = load_study(name)
    scene = scene_of_study(study)
    again = scene_study(scene, shooting=scene.battery is not None)
    headline = study.radar(study.headline.radar)
    assert again.radars[0].entry.id == headline.entry.id
    assert again.radars[0].site.latitude_deg == pytest.approx(headline.site.latitude_deg, abs=1e-6)
    target = study.target(study.headline.target)
    assert again.targets[0].altitude_m == target.altitude_m
    assert again.targets[0].agl_m == target.agl_m


@pytest.mark.parametrize(
    ("value", "text"), [(1e-7, "0"), (-1e-9, "0"), (250_000.0, "250000"), (12.5, "12.5")]
)
def test_plain_numbers_have_no_exponent(value, text):
    assert plain_number(value) == text
