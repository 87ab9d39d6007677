"""`skyshed catalogue compare`, `template` and `audit`, and what `show` says of new kinds."""

from pathlib import Path

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.people import unit_of_people
from skyshed.catalogue.templates import TEMPLATES
from skyshed.cli.exits import run
from tests.catalogue.samples import RADAR, SOURCES


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def refused(capsys, *arguments):
    assert run(["catalogue", *arguments]) == 2
    return capsys.readouterr().err


def rows(text):
    """Blocks of the table by the words of their first line's label."""
    return {block[:26].strip(): block for block in text.split("\n\n")}


def test_radars_stand_side_by_side(capsys):
    assert run(["catalogue", "compare", "s-400/91n6e", "e-7t", "an-tps-80"]) == 0
    table = rows(capsys.readouterr().out)
    first = table["instrumented range"].splitlines()
    assert first[0].split("  ")[0] == "instrumented range"
    for words in ("600 km (580..600)", "600 km (600..650)", "120 km (75..300)"):
        assert words in first[0]
    assert [words.strip() for words in first[1].split("  ") if words.strip()] == [
        "published, grade C",
        "published, grade B",
        "assumed, grade D",
    ]
    assert "forcaaerea_e7" in table["sector width"]
    assert "5 m (4..7)" in table["antenna height"]
    law = table["1 m^2, fourth-root law"]
    # 390 km / 4^(1/4) = 276 km
    assert "276 km (nominal)" in law
    assert "not computable" in law
    assert "4 m^2 at 390 km" in table["quoted range"]


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (("s-400/48n6e2", "s-400/48n6e3", "patriot/gem-t"), "195 km or 200 km or 250"),
        (("f-16c", "f-35a"), "cross-section, X and Ku"),
        (("s-400", "patriot"), "first detection, on the"),
        (("link-16", "natinamds"), "track update interval"),
    ],
)
def test_every_kind_can_be_compared(capsys, ids, words):
    assert run(["catalogue", "compare", *ids]) == 0
    out = capsys.readouterr().out
    assert words in out
    for name in ids:
        assert f"{name} (" in out


def test_only_like_is_compared_with_like(capsys):
    assert "two or more different ids, got 1" in refused(capsys, "compare", "f-16c", "f-16c")
    sentence = refused(capsys, "compare", "f-16c", "s-400")
    assert "'f-16c' (a target) and 's-400' (a system); compare like with like" in sentence
    assert "did you mean 'f-35a'" in refused(capsys, "compare", "f-16c", "f35a")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_can_be_saved_and_shown(capsys, kind):
    assert run(["catalogue", "template", kind]) == 0
    path = Path(TEMPLATES[kind])
    path.write_text(capsys.readouterr().out, "utf-8")
    assert run(["catalogue", "show", path.stem, "--catalogue", str(path)]) == 0
    assert "Example" in capsys.readouterr().out
    assert run(["catalogue", "audit", "--catalogue", str(path)]) == 0


def test_an_unknown_template_gets_a_suggestion(capsys):
    assert "did you mean 'radar'?" in refused(capsys, "template", "radr")
    assert "there are radar, target, missile" in refused(capsys, "template", "tank")


def test_the_bundled_catalogue_is_sound(capsys):
    assert run(["catalogue", "audit"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("sound: every value has a basis")


@pytest.mark.parametrize(
    ("radar", "sources", "words"),
    [
        (RADAR.replace("value: S", "value: X"), SOURCES, "leaves the band X"),
        (RADAR.replace("360 deg", "360 km"), SOURCES, "my-radar.yaml:9: parameters.coverage"),
        (RADAR, SOURCES + SOURCES.splitlines()[-1].replace("my_report", "spare") + "\n",
         "no entry cites the source spare"),
    ],
)  # fmt: skip
def test_an_unsound_catalogue_is_listed_and_leaves_with_1(capsys, radar, sources, words):
    Path("my").mkdir()
    Path("my/my-radar.yaml").write_text(radar)
    Path("my/sources.yaml").write_text(sources)
    assert run(["catalogue", "audit", "--catalogue", "my"]) == 1
    out = capsys.readouterr().out
    assert words in out
    assert out.splitlines()[-1].startswith("not sound: ")


def test_a_file_that_cannot_be_read_leaves_its_sources_alone(capsys):
    Path("my").mkdir()
    Path("my/my-radar.yaml").write_text(RADAR.replace("360 deg", "360 km"))
    Path("my/sources.yaml").write_text(SOURCES)
    assert run(["catalogue", "audit", "--catalogue", "my"]) == 1
    out = capsys.readouterr().out
    assert "no entry cites" not in out
    assert out.splitlines()[-1].startswith("not sound: 1 to mend")


def test_show_knows_networks_figures_and_borrowed_missiles(capsys):
    assert run(["catalogue", "show", "link-16"]) == 0
    assert "frame time of Link 16: 12 s; published, grade C" in capsys.readouterr().out
    assert run(["catalogue", "show", "press-figures"]) == 0
    assert "price of" in capsys.readouterr().out
    assert run(["catalogue", "show", "s-300pmu2"]) == 0
    assert "missile 48N6E2: stands in s-400, see s-400/48n6e2" in capsys.readouterr().out
    assert run(["catalogue", "show", "an-tps-80"]) == 0
    assert "not computable: none of its quoted ranges may calibrate it" in capsys.readouterr().out


@pytest.mark.parametrize("entry", ["tor-m2/search", "s-400/96l6e"])
def test_show_keeps_competing_band_letters_side_by_side(capsys, entry):
    assert run(["catalogue", "show", entry]) == 0
    out = capsys.readouterr().out
    assert "S or C band)" in out
    assert f"band of {loader.radar(entry).name}: S or C; " in out


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("asr-9", "peak power of ASR-9: 1.1 MW (1.1..1.3);"),
        ("asr-9", "antenna gain of ASR-9: 34 dBi (33..34);"),
        ("asr-9", "frequency of ASR-9: 2.8 GHz (2.7..2.9);"),
        ("s-400/40n6e", "lowest altitude of 40N6E: 10 m or 2 km;"),
    ],
)
def test_numbers_stand_in_the_units_that_people_give(capsys, entry, words):
    assert run(["catalogue", "show", entry]) == 0
    assert words in capsys.readouterr().out


def test_no_number_is_shown_in_powers_of_ten(capsys):
    for line in loader.list_entries():
        assert run(["catalogue", "show", line.id]) == 0
        assert "e+0" not in capsys.readouterr().out, line.id


def test_units_follow_the_size():
    """Minutes only where no bound is a fraction of one; seconds in between."""
    assert unit_of_people("s", 300.0, 10.0) == "s"
    assert unit_of_people("s", 900.0, 300.0) == "min"
    assert unit_of_people("s", 900.0, 0.0) == "min"
    assert unit_of_people("s", 86_400.0, 3600.0) == "h"
    assert unit_of_people("m", 999.0) == "m"
    assert unit_of_people("W", 25e3) == "kW"
    assert unit_of_people("Hz", 150e6) == "MHz"
    assert unit_of_people("1", 7.0) == "1"


def test_sources_that_are_no_publications_have_no_publisher(capsys):
    assert run(["catalogue", "show", "asr-9"]) == 0
    assert "none, n/a" not in capsys.readouterr().out
