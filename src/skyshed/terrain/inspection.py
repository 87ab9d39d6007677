"""Everything that can make an elevation file unusable, found before any work is done."""

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.errors import TerrainError
from skyshed.terrain.placement import to_source
from skyshed.terrain.raster_file import (
    DEEPEST_M,
    HIGHEST_M,
    IMPOSSIBLE_M,
    LOWEST_M,
    RasterFile,
    clean_heights,
    open_raster,
)
from skyshed.terrain.tile_sources import TileSource

FEET_SHARE = 0.001
"""Share of the looked-at values above any ground from which a file is not in metres."""
SEA_FLOOR_SHARE = 0.005
"""Share of the looked-at values below `LOWEST_M` from which a file holds sea-floor depths."""

_MOST_BANDS = 1000
_LARGEST_BLOCK = 250_000_000  # cells; they are read at once
_MOST_SEARCHED = 1_000_000_000  # cells looked at for the first height
_FINEST_M = 0.01  # cells as small as this are no terrain model
_BEYOND_POLE_DEG = 91.0  # the outermost cells may reach beyond a pole by half of one

_DTED_HEADER = 80 + 648 + 2700  # bytes of text: user label, data set and accuracy records

_METRES = {"m", "metre", "metres", "meter", "meters"}
_LOOKS = 8  # blocks looked at per direction before a file is accepted
_BLOCK = 64  # cells per side of such a block


def inspect_raster(tile: Path | TileSource) -> RasterFile:
    """Look at an elevation file and accept it, or say in one sentence why it cannot serve.

    Parameters
    ----------
    tile : Path or TileSource
        A raster that GDAL can read, in any coordinate reference system, heights in metres; plain,
        or inside an archive.

    Returns
    -------
    RasterFile

    Raises
    ------
    TerrainError
        If the file is missing, empty, cut off or no raster, is an image, has no coordinate
        reference system, has heights in another unit than metres or above the ellipsoid, or holds
        no height at all.
    """
    tile = tile if isinstance(tile, TileSource) else TileSource(tile)
    path, address = tile.path, tile.address
    if not path.is_file():
        raise TerrainError(f"{path}: there is no such terrain file")
    if path.stat().st_size == 0:
        raise TerrainError(f"{path}: the terrain file is empty")
    _check_text(path)
    path = Path(tile.name)  # the errors below name the member of an archive too
    with open_raster(path, address=address) as source:
        _check_bands(path, source)
        # A file that is cut off may lack its reference system too: read it before blaming that.
        has_sea_floor, lowest = _look_at_values(path, source)
        crs = _horizontal_crs(path, source)
        bounds_deg, resolution_m = _bounds_deg(path, source, crs), _resolution_m(source, crs)
        _check_place(path, bounds_deg, resolution_m)
        return RasterFile(
            path=tile.path,
            height=source.height,
            width=source.width,
            transform=tuple(source.transform)[:6],
            crs_wkt=crs.to_wkt(),
            bounds_deg=bounds_deg,
            resolution_m=resolution_m,
            overviews=tuple(source.overviews(1)),
            has_sea_floor=has_sea_floor,
            lowest_seen_m=lowest,
            address="" if address == str(tile.path) else address,
        )


def _check_text(path: Path) -> None:
    """What must be text is text: GDAL's messages about other bytes cannot be shown."""
    suffix = path.suffix.lower()
    size = {".vrt": -1, ".dt0": _DTED_HEADER, ".dt1": _DTED_HEADER, ".dt2": _DTED_HEADER}
    if suffix not in size:
        return
    with path.open("rb") as file:
        begins = file.read(size[suffix])
    try:
        begins.decode("utf-8" if suffix == ".vrt" else "ascii")
    except UnicodeDecodeError as error:
        raise TerrainError(
            f"{path}: a {suffix} file begins with text, this one does not; it is damaged"
        ) from error


def _check_bands(path: Path, source: Any) -> None:
    """One band of plain numbers, or several of which the first holds heights."""
    from rasterio.enums import ColorInterp

    if source.count > _MOST_BANDS:
        raise TerrainError(f"{path}: it has {source.count} bands, heights are expected in one")
    rows, columns = source.block_shapes[0]
    if rows * columns > _LARGEST_BLOCK:
        raise TerrainError(
            f"{path}: its cells are stored in blocks of {rows} x {columns}, too large to be read;"
            " store it in tiles, for example with gdal_translate -co TILED=YES"
        )
    kind = np.dtype(source.dtypes[0])
    if kind.kind not in "iuf":
        raise TerrainError(f"{path}: the cells hold {kind} values, heights in metres are expected")
    colours = {ColorInterp.palette, ColorInterp.red, ColorInterp.green, ColorInterp.blue}
    if source.colorinterp[0] in colours:
        raise TerrainError(f"{path}: this is a picture ({source.count} colour bands), not heights")


