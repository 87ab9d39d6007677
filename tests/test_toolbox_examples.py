"""Worked examples of a toolbox's documentation: the gallery scripts reproduce what it prints."""

import json
import re
import runpy
from decimal import Decimal

import matplotlib
import pytest

from tests.conftest import ROOT

REFERENCE = ROOT / "tests" / "reference"
FILES = {"RAD": "radar_equation", "DET": "detection", "GDY": "geodesy"}  # else refraction
REFRACTION = ("geometry_refraction", "refractivity")
PRINTED = json.loads((REFERENCE / "toolbox_pages.json").read_text("utf-8"))
NAMES = sorted({entry["example"] for entry in PRINTED})
WITHOUT_FIGURE = {"28_summit_from_a_village"}


@pytest.fixture(autouse=True)
def drawn_nowhere(monkeypatch):
    """Figures are made in memory; showing them does nothing, and none is left over."""
    import matplotlib.pyplot as plt

    before = matplotlib.get_backend()
    plt.switch_backend("agg")
    monkeypatch.setattr(plt, "show", lambda: None)
    with matplotlib.rc_context():  # an example chooses a style
        yield
    plt.close("all")
    plt.switch_backend(before)


def entries(name: str) -> list[dict]:
    return [entry for entry in PRINTED if entry["example"] == name]


def half_of_the_last_digit(printed: str) -> float:
    """What rounding to the printed digits allows."""
    return 0.5 * 10.0 ** Decimal(printed).as_tuple().exponent


def stored(entry: dict) -> float:
    """The same value in the published set, with more digits or fewer."""
    names = [FILES[entry["id"][:3]]] if entry["id"][:3] in FILES else REFRACTION
    cases = [
        case for name in names for case in json.loads((REFERENCE / f"{name}.json").read_text())
    ]
    expected = next(case["expected"] for case in cases if case["id"] == entry["id"])
    output = entry.get("output", next(iter(expected)))
    value = expected[output]["value"]
    return value[entry["index"]] if "index" in entry else value


def test_there_are_enough():
    assert len(NAMES) >= 10
    assert {path.stem for path in (ROOT / "examples").glob("*.py")} >= set(NAMES)


def test_every_example_that_compares_is_listed():
    comparing = {
        path.stem
        for path in (ROOT / "examples").glob("*.py")
        if re.search(r"^compared = ", path.read_text("utf-8"), re.MULTILINE)
    }
    assert comparing == set(NAMES)


@pytest.mark.parametrize("entry", [e for e in PRINTED if "id" in e], ids=lambda e: e["case"])
def test_list_agrees_with_the_published_set(entry):
    allowed = half_of_the_last_digit(entry["printed"]) * (1.0 + 1e-9)
    assert abs(float(entry["printed"]) - stored(entry)) <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_answers_round_to_what_the_page_prints(name):
    found = runpy.run_path(str(ROOT / "examples" / f"{name}.py"))["compared"]
    assert [row[0] for row in found] == [entry["case"] for entry in entries(name)]
    for row, entry in zip(found, entries(name), strict=True):
        assert row[-1] == entry["printed"]
        allowed = half_of_the_last_digit(entry["printed"]) * (1.0 + 1e-9)
        assert abs(float(row[1]) - float(entry["printed"])) <= allowed, entry["case"]


@pytest.mark.parametrize("name", NAMES)
def test_every_comparison_can_fail(name):
    """One unit more in the last printed digit, and the script stops with the name of the case."""
    text = (ROOT / "examples" / f"{name}.py").read_text("utf-8")
    for entry in entries(name):
        digits, _, power = entry["printed"].partition("e")
        last = str((int(digits[-1]) + 1) % 10)
        wrong = digits[:-1] + last + ("e" + power if power else "")
        assert text.count(f'"{entry["printed"]}"') == 1
        changed = text.replace(f'"{entry["printed"]}"', f'"{wrong}"')
        with pytest.raises(SystemExit, match=re.escape(entry["case"])):
            exec(compile(changed, name, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_FIGURE])
def test_figure_names_its_axes_and_units(name):
    import matplotlib.pyplot as plt

    runpy.run_path(str(ROOT / "examples" / f"{name}.py"))
    (number,) = plt.get_fignums()
    figure = plt.figure(number)
    figure.canvas.draw()
    for axes in figure.axes:
        assert axes.get_title()
        for label in (axes.get_xlabel(), axes.get_ylabel()):
            assert re.search(r"\(.+\)$", label), label


@pytest.mark.parametrize("name", NAMES)
def test_page_is_named(name):
    text = (ROOT / "examples" / f"{name}.py").read_text("utf-8")
    for entry in entries(name):
        page = re.search(r"reference page (\w+)", entry["source"]).group(1)
        assert f"``{page}``" in text
        assert "MathWorks" in text


def test_gallery_shows_and_runs_every_example():
    """The documentation reads the folder of the examples, and no pattern leaves one out."""
    settings = runpy.run_path(str(ROOT / "docs" / "conf.py"))
    gallery = settings["sphinx_gallery_conf"]
    assert "sphinx_gallery.gen_gallery" in settings["extensions"]
    shown = (ROOT / "docs" / gallery["examples_dirs"]).resolve()
    assert shown == ROOT / "examples"
    assert (shown / "README.rst").exists()  # without it the folder is no gallery
    for path in shown.glob("*.py"):
        assert re.search(gallery["filename_pattern"], str(path))
    assert "ignore_pattern" not in gallery
    assert f"{gallery['gallery_dirs']}/index" in (ROOT / "docs" / "index.md").read_text("utf-8")
