"""Covered interval and limiting factor at single points, each at its own distance and azimuth."""

from skyshed.kernels.compile import compiled
from skyshed.kernels.cover import (
    COVERED,
    ELEVATION,
    UNKNOWN,
    covered_interval,
    limiting_factor,
    smooth_units,
)
from skyshed.kernels.sweep import inverse_factor


@compiled
def cover_at_points(
    altitude,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    in_sector,
    reach,
    distance,
    curvature,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    instrumented,
    nearest,
    tan_low,
    tan_high,
    table,
    extra,
    farthest,
    lowest,
    highest,
    factor,
):
    """Lowest and highest covered altitude, and what forbids cover at `altitude`; all (point,).

    As `skyshed.kernels.cover.cover_profiles` and `limiting_map`, but only where it is asked for.
    The last three arguments are filled: nan, nan and 255 where the terrain is unknown.
    """
    for p in range(distance.size):
        d, h = distance[p], altitude[p]
        lowest[p] = highest[p] = float("nan")
        factor[p] = UNKNOWN
        if visible[p] != visible[p] or h != h:
            continue
        radius = 1.0 / (curvature[p] * inverse_factor((d / scale_m) ** 2, inverse_k))
        x_unit, y_unit = smooth_units(radius, wavelength)
        if in_sector[p]:
            lowest[p], highest[p] = covered_interval(
                d,
                radius,
                x_unit,
                y_unit,
                wavelength,
                h0,
                reach[p],
                instrumented,
                nearest,
                tan_low,
                tan_high,
                ground[p],
                visible[p],
                fraction[p],
                surface_antenna[p],
                surface_cell[p],
                table,
                extra,
                farthest,
            )
        if lowest[p] <= h <= highest[p]:
            factor[p] = COVERED
            continue
        factor[p] = limiting_factor(
            h,
            d,
            radius,
            wavelength,
            h0,
            in_sector[p],
            reach[p],
            instrumented,
            ground[p],
            visible[p],
            fraction[p],
            surface_antenna[p],
            surface_cell[p],
            table,
            extra,
            farthest,
        )
        if factor[p] == COVERED:
            factor[p] = ELEVATION
