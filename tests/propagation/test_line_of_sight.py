import numpy as np
import pytest

from skyshed.geodesy.ellipsoid import euler_radius_m, meridian_radius_m, prime_vertical_radius_m
from skyshed.propagation.effective_earth import smooth_horizon_altitude_m
from skyshed.propagation.line_of_sight import (
    lowest_visible_altitude,
    lowest_visible_on_profiles,
    smooth_surface,
)
from skyshed.propagation.ray_tracing import grazing_profile
from skyshed.propagation.refraction import effective_radius_polynomial
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.site_grid import site_grid
from tests.conftest import shared_path
from tests.kernels.exact_ray import exact_visible_altitude
from tests.kernels.relief import fractal_relief

LATITUDE = np.radians(40.0)
CELL_M = 1000.0


def plane(n, cell_m=CELL_M):
    """Distance and azimuth of the cells of a site grid."""
    axis = np.arange(-n, n + 1) * cell_m
    return np.hypot(axis[:, None], axis), np.arctan2(axis[None, :], -axis[:, None])


# Windows of the SRTM tiles that hold no void and no gap: tile, place, radius, what it is.
WINDOWS = [
    ("N46E008", 46.892, 8.147, 3_000.0, "Alpine summit"),
    ("N46E008", 46.882, 8.228, 3_000.0, "Alpine valley"),
    ("N46E008", 46.901, 8.201, 3_000.0, "Alpine slope"),
    ("N49W124", 49.393, -123.689, 12_000.0, "strait, at sea level"),
    ("N49W123", 49.862, -122.383, 6_000.0, "summit of the Coast Mountains"),
    ("N49W123", 49.123, -122.777, 6_500.0, "Fraser valley"),
    ("N49W123", 49.879, -122.383, 6_000.0, "slope in the Coast Mountains"),
    ("S33W071", -32.653, -70.152, 12_500.0, "beside Aconcagua"),
    ("S33W071", -32.437, -70.316, 19_500.0, "summit in the Andes"),
    ("S33W071", -32.724, -70.686, 19_500.0, "valley in the Andes"),
    ("S33W071", -32.274, -70.318, 20_000.0, "slope in the Andes"),
    ("N31E035", 31.355, 35.668, 21_000.0, "summit in Moab"),
    ("N31E035", 31.333, 35.462, 25_000.0, "Dead Sea shore"),
    ("N31E035", 31.561, 35.388, 24_500.0, "slope above the Dead Sea"),
]


@pytest.mark.shared
def test_cells_seen_wrongly_over_real_terrain(record_validation):
    """The tolerance is the design's, 0.15 % of the cells of a window, 20 m mast, 90 m cells."""
    worst = checked = 0
    for tile, latitude, longitude, radius, what in WINDOWS:
        grid = site_grid(
            open_terrain(shared_path(f"terrain/srtm3_{tile}.tif")),
            latitude_deg=latitude,
            longitude_deg=longitude,
            radius_m=radius,
            cell_m=90.0,
        )
        assert (grid.void_count, grid.gap_count) == (0, 0), what
        n, ground, lat = grid.n, grid.ground_m, np.radians(latitude)
        h0 = float(ground[n, n]) + 20.0
        sight = lowest_visible_altitude(
            ground, cell_m=90.0, antenna_altitude_m=h0, latitude_rad=lat
        )
        rows, columns = (index.ravel() for index in np.indices(ground.shape))
        picked = np.random.default_rng(n).random(rows.size) < 50_000 / rows.size
        picked &= (rows != n) | (columns != n)
        rows, columns = rows[picked], columns[picked]
        exact = exact_visible_altitude(
            ground,
            rows,
            columns,
            cell_m=90.0,
            antenna_altitude_m=h0,
            curvature_per_m=(
                1.0 / float(meridian_radius_m(lat)),
                1.0 / float(prime_vertical_radius_m(lat)),
            ),
        )
        for agl in (100.0, 3000.0):
            target = ground[rows, columns] + agl
            seen = target >= sight.visible_altitude_m[rows, columns]
            wrong = float(np.mean(seen != (target >= exact)))
            assert wrong <= 0.0015, (what, agl, wrong)
            worst, checked = max(worst, wrong), checked + len(rows)
    record_validation(
        "lowest visible altitude over SRTM terrain, cells seen wrongly in the worst window",
        "exact ray tracing over the bilinear surface",
        checked,
        100.0 * worst,
        0.15,
        "%",
    )


