"""A result folder is whole, repeats to the byte, can be compared, and its report stands alone."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from skyshed.errors import OutputError
from skyshed.output.compare import compare_folders
from skyshed.output.folder import write_results
from skyshed.output.report import report_html
from skyshed.store import sha256_file
from tests.output.synthetic import make_lesson, make_result

STUDY = "format_version: 1\nname: synthetic-2019\n"


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "results"
    write_results(result, STUDY, out, command=["skyshed", "run", "synthetic 2019"])
    return out


@pytest.fixture(scope="module")
def page(folder):
    return (folder / "report.html").read_text("utf-8")


def test_the_folder_has_its_parts(folder):
    names = {path.name for path in folder.iterdir()}
    files = {"report.html", "results.json", "manifest.json", "study.yaml"}
    assert names == files | {"rasters", "vectors", "tables", "figures"}
    assert (folder / "study.yaml").read_text("utf-8") == STUDY
    assert not [path for path in folder.parent.iterdir() if path != folder]


def test_the_manifest_names_every_input_and_output(folder):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["skyshed"] == {"version": "0.0.test", "format": 1}
    assert manifest["command"] == ["skyshed", "run", "synthetic 2019"]
    assert manifest["repeat"] == "skyshed run study.yaml --seed 2019 --draws 12"
    assert {"study.yaml", "catalogue/s-400.yaml"} <= set(manifest["inputs"])
    listed = manifest["outputs"]
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(listed) == written - {"manifest.json"}
    assert all(sha256_file(folder / name) == value for name, value in listed.items())


def test_results_hold_the_numbers_and_no_time(folder, result):
    results = json.loads((folder / "results.json").read_text("utf-8"))
    pair = results["pairs"][0]
    assert pair["r90_over_terrain_m"]["p50"] == result.pairs[0].r90_over_terrain_m.median
    assert pair["r90_ground_m"]["p05"] is None  # never
    assert results["claims"]["range"]["readings"][0]["shares"]["uniform"]["share"] == 0.48
    assert "created" not in json.dumps(results)


def test_the_same_result_gives_the_same_bytes(folder, result, tmp_path):
    write_results(result, STUDY, tmp_path / "again", command=["skyshed", "run", "synthetic 2019"])
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            again = tmp_path / "again" / path.relative_to(folder)
            assert path.read_bytes() == again.read_bytes(), path.name


def test_older_results_are_replaced_only_when_asked(result, tmp_path):
    out = tmp_path / "out"
    lesson = make_lesson()
    write_results(lesson, STUDY, out)
    with pytest.raises(OutputError, match="already holds results"):
        write_results(lesson, STUDY, out)
    assert write_results(lesson, STUDY, out, replace=True) == out / "report.html"


def test_a_failure_leaves_nothing(result, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OutputError("no")

    monkeypatch.setattr("skyshed.output.folder.report_html", fail)
    with pytest.raises(OutputError):
        write_results(result, STUDY, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(result, tmp_path):
    resource = pytest.importorskip("resource")
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
        with pytest.raises(OutputError, match="cannot write"):
            write_results(result, STUDY, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not list(tmp_path.iterdir())


class _Links(HTMLParser):
    """What a page refers to, and whether its tags are balanced."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})

    def __init__(self):
        super().__init__()
        self.loaded, self.anchors, self.ids, self.open = [], [], set(), []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a":
            self.anchors.append(found["href"])
        elif tag != "use":
            self.loaded += [found[key] for key in ("src", "href", "xlink:href") if key in found]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()


@pytest.fixture(scope="module")
def links(page):
    parser = _Links()
    parser.feed(page)
    return parser


def test_the_report_needs_nothing_else(page, links):
    assert all(address.startswith("data:image/png") for address in links.loaded)
    assert not re.search(r"@import|url\((?!#)", page)
    assert not links.open  # every tag is closed


def test_links_inside_the_report_lead_somewhere(links):
    inside = {anchor[1:] for anchor in links.anchors if anchor.startswith("#")}
    assert {"inputs", "claims", "claim-range", "source-maker"} <= inside
    assert inside <= links.ids


def test_words_of_a_study_stay_words(page, links):
    assert "<b>one</b>" not in page
    assert "Odd &lt;b&gt;one&lt;/b&gt;" in page
    assert not [anchor for anchor in links.anchors if anchor.startswith("javascript")]


def test_the_report_opens_with_the_sentences(page, result):
    places = [page.index(sentence[:30].replace("'", "&#39;")) for sentence in result.sentences]
    assert places == sorted(places)
    assert places[-1] < page.index("<svg")


@pytest.mark.parametrize(
    "words",
    [
        "1 unverified",
        "2 assumed",
        "depends on unpublished values",
        "48 to 72 %",
        "grade D",
        "Not computable:",
        "5 to 95 %",
        "overrides the terrain, 901 m",
        "What survives without grade-D inputs",
        "skyshed run study.yaml --seed 2019 --draws 12",
        "no statement on whose it is",
        "Cells of 9 km hide narrow valleys",
    ],
)
def test_the_report_says(page, words):
    assert words in page


def test_the_lesson_shows_only_what_it_has():
    html, drawings = report_html(make_lesson(), repeat="skyshed run study.yaml")
    assert [drawing.name for drawing in drawings] == ["smooth-horizon"]
    assert "57 km" in html
    assert "claims" not in re.findall(r'id="([^"]*)"', html)
    assert "rasters/" not in html


def test_a_study_without_a_ring_speaks_of_none(result):
    plain = dataclasses.replace(
        result, ring_m=float("nan"), ring_label="", sentences=(), survives=(), question=""
    )
    html, drawings = report_html(plain)
    assert "What the radar covers" in html
    assert "Share of the map" in html
    assert "dashed ring" not in html
    assert not [d.name for d in drawings if re.search(r"\bnan\b", d.inline)]


def test_equal_folders_have_no_differences(folder):
    assert compare_folders(folder, folder) == ["no differences: same inputs, same answers"]


def test_differences_are_told_with_sizes(folder, result, tmp_path):
    pair = result.pairs[0]
    longer = dataclasses.replace(pair.r90_over_terrain_m, median=251_000.0)
    height = dataclasses.replace(
        result.parameters["s-400/91n6e.antenna_height_m"], nominal=10.0, high=14.0
    )
    claim = dataclasses.replace(result.claims[0], verdict="contradicted")
    other = dataclasses.replace(
        result,
        seed=7,
        pairs=(dataclasses.replace(pair, r90_over_terrain_m=longer), *result.pairs[1:]),
        parameters={**result.parameters, "s-400/91n6e.antenna_height_m": height},
        claims=(claim, *result.claims[1:]),
    )
    write_results(other, STUDY + "seed: 7\n", tmp_path / "b")
    lines = [line.strip() for line in compare_folders(folder, tmp_path / "b")]
    assert "seed: 2019 -> 7" in lines
    assert "study.yaml: another file" in lines
    assert any(line.startswith("s-400/91n6e.antenna_height_m: 8 (6 to 12) m") for line in lines)
    confirmed = "see against f-16c, confirmed, over terrain, slant, median: 241 km -> 251 km"
    assert f"{confirmed} (+10.0 km)" in lines
    assert "range: depends on unpublished values -> contradicted" in lines


def test_only_result_folders_are_compared(folder, tmp_path):
    with pytest.raises(OutputError, match="give a result folder"):
        compare_folders(folder, tmp_path)
