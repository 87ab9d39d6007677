"""Maps as Cloud-Optimized GeoTIFF on the radar's own plane."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import FACTORS, MILITARY_CELL_M, UNKNOWN_FACTOR
from skyshed.analysis.engageable import FACTORS as REACH_FACTORS
from skyshed.analysis.results import MapLayers, StudyResult
from skyshed.errors import OutputError
from skyshed.output.words import slug
from skyshed.terrain.plane_crs import aeqd_crs

if TYPE_CHECKING:
    from skyshed.analysis.reach import EngageableLayers, ReachResult

_LEVELS: Final = (("p05", "5"), ("p50", "50"), ("p95", "95"))


@dataclass(frozen=True)
class RasterFile:
    """One band to be written: file stem, pixels, nodata, description and unit."""

    stem: str
    pixels: NDArray[np.generic]
    nodata: float
    description: str
    unit: str


def write_rasters(result: StudyResult, folder: Path) -> list[Path]:
    """Write the maps of every pair of radar and target, or battery and target, that has any.

    Parameters
    ----------
    result : StudyResult
        The run.
    folder : Path
        Where to put the files; made if needed.

    Returns
    -------
    list of Path
        For each pair `<radar>-<target>-lowest_p05|p50|p95.tif` (lowest covered altitude above sea
        level), `-share-<height>.tif` (share of draws) and `-limiting-<height>.tif` (codes of the
        limiting factor, spelled out in the tags); for batteries `<battery>-<target>-engageable-...`
        and `-engageable_limiting-...`.

    Raises
    ------
    OutputError
        If a file cannot be written, or the map of a military radar is finer than 250 m.
    """
    written: list[Path] = []
    for pair in result.pairs:
        if pair.layers is not None:
            files = layer_files(pair.layers, f"{slug(pair.radar)}-{slug(pair.target)}")
            words = f"{pair.radar} against {pair.target}"
            written += write_layers(files, pair.layers, folder, words)
    for reach in result.reaches:
        for there in reach.pairs:
            if there.layers is not None:
                files = engageable_files(there, f"{slug(there.battery)}-{slug(there.target)}")
                written += write_layers(files, there.layers, folder, there.label)
    return written


def write_layers(
    files: Iterable[RasterFile],
    layers: "MapLayers | EngageableLayers",
    folder: Path,
    words: str,
) -> list[Path]:
    """Write bands over the place of some layers; OutputError as in `write_rasters`."""
    if not layers.civil:
        _refuse_fine(layers.cell_m, words)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for raster in files:
        path = folder / f"{raster.stem}.tif"
        _write(path, raster, layers)
        written.append(path)
    return written


def layer_files(layers: MapLayers, stem: str) -> Iterator[RasterFile]:
    """The bands of one pair, with their names."""
    for (name, words), quantile in zip(_LEVELS, layers.quantiles_m, strict=True):
        yield RasterFile(
            f"{stem}-lowest_{name}",
            np.where(layers.known, quantile, np.nan).astype(np.float32),
            np.nan,
            f"lowest covered altitude above mean sea level, at or below in {words} % of the draws",
            "m",
        )
    for i, height in enumerate(layers.heights.labels):
        yield RasterFile(
            f"{stem}-share-{slug(height)}",
            np.where(layers.known, layers.share[i], np.nan).astype(np.float32),
            np.nan,
            f"share of draws that cover {height}",
            "1",
        )
    codes = _codes(FACTORS)
    for i, height in enumerate(layers.heights.labels):
        yield RasterFile(
            f"{stem}-limiting-{slug(height)}",
            layers.factors[i].astype(np.uint8),
            float(UNKNOWN_FACTOR),
            f"limiting factor at {height}, nominal values: {codes}",
            "1",
        )


def _codes(factors: Sequence[str]) -> str:
    """What the codes mean, such as "0 covered, 1 sector, ..."; one of them has two meanings."""
    words = {"elevation": "elevation or minimum range"}
    return ", ".join(f"{code} {words.get(name, name)}" for code, name in enumerate(factors))


def engageable_files(pair: "ReachResult", stem: str) -> Iterator[RasterFile]:
    """The bands of one battery against one target, with their names."""
    if pair.layers is None:
        return
    codes = _codes(REACH_FACTORS)
    for height, share, factors in zip(
        pair.heights, pair.layers.share, pair.layers.factors, strict=True
    ):
        yield RasterFile(
            f"{stem}-engageable-{slug(height.label)}",
            share.astype(np.float32),
            np.nan,
            f"share of draws in which an inbound target at {height.label} can be intercepted",
            "1",
        )
        yield RasterFile(
            f"{stem}-engageable_limiting-{slug(height.label)}",
            factors.astype(np.uint8),
            float(UNKNOWN_FACTOR),
            f"what forbids an intercept at {height.label}, nominal values: {codes}",
            "1",
        )


def _refuse_fine(cell_m: float, what: str) -> None:
    if cell_m < MILITARY_CELL_M:
        raise OutputError(
            f"{what}: maps are written on cells of {MILITARY_CELL_M:g} m or more, "
            f"got {cell_m:g} m; choose a larger cell"
        )


def _write(path: Path, raster: RasterFile, layers: "MapLayers | EngageableLayers") -> None:
    """Build the file in memory: GDAL reports a full disk too late to act on it."""
    import rasterio

    try:
        whole = geotiff_bytes(
            raster,
            latitude_deg=layers.latitude_deg,
            longitude_deg=layers.longitude_deg,
            cell_m=layers.cell_m,
        )
        path.write_bytes(whole)
    except rasterio.errors.RasterioError as cause:
        raise OutputError(f"cannot write {path}: {cause}") from cause
    except OSError as cause:
        if cause.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            raise
        raise OutputError(f"cannot write {path}: {cause.strerror or cause}") from cause


def geotiff_bytes(
    raster: RasterFile, *, latitude_deg: float, longitude_deg: float, cell_m: float
) -> bytes:
    """One band as a Cloud-Optimized GeoTIFF on the plane of a site.

    Parameters
    ----------
    raster : RasterFile
        The band; the site in its middle cell.
    latitude_deg, longitude_deg : float
        The site. [deg]
    cell_m : float
        Side of a cell. [m]

    Returns
    -------
    bytes
        The file.
    """
    import rasterio
    from rasterio.io import MemoryFile

    rows, columns = raster.pixels.shape
    half = 0.5 * rows * cell_m
    profile = {
        "driver": "COG",
        "width": columns,
        "height": rows,
        "count": 1,
        "dtype": str(raster.pixels.dtype),
        "nodata": raster.nodata,
        "crs": aeqd_crs(latitude_deg, longitude_deg),
        "transform": rasterio.Affine(cell_m, 0.0, -half, 0.0, -cell_m, half),
        "compress": "DEFLATE",
        "predictor": "YES",
        "blocksize": 256,
        "num_threads": 1,
        "overview_resampling": "NEAREST",
    }
    with rasterio.Env(GDAL_PAM_ENABLED=False), MemoryFile() as memory:
        with memory.open(**profile) as file:
            file.write(raster.pixels, 1)
            file.set_band_description(1, raster.description)
            file.set_band_unit(1, raster.unit)
        return bytes(memory.read())
