"""Find, read and list studies: bundled ones by name, others by path."""

import re
from importlib import resources
from pathlib import Path
from typing import Any

from skyshed.documents import Document, load_yaml, parse_yaml, suggest
from skyshed.errors import ScenarioError
from skyshed.scenario.model import Study

SUFFIX = ".yaml"
STUDY_FILE_NAME = "study.yaml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def load_study(name_or_path: str | Path) -> Study:
    """Read a study.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a bundled study, a study file, or a result folder, which holds a copy of its study.

    Returns
    -------
    Study
        Checked, in SI units.

    Raises
    ------
    ScenarioError
        If there is no such study, or something in it is wrong.
    """
    return parse_study(study_document(name_or_path))


def study_document(name_or_path: str | Path) -> Document:
    """Text and data of a study before its content is checked; arguments as for `load_study`."""
    text = str(name_or_path)
    if text in _bundled_files():
        return _bundled_document(text)
    path = Path(name_or_path)
    if path.is_dir() and (path / STUDY_FILE_NAME).is_file():
        return load_yaml(path / STUDY_FILE_NAME, error=ScenarioError)
    if isinstance(name_or_path, str) and _NAME.fullmatch(text) and not path.exists():
        names = _bundled_files()
        hint = suggest(text, names) or f"bundled are {', '.join(names)}"
        raise ScenarioError(f"no bundled study '{text}', and no file of that name; {hint}")
    return load_yaml(path, error=ScenarioError)


def parse_study(document: Document) -> Study:
    """Check a document and build its study.

    Parameters
    ----------
    document : Document
        Read with errors of the kind that shall be raised.

    Returns
    -------
    Study
        In SI units.

    Raises
    ------
    DocumentError
        Of the document's kind, one sentence with line and path.
    """
    from pydantic import ValidationError

    from skyshed.scenario.building import build_study
    from skyshed.scenario.problems import first_problem
    from skyshed.scenario.schema import FORMAT_VERSION, StudyFile

    version = document.data.get("format_version", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        raise document.error(
            ("format_version",),
            f"expected format_version {FORMAT_VERSION}, got {str(version)[:20]!r};"
            " this release reads no other",
        )
    try:
        file = StudyFile.model_validate(document.data)
    except ValidationError as found:
        raise first_problem(found, document, StudyFile) from None
    return build_study(file, document)


def bundled_studies() -> dict[str, str]:
    """Titles of the bundled studies by name."""
    return {name: str(_bundled_document(name).data["title"]) for name in _bundled_files()}


def template_text() -> str:
    """A commented study file to start from; it is a valid study that runs."""
    return (resources.files(__package__) / "template.yaml").read_text("utf-8")


def study_json_schema() -> dict[str, Any]:
    """JSON Schema of the study file, for editors that check and complete YAML."""
    from skyshed.scenario.schema import StudyFile

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **StudyFile.model_json_schema(),
        "title": "skyshed study, format version 1",
    }


def _bundled_files() -> list[str]:
    folder = resources.files(__package__) / "studies"
    names = (item.name for item in folder.iterdir())
    return sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))


def _bundled_document(name: str) -> Document:
    file = f"{name}{SUFFIX}"
    text = (resources.files(__package__) / "studies" / file).read_text("utf-8")
    return parse_yaml(text, name=file, error=ScenarioError)
