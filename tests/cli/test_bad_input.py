"""Bad input through the command line: status 2, one sentence, no traceback, nothing written."""

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from skyshed.cli.exits import run
from tests.scenario.small_study import TEXT, changed


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def refused(capsys, *arguments: str) -> str:
    """Run a command that must fail and write nothing; return its sentence."""
    before = snapshot()
    status = run(arguments)
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.startswith("skyshed: error: ")
    assert captured.err.count("\n") == 1
    assert snapshot() == before
    return captured.err.removeprefix("skyshed: error: ").rstrip("\n")


def snapshot() -> dict[Path, bytes | None]:
    found = Path().rglob("*")
    return {path: path.read_bytes() if path.is_file() else None for path in found}


def study_file(text: str | bytes) -> str:
    Path("small.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return "small.yaml"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("s-400/91n6e", "s-400/91n6", "small.yaml:19: radars[0].radar: no catalogue entry"
         " 's-400/91n6'; did you mean 's-400/91n6e'?"),
        ("speed: 250 m/s", "sped: 250 m/s", "small.yaml:25: targets[0].sped: expected a known key,"
         " got 'sped'; did you mean 'speed'?"),
        ("altitude: 9 km", "altitude: 9 kg", "small.yaml:24: targets[0].altitude: expected an"
         " altitude such as '3 km', got '9 kg', which is a mass; give m, km, ft, mi (statute) or"
         " NM, or a flight level as 'FL330'"),
        ("latitude_deg: 40.0", "latitude_deg: 91", "small.yaml:15: sites[0].latitude_deg: expected"
         " a latitude between -90 and 90 degrees, got 91; correct it"),
        ("longitude_deg: 32.5", "longitude_deg: -181", "small.yaml:16: sites[0].longitude_deg:"
         " expected a longitude between -180 and 180 degrees, got -181; correct it"),
        ("latitude_deg: 40.0", "latitude_deg: nan", "small.yaml:15: sites[0].latitude_deg: expected"
         " a number, got 'nan'; give a plain number"),
        ("latitude_deg: 40.0", "latitude_deg: .nan", "small.yaml:15: sites[0].latitude_deg:"
         " expected a finite number, got .nan; give a number"),
        ("altitude: 9 km", "altitude: nan km", "small.yaml:24: targets[0].altitude: expected an"
         " altitude such as '3 km', got 'nan km', which is not finite; give a finite number"),
        ("altitude: 9 km", "above_ground: -20 m", "small.yaml:24: targets[0].above_ground: expected"
         " a height from 0 m to 80 km above ground, got -20 m; correct it"),
        ("altitude: 9 km", "above_ground: 1e9 km", "small.yaml:24: targets[0].above_ground:"
         " expected a height from 0 m to 80 km above ground, got 1e9 km; correct it"),
        ("longitude_deg: 32.5", "longitude_deg: 180.00001", "small.yaml:16: sites[0].longitude_deg:"
         " expected a longitude between -180 and 180 degrees, got 180.00001; correct it"),
        ("draws: 10", "draws: 0", "small.yaml:10: draws: expected between 1 and 100000 draws,"
         " got 0; correct it"),
        ("cell: 1 km", "cell: 200 m", "small.yaml:8: map.cell: expected cells of 250 m or more"
         " because 91N6E is a military radar, got 200 m; enlarge them"),
        ("  cell: 1 km", "  cell: 1 km\n  ring: {radius: 155 miles, label: quoted}",
         "small.yaml:9: map.ring.radius: expected a ring inside the map, got 155 miles on a map of"
         " 100 km; enlarge the map, so that the share of the ring can be counted"),
        ("[100 m, 1 km]", "[1 km]\n  above_sea_level: [-3 km]", "small.yaml:10:"
         " map.above_sea_level[0]: expected an altitude from -500 m to 80 km, got -3 km;"
         " correct it"),
        ("radius: 100 km", "radius: -1 km", "small.yaml:7: map.radius: expected a radius above 0,"
         " got -1 km; enlarge it"),
        ("target: f-16c", "target: igla", "small.yaml:23: targets[0].target: expected no"
         " shoulder-fired missile, got 'igla'; they cannot be placed on a map"),
        ("headline:", "  - {id: fighter, target: a320}\nheadline:", "small.yaml:26: targets[1].id:"
         " expected each id once, got 'fighter' again (first in line 22); rename one"),
        ("seed: 3", "draws: 3", "small.yaml:11: expected each key once, got 'draws' again (first in"
         " line 10); remove one"),
    ],
)  # fmt: skip
def test_study_file(capsys, old, new, sentence):
    path = study_file(changed(old, new))
    assert refused(capsys, "run", path) == sentence
    assert refused(capsys, "check", path) == sentence


