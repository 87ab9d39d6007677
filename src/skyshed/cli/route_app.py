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
    StudyArgument,
    TerrainOption,
    WorkersOption,
)

ROUTE = (
    "Ask radars about given flights: detection look by look, gaps, warning time.\n\n"
    "FILE holds waypoints with heights and speeds (YAML, CSV, GeoJSON) or a recorded track (JSON of"
    " ADS-B recordings, CSV), at least 24 hours old. Recorded heights and flight levels are"
    " pressure altitudes; --qnh states the air pressure. The flights are given: nothing searches"
    " for others.\n\n"
    "The main figures stand under three weightings of the bounds, and with the least and greatest"
    " answer anywhere in them. Of several flights that is for all of them together; the two other"
    " weightings then have a quarter of the draws."
)
NETWORK = (
    "What the radars of a study cover together, by height: one or more of them, two or more, and so"
    " on; what only one covers; what none covers.\n\n"
    "--fail and --add say what a radar that fails or joins would change, for civil and surveillance"
    " radars; nothing searches for the one that counts most. Where nothing is covered is shown for"
    " groups of civil radars; military ones get shares only. --traffic compares with a recording."
    "\n\nTotals stand under three weightings of the bounds, the other two with a quarter of the"
    " draws; --weightings gives them all and the least and greatest answer anywhere in the bounds,"
    " at some times the work, which it says before it begins."
)


def add_commands(app: typer.Typer) -> None:
    """Put the commands on the program."""
    app.command("route", help=ROUTE)(_route)
    app.command("network", help=NETWORK)(_network)


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


def _network(
    study: StudyArgument,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="ID", help="one group of the study; may be repeated"),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option("--fail", metavar="KEY", help="a radar that fails; may be repeated"),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="ID@LAT,LON", help="a radar that joins; may be repeated"),
    ] = None,
    traffic: Annotated[
        Path | None,
        typer.Option("--traffic", metavar="FILE", help="recorded flights to compare with"),
    ] = None,
    qnh: Annotated[
        float | None,
        typer.Option("--qnh", metavar="HPA", help="air pressure at sea level in the recording"),
    ] = None,
    weightings: Annotated[
        bool,
        typer.Option(
            "--weightings", help="all draws under every weighting of the bounds, and the box; long"
        ),
    ] = False,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    out: OutOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
) -> None:
    from skyshed.cli.networking import network_command

    network_command(
        study,
        out,
        groups=tuple(group or ()),
        failed=tuple(fail or ()),
        added=tuple(add or ()),
        traffic=traffic,
        qnh=qnh,
        weightings=weightings,
        draws=draws,
        seed=seed,
        terrain=terrain,
        workers=workers,
        replace=replace,
        quiet=quiet,
    )
