"""Look-ups, suggestions, and the user's own catalogue folder."""

from pathlib import Path

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.audit import audit
from skyshed.catalogue.model import ENTRY_KINDS
from skyshed.errors import CatalogueError
from tests.catalogue.samples import PUBLIC, RADAR, SOURCES


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "my-radar.yaml").write_text(RADAR)
    return tmp_path


def test_bundled_entries_are_found_by_id():
    assert loader.radar("s-400/91n6e").name == "91N6E"
    assert loader.radar("asr-9").civil
    assert loader.target("f-16c").target_class == "fighter"
    assert loader.system("s-400").radars == ("s-400/91n6e", "s-400/92n6e", "s-400/96l6e")


def test_entries_are_read_once():
    assert loader.radar("s-400/91n6e") is loader.radar("s-400/91n6e")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("s-400/91n6", "s-400/91n6e"),
        ("S400/92N6E", "s-400/92n6e"),
        ("f35a", "f-35a"),
        ("asr9", "asr-9"),
        ("an/mpq-53", "patriot/an-mpq-53"),
    ],
)
def test_a_misspelt_id_gets_a_suggestion(wrong, near):
    with pytest.raises(CatalogueError, match=f"did you mean '{near}'"):
        loader.radar(wrong)


def test_an_unknown_id_says_where_to_look():
    with pytest.raises(CatalogueError, match="skyshed catalogue list"):
        loader.radar("zzzzzz")


def test_the_wrong_kind_is_named():
    with pytest.raises(CatalogueError, match="is a system; name one of its radars: s-400/91n6e"):
        loader.radar("s-400")
    with pytest.raises(CatalogueError, match="expected a target, but 'asr-9' is a radar"):
        loader.target("asr-9")
    with pytest.raises(CatalogueError, match="expected a system, but 'f-16c' is a target"):
        loader.system("f-16c")


def test_list_holds_every_kind_and_one_nameless_shoulder_fired_missile():
    lines = loader.list_entries()
    assert {line.kind for line in lines} == set(ENTRY_KINDS)
    text = " ".join(f"{line.id} {line.name} {line.summary}" for line in lines).lower()
    for word in ("stinger", "igla", "strela", "verba"):
        assert word not in text
    systems = [loader.system(line.id) for line in lines if line.kind == "system"]
    assert [system.id for system in systems if system.shoulder_fired] == ["manpads-generic"]
    for system in systems:
        assert bool(system.radars) != system.shoulder_fired, "it could be placed"


def test_digest_is_stable_and_sees_the_users_folder(folder):
    assert loader.catalogue_digest() == loader.catalogue_digest()
    assert loader.catalogue_digest(extra=folder) != loader.catalogue_digest()


def test_own_folder_adds_entries_and_sources(folder):
    radar = loader.radar("my-radar", extra=folder)
    assert radar.parameters["instrumented_range_m"].nominal == pytest.approx(111_120.0)
    assert radar.parameters["elevation_max_rad"].unit == "rad"
    assert loader.sources(extra=folder)["my_report"].publisher == "Somebody"
    assert loader.radar("asr-9", extra=folder) == loader.radar("asr-9")
    assert any(
        finding.kind == "not_computable" and finding.subject == "my-radar"
        for finding in audit(extra=folder)
    )


def test_own_folder_must_exist():
    with pytest.raises(CatalogueError, match="expected a folder with catalogue files"):
        loader.radar("asr-9", extra=Path("nowhere"))


