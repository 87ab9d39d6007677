"""Change draws, seed, weighting or terrain of a study, and write the study down as it was run."""

import dataclasses
import re
from pathlib import Path
from typing import Any

from skyshed.documents import parse_yaml
from skyshed.errors import DocumentError, ScenarioError
from skyshed.scenario.limits import draws_problem
from skyshed.scenario.model import Study
from skyshed.scenario.schema import DEFAULT_DRAWS, DEFAULT_SEED
from skyshed.scenario.terrain_setting import terrain_text
from skyshed.scenario.weightings import DEFAULT_WEIGHTING, weighting_name, weighting_of


def with_settings(
    study: Study,
    *,
    draws: int | None = None,
    seed: int | None = None,
    terrain: Path | None = None,
    weighting: str | None = None,
) -> Study:
    """The same study with other settings; None leaves one as it is.

    Parameters
    ----------
    study : Study
        Any study.
    draws, seed : int, optional
        Number of draws of the unknowns, and the seed they are drawn with.
    terrain : Path, optional
        Elevation data of the user, relative to the current folder, or the name of a data set.
    weighting : str, optional
        How draws are spread between the bounds, as people write it: "nominal-heavy".

    Returns
    -------
    Study
        With `document` as it was read.

    Raises
    ------
    ScenarioError
        If a setting is out of bounds; the message names the option of the command line.
    """
    if draws is not None:
        cell_m = study.cell_m or 1.0
        if (problem := draws_problem(draws, study.radius_m, cell_m)) is not None:
            raise ScenarioError(problem, path="--draws")
        study = dataclasses.replace(study, draws=draws)
    if seed is not None:
        if not 0 <= seed < 2**63:
            raise ScenarioError(
                f"expected a whole number from 0 to 2^63 - 1, got {seed}; correct it",
                path="--seed",
            )
        study = dataclasses.replace(study, seed=seed)
    if terrain is not None:
        study = dataclasses.replace(study, terrain=terrain)
    if weighting is not None:
        study = dataclasses.replace(study, weighting=weighting_of(weighting))
    return study


def study_text(study: Study) -> str:
    """The study's file with the settings it has now, so that its copy gives the same results.

    Paths become absolute, because the copy lies in another folder. A study without a document, and
    a file whose layout hides the settings, give the text as it is.
    """
    if study.document is None:
        return ""
    document = study.document
    changes: dict[str, int | str | list[str]] = {}
    for name, default in (("draws", DEFAULT_DRAWS), ("seed", DEFAULT_SEED)):
        if document.data.get(name, default) != getattr(study, name):
            changes[name] = getattr(study, name)
    if document.data.get("weighting", DEFAULT_WEIGHTING) != weighting_name(study.weighting):
        changes["weighting"] = weighting_name(study.weighting)
    if study.terrain is not None:
        changes["terrain"] = terrain_text(study.terrain)
    if isinstance(study.catalogue, tuple):
        changes["catalogue"] = [str(path.absolute()) for path in study.catalogue]
    elif study.catalogue is not None:
        changes["catalogue"] = str(study.catalogue.absolute())
    changes = {name: value for name, value in changes.items() if document.data.get(name) != value}
    text = document.text
    for name, value in changes.items():
        text = _with_key(text, name, value)
    return text if _reads_as(text, {**document.data, **changes}) else document.text


def _with_key(text: str, name: str, value: int | str | list[str]) -> str:
    """Replace a top-level key and the list below it, or add one after the name of the study."""
    if isinstance(value, list):
        line = f"{name}: [{', '.join(_quoted(item) for item in value)}]"
    else:
        line = f"{name}: {value}" if isinstance(value, int) else f"{name}: {_quoted(value)}"
    pattern = re.compile(rf"^{name}[ \t]*:.*$(\n[ \t]*-[ \t].*$)*", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda found: line, text, count=1)
    after = re.compile(r"^name[ \t]*:.*$", re.MULTILINE)
    return after.sub(lambda found: f"{found[0]}\n{line}", text, count=1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _reads_as(text: str, wanted: dict[str, Any]) -> bool:
    """Whether the changed text holds the wanted data and nothing else."""
    try:
        return parse_yaml(text, name="study", error=ScenarioError).data == wanted
    except DocumentError:
        return False