@pytest.mark.parametrize("mast_m", [8.0, 30.0, 500.0])
def test_smooth_earth_is_the_closed_form_of_each_azimuth(mast_m, record_validation):
    """Within 1 m at 250 km and 10 m at 600 km (issue); cells of 1 km."""
    n = 600
    d, azimuth = plane(n)
    sight = lowest_visible_altitude(
        np.zeros((2 * n + 1, 2 * n + 1)),
        cell_m=CELL_M,
        antenna_altitude_m=mast_m,
        latitude_rad=LATITUDE,
    )
    exact = smooth_horizon_altitude_m(
        d, mast_m, k=4.0 / 3.0, earth_radius_m=euler_radius_m(LATITUDE, azimuth)
    )
    off = np.abs(np.maximum(sight.visible_altitude_m, 0.0) - exact)
    off[n, n] = 0.0
    for reach, tolerance in ((250e3, 1.0), (600e3, 10.0)):
        worst = float(off[d <= reach].max())
        assert worst <= tolerance
        record_validation(
            f"horizon of a smooth Earth to {reach / 1e3:.0f} km, {mast_m:g} m mast",
            "closed form on the sphere of the azimuth's radius, k = 4/3",
            int(np.count_nonzero(d <= reach)),
            worst,
            tolerance,
            "m",
        )


@pytest.mark.parametrize("surface_refractivity", [280.0, 315.0, 370.0])
@pytest.mark.parametrize("mast_m", [8.0, 1000.0, 9000.0])
def test_smooth_earth_is_the_ray_of_an_exponential_atmosphere(
    mast_m, surface_refractivity, record_validation
):
    """The polynomial is fitted on the mean radius of the site and scaled to each azimuth's.

    That costs 0.2 % of the height at 600 km eastwards; northwards as much the other way.
    """
    n, cell_m, reach = 240, 2500.0, 600e3
    radius = 0.5 * float(meridian_radius_m(LATITUDE) + prime_vertical_radius_m(LATITUDE))
    air = {"surface_refractivity": [surface_refractivity], "surface_altitude_m": [0.0]}
    inverse_k = effective_radius_polynomial(
        **air, antenna_altitude_m=[mast_m], earth_radius_m=[radius], maximum_range_m=reach
    )
    d = cell_m * np.arange(1, n + 1)
    azimuth = np.radians([0.0, 45.0, 90.0, 200.0])
    sight = lowest_visible_on_profiles(
        np.zeros((4, n)),
        step_m=cell_m,
        antenna_altitude_m=mast_m,
        latitude_rad=LATITUDE,
        azimuth_rad=azimuth,
        inverse_k=inverse_k[0],
        scale_m=reach,
    )
    worst = 0.0
    for line, earth in zip(
        sight.visible_altitude_m, euler_radius_m(LATITUDE, azimuth), strict=True
    ):
        ray = grazing_profile(d, **air, antenna_altitude_m=[mast_m], earth_radius_m=[float(earth)])[
            0
        ]
        beyond = line > 0.0
        off = np.abs(line - ray)[beyond]
        assert np.all(off <= 0.002 * ray[beyond] + 8.0)  # cells of 2.5 km miss the grazing point
        worst = max(worst, float(off.max()))
    record_validation(
        f"horizon in an exponential atmosphere of {surface_refractivity:g} N-units to 600 km,"
        f" antenna at {mast_m:g} m",
        "ray tracing over the sphere of the azimuth's radius",
        4 * n,
        worst,
        50.0,
        "m",
    )


@pytest.mark.parametrize("n", [1, 2, 3, 7, 60])
def test_any_number_of_threads_gives_the_same_bits(n):
    ground = fractal_relief(max(n, 2), height_m=1000.0, seed=1)[: 2 * n + 1, : 2 * n + 1]

    def sweep(threads):
        return lowest_visible_altitude(
            ground,
            cell_m=250.0,
            antenna_altitude_m=float(ground[n, n]) + 9.0,
            latitude_rad=LATITUDE,
            threads=threads,
        )

    one = sweep(1)
    assert np.isfinite(one.visible_altitude_m).all()
    for threads in (2, 3, 5, 8, 40):
        several = sweep(threads)
        assert several.visible_altitude_m.tobytes() == one.visible_altitude_m.tobytes()
        assert several.edge_fraction.tobytes() == one.edge_fraction.tobytes()


