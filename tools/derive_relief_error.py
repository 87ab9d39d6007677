"""How wrong the builtin relief makes the horizon round a site: the numbers in terrain/relief.py.

    python tools/derive_relief_error.py PATH/TO/srtm3_*.tif [--relief FILE]

Each tile is one degree of 3-arc-second heights. Sites lie on flat ground (heights within 2 km
north, south, east and west differ by 2 to 60 m; the flattest place of every 2.3 km) and on summits
(the highest place within 4 km). An antenna stands 10 m above the SRTM ground. True is the lowest
visible altitude 30 km away over the SRTM heights on azimuths 5 degrees apart; the model is the same
over the builtin relief as a study reads it: 1 km cells, the rule of
`skyshed.terrain.site_altitude`, terrain raised by `error_weight` times an error. The error of a
site is the one that makes the medians over the azimuths agree. Only azimuths count along which the
tiles reach that far, at least half of all. The bounds are the 5th and 95th percentile over the
sites, tiles counting alike and, within a tile, flat ground and summits.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from skyshed.analysis.radials import profiles_of_grid
from skyshed.geodesy.geodesics import direct
from skyshed.propagation.line_of_sight import lowest_visible_on_profiles
from skyshed.terrain.dataset import TerrainDataset, open_terrain
from skyshed.terrain.error_weight import error_weight
from skyshed.terrain.inspection import inspect_raster
from skyshed.terrain.patch import Patch, interpolate, read_patch
from skyshed.terrain.placement import file_coordinates, inside
from skyshed.terrain.raster_file import RasterFile
from skyshed.terrain.site_altitude import site_altitude
from skyshed.terrain.site_grid import site_grid

Tiles = list[tuple[RasterFile, Patch]]

ANTENNA_M = 10.0
RADIUS_M = 30_000.0
FINE_STEP_M = 100.0
CELL_M = 1000.0
AZIMUTH_RAD = np.radians(np.arange(0.0, 360.0, 5.0))
ERRORS_M = np.arange(-2000.0, 2001.0, 100.0)
FLAT_M = (2.0, 60.0)  # less is water
BLOCK = 30  # SRTM cells from one flat site to the next
PERCENT = (5, 25, 50, 75, 95)
KINDS = ("flat", "summit")


@dataclass(frozen=True)
class Site:
    """A place for an antenna."""

    tile: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    ground_m: float


@dataclass(frozen=True)
class Found:
    """What one site tells: errors in metres, shares between 0 and 1."""

    site: Site
    error_m: float
    by_azimuth_m: NDArray[np.float64]
    rule_applied: bool
    share_near: float  # of azimuths whose true horizon lies within one cell of the relief


def sites_of_tile(tile: RasterFile, patch: Patch) -> list[Site]:
    """Flat places and summits of a tile."""
    west, south, _, north = (round(edge) for edge in tile.bounds_deg)
    ground, void = np.nan_to_num(patch.altitude_m)[:1200, :1200], patch.void[:1200, :1200]
    row_m, column_m = 92.6, 92.6 * np.cos(np.radians(0.5 * (north + south)))

    def window(half_m: float) -> tuple[int, int]:
        return 2 * round(half_m / row_m) + 1, 2 * round(half_m / column_m) + 1

    summit = (ground == maximum_filter(ground, window(4000.0))) & (ground > 100.0) & ~void
    relief = maximum_filter(ground, window(2000.0)) - minimum_filter(ground, window(2000.0))
    usable = (relief > FLAT_M[0]) & (relief < FLAT_M[1]) & (np.abs(ground) > 5.0) & ~void
    blocks = np.where(usable, relief, np.inf).reshape(40, BLOCK, 40, BLOCK).swapaxes(1, 2)
    flattest = blocks.reshape(40, 40, -1).argmin(axis=2)
    row = np.arange(40)[:, None] * BLOCK + flattest // BLOCK
    column = np.arange(40)[None, :] * BLOCK + flattest % BLOCK
    flat = usable[row, column] & (ground[row, column] > 0.0)  # land below the sea reads 0
    places = [("flat", r, c) for r, c in zip(row[flat], column[flat], strict=True)]
    places += [("summit", r, c) for r, c in np.argwhere(summit)]
    return [
        Site(tile.path.stem, kind, north - r / 1200, west + c / 1200, float(ground[r, c]))
        for kind, r, c in places
    ]


def error_of_site(site: Site, tiles: Tiles, coarse: TerrainDataset) -> Found | None:
    """Compare the horizons round a site; None where the tiles reach too few azimuths."""
    if np.isfinite(_fine_ground(site, tiles, np.array([RADIUS_M]))).mean() < 0.5:
        return None
    steps = FINE_STEP_M * np.arange(1, round(RADIUS_M / FINE_STEP_M) + 1)
    ground = _fine_ground(site, tiles, steps)
    whole = ~np.isnan(ground).any(axis=1)
    if whole.mean() < 0.5:
        return None
    antenna = site.ground_m + ANTENNA_M
    true, edge = _horizon(site, ground, FINE_STEP_M, antenna, 0.0)
    grid = site_grid(
        coarse,
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        radius_m=RADIUS_M,
        cell_m=CELL_M,
    )
    rule = site_altitude(float(grid.ground_m[grid.n, grid.n]), site.ground_m)
    profiles = profiles_of_grid(
        grid.ground_m,
        cell_m=CELL_M,
        azimuth_rad=AZIMUTH_RAD,
        step_m=CELL_M,
        error_weight=error_weight(grid),
    )
    clear = coarse.resolution_m if rule.rule_applied else 0.0
    stands = rule.antenna_ground_m + ANTENNA_M
    model = np.array(
        [
            _horizon(site, profiles.ground_m + e * profiles.error_weight, CELL_M, stands, clear)[0]
            for e in ERRORS_M
        ]
    )
    # Heights above each antenna: within the 30 m of the rule the two stand apart.
    true, model = true[whole] - antenna, model[:, whole] - stands
    return Found(
        site,
        float(np.interp(np.median(true), np.median(model, axis=1), ERRORS_M)),
        np.array([np.interp(t, m, ERRORS_M) for t, m in zip(true, model.T, strict=True)]),
        rule.rule_applied,
        float(np.mean(edge[whole] <= coarse.resolution_m)),
    )


def errors_of_tiles(paths: list[Path], relief: Path | None = None) -> list[Found]:
    """Every usable site of the tiles."""
    files = [open_terrain(path).files[0] for path in paths]
    tiles = [(file, read_patch(file, (0, file.height), (0, file.width))) for file in files]
    coarse = open_terrain()
    if relief is not None:
        coarse = replace(coarse, path=relief, files=(inspect_raster(relief),))
    sites = [site for tile in tiles for site in sites_of_tile(*tile)]
    found = [error_of_site(site, tiles, coarse) for site in sites]
    return [one for one in found if one is not None]


def pooled(found: list[Found], *, by_azimuth: bool = False) -> NDArray[np.float64]:
    """Errors with the same number of values from every tile and, within it, every kind, in m."""
    even = np.linspace(0.0005, 0.9995, 1000)
    groups: dict[str, list[NDArray[np.float64]]] = {}
    for tile, kind in dict.fromkeys((one.site.tile, one.site.kind) for one in found):
        here = [one for one in found if (one.site.tile, one.site.kind) == (tile, kind)]
        values = [one.by_azimuth_m if by_azimuth else np.array([one.error_m]) for one in here]
        groups.setdefault(tile, []).append(np.quantile(np.concatenate(values), even))
    return np.concatenate(
        [kinds[k % len(kinds)] for kinds in groups.values() for k in range(len(KINDS))]
    )


def main(paths: list[Path], relief: Path | None) -> None:
    """Print percentiles per tile and kind, and over all."""
    found = errors_of_tiles(paths, relief)
    print("percentiles", PERCENT, "in metres")
    for tile, kind in dict.fromkeys((one.site.tile, one.site.kind) for one in found):
        here = [one for one in found if (one.site.tile, one.site.kind) == (tile, kind)]
        errors = np.array([one.error_m for one in here])
        near = np.mean([one.share_near for one in here])
        rule = np.mean([one.rule_applied for one in here])
        print(
            f"{tile} {kind}: {len(here)} sites, error {_row(errors)};"
            f" site rule {rule:.0%}, horizon within one cell {near:.0%} of azimuths"
        )
    for kind in KINDS:
        some = [one for one in found if one.site.kind == kind]
        print(f"all {kind}, tiles alike: {len(some)} sites, {_row(pooled(some))}")
    print(f"all, tiles alike: {len(found)} sites, {_row(pooled(found))}")
    print(f"single azimuths: {_row(pooled(found, by_azimuth=True))}")


def _fine_ground(site: Site, tiles: Tiles, distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """SRTM heights along the azimuths from a site; nan where no tile holds them."""
    latitude, longitude, _ = direct(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        AZIMUTH_RAD[:, None],
        distance_m[None, :],
    )
    ground = np.full(latitude.shape, np.nan)
    for file, patch in tiles:
        row, column = file_coordinates(file, latitude, longitude, lon0_rad=longitude.flat[0])
        here = np.isnan(ground) & inside(file, row, column)
        if here.any():
            ground[here] = interpolate(patch, row[here], column[here])[0]
    return ground


def _horizon(
    site: Site, ground_m: NDArray[np.float64], step_m: float, antenna_m: float, clear_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest visible altitude at the end of every profile, and how far its edge lies."""
    sight = lowest_visible_on_profiles(
        ground_m,
        step_m=step_m,
        antenna_altitude_m=antenna_m,
        latitude_rad=np.radians(site.latitude_deg),
        azimuth_rad=AZIMUTH_RAD,
        clear_radius_m=clear_m,
    )
    ends = sight.visible_altitude_m[:, -1], sight.edge_fraction[:, -1] * RADIUS_M
    return ends[0].astype(float), ends[1].astype(float)


def _row(values: NDArray[np.float64]) -> str:
    return " ".join(f"{value:.0f}" for value in np.percentile(values, PERCENT))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tiles", type=Path, nargs="+", help="one-degree SRTM tiles")
    parser.add_argument("--relief", type=Path, help="instead of the builtin relief")
    options = parser.parse_args()
    main(options.tiles, options.relief)
