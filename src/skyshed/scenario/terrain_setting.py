"""A study's terrain: a path, or the name of a public data set, which is no path."""

from pathlib import Path

from skyshed.documents import Document
from skyshed.terrain.copernicus import is_dataset


def terrain_beside(document: Document, text: str | None) -> Path | None:
    """What a study file names: a data set as it is, a path as seen from the file's folder."""
    if text is None or is_dataset(text):
        return None if text is None else Path(text)
    return document.path.parent / Path(text).expanduser()


def terrain_text(terrain: Path) -> str:
    """How to write it down so that a study file in any folder means the same."""
    return str(terrain) if is_dataset(terrain) else str(terrain.absolute())
