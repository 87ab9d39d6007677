"""The commands under `skyshed catalogue`."""

from pathlib import Path
from typing import Annotated

import typer

from skyshed.cli.help_texts import FIT
from skyshed.cli.options import ExtraOption

catalogue_app = typer.Typer(help="Look at the public numbers that everything rests on.")


@catalogue_app.callback(invoke_without_command=True)
def _start_catalogue(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@catalogue_app.command("list")
def _catalogue_list(catalogue: ExtraOption = None) -> None:
    """List all systems, missiles, radars, targets and means of self-protection."""
    from skyshed.cli.catalogue import list_all

    list_all(catalogue)


@catalogue_app.command("show")
def _catalogue_show(
    entry: Annotated[
        str, typer.Argument(metavar="ID", help="such as s-400, s-400/91n6e or s-400/48n6e3")
    ],
    catalogue: ExtraOption = None,
) -> None:
    """Show one entry: every number with its interval, basis, grade and sources."""
    from skyshed.cli.catalogue import show

    show(entry, catalogue)


@catalogue_app.command("fit", help=FIT)
def _catalogue_fit(
    missile: Annotated[str, typer.Argument(metavar="MISSILE", help="such as s-400/48n6e3")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="draw it too: a .png, .svg or .pdf file"),
    ] = None,
    catalogue: ExtraOption = None,
) -> None:
    """Fit a missile's flight to what is quoted about it, and show what is left open."""
    from skyshed.cli.fitting import fit_missile

    fit_missile(missile, out, catalogue)


@catalogue_app.command("compare")
def _catalogue_compare(
    entries: Annotated[
        list[str], typer.Argument(metavar="ID ID ...", help="two or more of one kind")
    ],
    catalogue: ExtraOption = None,
) -> None:
    """Show entries side by side: value, interval, basis, grade and sources of each."""
    from skyshed.cli.catalogue_compare import compare

    compare(entries, catalogue)


@catalogue_app.command("template")
def _catalogue_template(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="radar, target or missile")],
) -> None:
    """Print a commented file to start an entry of your own from."""
    from skyshed.cli.catalogue_template import print_template

    print_template(kind)


@catalogue_app.command("audit")
def _catalogue_audit(catalogue: ExtraOption = None) -> None:
    """Say what the catalogue rests on and where it contradicts itself; exit 1 if it is unsound."""
    from skyshed.cli.catalogue_audit import audit_all

    audit_all(catalogue)