def _horizontal_crs(path: Path, source: Any) -> Any:
    """The horizontal reference system, once the vertical one is known to be fit."""
    from pyproj import CRS

    if not source.crs:
        raise TerrainError(
            f"{path}: the file has no coordinate reference system; "
            "assign the right one, for example with gdal_edit -a_srs"
        )
    _check_lattice(path, source)
    if source.transform.is_identity:
        raise TerrainError(f"{path}: the file does not say where its cells lie on the Earth")
    crs = CRS.from_wkt(source.crs.to_wkt())
    parts = crs.sub_crs_list if crs.is_compound else [crs]
    horizontal = parts[0]
    if not (horizontal.is_geographic or horizontal.is_projected):
        raise TerrainError(
            f"{path}: its coordinate reference system '{crs.name}' is not tied to the Earth"
        )
    if len(horizontal.axis_info) == 3:
        raise TerrainError(
            f"{path}: its heights are above the ellipsoid ('{crs.name}'); "
            "convert them to heights above mean sea level"
        )
    _check_unit(path, source, parts)
    return horizontal


def _check_lattice(path: Path, source: Any) -> None:
    """Rows and columns lead to places."""
    a, b, c, d, e, f = numbers = tuple(source.transform)[:6]
    # Places lie within some 1e8 m of a map's origin, and cells are wider than 1e-9 degrees.
    near = max(abs(c), abs(f)) < 1e12 and all(abs(n) < 1e9 for n in (a, b, d, e))
    if near and abs(a * e - b * d) > 1e-18:
        return
    shown = ", ".join(f"{number:.4g}" for number in numbers)
    raise TerrainError(f"{path}: its geotransform ({shown}) leads nowhere; its position is wrong")


def _check_unit(path: Path, source: Any, parts: list[Any]) -> None:
    """Heights must be metres as far as the file tells."""
    stated = [source.units[0] or ""]
    stated += [part.axis_info[0].unit_name for part in parts[1:] if part.axis_info]
    stated += [
        value
        for key, value in {**source.tags(), **source.tags(1)}.items()
        if key.lower() in {"unittype", "units", "vertical_units", "vertical_unit", "zunits"}
    ]
    stated = [unit.strip().lower() for unit in stated if unit.strip()]
    wrong = [unit for unit in stated if unit not in _METRES]
    if wrong:
        raise TerrainError(
            f"{path}: its heights are in '{wrong[0]}', metres are expected; convert the file"
        )
    plane_unit = parts[0].axis_info[0].unit_name if parts[0].axis_info else ""
    if not stated and parts[0].is_projected and "foot" in plane_unit:
        raise TerrainError(
            f"{path}: its map unit is the {plane_unit} and the unit of its heights is not stated; "
            "convert the heights to metres and set the band unit to 'm'"
        )


def _look_at_values(path: Path, source: Any) -> tuple[bool, float]:
    """Read blocks spread over the file, the last one included; tell sea floor and lowest value."""
    from rasterio.windows import Window

    seen = []
    above: list[float] = []
    for row in _starts(source.height):
        for column in _starts(source.width):
            window = Window(column, row, min(_BLOCK, source.width), min(_BLOCK, source.height))
            raw = source.read(1, window=window, masked=True)
            seen.append(_valid(source, raw))
            above += _higher_than_any_ground(source, raw)
    looked = len(above) + sum(block.size for block in seen)
    if len(above) > FEET_SHARE * looked and len(set(above)) > 10:  # a mark is one value, not many
        raise TerrainError(
            f"{path}: its heights reach {max(above):.0f} m, more than any ground on Earth; "
            "if they are in feet, convert them to metres"
        )
    heights = np.concatenate(seen)
    if heights.size == 0:
        # The file may still hold a small island of heights between the blocks looked at.
        few = itertools.takewhile(_within(_MOST_SEARCHED), (w for _, w in source.block_windows(1)))
        blocks = (source.read(1, window=window, masked=True) for window in few)
        heights = next((found for b in blocks if (found := _valid(source, b)).size), heights)
    if heights.size == 0:
        raise TerrainError(f"{path}: every cell is void, the file holds no height")
    has_sea_floor = float(np.mean(heights < LOWEST_M)) > SEA_FLOOR_SHARE
    return has_sea_floor, float(heights.min())


