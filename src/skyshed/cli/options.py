"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

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
WeightingOption = Annotated[
    str | None,
    typer.Option(
        "--weighting",
        metavar="NAME",
        help="how draws are spread between the bounds of the unknowns: triangular, the default,"
        " uniform or nominal-heavy",
    ),
]
WeightingsOption = Annotated[
    bool,
    typer.Option(
        "--weightings",
        help="areas and raids under all three weightings and anywhere in the bounds too; takes"
        " several times as long",
    ),
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
        help="elevation data: a GeoTIFF, HGT, DTED or VRT file, a .zip or .gz of one, a folder of"
        " them, or glo-90 or glo-30 to fetch Copernicus tiles",
    ),
]
EffectsOption = Annotated[
    str,
    typer.Option(
        "--effects",
        metavar="LIST",
        help="what is off by default: gas, rain=10mm/h, clutter=40dB (its suppression)",
    ),
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="replace older results")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="show no progress")]
ExtraOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue", metavar="PATH", help="catalogue entries of your own: a file or a folder"
    ),
]