def sight_over(ground, mast_m=10.0, **kwargs):
    n = ground.shape[0] // 2
    kwargs = {"cell_m": 500.0, "latitude_rad": 0.5 * np.pi, **kwargs}
    return lowest_visible_altitude(
        ground, antenna_altitude_m=float(ground[n, n]) + mast_m, **kwargs
    )


def test_turning_the_terrain_turns_the_result():
    """At the pole the ellipsoid is round; interpolation runs from the other side: rounding only."""
    ground = fractal_relief(40, height_m=900.0, seed=6)
    straight, turned = sight_over(ground), sight_over(np.rot90(ground))
    expected = np.rot90(straight.visible_altitude_m)
    assert turned.visible_altitude_m == pytest.approx(expected, rel=1e-5, abs=0.05)


def test_a_higher_mast_sees_lower():
    ground = fractal_relief(50, height_m=900.0, seed=7)
    visible = [sight_over(ground, mast).visible_altitude_m for mast in (5.0, 20.0, 100.0)]
    n = 50
    behind = visible[2] > 0.0
    assert np.all(visible[0][behind] >= visible[1][behind] - 1e-2)
    assert np.all(visible[1][behind] >= visible[2][behind] - 1e-2)
    assert visible[0][n, n] == ground[n, n]


def test_higher_terrain_never_lowers_the_lowest_visible_altitude():
    ground = fractal_relief(40, height_m=900.0, seed=9)
    raised = ground.copy()
    raised[30, 55] += 700.0
    kwargs = {"cell_m": 500.0, "latitude_rad": LATITUDE, "antenna_altitude_m": 950.0}
    before = lowest_visible_altitude(ground, **kwargs).visible_altitude_m
    after = lowest_visible_altitude(raised, **kwargs).visible_altitude_m
    assert np.all(after >= before)
    assert np.count_nonzero(after > before) > 10


def test_the_deciding_edge_is_named():
    """A wall 6 cells to the north hides what is behind it, and nothing else does."""
    n = 30
    ground = np.zeros((2 * n + 1, 2 * n + 1))
    ground[n - 6, :] = 400.0
    sight = sight_over(ground)
    north = n - np.arange(8, n + 1)
    assert sight.edge_fraction[north, n] == pytest.approx(6.0 / np.arange(8, n + 1), rel=1e-6)
    # Straight over the wall: height grows in proportion; 30 cells of 500 m drop it by 13 m.
    assert sight.visible_altitude_m[0, n] == pytest.approx(10.0 + 390.0 * 30.0 / 6.0, abs=15.0)
    assert np.all(sight.visible_altitude_m[n + 1 :, n] < 30.0)


def test_terrain_inside_the_clear_radius_does_not_mask():
    n = 20
    ground = np.where(plane(n, 500.0)[0] <= 2000.0, 300.0, 0.0)
    masked = sight_over(ground, -290.0)
    clear = sight_over(ground, -290.0, clear_radius_m=2000.0)
    assert masked.visible_altitude_m[0, n] > 1000.0
    assert clear.visible_altitude_m[0, n] < 30.0
    still = sight_over(ground, -290.0, clear_radius_m=1999.0)  # the fourth ring masks again
    assert still.visible_altitude_m[0, n] > 1000.0


def test_the_clear_radius_is_a_circle():
    """Diagonally the fourth ring lies 2.8 km away: a map must clear as far as a profile does."""
    n, cell_m, clear_m = 60, 500.0, 2100.0
    distance, _ = plane(n, cell_m)
    ground = np.where(distance <= 2700.0, 0.0, 300.0)
    sight = lowest_visible_altitude(
        ground,
        cell_m=cell_m,
        antenna_altitude_m=10.0,
        latitude_rad=LATITUDE,
        clear_radius_m=clear_m,
    )
    step = cell_m * np.sqrt(2.0)
    along = lowest_visible_on_profiles(
        np.where(step * np.arange(1, n + 1) <= 2700.0, 0.0, 300.0),
        step_m=step,
        antenna_altitude_m=10.0,
        latitude_rad=LATITUDE,
        azimuth_rad=[0.25 * np.pi],
        clear_radius_m=clear_m,
    )
    corner = n - np.arange(6, n + 1), n + np.arange(6, n + 1)
    assert sight.visible_altitude_m[corner] == pytest.approx(
        along.visible_altitude_m[0, 5:], rel=1e-5
    )
    assert sight.edge_fraction[corner] == pytest.approx(4.0 / np.arange(6, n + 1), rel=1e-6)


