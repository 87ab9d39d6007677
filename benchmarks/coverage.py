"""Speed and wrong cells of the terrain sweep beside GDAL's, and the speed of a map of many draws.

Run from the root of the repository, on a quiet machine:

    .venv/bin/python benchmarks/coverage.py            # 3600 x 3600 cells, 200 draws
    .venv/bin/python benchmarks/coverage.py --large    # 10000 x 10000 cells as well
    .venv/bin/python benchmarks/coverage.py --tile ../shared/terrain/srtm3_S33W071.tif

Times are CPU seconds, the median of several runs, everything in one process run after the other.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
# Not this folder: numba asks for a package called coverage and would get this file.
sys.path[:1] = [str(ROOT)]

from tests.analysis.radar_sites import radar_over  # noqa: E402
from tests.kernels.exact_ray import exact_visible_altitude  # noqa: E402
from tests.kernels.relief import fractal_relief  # noqa: E402

from skyshed.analysis.coverage import Heights, coverage_map, limiting_factors  # noqa: E402
from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m  # noqa: E402
from skyshed.kernels.sweep import sweep_sector  # noqa: E402
from skyshed.propagation.line_of_sight import lowest_visible_altitude  # noqa: E402

LATITUDE_RAD = np.radians(-32.5)
CELL_M = 30.0
MAST_M = 20.0
AGL_M = (100.0, 3000.0)
SAMPLES = 100_000
WGS84_SEMI_MAJOR_M = 6_378_137.0  # GDAL's sphere


def terrain(side: int, tile: Path | None) -> np.ndarray:
    """Ground of `side` x `side` cells of 30 m: a tile's relief, mirrored, or made up."""
    from scipy.ndimage import map_coordinates

    if tile is None:
        source, spacing = fractal_relief(600, height_m=4000.0), 3.0
    else:
        import rasterio

        with rasterio.open(tile) as file:
            source, spacing = file.read(1).astype(np.float32), 90.0 / CELL_M
    at = np.arange(side) / spacing
    rows, columns = np.meshgrid(at, at, indexing="ij", copy=False)
    ground = map_coordinates(source, [rows, columns], order=1, mode="mirror", output=np.float32)
    return np.maximum(ground, -500.0)


def cpu_seconds(work: Callable[[], object], runs: int) -> float:
    """Median CPU time of this process over several runs, after one to warm up."""
    work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def child_cpu_seconds(command: list[str], runs: int) -> float:
    """Median CPU time of a program."""
    found = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        )
    return statistics.median(found)


def swept_in_place(ground: np.ndarray, h0: float) -> Callable[[], None]:
    """The sweep with a prepared grid and arrays that are used again."""
    n = ground.shape[0] // 2
    turned = np.ascontiguousarray(ground.T)
    arrays = [(ground, np.empty_like(ground), np.empty_like(ground))]
    arrays.append((turned, np.empty_like(ground), np.empty_like(ground)))
    curvature = curvature_per_m()
    k = np.array([0.75, 0.0, 0.0, 0.0, 0.0, 0.0])

    def work() -> None:
        for axis, (grid, visible, edge) in enumerate(arrays):
            for sign in (-1, 1):
                sweep_sector(
                    grid, sign, axis == 0, CELL_M, h0, curvature[axis], curvature[1 - axis],
                    k, 1e5, 1, 2.0 * n, 1, 0, 2 * n + 1, visible, edge,
                )  # fmt: skip

    return work


def curvature_per_m() -> tuple[float, float]:
    """Of the ellipsoid, northwards and eastwards."""
    return (
        1.0 / float(meridian_radius_m(LATITUDE_RAD)),
        1.0 / float(prime_vertical_radius_m(LATITUDE_RAD)),
    )


