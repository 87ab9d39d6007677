"""What the commands do when all is well; the engine itself is replaced by a quick one."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from skyshed import __version__
from skyshed.cli.exits import run
from skyshed.cli.progress import progress_shown
from skyshed.errors import NotComputableError
from tests.scenario.small_study import TEXT


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def engine(monkeypatch):
    """Stand-ins for computing and writing; they note what they were given."""
    calls = SimpleNamespace(run=None, write=None, error=None)

    def run_study(study, *, workers, progress):
        if calls.error is not None:
            raise calls.error
        progress("maps", 0, 2)
        calls.run = (study, workers)
        return SimpleNamespace(sentences=("One.", "Two."))

    def write_results(result, text, out, *, replace, command):
        calls.write = (text, out, replace, command)
        return out / "report.html"

    study_module = SimpleNamespace(run_study=run_study)
    monkeypatch.setitem(sys.modules, "skyshed.analysis.study", study_module)
    folder_module = SimpleNamespace(write_results=write_results)
    monkeypatch.setitem(sys.modules, "skyshed.output.folder", folder_module)
    return calls


def test_run_writes_to_out_and_says_where(capsys, engine):
    Path("small.yaml").write_text(TEXT, "utf-8")
    assert run(["run", "small.yaml", "--workers", "2"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == ["One.", "Two.", "report: out/small/report.html"]
    assert captured.err.splitlines() == ["skyshed: maps", "skyshed: writing the report"]
    assert engine.run[1] == 2
    assert engine.write[:3] == (TEXT, Path("out/small"), False)
    assert not Path("out").exists()  # the trial of the folder left nothing behind


def test_options_change_the_study_and_its_copy(capsys, engine):
    Path("small.yaml").write_text(TEXT, "utf-8")
    options = ["--draws", "5", "--seed", "9", "--terrain", "dem.tif", "--out", "here", "--quiet"]
    assert run(["run", "small.yaml", *options]) == 0
    study, _ = engine.run
    assert (study.draws, study.seed, study.terrain) == (5, 9, Path("dem.tif"))
    text = engine.write[0]
    assert "draws: 5\nseed: 9\n" in text
    assert f"terrain: '{Path('dem.tif').absolute()}'" in text
    assert capsys.readouterr().err == ""


def test_coverage_is_a_study_like_any_other(engine):
    options = "--radar s-400/91n6e --at 40.08,32.57 --target f-35a:reflectors"
    heights = "--agl 100m,1km --altitude FL330 --out here --quiet"
    assert run(["coverage", *options.split(), *heights.split()]) == 0
    study, _ = engine.run
    assert study.agl_m == (100.0, 1_000.0)
    assert study.altitude_m == (pytest.approx(10_058.4),)
    assert study.targets[0].configuration == "reflectors"
    assert engine.write[0] == study.document.text


def test_failing_engine_leaves_one_sentence(capsys, engine):
    engine.error = NotComputableError("x: not computable: no reference pair")
    assert run(["run", "turkey-2019", "-q"]) == 2
    assert capsys.readouterr().err == "skyshed: error: x: not computable: no reference pair\n"


def test_ctrl_c_leaves_with_130(capsys, engine):
    engine.error = KeyboardInterrupt()
    assert run(["run", "turkey-2019", "-q", "--out", "here"]) == 130
    assert capsys.readouterr().err.strip() == "skyshed: stopped; nothing was written"
    assert not Path("here").exists()


def test_a_fault_of_ours_is_not_hidden(engine):
    engine.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        run(["run", "turkey-2019", "-q"])


def test_check_says_what_is_in_a_study(capsys):
    assert run(["check", "turkey-2019"]) == 0
    assert capsys.readouterr().out == (
        "turkey-2019.yaml: well-formed, 5 radars, 8 targets, 7 claims, 200 draws\n"
    )


def test_new_study_is_well_formed(capsys):
    assert run(["new", "first-try"]) == 0
    assert run(["check", "first-try.yaml"]) == 0
    assert "name: first-try" in Path("first-try.yaml").read_text("utf-8")


def test_schema_is_json(capsys):
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_bundled_studies_are_listed(capsys):
    assert run(["studies"]) == 0
    out = capsys.readouterr().out
    assert "turkey-2019" in out
    assert "lesson-horizon" in out


def test_version_and_help(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"skyshed {__version__}\n"
    assert run([]) == 0
    assert "coverage" in capsys.readouterr().out
    assert run(["catalogue"]) == 0
    assert "audit" in capsys.readouterr().out


def test_catalogue_list_names_every_kind(capsys):
    assert run(["catalogue", "list"]) == 0
    out = capsys.readouterr().out
    for name in ("systems", "radars", "targets", "s-400/91n6e", "f-35a"):
        assert name in out


def test_catalogue_shows_interval_basis_grade_and_source(capsys):
    assert run(["catalogue", "show", "s-400/92n6e"]) == 0
    out = capsys.readouterr().out
    assert "highest elevation of 92N6E: 65 deg (55..85); assumed, grade D [assumption]" in out
    assert "1 m^2 at 200 km (150..250); use: calibrate; unverified, grade D" in out
    assert "not public: " not in out.split("numbers")[0]
    for entry in ("s-400", "f-35a", "asr-9"):
        assert run(["catalogue", "show", entry]) == 0
        assert "sources" in capsys.readouterr().out


def test_catalogue_audit_counts(capsys):
    assert run(["catalogue", "audit"]) == 0
    out = capsys.readouterr().out
    assert "What the values rest on" in out
    assert "have basis unverified" in out


def test_bars_on_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_shown(quiet=False) as progress:
        progress("maps", 1, 4)
        progress("maps", 4, 4)
    assert "maps" in terminal.getvalue()
    assert "4/4" in terminal.getvalue()
