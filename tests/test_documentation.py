"""The README and the pages: what they name exists, and what they show runs."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
    if path.name != "validation.md"
)
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
_MODULE = re.compile(r"`(skyshed(?:\.\w+)+)`")


def _commands() -> set[str]:
    from typer.main import get_command

    from skyshed.cli.app import app

    return set(get_command(app).commands)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    text = path.read_text("utf-8")
    local = [link for link in _LINK.findall(text) if "://" not in link and "mailto:" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_names_of_the_package_exist(path):
    from importlib import import_module

    for name in sorted(set(_MODULE.findall(path.read_text("utf-8")))):
        parts = name.split(".")
        for cut in range(len(parts), 0, -1):  # the longest part of it that is a module
            try:
                found = import_module(".".join(parts[:cut]))
                break
            except ModuleNotFoundError:
                continue
        for part in parts[cut:]:
            assert hasattr(found, part), f"{path.name} names {name}, which does not exist"
            found = getattr(found, part)


def test_readme_tells_of_every_command():
    told = set(re.findall(r"skyshed (\w+)", (ROOT / "README.md").read_text("utf-8")))
    assert _commands() <= told, sorted(_commands() - told)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_shown_exist(path):
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    shown = re.findall(r"^(?:\$ )?skyshed (\w+)", "\n".join(blocks), re.MULTILINE)
    assert set(shown) <= _commands()


def test_readme_example_runs(tmp_path):
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(code.splitlines()) <= 20
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    assert found.stdout.strip()