def test_radar_without_a_usable_pair(capsys):
    entry = (resources.files("skyshed.catalogue") / "data" / "asr-9.yaml").read_text("utf-8")
    entry = entry.replace("id: asr-9", "id: mute").replace("use: calibrate", "use: check")
    Path("my").mkdir()
    Path("my/mute.yaml").write_text(entry, "utf-8")
    path = study_file(changed("radar: s-400/91n6e", "radar: mute") + "catalogue: my\n")
    assert "not computable: no reference pair" in refused(capsys, "run", path)
    place = ("--at", "40,32.5", "--target", "f-16c", "--catalogue", "my")
    sentence = refused(capsys, "coverage", "--radar", "mute", *place)
    assert sentence.startswith("--radar: ")
    assert "not computable: no reference pair" in sentence


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"#" * 10_000_000, "expected at most 1 MB of YAML"),
        ("format_version: !!python/object/apply:os.system ['touch hacked']\n", "got the tag"),
        ("format_version: 1\nname: !tag small\n", "got the tag"),
        (BOMB, "expected at most"),
        ("a: &a\n  b: 1\n  <<: *a\n", "expected a key, got the merge sign"),
        ("{" * 5000, "expected"),
        ("", "got an empty document"),
        ("format_version: 1\nname: \xff".encode("latin-1"), "expected text in UTF-8"),
        ("just text\n", "expected 'key: value' lines"),
        ("a: [1\n", "expected YAML"),
    ],
    ids=["10 MB", "code", "tag", "bomb", "merge", "deep", "empty", "latin-1", "text", "cut off"],
)
def test_yaml_that_is_too_large_or_not_plain(capsys, text, words):
    assert words in refused(capsys, "run", study_file(text))


COVERAGE = {"--radar": "s-400/91n6e", "--at": "40.08,32.57", "--target": "f-16c"}


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--radar", "s-400/91n6", "did you mean 's-400/91n6e'?"),
        ("--radar", "f-16c", "expected a radar, but 'f-16c' is a target"),
        ("--target", "f16c", "did you mean 'f-16c'?"),
        ("--target", "f-35a:reflector", "did you mean 'reflectors'?"),
        ("--target", "stinger", "they cannot be placed on a map"),
        ("--at", "91,32.57", "expected a latitude between -90 and 90 degrees, got 91"),
        ("--at", "40.08,181", "expected a longitude between -180 and 180 degrees, got 181"),
        ("--at", "nan,32.57", "expected a number, got 'nan'"),
        ("--at", "Ankara", "expected latitude,longitude in degrees such as 40.08,32.57"),
        ("--agl", "100", "got '100' without a unit"),
        ("--agl", "100m,5kg", "got '5kg', which is a mass"),
        ("--agl", "-5m", "expected a height from 0 m to 80 km"),
        ("--altitude", "nan km", "which is not finite"),
        ("--draws", "0", "expected between 1 and 100000 draws, got 0"),
        ("--seed", "-1", "expected 0 or more, got -1"),
        ("--pd", "1.5", "expected a probability between 0.05 and 0.99, got 1.5"),
        ("--pd", "nan", "expected a number"),
        ("--cell", "100m", "expected cells of 250 m or more"),
        ("--radius", "2000 km", "expected a radius up to 1000 km"),
        ("--mount", "mast", "expected no mount for 91N6E"),
        ("--effects", "rain=10mm/h,rain=20mm/h", "expected each effect once, got rain twice"),
        ("--pd", "0.9999999", "between 0.05 and 0.99, got 0.9999999"),
        ("--catalogue", "/dev/null", "got '/dev/null', which is no plain file"),
    ],
)
def test_coverage_names_the_option(capsys, option, value, words):
    options = {**COVERAGE, option: value}
    sentence = refused(capsys, "coverage", *(f"{key}={text}" for key, text in options.items()))
    assert sentence.startswith(f"{option}: ")
    assert words in sentence


REACH = {"--battery": "s-400", "--missile": "s-400/48n6e3", "--at": "40,32.5", "--target": "f-16c"}
ON_A_MAP = "they cannot be placed on a map"


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--battery", "s400", "did you mean 's-400'?"),
        ("--battery", "f-16c", "expected a system, but 'f-16c' is a target"),
        ("--battery", "manpads-generic", f"got 'manpads-generic'; {ON_A_MAP}"),
        ("--battery", "stinger", f"expected no shoulder-fired missile, got 'stinger'; {ON_A_MAP}"),
        ("--missile", "manpads-generic/generic", ON_A_MAP),
        ("--missile", "s-400/48n6e4", "did you mean 's-400/48n6e3'?"),
        ("--missile", "patriot/gem-t", "expected a missile of s-400, got 'patriot/gem-t'; known"),
        ("--guide", "s-400/91n6e", "able are s-400/92n6e"),
        ("--see", "s-400/91n6f", "did you mean 's-400/91n6e'?"),
        ("--target", "f16c", "did you mean 'f-16c'?"),
        ("--target", "fateh-110", "expected a target that flies level, got Fateh-110"),
        ("--at", "40", "expected latitude,longitude in degrees such as 40.08,32.57"),
        ("--agl", "-5m", "expected a height from 0 m to 80 km"),
        ("--altitude", "3kg", "which is a mass"),
        ("--speed", "-250m/s", "expected a speed"),
        ("--reaction", "-3s", "which goes below 0"),
        ("--ring", "2000km", "expected a ring inside the map"),
        ("--radius", "-1km", "expected a radius above 0"),
        ("--cell", "100m", "expected cells of 250 m or more"),
        ("--mount", "pole", "known are mast, mast_tall"),
        ("--draws", "0", "expected between 1 and 100000 draws, got 0"),
    ],
)
def test_reach_names_the_option(capsys, option, value, words):
    options = {**REACH, option: value}
    sentence = refused(capsys, "reach", *(f"{key}={text}" for key, text in options.items()))
    assert sentence.startswith(f"{option}: ")
    assert words in sentence


