"""Damaged studies, catalogue files and recordings: read, or one sentence, whatever was changed.

`SKYSHED_FUZZ_EXAMPLES` sets how many damaged files of each name are tried (10 by default).
"""

import os
import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skyshed.catalogue import loader
from skyshed.catalogue.templates import TEMPLATES, template_text
from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError, SkyshedError
from skyshed.scenario.loader import bundled_studies, load_study, parse_study
from skyshed.scenario.loader import template_text as new_study
from skyshed.scenario.route_file import read_flights
from tests.scenario import recording_files
from tests.scenario.small_engagement import TEXT as ENGAGEMENT
from tests.scenario.small_study import TEXT

EXAMPLES = int(os.environ.get("SKYSHED_FUZZ_EXAMPLES", "10"))
NOW_EPOCH_S = 1.6e9
ODD = (
    "", "~", "null", "true", "-1", "0", "1e400", "nan", ".inf", "-0.0", "999999999999999999999",
    "1 parsec", "12 km", "-3 m", "0 deg", "361 deg", "[]", "{}", "[1, 2", "{a: b}", "*a", "&a 1",
    "!!python/object:os.system x", "- - -", "'", '"\\x00"', "é😀", "\u202e", "../../etc/passwd",
    "2019-07-14", "x" * 5000, "[" * 200, "f-16c", "s-400/91n6e", "0x1F", "1_000", "10 %", "~ # c",
)  # fmt: skip


def texts() -> dict[str, str]:
    """A sound file of every kind, by name."""
    studies = resources.files("skyshed.scenario") / "studies"
    bundled = {f"{n}.yaml": (studies / f"{n}.yaml").read_text("utf-8") for n in bundled_studies()}
    rows = recording_files.reports(80)
    return {
        **bundled,
        "new.yaml": new_study(),
        "small.yaml": TEXT,
        "engagement.yaml": ENGAGEMENT,
        **{name: template_text(kind) for kind, name in TEMPLATES.items()},
        **{name: form(rows) for name, form in recording_files.FORMS.items()},
    }


SOUND = texts()


@st.composite
def damage(draw: st.DrawFn) -> list[tuple[str, float, str]]:
    """Steps: what is done, where (a share of the lines) and with what."""
    kinds = ["value", "value", "value", "key", "drop", "double", "indent", "insert", "cut"]
    word = st.sampled_from(ODD) | st.text(max_size=12)
    return [
        (draw(st.sampled_from(kinds)), draw(st.floats(0.0, 1.0, exclude_max=True)), draw(word))
        for _ in range(draw(st.integers(1, 4)))
    ]


def changed_line(line: str, kind: str, share: float, word: str) -> str:
    if kind == "value":
        return re.sub(r"([:=,]\s*)[^:,\n]+", lambda found: found[1] + word, line, count=1)
    if kind == "key":
        return re.sub(r"\w+(?=\W*:)", lambda found: word or found[0][:-1], line, count=1)
    if kind == "indent":
        return " " * (len(word) % 7) + line.lstrip(" ")
    if kind == "insert":
        middle = int(share * 997) % (len(line) + 1)
        return line[:middle] + word + line[middle:]
    return {"drop": "", "double": line + line, "cut": line[: len(line) // 2]}[kind]


def damaged(text: str, steps: list[tuple[str, float, str]]) -> str:
    lines = re.split(r"(?<=[\n}])", text)
    for kind, share, word in steps:
        at = int(share * len(lines))
        lines[at] = changed_line(lines[at], kind, share, word)
        if kind == "cut":
            del lines[at + 1 :]
    return "".join(lines)


def read(path: Path) -> None:
    """The reader of a file, by its name."""
    if path.name in recording_files.FORMS:
        read_flights(path, now_epoch_s=NOW_EPOCH_S)
    elif path.name in TEMPLATES.values():
        list(loader.list_entries(extra=path))
        for stem, _ in loader.read_files(extra=path):
            assert stem
    else:
        load_study(path)


@pytest.mark.parametrize("name", sorted(SOUND))
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(steps=damage())
def test_a_damaged_text(name, steps, tmp_path):
    path = tmp_path / name
    path.write_text(damaged(SOUND[name], steps), "utf-8", errors="replace")
    try:
        read(path)
    except SkyshedError as error:
        said = str(error)
        assert len(said.splitlines()) == 1
        assert len(said) < 2000
        assert name in said or path.name in said
    assert [file.name for file in tmp_path.iterdir()] == [name]  # nothing is written beside it


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_sound_text_is_read(name, tmp_path):
    path = tmp_path / name
    path.write_text(SOUND[name], "utf-8")
    read(path)


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin")))
def test_any_text_as_a_study(text):
    try:
        parse_study(parse_yaml(text, name="any.yaml", error=ScenarioError))
    except ScenarioError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
