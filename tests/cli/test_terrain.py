"""`skyshed terrain`, and --terrain with the name of a data set on the commands that take it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from skyshed.cli.exits import run
from tests.cli.raid_study import write_study
from tests.scenario.small_study import TEXT
from tests.terrain.bucket import Bucket, serving

SQUARE = [(latitude, longitude) for latitude in range(38, 42) for longitude in range(30, 35)]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Bucket:
    made, folder = Bucket(), tmp_path_factory.mktemp("source")
    for tile in SQUARE:
        made.add(tile, folder)
    return made


@pytest.fixture
def bucket(content: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "cache"))
    content.requests.clear()
    with serving(content):
        monkeypatch.setenv("SKYSHED_GLO_90_URL", content.url)
        yield content


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    before = sorted(Path().rglob("*"))
    assert run(["terrain", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert sorted(Path().rglob("*")) == before
    return line.removeprefix("skyshed: error: ")


def test_fetch_then_info(bucket: Bucket, capsys: pytest.CaptureFixture[str]):
    assert run(["terrain", "fetch", "--bbox", "31.5,39.5,33,41", "--quiet"]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].startswith(
        "terrain-glo-90: 4 tiles of Copernicus DEM GLO-90 for 31.5 E eastwards to 33 E,"
        " 39.5 N to 41 N,"
    )
    assert "(4 new," in lines[0]
    assert lines[1:] == [
        "next: skyshed terrain info terrain-glo-90",
        "      skyshed run STUDY --terrain terrain-glo-90",
    ]
    assert captured.err == ""
    assert run(["terrain", "info", "terrain-glo-90", "--quiet"]) == 0
    text = capsys.readouterr().out
    for words in (
        "4 (Copernicus_DSM_COG_30_N39_00_E031_00_DEM.tif,",
        "30.9958 to 32.9958",
        "39.0042 to 41.0042",
        "EGM2008 geoid (the product's; not stated in the file)",
        "100.0% of the extent",
        "0.00% of the cells",
        "heights include trees and buildings",
    ):
        assert words in text
    assert run(["terrain", "fetch", "--bbox", "31.5,39.5,33,41", "--quiet"]) == 0
    assert "(0 new, 0.0 MB fetched)" in capsys.readouterr().out


def test_missing_tiles_are_told_and_sea_is_assumed_on_demand(
    bucket: Bucket, capsys: pytest.CaptureFixture[str]
):
    arguments = ["terrain", "fetch", "--bbox", "34,39,36,40", "--out", "coast", "--quiet"]
    assert run(arguments) == 0
    text = capsys.readouterr().out
    assert "no tile exists for N39E035: what lies there is unknown, not sea" in text
    assert "--missing-as-sea" in text
    assert run([*arguments, "--missing-as-sea"]) == 0
    assert "zeros were written for them, as asked" in capsys.readouterr().out
    assert run(["terrain", "info", "coast", "-q"]) == 0
    text = capsys.readouterr().out
    assert "assumed sea at 0 m" in text
    assert "gaps" not in text


def test_gaps_are_told(bucket: Bucket, capsys: pytest.CaptureFixture[str]):
    assert run(["terrain", "fetch", "--bbox", "30,38,32,40", "--out", "tiles", "-q"]) == 0
    next(Path("tiles").glob("*N39*E031*")).unlink()
    capsys.readouterr()
    assert run(["terrain", "info", "tiles", "-q"]) == 0
    assert "gaps: no tile for N39E031; what lies there is unknown" in capsys.readouterr().out


def test_info_of_the_cache(bucket: Bucket, capsys: pytest.CaptureFixture[str]):
    assert "no tile of glo-90 is in the cache yet" in refused(capsys, "info", "glo-90")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("fetch --bbox 32,41,34,39", "--bbox: expected south below north, got 41 and 39"),
        ("fetch --bbox x", "--bbox: expected west,south,east,north in degrees"),
        ("fetch --bbox 0,0,1,1", "no tile of glo-90 exists in 0 E eastwards to 1 E, 0 N to 1 N"),
        ("fetch --bbox 30,38,34,42 --limit-gb 0.01", "0.1 GB before compression"),
        ("fetch --bbox 30,38,34,42 --limit-gb nan", "--limit-gb: expected a number above 0"),
        ("fetch --bbox 30,38,34,42 --limit-gb -1", "--limit-gb: expected a number above 0"),
        ("fetch --bbox 30,38,34,42 --dataset srtm", "expected one of glo-90, glo-30, got 'srtm'"),
        ("fetch --bbox 30,38,34,42 --url http://example.org", "begin with https://"),
        ("fetch --bbox 30,38,34,42 --out other --url http://localhost:9", "cannot be reached"),
        ("fetch", "bbox"),
        ("info nowhere", "no such terrain file"),
        ("info .", "holds no terrain file"),
    ],
)
def test_bad_input(bucket: Bucket, capsys, arguments: str, words: str):
    # A list that is kept is no result; everything else would be.
    run(["terrain", "fetch", "--bbox", "0,0,1,1", "--out", "terrain-glo-90", "-q"])
    capsys.readouterr()
    assert words in refused(capsys, *arguments.split())


def test_two_data_sets_do_not_share_a_folder(bucket: Bucket, capsys: pytest.CaptureFixture[str]):
    assert run(["terrain", "fetch", "--bbox", "30,38,31,39", "--out", "tiles", "-q"]) == 0
    capsys.readouterr()
    arguments = ["fetch", "--bbox", "30,38,31,39", "--out", "tiles", "--dataset", "glo-30"]
    assert "holds tiles of another data set" in refused(capsys, *arguments)


def test_a_study_on_a_named_data_set_runs_again_without_the_network(
    bucket: Bucket, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    # What decides is asked thousands of times; it is not the question here.
    monkeypatch.setattr("skyshed.analysis.study._tornado", lambda model, run: None)
    Path("small.yaml").write_text(TEXT.replace("draws: 10", "draws: 3"), "utf-8")
    assert run(["run", "small.yaml", "--terrain", "glo-90", "--out", "one"]) == 0
    assert "skyshed: fetching 20 tiles of glo-90" in capsys.readouterr().err
    assert "terrain: 'glo-90'" in Path("one/study.yaml").read_text("utf-8")
    result = json.loads(Path("one/results.json").read_text("utf-8"))
    assert result["terrain"]["name"] == "Copernicus DEM GLO-90"
    notes = " ".join(result["terrain"]["notes"])
    assert "The data set has no tile for" in notes
    assert "unknown, not sea" in notes
    asked = len(bucket.requests)
    assert run(["run", "one", "--out", "two", "--quiet"]) == 0
    assert len(bucket.requests) == asked
    two = json.loads(Path("two/results.json").read_text("utf-8"))
    assert two["terrain"] == result["terrain"]
    assert Path("two/results.json").read_bytes() == Path("one/results.json").read_bytes()
    capsys.readouterr()
    assert run(["terrain", "info", "glo-90", "-q"]) == 0
    assert "20 (Copernicus" in capsys.readouterr().out


def test_the_other_commands_take_the_name_too(bucket: Bucket, monkeypatch: pytest.MonkeyPatch):
    # Each must ask for the terrain of its study by name; what is computed on it is told elsewhere.
    from skyshed.analysis import raid_run, study

    asked: list[str] = []

    class Enough(Exception):
        """Ends the command."""

    def note(opened, terrain=None, *, tell):
        asked.append(str(terrain or opened.terrain))
        raise Enough

    monkeypatch.setattr(study, "study_terrain", note)
    monkeypatch.setattr(raid_run, "study_terrain", note)
    write_study(Path())
    place = ["--at", "40.0,32.5", "--target", "f-16c"]
    for command in (
        ["coverage", "--radar", "s-400/91n6e", *place],
        ["reach", "--battery", "s-400", "--missile", "s-400/48n6e3", *place,
         "--guide", "s-400/92n6e"],
        ["raid", "small.yaml"],
        ["run", "small.yaml"],
    ):  # fmt: skip
        with pytest.raises(Enough):
            run([*command, "--terrain", "glo-90", "--quiet", "--out", command[0]])
    assert asked == ["glo-90"] * 4


def test_a_study_file_may_name_it(bucket: Bucket, capsys: pytest.CaptureFixture[str]):
    text = TEXT.replace("name: small\n", "name: small\nterrain: glo-30\n")
    Path("small.yaml").write_text(text, "utf-8")
    assert run(["check", "small.yaml"]) == 0  # nothing is fetched for a check
    assert bucket.requests == []


def test_the_network_fails_in_a_run(bucket: Bucket, capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SKYSHED_GLO_90_URL", "http://localhost:9")
    Path("small.yaml").write_text(TEXT, "utf-8")
    assert run(["run", "small.yaml", "--terrain", "glo-90", "--quiet"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be reached" in line
    assert not Path("out").exists()
