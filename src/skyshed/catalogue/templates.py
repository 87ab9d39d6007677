"""Commented files from which a user's own catalogue entries start; each is a valid entry."""

from collections.abc import Mapping
from importlib import resources

#: Name of each template, and of the file that its text is for.
TEMPLATES: Mapping[str, str] = {
    "radar": "my-radar.yaml",
    "target": "my-target.yaml",
    "missile": "my-system.yaml",
}


def template_text(kind: str) -> str:
    """The template of a kind of entry.

    Parameters
    ----------
    kind : str
        One of `TEMPLATES`.

    Returns
    -------
    str
        YAML with every field explained; save it under the name in `TEMPLATES`.
    """
    if kind not in TEMPLATES:
        raise ValueError(f"expected one of {', '.join(TEMPLATES)}, got {kind!r}")
    folder = resources.files(__package__) / "template_files"
    return (folder / f"{kind}.yaml").read_text("utf-8")