def test_reach_asks_which_of_several_radars_guides(capsys):
    options = {**REACH, "--battery": "patriot", "--missile": "patriot/gem-t"}
    sentence = refused(capsys, "reach", *(f"{key}={text}" for key, text in options.items()))
    assert sentence.startswith("--guide: expected the radar that guides, because patriot has 2")
    assert sentence.endswith("name one of patriot/an-mpq-53, patriot/an-mpq-65")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["raid", "small"], "no bundled study 'small'"),
        (["raid", "turkey-2019", "--raid", "low-rade"], "--raid: no raid 'low-rade' in the study;"
         " did you mean 'low-raid'?"),
        (["raid", "turkey-2019", "--runs", "0"], "--runs: expected a number from 1 to 1000000"),
        (["raid", "turkey-2019", "--draws", "-1"], "--draws: expected a number from 1"),
        (["raid", "turkey-2019", "--seed", "-1"], "--seed: expected a whole number from 0"),
        (["raid", "turkey-2019", "--precision", "0"], "--precision: expected a number of leakers"),
        (["raid", "turkey-2019", "--precision", "nan"], "--precision: expected a number"),
        (["raid", "turkey-2019", "--runs", "1000000"], "--runs: raid low-raid: expected runs that"
         " fit into memory, got 40 draws of 1000000 runs with 40 targets; ask for at most 125000"),
        (["raid", "turkey-2019", "--workers", "0"], "Invalid value for '--workers'"),
        (["raid", "lesson-horizon"], "expected a study with raids, got 'lesson-horizon'"),
        (["query", "nowhere"], "expected a result folder of skyshed, got nowhere"),
        (["catalogue", "fit", "s-400/48n6"], "did you mean 's-400/48n6e"),
        (["catalogue", "show", "s-400/48n6e4"], "did you mean 's-400/48n6e3'?"),
    ],
)  # fmt: skip
def test_raids_and_questions(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "Missing argument"),
        (["run", "turkey-2018"], "did you mean 'turkey-2019'?"),
        (["run", "no-such.yaml"], "no-such.yaml: expected a YAML file, got none of that name"),
        (["run", "."], "got a folder"),
        (["run", "turkey-2019", "--draws", "0"], "--draws: expected between 1 and 100000 draws"),
        (["run", "turkey-2019", "--draws", "many"], "Invalid value for '--draws'"),
        (["run", "turkey-2019", "--seed", "-3"], "--seed: expected a whole number from 0"),
        (["run", "turkey-2019", "--workers", "0"], "Invalid value for '--workers'"),
        (["run", "turkey-2019", "--drawz", "5"], "No such option"),
        (["rnu"], "No such command 'rnu'"),
        (["coverage"], "Missing option"),
        (["new", "../evil"], "expected a short name"),
        (["compare", "a", "b"], "expected a result folder of skyshed, got a"),
        (["catalogue", "show", "s400"], "did you mean 's-400'?"),
        (["catalogue", "list", "--catalogue", "nowhere"], "expected a folder"),
    ],
)
def test_command_line(capsys, arguments, words):
    assert words in refused(capsys, *arguments)


def test_new_overwrites_nothing(capsys):
    Path("mine.yaml").write_text("precious", "utf-8")
    assert "it exists already" in refused(capsys, "new", "mine")


def test_output_folder_that_cannot_be_used(capsys):
    path = study_file(TEXT)
    Path("full").mkdir()
    Path("full/notes.txt").write_text("precious", "utf-8")
    Path("results").mkdir()
    Path("results/manifest.json").write_text('{"skyshed": {}}', "utf-8")
    run_to = ("run", path, "--out")
    assert "it holds other files" in refused(capsys, *run_to, "full")
    assert "it holds other files" in refused(capsys, *run_to, "full", "--replace")
    assert "give --replace or another --out" in refused(capsys, *run_to, "results")
    assert "it is a file" in refused(capsys, *run_to, "small.yaml")
    assert "cannot write" in refused(capsys, *run_to, "small.yaml/inside")
    assert "cannot write" in refused(capsys, *run_to, "/dev/null/inside")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_output_folder_without_permission(capsys):
    Path("locked").mkdir(mode=0o500)
    try:
        sentence = refused(capsys, "run", study_file(TEXT), "--out", "locked/results")
        assert "permission is denied" in sentence
    finally:
        Path("locked").chmod(0o700)


def test_the_program_itself_leaves_with_status_2():
    done = subprocess.run(
        [sys.executable, "-m", "skyshed", "run", "turkey-2018"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
