"""`skyshed chart`: files, and refusals with code 2."""

import json

import pytest
from typer.testing import CliRunner

from skyshed.analysis import lobe_chart as chart_module
from skyshed.cli import main
from skyshed.cli.app import app

ASKED = ["chart", "--radar", "an-fps-117", "--target", "f-16c"]


def test_chart_is_written_with_its_numbers(tmp_path, monkeypatch):
    monkeypatch.setattr(chart_module, "_LEVELS", 30)
    monkeypatch.setattr(chart_module, "_STEPS", 40)
    out = tmp_path / "deep" / "lobes.svg"
    found = CliRunner().invoke(app, [*ASKED, "--draws", "3", "--out", str(out)])
    assert found.exit_code == 0, found.output
    assert out.read_text("utf-8").startswith("<?xml")
    numbers = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert numbers["surface"] == "sea"
    assert numbers["roughness_m"] == 0.3
    assert len(numbers["share_of_draws"]) == 30


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--surface", "ice"], "sea or land"),
        (["--roughness", "3"], "--roughness"),
        (["--roughness", "1 km"], "--roughness"),
        (["--ceiling", "10 m"], "--ceiling"),
        (["--pd", "1.5"], "--pd"),
        (["--draws", "0"], "--draws"),
        (["--out", "chart.png"], ".svg"),
    ],
)
def test_refusals(more, told, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["skyshed", *ASKED, *more])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
