"""A radar, a target and a missile of one's own from files beside the study."""

import json

import pytest

from skyshed.catalogue.templates import TEMPLATES, template_text
from skyshed.errors import CatalogueError, ScenarioError
from skyshed.scenario.loader import load_study
from skyshed.scenario.settings import study_text
from tests.scenario.small_study import TEXT

OWN = (
    TEXT.replace("radar: s-400/91n6e", "radar: my-radar")
    .replace("target: f-16c", "target: my-target")
    .replace("name: small", "name: own")
)


@pytest.fixture
def folder(tmp_path):
    for kind, name in TEMPLATES.items():
        (tmp_path / name).write_text(template_text(kind), "utf-8")
    return tmp_path


def study(folder, catalogue, text=OWN):
    path = folder / "study.yaml"
    path.write_text(text + catalogue, "utf-8")
    return load_study(path)


@pytest.mark.parametrize(
    "catalogue",
    [
        "catalogue: [my-radar.yaml, my-target.yaml]\n",
        "catalogue:\n  - my-radar.yaml\n  - my-target.yaml\n",
        "catalogue: .\n",
    ],
)
def test_files_beside_the_study_are_found(folder, catalogue):
    found = study(folder, catalogue)
    assert found.radar("eye").entry.name == "My radar"
    assert found.targets[0].entry.id == "my-target"


def test_one_file_needs_no_list(folder):
    text = OWN.replace("target: my-target", "target: f-16c")
    assert study(folder, "catalogue: my-radar.yaml\n", text).catalogue == folder / "my-radar.yaml"


def test_an_empty_list_is_no_catalogue(folder):
    assert study(folder, "catalogue: []\n", TEXT).catalogue is None


@pytest.mark.parametrize(
    ("catalogue", "message"),
    [
        ("catalogue: [my-radar.yaml, hers.yaml]\n", r"catalogue\[1\]: expected a catalogue file or"
         " a folder of them, got 'hers.yaml', which is not there"),
        ("catalogue: hers\n", "catalogue: expected a catalogue file or a folder"),
        ("catalogue: 3\n", "study.yaml:27: catalogue: expected a file or folder of catalogue"),
        ("catalogue: [3]\n", "catalogue: expected a file or folder of catalogue entries"),
        ("", r"study.yaml:19: radars\[0\].radar: no catalogue entry 'my-radar'"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_with_its_line(folder, catalogue, message):
    with pytest.raises(ScenarioError, match=message):
        study(folder, catalogue)


def test_a_fault_in_the_radar_is_named_with_its_own_file_and_line(folder):
    path = folder / "my-radar.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 15 m,", "value: 15,"), "utf-8")
    line = next(
        number
        for number, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "value: 15," in text
    )
    with pytest.raises(
        CatalogueError, match=rf"my-radar.yaml:{line}: parameters.antenna_height.value: expected a"
    ):
        study(folder, "catalogue: [my-radar.yaml, my-target.yaml]\n")


def test_a_missile_of_ones_own_makes_a_battery(folder):
    text = OWN.replace("radar: my-radar", "radar: my-system/guide") + (
        "batteries:\n"
        "  - {id: battery, system: my-system, guide: eye, missile: my-system/dart, label: Mine}\n"
    )
    found = study(folder, "catalogue: [my-system.yaml, my-target.yaml]\n", text)
    (battery,) = found.batteries
    assert battery.missile.name == "Dart"
    assert battery.rounds.nominal == 24.0  # four launchers with six missiles


def test_the_borrowed_missile_goes_by_both_names(folder):
    for name in ("s-300pmu2/48n6e2", "s-400/48n6e2"):
        text = TEXT.replace("s-400/91n6e", "s-300pmu2/30n6e2") + (
            "batteries:\n"
            f"  - {{id: b, system: s-300pmu2, guide: eye, missile: {name}, label: Mine,"
            " reaction: 10 s, reload: 1 h}\n"
        )
        assert study(folder, "", text).batteries[0].missile.id == "s-400/48n6e2"


def test_the_copy_of_the_study_names_the_files_by_full_path(folder):
    found = study(folder, "catalogue:\n  - my-radar.yaml\n  - my-target.yaml\n")
    (folder / "results").mkdir()
    (folder / "results" / "study.yaml").write_text(study_text(found), "utf-8")
    again = load_study(folder / "results")
    assert again.radar("eye").entry == found.radar("eye").entry
    assert "draws: 10" in study_text(found)


def test_a_run_uses_them_cites_them_and_hashes_them(folder):
    from skyshed.analysis.study import run_study
    from skyshed.output.folder import write_results
    from skyshed.store import sha256_file

    found = study(folder, "catalogue: [my-radar.yaml, my-target.yaml]\n")
    results = []
    for run in ("first", "second"):
        result = run_study(found, workers=1, progress=lambda *_: None)
        out = folder / run
        write_results(result, study_text(found), out, replace=False, command=["skyshed", "run"])
        results.append((out / "results.json").read_bytes())
        found = load_study(out)  # the second run starts from the copy of the first
    assert results[0] == results[1]
    text = (folder / "first" / "report.html").read_text("utf-8")
    assert "My radar: data sheet" in text
    inputs = json.loads((folder / "first" / "manifest.json").read_text("utf-8"))["inputs"]
    for name in ("my-radar.yaml", "my-target.yaml"):
        assert inputs[str(folder / name)] == sha256_file(folder / name)


@pytest.mark.parametrize(
    ("system", "missile", "guide"),
    [
        ("buk-m2", "9m317", "9s36"),
        ("iris-t-slm", "iris-t-sl", "trml-4d"),
        ("mim-23-hawk", "mim-23b", "hpir"),
        ("nasams", "aim-120", "an-mpq-64"),
        ("s-300pmu2", "48n6e2", "30n6e2"),
        ("samp-t", "aster-30-b1", "arabel"),
    ],
)
def test_systems_whose_radar_can_be_computed_need_nothing_from_the_study(
    folder, system, missile, guide
):
    text = TEXT.replace("s-400/91n6e", f"{system}/{guide}") + (
        "batteries:\n"
        f"  - {{id: b, system: {system}, guide: eye, missile: {system}/{missile}, label: Theirs}}\n"
    )
    (battery,) = study(folder, "", text).batteries
    assert battery.rounds.nominal >= battery.launchers.nominal
    assert battery.target_channels.low >= 1.0