def _within(most: int) -> Callable[[Any], bool]:
    """Tells whether windows, counted together, hold at most so many cells."""
    seen = 0

    def still(window: Any) -> bool:
        nonlocal seen
        seen += int(window.width) * int(window.height)
        return seen <= most

    return still


def _valid(source: Any, raw: Any) -> NDArray[np.float32]:
    """Heights of a block that are not void, flat."""
    heights = clean_heights(
        raw, scale=source.scales[0], offset=source.offsets[0], lowest_m=DEEPEST_M
    )
    return heights[~np.isnan(heights)]


def _higher_than_any_ground(source: Any, raw: Any) -> list[float]:
    """Heights of a block that no ground has and that mark no void either. [m]"""
    with np.errstate(all="ignore"):  # a damaged file holds numbers of any size
        stored = np.ma.compressed(raw).astype(np.float64)
        height_m = stored * source.scales[0] + source.offsets[0]
    found = height_m[(height_m > HIGHEST_M) & (height_m < IMPOSSIBLE_M)]
    return [float(value) for value in found]


def _starts(size: int) -> list[int]:
    """First cells of blocks spread evenly over one direction, both ends included."""
    last = max(size - _BLOCK, 0)
    return sorted({round(last * k / (_LOOKS - 1)) for k in range(_LOOKS)})


def _bounds_deg(path: Path, source: Any, crs: Any) -> tuple[float, float, float, float]:
    """West, south, east, north of the whole file in degrees."""
    from rasterio.errors import CRSError
    from rasterio.warp import transform_bounds

    a, b, c, d, e, f = tuple(source.transform)[:6]
    column = np.array([0.0, source.width, 0.0, source.width])
    row = np.array([0.0, 0.0, source.height, source.height])
    x, y = a * column + b * row + c, d * column + e * row + f
    if crs.is_geographic and np.ptp(x) >= 359.9:
        return -180.0, max(float(y.min()), -90.0), 180.0, min(float(y.max()), 90.0)
    corners = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    try:
        west, south, east, north = transform_bounds(crs.to_wkt(), "EPSG:4326", *corners)
    except CRSError as error:
        raise TerrainError(f"{path}: its coordinate reference system cannot be used") from error
    if not all(math.isfinite(bound) for bound in (west, south, east, north)):
        raise TerrainError(f"{path}: its cells lie outside what its reference system can describe")
    return west, south, east, north


def _check_place(
    path: Path, bounds_deg: tuple[float, float, float, float], resolution_m: float
) -> None:
    """The cells lie on the Earth and have a size."""
    west, south, east, north = bounds_deg
    if (
        not (-_BEYOND_POLE_DEG <= south < north <= _BEYOND_POLE_DEG)
        or max(abs(west), abs(east)) > 540.0
    ):
        raise TerrainError(
            f"{path}: its cells lie at latitude {south:.4g} to {north:.4g}, longitude {west:.4g} to"
            f" {east:.4g}, which is not on the Earth; its position is wrong"
        )
    if not _FINEST_M <= resolution_m < math.inf:
        raise TerrainError(
            f"{path}: its cells are {resolution_m:.3g} m wide, which cannot be; its position is"
            " wrong"
        )


def _resolution_m(source: Any, crs: Any) -> float:
    """Ground distance of neighbouring cells at the centre, the greater of the two directions."""
    from pyproj import Geod

    a, b, c, d, e, f = tuple(source.transform)[:6]
    column = source.width / 2 + np.array([0.0, 1.0, 0.0])
    row = source.height / 2 + np.array([0.0, 0.0, 1.0])
    x, y = a * column + b * row + c, d * column + e * row + f
    longitude, latitude = to_source(crs.to_wkt()).transform(x, y, direction="INVERSE")
    _, _, distance = Geod(ellps="WGS84").inv(
        [longitude[0]] * 2, [latitude[0]] * 2, longitude[1:], latitude[1:]
    )
    return float(max(distance))