def wrong_cells(
    ground: np.ndarray, h0: float, visible: np.ndarray, curvature: tuple[float, float]
) -> list[float]:
    """Share of sampled cells that differ from exact ray tracing, at each height above ground."""
    n = ground.shape[0] // 2
    # Beyond 1500 cells a single exact ray costs milliseconds; the rim is sampled like the middle.
    rows, columns = np.random.default_rng(0).integers(0, 2 * n + 1, (2, SAMPLES))
    away = (rows != n) | (columns != n)
    rows, columns = rows[away], columns[away]
    exact = exact_visible_altitude(
        ground, rows, columns, cell_m=CELL_M, antenna_altitude_m=h0, curvature_per_m=curvature
    )
    target = ground[rows, columns]
    found = visible[rows, columns]
    return [float(np.mean((target + agl >= found) != (target + agl >= exact))) for agl in AGL_M]


_LIBGDAL = """
import statistics, sys, time
from osgeo import gdal
gdal.UseExceptions()
source, out, runs, x, y, mast = sys.argv[1:4] + [float(a) for a in sys.argv[4:]]
grid = gdal.GetDriverByName("MEM").CreateCopy("", gdal.Open(source))
found = []
for run in range(int(runs) + 1):
    start = time.process_time()
    result = gdal.ViewshedGenerate(
        grid.GetRasterBand(1), "MEM", "", [], x, y, mast, 0.0, 255, 0, 0, -1, 0.75, gdal.GVM_Edge,
        0.0, heightMode=gdal.GVOT_MIN_TARGET_HEIGHT_FROM_GROUND,
    )
    found.append(time.process_time() - start)
gdal.GetDriverByName("GTiff").CreateCopy(out, result)
print(statistics.median(found[1:]))
"""


