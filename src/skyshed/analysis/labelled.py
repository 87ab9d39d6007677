"""Maps as a labelled dataset: named axes, units and the coordinate reference system with the data.

The arrays of `MapLayers` say in their docstring what each axis means; an `xarray.Dataset` says it
to a program. It can be sliced by words, plotted, and saved as NetCDF with the extra `netcdf`.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.results import MapLayers
from skyshed.terrain.plane_crs import aeqd_crs

if TYPE_CHECKING:
    import xarray

LEVELS = (0.05, 0.5, 0.95)
"""Shares of the draws that `MapLayers.quantiles_m` holds, in its order."""

_MAP = ("y", "x")
_BY_HEIGHT = ("height", "y", "x")


def to_dataset(layers: MapLayers) -> "xarray.Dataset":
    """Maps of one radar against one target with their labels, by the CF conventions.

    Parameters
    ----------
    layers : MapLayers
        From `PairResult.layers`.

    Returns
    -------
    xarray.Dataset
        Coordinates ``y`` (northwards, falling: the first row is the northernmost) and ``x``
        (eastwards), cell centres on the radar's azimuthal-equidistant plane [m]; ``height``, in
        words, with ``value_m`` and ``above_ground``; ``draws_at_or_below``, the share of draws of
        a quantile [1]. Variables
        ``lowest_covered_altitude_m`` (draws_at_or_below, y, x), ``share_of_draws`` (height, y, x),
        ``covered_nominal`` and ``limiting_factor`` (height, y, x), ``ground_altitude_m`` and
        ``known`` (y, x). Floats are nan where the terrain is unknown or outside the disc; the
        lowest covered altitude also where that share of the draws covers no altitude.

    Notes
    -----
    The arrays are copies or unchanged views; the layers are not modified. ``crs`` carries the plane
    as WKT and in the attributes of the CF conventions.
    """
    import xarray

    heights = layers.heights
    across = _centres_m(layers)
    unknown = ~layers.known
    return xarray.Dataset(
        {
            "lowest_covered_altitude_m": _variable(
                ("draws_at_or_below", *_MAP),
                _masked(layers.quantiles_m, unknown),
                "lowest covered altitude above mean sea level",
                "m",
            ),
            "share_of_draws": _variable(
                _BY_HEIGHT, _masked(layers.share, unknown), "share of draws that cover the place"
            ),
            "covered_nominal": _variable(
                _BY_HEIGHT, layers.nominal & layers.known, "covered with all unknowns nominal"
            ),
            "limiting_factor": _limiting_factor(layers),
            "ground_altitude_m": _variable(
                _MAP, layers.ground_m, "terrain altitude above mean sea level", "m"
            ),
            "known": _variable(_MAP, layers.known, "terrain known, inside the disc"),
        },
        coords={
            "x": _axis("x", across, "distance eastwards from the radar, on its plane"),
            "y": _axis("y", across[::-1], "distance northwards from the radar, on its plane"),
            "height": ("height", list(heights.labels), {"long_name": "height asked for"}),
            "value_m": ("height", heights.values_m, {"units": "m"}),
            "above_ground": ("height", heights.above_ground),
            "draws_at_or_below": ("draws_at_or_below", list(LEVELS), {"units": "1"}),
            "crs": ((), 0, _plane(layers)),
        },
        attrs={
            "Conventions": "CF-1.8",
            "radar_latitude_deg": layers.latitude_deg,
            "radar_longitude_deg": layers.longitude_deg,
            "cell_m": layers.cell_m,
            "radius_m": layers.radius_m,
        },
    )


def _centres_m(layers: MapLayers) -> NDArray[np.float64]:
    """Cell centres eastwards, rising; the radar is in the middle cell."""
    n = layers.ground_m.shape[0] // 2
    return np.arange(-n, n + 1) * float(layers.cell_m)


def _variable(
    dims: tuple[str, ...], values: NDArray[Any], long_name: str, units: str = "1"
) -> tuple[tuple[str, ...], NDArray[Any], dict[str, Any]]:
    return dims, values, {"long_name": long_name, "units": units, "grid_mapping": "crs"}


def _axis(
    name: str, values: NDArray[np.float64], long_name: str
) -> tuple[str, NDArray[np.float64], dict[str, str]]:
    standard = f"projection_{name}_coordinate"
    return name, values, {"long_name": long_name, "standard_name": standard, "units": "m"}


def _masked(values: NDArray[Any], unknown: NDArray[np.bool_]) -> NDArray[Any]:
    return np.where(unknown, np.nan, values)


def _limiting_factor(
    layers: MapLayers,
) -> tuple[tuple[str, ...], NDArray[np.uint8], dict[str, Any]]:
    codes = [*range(len(FACTORS)), UNKNOWN_FACTOR]
    words = [*(factor.replace(" ", "_") for factor in FACTORS), "unknown"]
    dims, values, attributes = _variable(
        _BY_HEIGHT,
        layers.factors,
        "first factor that forbids cover, all unknowns nominal (elevation: or minimum range)",
    )
    flags = {"flag_values": np.array(codes, dtype=np.uint8), "flag_meanings": " ".join(words)}
    return dims, values, attributes | flags


def _plane(layers: MapLayers) -> dict[str, Any]:
    """The plane by the CF conventions, for programs that know them."""
    from pyproj import CRS

    plane = CRS.from_user_input(aeqd_crs(layers.latitude_deg, layers.longitude_deg))
    return dict(plane.to_cf())
