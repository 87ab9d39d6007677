"""Every example runs, answers its question and is small enough to read."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def test_there_are_examples():
    assert len(EXAMPLES) >= 30


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path, tmp_path):
    found = subprocess.run(
        [sys.executable, "-W", "error", str(path)],
        cwd=tmp_path,  # an example reads and writes nothing of the checkout
        env=os.environ | {"MPLBACKEND": "template"},  # no window, and no complaint about none
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    assert found.stderr == ""
    assert len(found.stdout.splitlines()) >= 3
    assert "nan" not in found.stdout.split()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_asks_one_question(path):
    text = path.read_text("utf-8")
    title = text.splitlines()[1]
    assert text.startswith('"""\n')  # a heading that the gallery understands
    assert title.endswith("?")
    assert text.splitlines()[2] == "=" * len(title)
    assert len(text.splitlines()) <= 80
