"""The project as a whole: what starting it loads, and what its files may hold."""

import ast
import json
import re
import subprocess
import sys

import pytest

import skyshed
from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "skyshed"
HEAVY = {
    "jinja2",
    "matplotlib",
    "numba",
    "pandas",
    "pydantic",
    "pyproj",
    "rasterio",
    "ruamel",
    "scipy",
    "xarray",
}

# Runs in a fresh interpreter: notes the files opened and the environment variables read, then
# prints them with the modules that came in.
WATCH = """
import json, os, sys
opened, asked = [], []
class Watched(dict):
    def __getitem__(self, key):
        asked.append(str(key))
        return super().__getitem__(key)
    def get(self, key, default=None):
        asked.append(str(key))
        return super().get(key, default)
before = set(sys.modules)
os.environ = Watched(os.environ)
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
{statement}
new = sorted(set(sys.modules) - before)
print(json.dumps({{"modules": new, "opened": opened, "asked": asked}}), file=sys.stderr)
"""


def _watched(statement: str) -> dict[str, list[str]]:
    found = subprocess.run(
        [sys.executable, "-c", WATCH.format(statement=statement)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(found.stderr.splitlines()[-1])


def test_import_loads_nothing_heavy():
    found = _watched("import skyshed")
    assert {name.partition(".")[0] for name in found["modules"]} <= {"skyshed", "numpy"}
    assert len(found["modules"]) <= 5, found["modules"]


def test_import_reads_nothing():
    found = _watched("import skyshed")
    code = [path for path in found["opened"] if not path.endswith((".py", ".pyc"))]
    assert code == []  # its own modules are all that it opens
    assert found["asked"] == []


def test_help_loads_nothing_heavy():
    found = _watched("from skyshed.cli.exits import run\nrun(['--help'])")
    roots = {name.partition(".")[0] for name in found["modules"]}
    assert not roots & (HEAVY | {"numpy"}), sorted(roots & (HEAVY | {"numpy"}))
    assert len(found["modules"]) < 500  # typer with rich: about 300


@pytest.mark.parametrize(
    "module",
    [
        "skyshed.geodesy.frames",
        "skyshed.atmosphere.us1976",
        "skyshed.propagation.spherical_earth",
        "skyshed.radar.calibration",
        "skyshed.signature.rcs",
        "skyshed.uncertainty.sampling",
        "skyshed.analysis.coverage",
        "skyshed.analysis.labelled",
    ],
)
def test_parts_load_heavy_packages_only_when_used(module):
    found = _watched(f"import {module}")
    roots = {name.partition(".")[0] for name in found["modules"]}
    assert not roots & HEAVY, sorted(roots & HEAVY)


def test_version_is_the_same_everywhere():
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(r"^version: (\S+)$", citation, re.MULTILINE)[1] == skyshed.__version__


def test_changelog_has_a_section_for_what_comes():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections[0] == "Unreleased"
    kinds = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Fixed", "Removed"}


def _tracked() -> list[str]:
    try:
        found = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()]


# Written in parts, so that this file does not break its own rule.
MACHINE = re.compile(
    "|".join(
        (
            "/(?:home|Users)" + "/[a-z]",
            "[A-Z]:\\\\" + "Users",
            "(?<![a-z.])/(?:work|root|opt)" + "/[a-z]",
            "(?:extra-)?index-url" + "[ =]",
            "registry" + r" ?= ?https?:",
            r"https?://(?:\d+\.){3}\d+",
            r"https?://[a-z0-9.-]+\." + r"(?:internal|intranet|corp|lan|local)\b",
        )
    )
)


def test_no_file_tells_of_a_machine():
    told = []
    for name in _tracked():
        try:
            text = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        told += [f"{name}: {match[0]}" for match in MACHINE.finditer(text)]
    assert told == []


def test_the_rule_about_machines_finds_them():
    for text in (
        "cd " + "/home" + "/ann/x",
        "--index" + "-url https",
        "http:" + "//10.0.0.1/simple",
    ):
        assert MACHINE.search(text), text
    assert not MACHINE.search("https://example.org/homes and pip install skyshed")


def test_no_file_is_large():
    large = [name for name in _tracked() if (ROOT / name).stat().st_size > 10_000_000]
    assert large == []


def _modules() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("name", _modules())
def test_module_is_documented(name):
    tree = ast.parse((PACKAGE / name).read_text("utf-8"))
    assert ast.get_docstring(tree), f"{name} has no docstring"
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == [], f"{name}: {', '.join(bare)} without a docstring"


def test_every_folder_of_the_package_is_a_package():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
