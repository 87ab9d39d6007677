"""The commands and their options; what they do stands in the modules they load."""

from pathlib import Path
from typing import Annotated

import typer

from skyshed.cli.catalogue_app import catalogue_app
from skyshed.cli.help_texts import QUERY, RAID, REACH, SERVE
from skyshed.cli.options import (
    ClusterOption,
    DrawsOption,
    EffectsOption,
    ExtraOption,
    OutOption,
    QuietOption,
    ReplaceOption,
    SeedOption,
    StudyArgument,
    TerrainOption,
    WeightingOption,
    WeightingsOption,
    WorkersOption,
)
from skyshed.cli.route_app import add_commands
from skyshed.cli.sensitivity_app import add_sensitivity
from skyshed.cli.terrain_app import terrain_app

app = typer.Typer(
    name="skyshed",
    help="What an air-defence system can really see and reach, with sources and uncertainty.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(terrain_app, name="terrain")


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    if version:
        from skyshed import __version__

        typer.echo(f"skyshed {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("run")
def _run(
    study: StudyArgument,
    out: OutOption = None,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    weighting: WeightingOption = None,
    weightings: WeightingsOption = False,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
    cluster: ClusterOption = None,
) -> None:
    """Compute a study and write its report."""
    from skyshed.cli.running import run_named

    run_named(
        study,
        out,
        draws=draws,
        seed=seed,
        workers=workers,
        terrain=terrain,
        replace=replace,
        quiet=quiet,
        cluster=cluster,
        weighting=weighting,
        weightings=weightings,
    )


@app.command("coverage")
def _coverage(
    radar: Annotated[str, typer.Option(metavar="ID", help="radar, such as s-400/91n6e")],
    at: Annotated[str, typer.Option(metavar="LAT,LON", help="place, such as 40.08,32.57")],
    target: Annotated[
        str, typer.Option(metavar="ID", help="target, such as f-16c or f-35a:reflectors")
    ],
    agl: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="heights above ground, such as 100m,1km; four of them if left out;"
            " one alone is also the target's",
        ),
    ] = "",
    altitude: Annotated[
        str, typer.Option(metavar="LIST", help="heights above sea level, such as 3km,FL330")
    ] = "",
    pd: Annotated[
        float, typer.Option(metavar="P", help="chance of detection in one scan that is cover")
    ] = 0.5,
    radius: Annotated[str, typer.Option(metavar="LENGTH", help="radius of the map")] = "250 km",
    cell: Annotated[str, typer.Option(metavar="LENGTH", help="side of a map cell")] = "2 km",
    mount: Annotated[
        str | None, typer.Option(metavar="NAME", help="another mount of the antenna, such as mast")
    ] = None,
    draws: Annotated[int, typer.Option(metavar="N", help="how often the unknowns are drawn")] = 200,
    seed: Annotated[int, typer.Option(metavar="S", help="seed of the random draws")] = 1,
    weighting: WeightingOption = None,
    weightings: WeightingsOption = False,
    effects: EffectsOption = "",
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    catalogue: ExtraOption = None,
    out: OutOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
    cluster: ClusterOption = None,
) -> None:
    """Compute where one radar sees one target, and write the report."""
    from skyshed.cli.coverage import question
    from skyshed.cli.running import run_study_to
    from skyshed.scenario.quick import quick_study
    from skyshed.scenario.settings import with_settings

    asked = question(
        radar,
        at,
        target,
        agl=agl,
        altitude=altitude,
        pd=pd,
        radius=radius,
        cell=cell,
        mount=mount,
        draws=draws,
        seed=seed,
        terrain=terrain,
        catalogue=catalogue,
        effects=effects,
    )
    study = with_settings(quick_study(asked), weighting=weighting)
    run_study_to(
        study,
        out,
        workers=workers,
        replace=replace,
        quiet=quiet,
        cluster=cluster,
        weightings=weightings,
    )


