"""Values that cannot be: found in every entry, and refused in files of the user."""

from dataclasses import replace

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.sanity import faults
from skyshed.cli.exits import run
from skyshed.errors import CatalogueError
from tests.catalogue.samples import PUBLIC, RADAR, SOURCES

PAIR = f"""\
reference_pairs:
  far:
    sigma: {{value: 2 m^2, {PUBLIC}}}
    range: {{value: 160 km, low: 150 km, high: 170 km, {PUBLIC}}}
    use: calibrate
"""
IMPOSSIBLE = [
    ("value: S", "value: X", "frequency", "the frequency of My radar leaves the band X"),
    ("low: 2.7 GHz", "low: 0 GHz", "frequency", "frequency of My radar goes down to 0 MHz"),
    ("value: 35 deg", "value: 95 deg", "elevation_max", "elevation of My radar is above the zen"),
    (
        "value: -0.5 deg",
        "value: 40 deg",
        "elevation_min",
        "lowest elevation of My radar, 40 deg, is above the highest elevation of My radar, 35 deg",
    ),
    ("value: 360 deg", "value: 400 deg", "coverage", "sector width of My radar is above 360 deg"),
    ("value: 360 deg", "value: 0 deg", "coverage", "goes down to 0 deg; it is above zero"),
    ("value: 360 deg", "value: -90 deg", "coverage", "goes down to -90 deg, below zero"),
    ("value: 4.8 s", "value: 0 s", "scan_period", "scan period of My radar goes down to 0 s"),
    ("value: 17 m", "value: -16 m", "antenna_height", "goes down to -16 m, below zero"),
    ("low: 0.5 km", "low: -1 km", "minimum_range", "goes down to -1 km, below zero"),
    (
        "value: 60 nmi",
        "value: 0.8 km",
        "minimum_range",
        "minimum range of My radar, 1 km, is above the instrumented range of My radar, 800 m",
    ),
    ("value: 60 nmi", "value: 0 km", "instrumented_range", "range of My radar goes down to 0 m"),
    ("value: 60 nmi", "value: 30000 km", "instrumented_range", "beyond 3000 km the Earth hides"),
]


def written(folder, old="", new="", more=""):
    assert old in RADAR
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "my-radar.yaml").write_text(RADAR.replace(old, new) + more)
    return folder


@pytest.mark.parametrize(("old", "new", "key", "text"), IMPOSSIBLE)
def test_an_impossible_radar_is_refused_with_file_line_and_reason(tmp_path, old, new, key, text):
    folder = written(tmp_path, old, new)
    with pytest.raises(CatalogueError) as caught:
        loader.radar("my-radar", extra=folder)
    found = caught.value
    lines = (folder / "my-radar.yaml").read_text().splitlines()
    assert text in str(found)
    # The sentence starts at a line that bears on it: that of the key, or of its partner.
    assert found.line is not None
    assert lines[found.line - 1].strip().startswith((f"{key}:", "instrumented_range:"))


def test_a_pair_beyond_the_display_cannot_calibrate(tmp_path):
    folder = written(tmp_path, more=PAIR)
    with pytest.raises(CatalogueError, match=r"160 km, is beyond the instrumented range .* cannot"):
        loader.radar("my-radar", extra=folder)
    check = written(tmp_path, more=PAIR.replace("use: calibrate", "use: check"))
    assert loader.radar("my-radar", extra=check).pairs


def test_radars_and_missiles_of_a_system_are_found_where_they_stand():
    s400 = loader.system("s-400")
    assert list(faults(s400)) == []
    # A missile that cannot be has a path through the system's file.
    slug, missile = next(iter(s400.missiles.items()))
    number = missile.parameters["range_max_m"]
    bad = replace(number, nominal=-1.0, low=-1.0, high=-1.0, shape="fixed", values=())
    broken = replace(
        s400,
        missiles={slug: replace(missile, parameters={**missile.parameters, "range_max_m": bad})},
    )
    assert ("missiles", slug, "parameters", "range_max") in {f.path for f in faults(broken)}


def test_the_sample_itself_is_accepted(tmp_path):
    assert loader.radar("my-radar", extra=written(tmp_path)).name == "My radar"


@pytest.mark.parametrize(
    "command",
    [
        ["catalogue", "show", "my-radar"],
        ["coverage", "--radar", "my-radar", "--at", "46,8", "--target", "a320"],
    ],
)
def test_commands_say_it_in_one_sentence_and_exit_2(tmp_path, capsys, command):
    folder = written(tmp_path, "value: 4.8 s", "value: 0 s")
    out = ["--out", str(tmp_path / "out")] if command[0] == "coverage" else []
    assert run([*command, "--catalogue", str(folder), *out]) == 2
    told = capsys.readouterr().err
    assert "my-radar.yaml:10" in told
    assert "Traceback" not in told
