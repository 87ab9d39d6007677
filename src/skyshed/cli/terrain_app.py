"""The commands under `skyshed terrain`."""

from pathlib import Path
from typing import Annotated

import typer

from skyshed.cli.help_texts import FETCH
from skyshed.cli.options import QuietOption

terrain_app = typer.Typer(help="Look at elevation data, or fetch them.")


@terrain_app.callback(invoke_without_command=True)
def _start_terrain(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@terrain_app.command("info")
def _terrain_info(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="a file, an archive or a folder; glo-90 or glo-30 for the tiles in the cache",
        ),
    ],
    quiet: QuietOption = False,
) -> None:
    """Say what elevation data hold: extent, heights, voids, seams, gaps, memory."""
    from skyshed.cli.terrain import info

    info(path, quiet=quiet)


@terrain_app.command("fetch", help=FETCH)
def _terrain_fetch(
    bbox: Annotated[
        str,
        typer.Option(metavar="W,S,E,N", help="area in degrees, such as 32,39,34,41"),
    ],
    dataset: Annotated[
        str, typer.Option(metavar="NAME", help="glo-90 or glo-30 (90 or 30 m between heights)")
    ] = "glo-90",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="where to write; terrain-NAME if left out"),
    ] = None,
    missing_as_sea: Annotated[
        bool,
        typer.Option(
            "--missing-as-sea", help="write zeros where no tile exists, and say so in results"
        ),
    ] = False,
    limit_gb: Annotated[
        float,
        typer.Option("--limit-gb", metavar="GB", help="refuse more than this before compression"),
    ] = 5.0,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="a mirror of the bucket in the same layout"),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="fetch the list of tiles again")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch Copernicus tiles into a folder for --terrain."""
    from skyshed.cli.terrain import Order, fetch

    order = Order(
        bbox=bbox,
        dataset=dataset,
        out=out,
        missing_as_sea=missing_as_sea,
        limit_gb=limit_gb,
        url=url,
        refresh=refresh,
    )
    fetch(order, quiet=quiet)
