"""The commands and their options; what they do stands in the modules they load."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="skyshed",
    help="What an air-defence system can really see, with sources and uncertainty.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
catalogue_app = typer.Typer(help="Look at the public numbers that everything rests on.")
app.add_typer(catalogue_app, name="catalogue")

StudyArgument = Annotated[
    str, typer.Argument(metavar="STUDY", help="a bundled study, a study file or a result folder")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="where to write; out/NAME if left out")
]
DrawsOption = Annotated[
    int | None, typer.Option("--draws", metavar="N", help="how often the unknowns are drawn")
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", metavar="S", help="seed of the random draws")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="threads; results do not depend on it"),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="an existing dask.distributed cluster, such as tcp://10.0.0.1:8786; same results",
    ),
]
TerrainOption = Annotated[
    Path | None,
    typer.Option(
        "--terrain",
        metavar="PATH",
        help="elevation data of your own: GeoTIFF, HGT, DTED, VRT or a folder",
    ),
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="replace older results")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="show no progress")]
ExtraOption = Annotated[
    Path | None,
    typer.Option("--catalogue", metavar="DIR", help="a folder with catalogue entries of your own"),
]


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


@catalogue_app.callback(invoke_without_command=True)
def _start_catalogue(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("run")
def _run(
    study: StudyArgument,
    out: OutOption = None,
    draws: DrawsOption = None,
    seed: SeedOption = None,
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
            metavar="LIST", help="heights above ground, such as 100m,1km; four of them if left out"
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
    )
    run_study_to(
        quick_study(asked), out, workers=workers, replace=replace, quiet=quiet, cluster=cluster
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


@catalogue_app.command("list")
def _catalogue_list(catalogue: ExtraOption = None) -> None:
    """List all systems, radars and targets."""
    from skyshed.cli.catalogue import list_all

    list_all(catalogue)


@catalogue_app.command("show")
def _catalogue_show(
    entry: Annotated[str, typer.Argument(metavar="ID", help="such as s-400/91n6e")],
    catalogue: ExtraOption = None,
) -> None:
    """Show one entry: every number with its interval, basis, grade and sources."""
    from skyshed.cli.catalogue import show

    show(entry, catalogue)


@catalogue_app.command("audit")
def _catalogue_audit(catalogue: ExtraOption = None) -> None:
    """Say what the catalogue rests on, and where it contradicts itself."""
    from skyshed.cli.catalogue import audit_all

    audit_all(catalogue)
