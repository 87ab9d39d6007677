"""The builtin relief: ETOPO5, the whole Earth at 5 arc minutes."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.inspection import inspect_raster
from skyshed.uncertainty.parameter import Parameter

NAME = "ETOPO5, 5 arc minutes (builtin)"


@cache
def builtin_relief() -> TerrainDataset:
    """The relief inside the package, with the error found against finer data.

    Returns
    -------
    TerrainDataset
        Cells of 9.3 km, sea at 0.

    Notes
    -----
    Too coarse for a line of sight: Mount Ararat (over 5100 m) reads 1983 m. It serves for
    overviews and shows, with its error, which results need finer terrain.
    """
    path = Path(str(files("skyshed.terrain") / "data" / "etopo5.tif"))
    file = inspect_raster(path)
    return TerrainDataset(
        name=NAME,
        path=path,
        files=(file,),
        resolution_m=file.resolution_m,
        error=builtin_error(),
        error_grows_with_relief=True,
        notes=(
            "The builtin relief has cells of 9 km: single summits and ridges are flattened and "
            "valleys filled, so what a hill hides is only roughly right.",
            "Some mountainous islands are all but missing from it: Cyprus reads at most 35 m, "
            "Crete 381 m.",
            "All heights below sea level, the Dead Sea shore and the Caspian lowland included, "
            "read 0 m.",
        ),
    )


def builtin_error() -> Parameter:
    """Metres to add to the builtin relief where it masks among hills. [m]

    Returns
    -------
    Parameter
        Nominal 0: the relief as it is. The bounds are the 5th and 95th percentile of the highest
        real height less the highest relief height along lines through one cell, in country with at
        least 600 m of local relief; `skyshed.terrain.error_weight` lessens it elsewhere.
    """
    return Parameter(
        0.0,
        -850.0,
        1050.0,
        "m",
        basis="derived",
        grade="C",
        sources=("etopo5", "srtm-dted1"),
        note=(
            "Compared with five SRTM tiles (Andes, Alps, Coast Mountains, Judean hills) by "
            "tools/derive_relief_error.py: highest real height less highest relief height along "
            "lines through a 9 km cell, where heights differ by 600 m or more within two cells; "
            "5th, 50th and 95th percentile -848, 216 and 1065 m. In flatter country the error is "
            "smaller in proportion. The bounds are those of single ridges; over a whole map errors "
            "partly cancel."
        ),
        label="height error of the builtin 9 km relief",
    )


def is_builtin(dataset: TerrainDataset) -> bool:
    """Whether a dataset is the builtin relief."""
    return dataset.name == NAME
