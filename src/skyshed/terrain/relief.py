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
    Too coarse for a line of sight: Mount Ararat (over 5100 m) reads at most 3755 m. It serves for
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
            "Crete 381 m. Two squares of half a degree in southern Turkey (36.5 to 37 N at 30 to "
            "30.5 E and 34 to 34.5 E) read some 40 m among mountains of 1,000 to 2,000 m.",
            "The file that the relief was made from has its heights 7.5 minutes of arc too far "
            "west and 2.5 too far north, as airports and SRTM tiles show; they are moved back.",
            "All heights below sea level, the Dead Sea shore and the Caspian lowland included, "
            "read 0 m.",
        ),
    )


def builtin_error() -> Parameter:
    """Metres to add to the builtin relief where it masks among hills. [m]

    Returns
    -------
    Parameter
        Nominal 0: the relief as it is. The bounds are 0 and, rounded, the 95th percentile
        over sites of the error that gives the median horizon round a site its real height;
        `skyshed.terrain.error_weight` lessens it where the land is flat.
    """
    return Parameter(
        0.0,
        0.0,
        700.0,
        "m",
        basis="derived",
        grade="C",
        sources=("etopo5", "srtm-dted1"),
        note=(
            "One value for all directions from a site. At 413 places in five SRTM tiles (Andes, "
            "Alps, Coast Mountains, Judean hills), 184 on flat ground and 229 on summits, "
            "tools/derive_relief_error.py finds by how much the relief must be raised so that the "
            "median over azimuths of the lowest visible altitude 30 km away is that over SRTM "
            "heights: 5th, 50th and 95th percentile 68, 448 and 682 m, tiles counting alike. "
            "The 5th percentile is above 0, so the relief as it is shows horizons too low. "
            "Not covered: single directions (5th to 95th percentile -301 to 944 m), narrow "
            "Alpine valleys, ridges beyond 30 km, islands missing from the relief; and five tiles "
            "are few."
        ),
        label="height error of the builtin 9 km relief",
    )


def is_builtin(dataset: TerrainDataset) -> bool:
    """Whether a dataset is the builtin relief."""
    return dataset.name == NAME
