"""`skyshed raid`: the table, the folder, the same bytes everywhere, and after a kill."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skyshed.cli.exits import run
from skyshed.cli.raid_table import raid_lines
from skyshed.store.checkpoint import open_checkpoint
from tests.cli.raid_study import digest, write_study
from tests.output.reaches import make_raids

ASKED = ["raid", "small.yaml", "--draws", "3", "--runs", "40", "--quiet"]
LONG = ["raid", "small.yaml", "--draws", "3", "--runs", "5000", "--no-what-if"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache of its own for the fitted missile."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKYSHED_CACHE", str(folder))
        yield folder


@pytest.fixture
def _here(tmp_path, monkeypatch, cache):
    monkeypatch.chdir(tmp_path)
    write_study(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, cache):
    """Results of one worker, and what was printed."""
    folder = tmp_path_factory.mktemp("whole")
    write_study(folder)
    done = skyshed(*ASKED, "--workers", "1", "--out", "result", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "result", done.stdout


def skyshed(*arguments, cwd):
    command = [sys.executable, "-m", "skyshed", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_the_table_has_medians_spreads_and_sampling(whole):
    lines = whole[1].splitlines()
    assert lines[:3] == [
        "raid: A raid",
        "4 x F-16C Fighting Falcon; they attack A place",
        "3 draws of what is not known, and for each 40 runs of chance",
    ]
    names = ["Leakage", "Leakers", "Nothing leaks", "Missiles used", "First detection"]
    names += ["First confirmed track", "First shot", "Keep-out range"]
    rows = lines[lines.index("against A network") + 1 :]
    assert [row.strip().split("  ")[0] for row in rows[: len(names)]] == names
    assert "±" in rows[0]
    assert any("many channels" in line for line in lines)
    assert any("A network: after 40 runs of each draw the mean number" in line for line in lines)
    assert lines[-1] == "report: result/report.html"


def test_the_folder_holds_everything_and_no_maps(whole):
    folder = whole[0]
    numbers = json.loads((folder / "results.json").read_text("utf-8"))
    assert numbers["pairs"] == []
    (outcome, change) = numbers["raids"]["raid"]["outcomes"]
    assert (outcome["draws"], outcome["runs"], change["change"]) == (3, 40, "many channels")
    assert set(numbers["radars"]) == {"eye", "guide", "plane"}  # those of the network
    assert {path.name for path in folder.iterdir()} == {
        "figures", "manifest.json", "replay", "report.html", "results.json", "study.yaml", "tables",
    }  # fmt: skip
    assert (folder / "replay" / "raid" / "raid-typical-run.czml").is_file()
    assert (folder / "figures" / "raid-raid-time-line.svg").is_file()
    assert (folder / "tables" / "raids.csv").is_file()
    report = (folder / "report.html").read_text("utf-8")
    assert 'id="raids"' in report
    assert 'id="ranges"' not in report
    assert [path.name for path in folder.parent.iterdir() if "campaign" in path.name] == []


def test_it_can_be_repeated_from_its_own_folder(whole, monkeypatch, capsys):
    folder = whole[0]
    repeat = json.loads((folder / "manifest.json").read_text("utf-8"))["repeat"]
    assert repeat == "skyshed raid study.yaml --seed 3 --runs 40 --draws 3"
    monkeypatch.chdir(folder)
    assert run([*repeat.split()[1:], "--out", "../again", "-q", "--workers", "2"]) == 0
    assert digest(folder.parent / "again") == digest(folder)


@pytest.mark.usefixtures("_here")
def test_precision_ends_the_runs_and_says_so(capsys):
    options = ["--draws", "3", "--no-what-if", "-q", "--out"]
    assert run(["raid", "small.yaml", "--precision", "0.2", *options, "rough"]) == 0
    assert "A network: precision of 0.2 reached; after 100 runs" in capsys.readouterr().out
    assert run(["raid", "small.yaml", "--precision", "1e-9", "--runs", "20", *options, "fine"]) == 0
    said = capsys.readouterr().out
    assert "A network: precision of 1e-09 NOT reached; after 20 runs" in said
    assert "many channels" not in said


@pytest.mark.usefixtures("_here")
def test_blocks_of_other_inputs_are_refused_and_left_alone(capsys):
    open_checkpoint("result.campaign", "of something else")
    before = Path("result.campaign/inputs.json").read_bytes()
    assert run([*ASKED, "--out", "result"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "skyshed: error: cannot go on from the checkpoints in result.campaign: they belong to other"
        " inputs (study, seed, number or weighting of the draws); name a new folder or delete this"
        " one\n"
    )
    assert Path("result.campaign/inputs.json").read_bytes() == before
    assert not Path("result").exists()


@pytest.mark.usefixtures("_here")
def test_a_failure_before_the_first_block_leaves_nothing(capsys):
    assert run([*ASKED, "--terrain", "nowhere.tif", "--out", "deep/down/result"]) == 2
    assert "nowhere.tif" in capsys.readouterr().err
    assert {path.name for path in Path().iterdir()} == {"small.yaml"}


@pytest.mark.usefixtures("_here")
def test_results_that_are_there_are_not_overwritten(capsys):
    Path("result").mkdir()
    Path("result/manifest.json").write_text('{"skyshed": {}}', "utf-8")
    assert run([*ASKED, "--out", "result"]) == 2
    assert "give --replace or another --out" in capsys.readouterr().err


def test_a_raid_that_nothing_is_fired_at_is_told():
    nothing = make_raids()[1]
    said = "\n".join(raid_lines(nothing))
    assert "never" in said
    assert "nan" not in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.usefixtures("_here")
def test_a_killed_raid_goes_on_and_ends_with_the_same_bytes(tmp_path):
    blocks = tmp_path / "killed.campaign"
    for more in (3, 9):
        killed = subprocess.Popen(
            [sys.executable, "-m", "skyshed", *LONG, "--workers", "1", "--out", "killed"],
            cwd=tmp_path, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with killed:
            assert killed.stderr is not None
            first = killed.stderr.readline()
            while len(list(blocks.glob("*/draw-*.npz"))) < more and killed.poll() is None:
                pass
            killed.kill()
        assert killed.returncode == -signal.SIGKILL
        assert not (tmp_path / "killed").exists()
    assert first == "skyshed: going on from the finished blocks in killed.campaign\n"
    assert 9 <= len(list(blocks.glob("*/draw-*.npz"))) < 60
    for arguments in (("--workers", "2", "--out", "killed"), ("--out", "in-one-go")):
        done = skyshed(*LONG, *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "killed") == digest(tmp_path / "in-one-go")
    assert {path.name for path in tmp_path.iterdir()} == {"small.yaml", "killed", "in-one-go"}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("_here")
def test_stopping_keeps_finished_blocks_and_nothing_else(tmp_path, number):
    process = subprocess.Popen(
        [sys.executable, "-m", "skyshed", *LONG, "--out", "stopped"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    blocks = tmp_path / "stopped.campaign"
    with process:
        assert process.stderr is not None
        while not list(blocks.glob("*/draw-*.npz")) and process.poll() is None:
            pass
        process.send_signal(number)
        said = process.stderr.read()
    assert "Traceback" not in said, said
    assert process.returncode == (143 if number == signal.SIGTERM else 130), said
    assert {path.name for path in tmp_path.iterdir()} == {"small.yaml", "stopped.campaign"}
    kept = {path.suffix for path in blocks.rglob("*") if path.is_file()}
    assert kept == {".npz", ".json"}


@pytest.mark.slow
def test_a_cluster_of_two_processes_gives_the_same_bytes(whole, tmp_path, monkeypatch, capsys):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    from skyshed.analysis.cluster_connection import connected
    from tests.analysis.local_cluster import local_cluster

    monkeypatch.chdir(tmp_path)
    write_study(tmp_path)
    (tmp_path / "dask").mkdir()
    with local_cluster(tmp_path / "dask") as local:
        with connected(local.address) as pool:
            pool._client.wait_for_workers(2, timeout=30)
        assert run([*ASKED, "--cluster", local.address, "--out", "far"]) == 0
    assert digest(tmp_path / "far") == digest(whole[0])