@app.command("chart")
def _chart(
    radar: Annotated[str, typer.Option(metavar="ID", help="radar, such as an-fps-117")],
    target: Annotated[str, typer.Option(metavar="ID", help="target, such as f-16c")],
    surface: Annotated[str, typer.Option(metavar="sea|land", help="what reflects")] = "sea",
    roughness: Annotated[
        str | None,
        typer.Option(
            metavar="LENGTH",
            help="standard deviation of its height; 0.3 m for sea, 0.5 m for land if left out",
        ),
    ] = None,
    ceiling: Annotated[
        str, typer.Option(metavar="LENGTH", help="highest altitude shown")
    ] = "12 km",
    vertical: Annotated[bool, typer.Option("--vertical", help="vertical polarisation")] = False,
    mount: Annotated[
        str | None, typer.Option(metavar="NAME", help="another mount of the antenna, such as mast")
    ] = None,
    pd: Annotated[
        float, typer.Option(metavar="P", help="chance of detection in one scan that is cover")
    ] = 0.5,
    draws: Annotated[int, typer.Option(metavar="N", help="how often the unknowns are drawn")] = 60,
    seed: Annotated[int, typer.Option(metavar="S", help="seed of the random draws")] = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="SVG file; out/lobes-... if left out"),
    ] = None,
    catalogue: ExtraOption = None,
) -> None:
    """Draw the lobes of a radar over sea or flat land: altitude against distance."""
    from skyshed.cli.charting import draw_chart

    draw_chart(
        radar,
        target,
        surface=surface,
        roughness=roughness,
        ceiling=ceiling,
        vertical=vertical,
        mount=mount,
        pd=pd,
        draws=draws,
        seed=seed,
        out=out,
        catalogue=catalogue,
    )


@app.command("reach", help=REACH)
def _reach(
    battery: Annotated[str, typer.Option(metavar="ID", help="system, such as s-400")],
    missile: Annotated[str, typer.Option(metavar="ID", help="its missile, such as s-400/48n6e3")],
    at: Annotated[str, typer.Option(metavar="LAT,LON", help="place, such as 40.08,32.57")],
    target: Annotated[
        str, typer.Option(metavar="ID", help="target, such as f-16c or f-35a:reflectors")
    ],
    agl: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="heights of the maps above ground, such as 100m,1km; one height alone is also that"
            " of the target, which else cruises where the catalogue says",
        ),
    ] = "",
    altitude: Annotated[
        str, typer.Option(metavar="LIST", help="the same above sea level, such as 3km,FL330")
    ] = "",
    speed: Annotated[
        str, typer.Option(metavar="SPEED", help="of the target, such as 250m/s or 'Mach 0.8'")
    ] = "",
    course: Annotated[
        str,
        typer.Option(
            metavar="ANGLE",
            help="course of the target, such as 090, or worst for the worst of twelve; straight at"
            " the battery if left out",
        ),
    ] = "",
    guide: Annotated[
        str, typer.Option(metavar="ID", help="radar that guides; needed where several can")
    ] = "",
    see: Annotated[
        str,
        typer.Option(
            metavar="ID",
            help="radar that finds the target, or none; the first search radar of the system if"
            " left out",
        ),
    ] = "",
    reaction: Annotated[
        str,
        typer.Option(
            metavar="TIME", help="from a confirmed track to the launch, such as '12 s (8..20 s)'"
        ),
    ] = "",
    ring: Annotated[
        str,
        typer.Option(metavar="LENGTH", help="ring to compare with; the quoted range if left out"),
    ] = "",
    pd: Annotated[
        float, typer.Option(metavar="P", help="chance of detection in one scan that is cover")
    ] = 0.5,
    radius: Annotated[
        str, typer.Option(metavar="LENGTH", help="radius of the map; fits the ring if left out")
    ] = "",
    cell: Annotated[str, typer.Option(metavar="LENGTH", help="side of a map cell")] = "2 km",
    mount: Annotated[
        str | None, typer.Option(metavar="NAME", help="another mount of the radar that guides")
    ] = None,
    draws: Annotated[int, typer.Option(metavar="N", help="how often the unknowns are drawn")] = 200,
    seed: Annotated[int, typer.Option(metavar="S", help="seed of the random draws")] = 1,
    weighting: WeightingOption = None,
    weightings: WeightingsOption = False,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    catalogue: ExtraOption = None,
    out: OutOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
    cluster: ClusterOption = None,
) -> None:
    """Compute where one battery can hit one target, and write the report."""
    from skyshed.cli.coverage import reach_question
    from skyshed.cli.reach_table import reach_lines
    from skyshed.cli.running import run_study_to
    from skyshed.scenario.quick_reach import quick_reach_study
    from skyshed.scenario.settings import with_settings

    asked = reach_question(
        battery,
        missile,
        at,
        target,
        agl=agl,
        altitude=altitude,
        speed=speed,
        course=course,
        guide=guide,
        see=see,
        reaction=reaction,
        ring=ring,
        pd=pd,
        radius=radius,
        cell=cell,
        mount=mount,
        draws=draws,
        seed=seed,
        terrain=terrain,
        catalogue=catalogue,
    )
    run_study_to(
        with_settings(quick_reach_study(asked), weighting=weighting),
        out,
        workers=workers,
        replace=replace,
        quiet=quiet,
        cluster=cluster,
        weightings=weightings,
        answer=reach_lines,
    )


