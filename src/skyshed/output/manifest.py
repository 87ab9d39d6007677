"""The manifest of a result folder: what went in, with which versions, and how to repeat it."""

import platform
import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from skyshed.analysis.results import StudyResult
from skyshed.output.study_weightings import AREAS_AND_RAIDS
from skyshed.scenario.weightings import DEFAULT_WEIGHTING, weighting_name
from skyshed.store import sha256_file

FORMAT_VERSION: Final = 1
STUDY_NAME: Final = "study.yaml"
_PACKAGES: Final = ("numpy", "scipy", "numba", "rasterio", "pyproj", "matplotlib")


def manifest(result: StudyResult, folder: Path, command: Sequence[str]) -> dict[str, Any]:
    """Describe a run whose files stand in `folder`.

    Parameters
    ----------
    result : StudyResult
        The run.
    folder : Path
        Where the files are; each is listed with its hash.
    command : sequence of str
        The command as it was given.

    Returns
    -------
    dict
        The only file of a result folder that holds a time.
    """
    outputs = {
        path.relative_to(folder).as_posix(): sha256_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    found = {
        "skyshed": {"version": result.version, "format": FORMAT_VERSION},
        "study": result.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": list(command),
        "repeat": repeat_command(result, command, has_study=STUDY_NAME in outputs),
        "seed": result.seed,
        "draws": result.draws,
        "weighting": result.weighting,
        "terrain": vars(result.terrain),
        "inputs": {
            **{name: outputs[name] for name in (STUDY_NAME,) if name in outputs},
            **catalogue_hashes(),
            **result.own_catalogue,
        },
        "outputs": outputs,
        "python": platform.python_version(),
        "packages": package_versions(),
    }
    if result.raids:
        found["raids"] = {
            raid.key: {"draws": raid.outcomes[0].draws, "runs": raid.outcomes[0].runs}
            for raid in result.raids
        }
    return found


def repeat_command(result: StudyResult, command: Sequence[str], *, has_study: bool) -> str:
    """Command that computes the folder again: from its own study file if it holds one."""
    if not has_study:
        return shlex.join(command)
    words = ["skyshed", "run", STUDY_NAME]
    if result.draws:
        words += ["--seed", str(result.seed), "--draws", str(result.draws)]
    words += weighting_option(result)
    if any(row.kind in AREAS_AND_RAIDS for row in result.weighted):
        words.append("--weightings")
    return shlex.join(words)


def weighting_option(result: StudyResult) -> list[str]:
    """The option for the weighting of a result; nothing for the default."""
    if result.weighting == DEFAULT_WEIGHTING:
        return []
    return ["--weighting", weighting_name(result.weighting)]


def catalogue_hashes() -> Mapping[str, str]:
    """SHA-256 of every catalogue file, as the numbers of a study come from them."""
    import hashlib

    folder = files("skyshed.catalogue") / "data"
    return {
        f"catalogue/{entry.name}": hashlib.sha256(entry.read_bytes()).hexdigest()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


def package_versions() -> dict[str, str]:
    """Versions of the packages that the numbers come from."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