def test_own_folder_may_not_replace_a_bundled_entry(folder):
    (folder / "asr-9.yaml").write_text(RADAR)
    with pytest.raises(CatalogueError, match="has an entry 'asr-9' already"):
        loader.radar("asr-9", extra=folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: my-radar", "id: other", "my-radar.yaml:3: id: expected the name of the file"),
        ("format_version: 1", "format_version: 2", "my-radar.yaml:1: format_version: expected 1"),
        ("kind: radar", "kind: missile", "my-radar.yaml:2: kind: expected one of"),
        ("kind: radar\n", "", "expected the key 'kind'"),
        ("coverage:", "covrage:", "my-radar.yaml:9: parameters.covrage: unknown key.*'coverage'"),
        ("17 m", "17", r"my-radar.yaml:15: parameters.antenna_height.value: expected a length"),
        ("360 deg", "360 km", "parameters.coverage.value: expected an angle"),
        ("low: 2.7 GHz", "low: 2.85 GHz", "parameters.frequency: expected low <= nominal"),
        ("low: 2.7 GHz, ", "", "parameters.frequency: expected both low and high or neither"),
        ("[my_report]}\n  coverage", "[report]}\n  coverage", "no source 'report' in the bibl"),
        ("[my_report]}\n  coverage", "[unverified]}\n  coverage", "cites publications only"),
        ("[my_report]}\n  coverage", "[]}\n  coverage", "expected at least one source"),
        ("basis: published", "basis: certain", "basis: expected one of published"),
        ("grade: D", "grade: A", "an assumed value has grade D"),
        ("chosen for a test", " ", "note: expected a text"),
        ("antenna_height:", "tracks:", "expected either antenna_height or"),
        ("civil: true", "civil: maybe", "my-radar.yaml:5: civil: expected true or false"),
        ("  scan_period", "  scan_periods", "did you mean 'scan_period'"),
    ],
)
def test_a_broken_file_says_where(folder, old, new, message):
    assert old in RADAR
    (folder / "my-radar.yaml").write_text(RADAR.replace(old, new, 1))
    with pytest.raises(CatalogueError, match=message):
        loader.radar("my-radar", extra=folder)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("sigma: {S}, range: {R}", "expected the key 'use'"),
        ("sigma: {S}, range: {R}, use: guess", "use: expected one of calibrate"),
        ("sigma: {S}, range: {R}, use: check, pd: 3", "pd: expected a fraction"),
        ("sigma: {S}, range: {R}, use: check, pd: 1", "pd: expected a probability between 0"),
        ("sigma: {Z}, range: {R}, use: check", "sigma: expected a value above zero"),
    ],
)
def test_a_broken_pair_says_where(folder, pairs, message):
    filled = (
        pairs.replace("{S}", f"{{value: 1 m^2, {PUBLIC}}}")
        .replace("{Z}", f"{{value: 0 m^2, {PUBLIC}}}")
        .replace("{R}", f"{{value: 100 km, {PUBLIC}}}")
    )
    text = f"{RADAR}reference_pairs:\n  one: {{{filled}}}\n"
    (folder / "my-radar.yaml").write_text(text)
    with pytest.raises(CatalogueError, match=rf"my-radar.yaml:17: reference_pairs.one.*{message}"):
        loader.radar("my-radar", extra=folder)


def test_a_source_may_not_be_given_twice(folder):
    (folder / "sources.yaml").write_text(SOURCES.replace("my_report", "britannica_rcs"))
    with pytest.raises(CatalogueError, match="bibliography already, and says something else"):
        loader.radar("my-radar", extra=folder)


OWN_SOURCES = SOURCES.partition("kind: sources\n")[2]


def test_one_file_is_enough_and_brings_its_own_sources(tmp_path):
    path = tmp_path / "my-radar.yaml"
    path.write_text(RADAR + OWN_SOURCES)
    (tmp_path / "other.yaml").write_text("[no catalogue entry")
    for extra in (path, (path,), tmp_path):
        assert loader.radar("my-radar", extra=extra).name == "My radar"
        assert loader.sources(extra=extra)["my_report"].publisher == "Somebody"
        assert "my_report" not in loader.sources()
    assert loader.catalogue_digest(extra=path) != loader.catalogue_digest()
    (name,) = loader.own_file_hashes(extra=path)
    assert name == str(path)


def test_a_file_that_has_changed_is_read_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("my-radar.yaml")  # the same name in another folder is another file, too
    path.write_text(RADAR + OWN_SOURCES)
    assert loader.radar("my-radar", extra=path).name == "My radar"
    path.write_text(RADAR.replace("name: My radar", "name: My better radar") + OWN_SOURCES)
    assert loader.radar("my-radar", extra=path).name == "My better radar"
    assert loader.radar("my-radar", extra=path) is loader.radar("my-radar", extra=path)


def test_several_files_may_cite_one_source_but_not_two_of_a_name(tmp_path):
    for name, sources in (
        ("one", OWN_SOURCES),
        ("two", OWN_SOURCES),
        ("three", OWN_SOURCES.replace("Somebody", "Somebody else")),
    ):
        text = RADAR.replace("id: my-radar", f"id: {name}") + sources
        (tmp_path / f"{name}.yaml").write_text(text)
    pair = (tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert loader.radar("two", extra=pair).id == "two"
    with pytest.raises(CatalogueError, match=r"three.yaml:\d+: sources.my_report: the source"):
        loader.radar("two", extra=(*pair, tmp_path / "three.yaml"))


def test_files_of_ones_own_must_be_catalogue_files_of_different_names(tmp_path):
    (tmp_path / "notes.txt").write_text("words")
    with pytest.raises(
        CatalogueError, match=r"one such file \(.yaml\), got a file of another kind"
    ):
        loader.radar("asr-9", extra=tmp_path / "notes.txt")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "my-radar.yaml").write_text(RADAR + OWN_SOURCES)
    with pytest.raises(CatalogueError, match=r"a/my-radar.yaml has an entry 'my-radar' already"):
        loader.radar("my-radar", extra=(tmp_path / "a", tmp_path / "b"))


def test_anything_is_found_by_its_id():
    assert loader.entry("s-400/48n6e3").name == "48N6E3"
    assert loader.entry("s-400/91n6e").name == "91N6E"
    assert loader.record("link-16").kind == "network"
    with pytest.raises(CatalogueError, match="did you mean 's-400/48n6e"):
        loader.entry("s-400/48n6")
    with pytest.raises(CatalogueError, match="expected a network, but 'f-16c' is a target"):
        loader.record("f-16c")