@app.command("raid", help=RAID)
def _raid(
    study: StudyArgument,
    raid: Annotated[
        list[str] | None,
        typer.Option("--raid", metavar="ID", help="one raid of the study; may be repeated"),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option("--runs", metavar="N", help="runs of chance for each draw, at most"),
    ] = None,
    draws: DrawsOption = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="LEAKERS",
            help="stop when half the 95 % interval that chance leaves to the mean number of leakers"
            " is this small, such as 0.1; looked at every 100 runs, at most 10000 without --runs",
        ),
    ] = None,
    what_if: Annotated[
        bool, typer.Option("--what-if/--no-what-if", help="with or without the study's changes")
    ] = True,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="where to write; out/NAME-raids if left out"),
    ] = None,
    seed: SeedOption = None,
    weighting: WeightingOption = None,
    weightings: WeightingsOption = False,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
    cluster: ClusterOption = None,
) -> None:
    """Run the raids of a study, without maps and claims, and print how they end."""
    from skyshed.analysis.raid_order import RaidOrder
    from skyshed.cli.raiding import raid_named

    order = RaidOrder(
        tuple(raid or ()), runs, draws, precision, changes=what_if, weightings=weightings
    )
    raid_named(
        study,
        order,
        out,
        seed=seed,
        terrain=terrain,
        weighting=weighting,
        workers=workers,
        cluster=cluster,
        replace=replace,
        quiet=quiet,
    )


@app.command("query", help=QUERY)
def _query(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a result folder")],
    sql: Annotated[
        str,
        typer.Argument(
            metavar="SQL", help="one statement that reads; without it the tables are listed"
        ),
    ] = "",
    as_csv: Annotated[
        bool, typer.Option("--csv", help="print CSV with every digit instead of columns")
    ] = False,
    parquet: Annotated[
        Path | None,
        typer.Option("--parquet", metavar="DIR", help="write every table to DIR as Parquet"),
    ] = None,
) -> None:
    """Ask the tables of a result a question in SQL."""
    from skyshed.cli.querying import query_result

    query_result(folder, sql, as_csv=as_csv, parquet=parquet)


@app.command("serve", help=SERVE)
def _serve(
    study: Annotated[
        str,
        typer.Option("--study", metavar="STUDY", help="what the page opens with, as for `run`"),
    ] = "turkey-2019",
    terrain: TerrainOption = None,
    results: Annotated[
        list[Path] | None,
        typer.Option(
            "--results",
            metavar="DIR",
            help="a result folder whose raids and claims are shown; may be repeated",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="where to listen; beyond loopback with a token only"),
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help="8765 or the next free one if left out"),
    ] = None,
    token: Annotated[
        str, typer.Option(metavar="TEXT", help="what every request must know; generated if needed")
    ] = "",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="whether to open the page")
    ] = True,
) -> None:
    """Show the map in the browser."""
    from skyshed.cli.serve import serve_page

    serve_page(
        study,
        terrain=terrain,
        results=results or [],
        host=host,
        port=port,
        token=token,
        browser=browser,
    )


@app.command("check")
def _check(study: StudyArgument) -> None:
    """Check a study without computing it."""
    from skyshed.cli.studies import check

    check(study)


@app.command("new")
def _new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="name of the study")] = "my-study",
) -> None:
    """Write a commented study file to start from."""
    from skyshed.cli.studies import new

    new(name)


@app.command("schema")
def _schema() -> None:
    """Print the JSON Schema of the study file, for editors."""
    from skyshed.cli.studies import schema

    schema()


@app.command("studies")
def _studies() -> None:
    """List the bundled studies."""
    from skyshed.cli.studies import list_bundled

    list_bundled()


@app.command("compare")
def _compare(
    first: Annotated[Path, typer.Argument(metavar="DIR", help="a result folder")],
    second: Annotated[Path, typer.Argument(metavar="DIR", help="another one")],
) -> None:
    """Say what differs between two results: inputs, numbers, verdicts."""
    from skyshed.cli.comparing import compare

    compare(first, second)


add_commands(app)
add_sensitivity(app)