def test_nobody_knows_what_is_behind_a_gap():
    n = 30
    ground = np.zeros((2 * n + 1, 2 * n + 1))
    ground[20, 30] = np.nan
    unknown = np.isnan(sight_over(ground).visible_altitude_m)
    assert unknown[: 20 + 1, 30].all()
    assert not unknown[21:].any()
    # The shadow of one cell: as wide as the cell and its interpolation reach, seen from the middle.
    rows, columns = np.nonzero(unknown)
    assert np.all(np.abs(columns - n) <= 1.0 + (n - rows) / 10.0)
    profile = np.zeros((2, 10))
    profile[1, 4] = np.nan
    along = lowest_visible_on_profiles(
        profile, step_m=500.0, antenna_altitude_m=9.0, latitude_rad=0.7, azimuth_rad=[0.0, 1.0]
    )
    assert np.isnan(along.visible_altitude_m).tolist() == [[False] * 10, [False] * 4 + [True] * 6]


def test_the_deepest_gap_hides_more_than_the_highest_wall():
    """Everything behind a ring of unknown cells is unknown, however high the antenna."""
    n = 25
    ground = fractal_relief(n, height_m=500.0)
    ring = np.maximum(*np.abs(np.indices(ground.shape) - n)) == 5
    ground[ring] = np.nan
    sight = sight_over(ground, 8000.0)
    outside = np.maximum(*np.abs(np.indices(ground.shape) - n)) >= 5
    assert np.array_equal(np.isnan(sight.visible_altitude_m), outside)


def test_inputs_are_not_changed():
    ground = fractal_relief(5, height_m=100.0)
    ground[0, 0] = np.nan
    before = ground.copy()
    sight_over(ground)
    smooth_surface(ground)
    assert ground.tobytes() == before.tobytes()


@pytest.mark.parametrize(
    ("shape", "cell_m", "inverse_k", "said"),
    [
        ((3, 5), 100.0, (0.75,), "square"),
        ((4, 4), 100.0, (0.75,), "odd"),
        ((1, 1), 100.0, (0.75,), "at least 3"),
        ((3,), 100.0, (0.75,), "square"),
        ((3, 3), 0.0, (0.75,), "cell_m"),
        ((3, 3), np.nan, (0.75,), "cell_m"),
        ((3, 3), 100.0, np.ones(7), "1 to 6"),
    ],
)
def test_wrong_arguments_are_named(shape, cell_m, inverse_k, said):
    with pytest.raises(ValueError, match=said):
        lowest_visible_altitude(
            np.zeros(shape),
            cell_m=cell_m,
            antenna_altitude_m=10.0,
            latitude_rad=0.5,
            inverse_k=inverse_k,
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"latitude_rad": 40.0}, "in degrees"),
        ({"latitude_rad": np.nan}, "latitude_rad"),
        ({"antenna_altitude_m": np.nan}, "antenna_altitude_m must be finite"),
        ({"inverse_k": np.nan}, "inverse_k must be finite"),
        ({"scale_m": 0.0}, "scale_m must be positive"),
        ({"clear_radius_m": -1.0}, "clear_radius_m"),
        ({"ground_m": np.full((3, 3), np.inf)}, "got inf"),
    ],
)
def test_numbers_that_would_give_nan_or_nonsense_are_refused(changes, said):
    plain = {"ground_m": np.zeros((3, 3)), "antenna_altitude_m": 10.0, "latitude_rad": 0.5}
    with pytest.raises(ValueError, match=said):
        lowest_visible_altitude(**{**plain, "cell_m": 100.0, **changes})
    with pytest.raises(ValueError, match=said):
        lowest_visible_on_profiles(
            **{**plain, "step_m": 100.0, "azimuth_rad": [0.0, 1.0, 2.0], **changes}
        )


@pytest.mark.parametrize(
    ("shape", "azimuths", "step_m", "said"),
    [
        ((2, 2, 9), 2, 100.0, "azimuth, step"),
        ((2, 9), 3, 100.0, "azimuth, step"),
        ((2, 9), 2, 0.0, "step_m must be positive"),
    ],
)
def test_wrong_profiles_are_named(shape, azimuths, step_m, said):
    with pytest.raises(ValueError, match=said):
        lowest_visible_on_profiles(
            np.zeros(shape),
            step_m=step_m,
            antenna_altitude_m=10.0,
            latitude_rad=0.5,
            azimuth_rad=np.zeros(azimuths),
        )
