import json
import math
from typing import get_args

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario import claim_schema, model
from skyshed.scenario.loader import (
    bundled_studies,
    load_study,
    parse_study,
    study_json_schema,
    template_text,
)
from tests.scenario.small_study import TEXT, changed


def study_of(text: str) -> model.Study:
    return parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))


def test_quantities_become_si_and_angles_radians():
    text = changed(
        "    speed: 250 m/s\n", "    speed: 486 kt\n    heading: course\n    course: 90 deg\n"
    )
    text = text.replace("    site: hill\n", "    site: hill\n    sector_towards: 180 deg\n")
    study = study_of(text)
    assert (study.radius_m, study.cell_m) == (100_000.0, 1_000.0)
    assert study.agl_m == (100.0, 1_000.0)
    target = study.target("fighter")
    assert target.altitude_m == 9_000.0
    assert target.agl_m is None
    assert target.speed_m_s == pytest.approx(250.02, abs=0.01)  # 486 x 1852 m / 3600 s
    assert target.course_rad == pytest.approx(math.pi / 2)
    assert study.radar("eye").sector_centre_rad == pytest.approx(math.pi)


def test_what_a_target_leaves_out_is_the_catalogues_cruise():
    text = changed("    altitude: 9 km\n    speed: 250 m/s\n", "")
    target = study_of(text).target("fighter")
    assert target.altitude_m == 7_600.0
    temperature_k = 288.15 - 6.5 * 7.6  # standard lapse; geometric for geopotential costs 0.05 %
    sound_m_s = math.sqrt(1.4 * 287.053 * temperature_k)
    assert target.speed_m_s == pytest.approx(0.85 * sound_m_s, rel=1e-3)


def test_mach_counts_at_the_targets_altitude():
    low = study_of(
        changed("altitude: 9 km\n    speed: 250 m/s", "altitude: 0 m\n    speed: 1 mach")
    )
    high = study_of(changed("250 m/s", "1 mach"))
    assert low.target("fighter").speed_m_s == pytest.approx(340.3, abs=0.1)  # sea level, US 1976
    assert high.target("fighter").speed_m_s < low.target("fighter").speed_m_s


def test_a_flight_level_is_said_to_be_a_pressure_altitude():
    target = study_of(changed("altitude: 9 km", "altitude: FL300")).target("fighter")
    assert target.altitude_m == pytest.approx(9_144.0)
    assert "pressure altitude" in target.note


def test_another_antenna_height_is_a_mount_and_leaves_the_catalogue_alone():
    text = changed("    site: hill\n", "    site: hill\n    antenna_height: 20 m (15..25 m)\n")
    radar = study_of(text).radar("eye")
    assert radar.mount == "eye"
    assert radar.entry.mounts["eye"].low == 15.0
    assert radar.entry.mounts["eye"].basis == "assumed"
    assert "eye" not in study_of(TEXT).radar("eye").entry.mounts


def test_paths_are_relative_to_the_study_file(tmp_path):
    folder = tmp_path / "deep"
    folder.mkdir()
    file = folder / "small.yaml"
    file.write_text(changed("draws: 10\n", "draws: 10\nterrain: dem.tif\n"), "utf-8")
    assert load_study(file).terrain == folder / "dem.tif"


def test_a_result_folder_gives_its_copy_of_the_study(tmp_path):
    (tmp_path / "study.yaml").write_text(TEXT, "utf-8")
    assert load_study(tmp_path).name == "small"


def test_users_may_bring_their_own_catalogue(tmp_path):
    from importlib import resources

    entry = (resources.files("skyshed.catalogue") / "data" / "asr-9.yaml").read_text("utf-8")
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "my-radar.yaml").write_text(entry.replace("id: asr-9", "id: my-radar"))
    text = changed("radar: s-400/91n6e", "radar: my-radar") + "catalogue: my\n"
    (tmp_path / "small.yaml").write_text(text, "utf-8")
    assert load_study(tmp_path / "small.yaml").radar("eye").entry.id == "my-radar"


def test_bundled_studies_load_by_name():
    assert set(bundled_studies()) == {
        "abqaiq-2019",
        "alps-atc",
        "lesson-horizon",
        "paris-atc",
        "turkey-2019",
    }
    for name, title in bundled_studies().items():
        study = load_study(name)
        assert (study.name, study.title) == (name, title)


def test_the_template_is_a_valid_study():
    study = study_of(template_text())
    assert study.radars[0].entry.civil
    assert study.claims[0].readings[0].at_least_m == pytest.approx(57 * 1852.0)


def test_the_lesson_has_heights_and_nothing_else():
    study = load_study("lesson-horizon")
    assert study.smooth_earth
    assert study.lesson == model.Lesson((15.0, 30.0), (30.0, 50.0, 100.0, 300.0), 4.0 / 3.0)
    assert study.radars == ()
    assert study.headline is None


def test_quantities_of_schema_and_model_are_the_same():
    readings = model.READING_QUANTITIES
    premises = model.PREMISE_QUANTITIES
    asked = claim_schema.ReadingPart.model_fields["quantity"].annotation
    shown = claim_schema.PremisePart.model_fields["quantity"].annotation
    assert get_args(asked) == readings
    assert get_args(shown) == premises
    assert set(claim_schema.READING_NEEDS) == set(readings)
    assert set(claim_schema.PREMISE_NEEDS) == set(premises)
    assert set(claim_schema.PREMISE_ALLOWS) <= set(premises)


def test_json_schema_knows_every_key_and_allows_no_other():
    schema = json.loads(json.dumps(study_json_schema()))
    assert schema["additionalProperties"] is False
    assert {"format_version", "map", "radars", "targets", "claims"} <= set(schema["properties"])
    cell = schema["$defs"]["MapPart"]["properties"]["cell"]
    assert cell["type"] == "string"


def test_a_study_cannot_be_changed():
    study = study_of(TEXT)
    with pytest.raises(AttributeError):
        study.draws = 5  # type: ignore[misc]
    with pytest.raises(TypeError):
        study.sites["hill"] = None  # type: ignore[index]