def gdal_viewshed(
    ground: np.ndarray, folder: Path, runs: int
) -> tuple[float, float | None, np.ndarray]:
    """CPU seconds of gdal_viewshed and of the library alone, and its lowest altitude."""
    import rasterio
    from rasterio.transform import Affine

    n = ground.shape[0] // 2
    source, out, copy = (str(folder / name) for name in ("in.tif", "out.tif", "copy.tif"))
    with rasterio.open(
        source, "w", driver="GTiff", dtype="float32", count=1, height=2 * n + 1, width=2 * n + 1,
        crs="EPSG:32719", transform=Affine(CELL_M, 0.0, 3e5, 0.0, -CELL_M, 6.6e6),
    ) as file:  # fmt: skip
        file.write(ground, 1)
    x, y = (str(value) for value in (3e5 + (n + 0.5) * CELL_M, 6.6e6 - (n + 0.5) * CELL_M))
    command = [
        "gdal_viewshed", "-q", "-b", "1", "-cc", "0.75", "-om", "GROUND", "-oz", str(MAST_M),
        "-tz", "0", "-md", "0", "-ox", x, "-oy", y, source, out,
    ]  # fmt: skip
    whole = child_cpu_seconds(command, runs)
    library = None
    if python := _python_with_gdal():
        said = subprocess.run(
            [python, "-c", _LIBGDAL, source, copy, str(runs), x, y, str(MAST_M)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        library = float(said.stdout)
    with rasterio.open(out) as file:
        above = file.read(1)
    return whole, library, ground + above.astype(np.float32)


def _python_with_gdal() -> str | None:
    """An interpreter on the path that has GDAL's own binding, such as Debian's."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        python = shutil.which("python3", path=folder)
        if python:
            asked = [python, "-c", "from osgeo import gdal; gdal.ViewshedGenerate"]
            if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
                return python
    return None


def compare(side: int, tile: Path | None, runs: int) -> None:
    """One size of grid: skyshed with and without allocation, GDAL, wrong cells of both."""
    side += 1 - side % 2
    ground = terrain(side, tile)
    n, cells = side // 2, side * side / 1e6
    h0 = float(ground[n, n]) + MAST_M

    def allocating() -> object:
        return lowest_visible_altitude(
            ground, cell_m=CELL_M, antenna_altitude_m=h0, latitude_rad=LATITUDE_RAD
        )

    print(f"\n{side} x {side} cells of {CELL_M:g} m, antenna {MAST_M:g} m, one thread")
    ours = {
        "skyshed, arrays used again": cpu_seconds(swept_in_place(ground, h0), runs),
        "skyshed, allocation included": cpu_seconds(allocating, runs),
    }
    sight = lowest_visible_altitude(
        ground, cell_m=CELL_M, antenna_altitude_m=h0, latitude_rad=LATITUDE_RAD
    )
    wrong = wrong_cells(ground, h0, sight.visible_altitude_m, curvature_per_m())
    del sight
    for name, seconds in ours.items():
        print(f"  {name:34s} {cells / seconds:7.1f} Mcell per CPU-second")
    print("  skyshed, wrong cells               " + _heights(wrong))
    if shutil.which("gdal_viewshed") is None:
        print("  gdal_viewshed is not installed: no comparison")
        return
    with tempfile.TemporaryDirectory() as folder:
        whole, library, visible = gdal_viewshed(ground, Path(folder), runs)
    sphere = (1.0 / WGS84_SEMI_MAJOR_M,) * 2
    print(f"  {'gdal_viewshed, files included':34s} {cells / whole:7.1f} Mcell per CPU-second")
    print(
        "  gdal_viewshed, wrong cells         " + _heights(wrong_cells(ground, h0, visible, sphere))
    )
    if library is None:
        print("  GDAL's Python binding is not installed: no comparison without files")
        return
    print(f"  {'libgdal, grid in memory':34s} {cells / library:7.1f} Mcell per CPU-second")
    for name, seconds in ours.items():
        print(f"  ratio, {name:27s} {library / seconds:7.2f} x libgdal")


def _heights(wrong: list[float]) -> str:
    return ", ".join(
        f"{100.0 * w:.3f} % at {agl:g} m above ground" for w, agl in zip(wrong, AGL_M, strict=True)
    )


def many_draws(draws: int, radius_m: float, cell_m: float, workers: int) -> None:
    """A map of many draws with all its layers."""
    n = int(radius_m / cell_m)
    ground = fractal_relief(n, height_m=1500.0, seed=1)
    rng = np.random.default_rng(0)
    radar = radar_over(
        float(ground[n, n]), rng.uniform(6.0, 12.0, draws), draws=draws,
        terrain_error_m=rng.uniform(0.0, 200.0, draws),
    )  # fmt: skip
    reach = rng.uniform(200e3, 450e3, draws)
    heights = Heights((100.0, 1000.0, 3000.0, 10_000.0))
    ask = {"cell_m": cell_m, "heights": heights}
    coverage_map(radar_over(0.0), np.zeros((5, 5)), reach_m=[1e5], **ask)  # compiles
    wall, cpu = time.perf_counter(), time.process_time()
    found = coverage_map(radar, ground, reach_m=reach, workers=workers, **ask)
    found.lowest_covered_quantiles_m()
    found.share_of_draws  # noqa: B018
    found.covered_share()
    limiting_factors(radar, ground, reach_m=reach, **ask)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"\n{draws} draws, {radius_m / 1e3:g} km at {cell_m:g} m cells, all layers,"
        f" {workers} workers: {wall:.1f} s, {cpu:.1f} CPU-seconds"
    )


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--size", type=int, default=3600, help="cells a side (3600)")
    options.add_argument("--large", action="store_true", help="10000 cells a side as well")
    options.add_argument("--runs", type=int, default=5, help="runs of which the median counts (5)")
    options.add_argument(
        "--tile", type=Path, help="GeoTIFF of 3 arc seconds; made-up relief if not"
    )
    options.add_argument("--draws", type=int, default=200, help="draws of the map (200)")
    options.add_argument("--radius-km", type=float, default=250.0, help="radius of the map (250)")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    print(f"relief: {given.tile.name if given.tile else 'made up'}")
    for side in (given.size, *((10_000,) if given.large else ())):
        compare(side, given.tile, given.runs)
    if given.draws > 0:
        many_draws(given.draws, 1e3 * given.radius_km, 500.0, given.workers)


if __name__ == "__main__":
    main()
