"""Print the commented files from which entries of one's own start."""

import typer

from skyshed.catalogue.templates import TEMPLATES, template_text
from skyshed.documents import suggest
from skyshed.errors import CatalogueError


def print_template(kind: str) -> None:
    """Print the template of one kind.

    Raises
    ------
    CatalogueError
        If there is none of that kind.
    """
    if kind not in TEMPLATES:
        hint = suggest(kind, TEMPLATES) or f"there are {', '.join(TEMPLATES)}"
        raise CatalogueError(f"no template '{kind[:40]}'; {hint}")
    typer.echo(template_text(kind), nl=False)
