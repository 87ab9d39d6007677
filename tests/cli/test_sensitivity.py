"""`skyshed sensitivity` from the command line, with few draws."""

import csv
import json

import pytest

from skyshed.cli.exits import run

FEW = ["--draws", "64", "-q"]


def test_a_civil_study_answers_its_headline(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["sensitivity", "paris-atc", *FEW]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    for words in ("headline: slant range", "radar strength", "uniform", "box, no weights",
                  "only together", "the study's own draws"):  # fmt: skip
        assert words in told.out
    folder = tmp_path / "out" / "paris-atc-sensitivity"
    numbers = json.loads((folder / "results.json").read_text())
    assert numbers["sensitivity"]["draws"] == 64
    (question,) = numbers["questions"]
    assert list(question["weightings"]) == ["nominal_heavy", "triangular", "uniform"]
    assert question["box"][0] < question["box"][1]
    with (folder / "tables" / "shares_of_spread.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["grouping"] for row in rows} == {"subject", "basis"}
    assert {row["weighting"] for row in rows} == {"triangular", "uniform", "nominal_heavy"}
    assert all(float(r["first_low"]) <= float(r["first_high"]) for r in rows)
    figures = {path.stem for path in (folder / "figures").glob("*.svg")}
    assert figures == {"spread-headline", "settling-headline"}
    page = (folder / "report.html").read_text()
    assert "skyshed sensitivity study.yaml --draws 64 --precision 0.05" in page
    again = ["sensitivity", str(folder), "--out", "again", *FEW]
    assert run(again) == 0
    assert (tmp_path / "again" / "results.json").read_bytes() == (
        folder / "results.json"
    ).read_bytes()


def test_an_answer_that_is_the_same_everywhere_has_no_shares(tmp_path, capsys):
    command = ["sensitivity", "abqaiq-2019", "--question", "umbrella/typical",
               "--out", str(tmp_path / "one"), *FEW]  # fmt: skip
    assert run(command) == 0  # a low flyer is not met at all
    told = capsys.readouterr().out
    assert "the answer is the same in all draws" in told
    assert "share of the spread" not in told
    assert not (tmp_path / "one" / "figures").exists()


def test_single_unknowns_and_a_reading_by_name(tmp_path, capsys):
    command = ["sensitivity", "abqaiq-2019", "--question", "below/typical", "--sobol",
               "--out", str(tmp_path / "one"), *FEW]  # fmt: skip
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "below/typical: chance of detection in one scan" in told
    assert "single unknown" in told
    assert "meet it" in told
    numbers = json.loads((tmp_path / "one" / "results.json").read_text())
    weightings = numbers["questions"][0]["weightings"]
    assert "single" in weightings["triangular"]["shares_of_spread"]
    assert "single" not in weightings["uniform"]["shares_of_spread"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere"),
        (["turkey-2019", "--question", "rnage"], "expected a claim of turkey-2019"),
        (["turkey-2019", "--question", "stealth"], "no reading that is computed"),
        (["turkey-2019", "--draws", "500"], "the nearest is 512"),
        (["turkey-2019", "--draws", "lots"], "valid integer"),
        (["turkey-2019", "--precision", "5"], "--precision: expected"),
        (["turkey-2019", "--seed", "-1"], "--seed: expected"),
        (["lesson-horizon"], "is a lesson"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert run(["sensitivity", *arguments]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
