"""The commands about given flights and networks of radars, with their options."""

from pathlib import Path
from typing import Annotated

import typer

from skyshed.cli.options import (
    DrawsOption,
    ExtraOption,
    OutOption,
    QuietOption,
    ReplaceOption,
    SeedOption,
    TerrainOption,
    WorkersOption,
)

ROUTE = (
    "Ask radars about given flights: detection look by look, gaps, warning time.\n\n"
    "FILE holds waypoints with heights and speeds (YAML, CSV, GeoJSON) or a recorded track (JSON of"
    " ADS-B recordings, CSV), at least 24 hours old. Recorded heights and flight levels are"
    " pressure altitudes; --qnh states the air pressure. The flights are given: nothing searches"
    " for others."
)


def add_commands(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command("route", help=ROUTE)(_route)


def _route(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="waypoints or a recorded track")],
    radar: Annotated[
        list[str] | None,
        typer.Option(
            "--radar", metavar="ID@LAT,LON", help="a radar and its place; may be repeated"
        ),
    ] = None,
    study: Annotated[
        str, typer.Option("--study", metavar="STUDY", help="radars, target and terrain of a study")
    ] = "",
    target: Annotated[
        str,
        typer.Option(
            "--target", metavar="ID", help="what flies: such as a320, or a target of the study"
        ),
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="KEY", help="a radar of the study; may be repeated"),
    ] = None,
    flight: Annotated[
        list[str] | None,
        typer.Option(
            "--flight", metavar="NAME", help="callsign or aircraft in FILE; may be repeated"
        ),
    ] = None,
    warn: Annotated[
        str, typer.Option("--warn", metavar="LAT,LON", help="place whose warning time is asked for")
    ] = "",
    qnh: Annotated[
        float | None,
        typer.Option(
            "--qnh", metavar="HPA", help="air pressure at sea level, for pressure heights"
        ),
    ] = None,
    pd: Annotated[
        float,
        typer.Option(metavar="P", help="chance in one scan that is cover; not with --study"),
    ] = 0.5,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    catalogue: ExtraOption = None,
    out: OutOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
) -> None:
    from skyshed.cli.routing import route_command

    route_command(
        file,
        out,
        study=study,
        radars=tuple(radar or ()),
        only=tuple(only or ()),
        target=target,
        names=tuple(flight or ()),
        warn=warn,
        qnh=qnh,
        pd=pd,
        draws=draws,
        seed=seed,
        terrain=terrain,
        catalogue=catalogue,
        workers=workers,
        replace=replace,
        quiet=quiet,
    )
