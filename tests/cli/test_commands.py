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
from skyshed.output.tables import Table, write_csv
from tests.scenario.small_study import TEXT


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def engine(monkeypatch):
    """Stand-ins for computing and writing; they note what they were given."""
    calls = SimpleNamespace(run=None, write=None, error=None)

    def run_study(study, *, workers, progress, pool=None, weightings=False):
        if calls.error is not None:
            raise calls.error
        progress("maps", 0, 2)
        calls.run = (study, workers)
        return SimpleNamespace(sentences=("One.", "Two."), reaches=())

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


def test_reach_is_a_study_with_a_battery(capsys, engine):
    options = "--battery s-400 --missile s-400/48n6e3 --at 40.08,32.57 --target f-35a:reflectors"
    flies = "--altitude 9km --speed 240m/s --reaction 10s --ring 150miles --draws 7 --quiet"
    assert run(["reach", *options.split(), *flies.split()]) == 0
    study, _ = engine.run
    (battery,), (target,) = study.batteries, study.targets
    assert (battery.missile.id, battery.reaction.nominal) == ("s-400/48n6e3", 10.0)
    assert (study.radar(battery.see).entry.id, study.radar(battery.guide).entry.id) == (
        "s-400/91n6e",
        "s-400/92n6e",
    )
    assert (target.altitude_m, target.speed_m_s, target.configuration) == (9e3, 240.0, "reflectors")
    assert study.ring_m == pytest.approx(241_401.6)
    assert study.draws == 7
    assert engine.write[0] == study.document.text
    assert engine.write[1] == Path("out/s-400-48n6e3-f-35a")
    assert capsys.readouterr().out.splitlines()[-3:-1] == ["One.", "Two."]


def test_failing_engine_leaves_one_sentence(capsys, engine):
    engine.error = NotComputableError("x: not computable: no reference pair")
    assert run(["run", "turkey-2019", "-q"]) == 2
    assert capsys.readouterr().err == "skyshed: error: x: not computable: no reference pair\n"


def test_ctrl_c_leaves_with_130(capsys, engine):
    engine.error = KeyboardInterrupt()
    assert run(["run", "turkey-2019", "-q", "--out", "here"]) == 130
    assert capsys.readouterr().err.strip() == "skyshed: stopped; no results were written"
    assert not Path("here").exists()


def test_a_fault_of_ours_is_not_hidden(engine):
    engine.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        run(["run", "turkey-2019", "-q"])


def test_check_says_what_is_in_a_study(capsys):
    assert run(["check", "turkey-2019"]) == 0
    assert capsys.readouterr().out == (
        "turkey-2019.yaml: well-formed, 6 radars, 9 targets, 4 batteries, 3 networks, 2 raids,"
        " 7 claims, 200 draws\n"
    )
    Path("small.yaml").write_text(TEXT, "utf-8")
    assert run(["check", "small.yaml"]) == 0
    assert capsys.readouterr().out == (
        "small.yaml: well-formed, 1 radar, 1 target, 0 claims, 10 draws\n"
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
    for name in ("systems", "missiles", "radars", "targets", "self-protection", "s-400/91n6e",
                 "s-400/48n6e3", "f-35a", "laircm"):  # fmt: skip
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


def test_catalogue_shows_a_missile(capsys):
    assert run(["catalogue", "show", "s-400/48n6e3"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("s-400/48n6e3: 48N6E3, track via missile; a missile of s-400\n")
    assert "longest range of 48N6E3: 250 km (240..250); published, grade B [" in out
    assert "Its own engagement radar must see the target until impact." in out
    assert "how it may fly: `skyshed catalogue fit s-400/48n6e3`" in out
    assert "The '155 miles' missile" in out
    assert "wp_s400: S-400 missile system" in out


def test_catalogue_shows_a_protection(capsys):
    assert run(["catalogue", "show", "laircm"]) == 0
    out = capsys.readouterr().out
    assert "acts on missiles with guidance: heat-seeking (infrared); on all others it has no" in out
    assert "not public: effectiveness, which is therefore swept over its whole range" in out
    assert "robins_laircm: " in out


def test_catalogue_fit_is_a_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "cache"))
    assert run(["catalogue", "fit", "patriot/pac-3-cri", "--out", "fit.svg"]) == 0
    assert "possible missiles agree with the quoted figures" in capsys.readouterr().out
    assert Path("fit.svg").read_text("utf-8").startswith("<?xml")


def test_query_is_a_command(capsys):
    rows = (("see", 241000.0), ("shoot", 39512.25))
    write_csv(Table("ranges", ("radar", "range_m"), rows), Path("result/tables"))
    Path("result/manifest.json").write_text('{"skyshed": "0.0.test"}')
    assert run(["query", "result"]) == 0
    assert capsys.readouterr().out.split() == ["ranges", "tables/ranges.csv"]
    pytest.importorskip("duckdb", reason="DuckDB (extra 'data') is not installed")
    assert run(["query", "result", "select max(range_m) as m from ranges", "--csv"]) == 0
    assert capsys.readouterr().out == "m\n241000.0\n"


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
