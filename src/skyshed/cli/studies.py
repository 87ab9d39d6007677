"""Check, begin and describe study files."""

import json
import re
from pathlib import Path

import typer

from skyshed.errors import OutputError, ScenarioError
from skyshed.scenario.loader import (
    bundled_studies,
    load_study,
    study_json_schema,
    template_text,
)
from skyshed.scenario.model import Study
from skyshed.store import write_text
from skyshed.terrain.copernicus import is_dataset

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def check(name: str) -> None:
    """Say that a study is well-formed, and what is in it."""
    study = load_study(name)
    if study.lesson is not None:
        heights = len(study.lesson.antenna_heights_m) * len(study.lesson.target_heights_m)
        typer.echo(f"{study.path}: well-formed, a lesson with {heights} pairs of heights")
        return
    if study.terrain is not None and not is_dataset(study.terrain):
        from skyshed.terrain.dataset import open_terrain

        open_terrain(study.terrain)
    counts = (
        (len(study.radars), "radar", "radars"),
        (len(study.targets), "target", "targets"),
        *(count for count in _shooting(study) if count[0]),
        (len(study.claims), "claim", "claims"),
        (study.draws, "draw", "draws"),
    )
    words = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)
    typer.echo(f"{study.path}: well-formed, {words}")


def _shooting(study: Study) -> tuple[tuple[int, str, str], ...]:
    """What a study of radars alone has none of."""
    return (
        (len(study.batteries), "battery", "batteries"),
        (len(study.networks), "network", "networks"),
        (len(study.raids), "raid", "raids"),
    )


def new(name: str) -> None:
    """Write the template as NAME.yaml.

    Raises
    ------
    ScenarioError
        If the name is not a short name.
    OutputError
        If there is such a file already, or it cannot be written.
    """
    stem = name.removesuffix(".yaml")
    if not _NAME.fullmatch(stem):
        raise ScenarioError(
            f"expected a short name of small letters, digits and hyphens, got {name[:60]!r};"
            " choose another",
            path="NAME",
        )
    path = Path(f"{stem}.yaml")
    if path.exists():
        raise OutputError(f"cannot write {path}: it exists already; choose another name")
    write_text(path, template_text().replace("my-study", stem))
    typer.echo(f"{path} written; change it, then: skyshed run {path}")


def schema() -> None:
    """Print the JSON Schema."""
    typer.echo(json.dumps(study_json_schema(), indent=1, sort_keys=True))


def list_bundled() -> None:
    """Print names and titles of the bundled studies."""
    for name, title in bundled_studies().items():
        typer.echo(f"{name:16}  {title}")
