"""From the lowest visible altitude to the lowest and highest covered one, cell by cell.

A cell is covered at an altitude if the echo there, less the loss at the edge of sight, is strong
enough. With R the free-space range of that echo, a cell at slant range r may lose 20 lg(R/r)
decibels one way. The loss is the greater of

- one knife edge at the edge that decides the line of sight (ITU-R P.526 sect. 4.1), and
- the smooth Earth over the surface fitted to the profile (P.526 sects. 3.2 and 4.5.3).

Both fall as the target climbs, so the lowest covered altitude is the higher of the two altitudes
at which each loss alone is just affordable; the first is a closed form, the second a table.

Gas, rain and clutter, where a study asks for them, come on top, from a table by distance and
altitude (`skyshed.kernels.extra_loss`); without one nothing here changes.
"""

import math

from skyshed.kernels.compile import compiled, part
from skyshed.kernels.extra_loss import extra_loss_db
from skyshed.kernels.smooth_earth import root_height, smooth_earth_db
from skyshed.kernels.sweep import inverse_factor

# What forbids cover, in the order of the design; 0 is covered.
COVERED, SECTOR, HORIZON, TERRAIN, INSTRUMENTED, POWER, ELEVATION = range(7)
UNKNOWN = 255


@compiled
def sine_and_versine(angle):
    """sin and 1 - cos of an arc below 0.15 rad (900 km), good to 3e-9."""
    a2 = angle * angle
    sine = angle * (1.0 - a2 / 6.0 * (1.0 - a2 / 20.0))
    versine = 0.5 * a2 * (1.0 - a2 / 12.0 * (1.0 - a2 / 30.0))
    return sine, versine


@compiled
def altitude_at_elevation(sine, versine, radius, h0, tangent):
    """Altitude of the ray of elevation `tangent` after an arc; inf if it never gets there."""
    below = 1.0 - versine - tangent * sine
    if below <= 1e-6:
        return math.inf
    return (h0 + radius * (versine + tangent * sine)) / below


@compiled
def altitudes_at_slant_range(sine, versine, radius, h0, slant):
    """Lower and higher altitude after an arc at a slant range; inf, -inf if out of reach."""
    across = (radius + h0) * sine
    root = slant * slant - across * across
    if root < 0.0:
        return math.inf, -math.inf
    middle, half = h0 - (radius + h0) * versine, math.sqrt(root)
    return middle - half, middle + half


@compiled
def slant_range(d, radius, h0, h):
    """Distance from altitude h0 to altitude h over ground distance d on the effective sphere."""
    _, versine = sine_and_versine(d / radius)
    return math.sqrt((h - h0) ** 2 + 2.0 * (radius + h0) * (radius + h) * versine)


@part
def range_ratio(d, radius, h0, ground, reach):
    """Slant range to the ground over the free-space range, at most 1: the loss that is affordable.

    What flies higher is farther by metres from a ground radar; an airborne one looks down.
    """
    return min(max(slant_range(d, radius, h0, ground), 1.0) / reach, 1.0)


@compiled
def smooth_units(radius, wavelength):
    """Metres to the units X (distance) and Y (height) of P.526."""
    return (math.pi / (wavelength * radius * radius)) ** (1.0 / 3.0), 2.0 * (
        math.pi * math.pi / (wavelength * wavelength * radius)
    ) ** (1.0 / 3.0)


@compiled
def units_near(radius, radius0, x_unit0, y_unit0):
    """`smooth_units` at a radius near another one, by the series of (radius / radius0)^(-1/3)."""
    e = radius / radius0 - 1.0
    third = 1.0 - e / 3.0 * (
        1.0 - e * (2.0 / 3.0) * (1.0 - e * (7.0 / 9.0) * (1.0 - e * 5.0 / 6.0))
    )
    return x_unit0 * third * third, y_unit0 * third


@compiled
def lowest_with_edge_loss(
    d,
    x_unit,
    y_unit,
    wavelength,
    h0,
    range_ratio,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    table,
):
    """Lowest altitude at which both losses are affordable; range_ratio = r / R <= 1."""
    s1 = math.sqrt(max(h0 - surface_antenna, 0.1) * y_unit)
    root = root_height(x_unit * d, s1, range_ratio, table)
    lowest = surface_cell + root * root / y_unit
    if fraction > 0.0:
        # J(nu) = loss inverted, P.526 eq. 31: w = 10^((loss - 6.9) / 20).
        w = 0.4518559443749224 / range_ratio
        nu = max(0.1 + 0.5 * (w - 1.0 / w), -0.78)
        lever = math.sqrt(wavelength * d * (1.0 - fraction) / (2.0 * fraction))
        lowest = max(lowest, visible - nu * lever)
    return lowest


@compiled
def edge_loss_db(
    altitude, d, radius, wavelength, h0, visible, fraction, surface_antenna, surface_cell
):
    """One-way loss towards a target at the given altitude: the same two losses, forwards."""
    x_unit, y_unit = smooth_units(radius, wavelength)
    s1 = math.sqrt(max(h0 - surface_antenna, 0.1) * y_unit)
    s2 = math.sqrt(max(altitude - surface_cell, 1e-3) * y_unit)
    loss = smooth_earth_db(x_unit * d, s1, s2)
    if fraction > 0.0:
        lever = math.sqrt(wavelength * d * (1.0 - fraction) / (2.0 * fraction))
        nu = (visible - altitude) / max(lever, 1e-9)
        if nu > -0.78:
            u = nu - 0.1
            knife = 6.9 + 20.0 * math.log10(math.sqrt(u * u + 1.0) + u)
            loss = max(loss, knife)
    return loss


@compiled
def weakened(slant, d, h, extra, farthest):
    """Slant range at which free space would leave as weak an echo as comes from altitude h."""
    return slant * 10.0 ** (0.05 * extra_loss_db(d, h, extra, farthest))


@part
def lowest_with_all_losses(
    d,
    radius,
    x_unit,
    y_unit,
    wavelength,
    h0,
    reach,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    table,
    extra,
    farthest,
):
    """Lowest altitude at which edge loss and extra loss together are affordable.

    The extra loss depends on the altitude that is sought, weakly: four rounds settle it.
    """
    slant = max(slant_range(d, radius, h0, ground), 1.0)
    lowest = max(ground, visible)
    for _ in range(4):
        equal = weakened(slant, d, max(lowest, ground), extra, farthest)
        lowest = lowest_with_edge_loss(
            d,
            x_unit,
            y_unit,
            wavelength,
            h0,
            min(equal / reach, 1.0),
            visible,
            fraction,
            surface_antenna,
            surface_cell,
            table,
        )
    return lowest


@part
def strong_enough(d, radius, h0, reach, lowest, highest, extra, farthest):
    """Lowest and highest altitude of an interval between which the power suffices; nan if none.

    From the top down the extra loss only grows, so the top comes in rounds. At the rim of cover low
    altitudes may be too weak although higher ones are not: the first of 16 levels that is not.
    """
    sine, versine = sine_and_versine(d / radius)
    for _ in range(4):
        loss = extra_loss_db(d, highest, extra, farthest)
        top = altitudes_at_slant_range(sine, versine, radius, h0, reach * 10.0 ** (-0.05 * loss))[1]
        highest = min(highest, top)
    if highest < lowest:
        return math.nan, math.nan
    if weakened(slant_range(d, radius, h0, lowest), d, lowest, extra, farthest) <= reach:
        return lowest, highest
    low = lowest
    for step in range(1, 17):
        high = lowest + (highest - lowest) * (step / 16.0) ** 2
        if weakened(slant_range(d, radius, h0, high), d, high, extra, farthest) <= reach:
            for _ in range(12):
                middle = 0.5 * (low + high)
                slant = slant_range(d, radius, h0, middle)
                if weakened(slant, d, middle, extra, farthest) <= reach:
                    high = middle
                else:
                    low = middle
            return high, highest
        low = high
    return math.nan, math.nan


@compiled
def covered_interval(
    d,
    radius,
    x_unit,
    y_unit,
    wavelength,
    h0,
    reach,
    instrumented,
    nearest,
    tan_low,
    tan_high,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    table,
    extra,
    farthest,
):
    """Lowest and highest covered altitude over one place; nan, nan where none is."""
    limit = min(reach, instrumented)
    if d > limit:
        return math.nan, math.nan
    sine, versine = sine_and_versine(d / radius)
    if extra.size == 0:
        lowest = lowest_with_edge_loss(
            d,
            x_unit,
            y_unit,
            wavelength,
            h0,
            range_ratio(d, radius, h0, ground, reach),
            visible,
            fraction,
            surface_antenna,
            surface_cell,
            table,
        )
    else:
        lowest = lowest_with_all_losses(
            d,
            radius,
            x_unit,
            y_unit,
            wavelength,
            h0,
            reach,
            ground,
            visible,
            fraction,
            surface_antenna,
            surface_cell,
            table,
            extra,
            farthest,
        )
    lowest = max(lowest, ground, altitude_at_elevation(sine, versine, radius, h0, tan_low))
    if d < nearest:
        lowest = max(lowest, altitudes_at_slant_range(sine, versine, radius, h0, nearest)[1])
    bottom, top = altitudes_at_slant_range(sine, versine, radius, h0, limit)
    lowest = max(lowest, bottom)
    highest = min(top, altitude_at_elevation(sine, versine, radius, h0, tan_high))
    if highest < lowest:
        return math.nan, math.nan
    if extra.size > 0:
        return strong_enough(d, radius, h0, reach, lowest, highest, extra, farthest)
    return lowest, highest


@compiled
def cover_map(
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    in_sector,
    reach,
    cell_m,
    curvature_north,
    curvature_east,
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
    lowest,
    highest,
):
    """Lowest and highest covered altitude of every cell of a square map.

    All maps float32 (2n+1, 2n+1), north up; `reach` float32, the free-space range towards a target
    over that cell (it may depend on azimuth); nan ground (no terrain data) gives nan.
    """
    n = ground.shape[0] // 2
    radius0 = 2.0 / ((curvature_north + curvature_east) * inverse_k[0])
    x_unit0, y_unit0 = smooth_units(radius0, wavelength)
    for row in range(2 * n + 1):
        y2 = ((row - n) * cell_m) ** 2
        for column in range(2 * n + 1):
            low, high = math.nan, math.nan
            x2 = ((column - n) * cell_m) ** 2
            s = x2 + y2
            limit = min(reach[row, column], instrumented)
            if in_sector[row, column] and 0.0 < s <= limit * limit:
                bent = inverse_factor(s / (scale_m * scale_m), inverse_k)
                radius = s / ((y2 * curvature_north + x2 * curvature_east) * bent)
                if visible[row, column] == visible[row, column]:
                    x_unit, y_unit = units_near(radius, radius0, x_unit0, y_unit0)
                    low, high = covered_interval(
                        math.sqrt(s),
                        radius,
                        x_unit,
                        y_unit,
                        wavelength,
                        h0,
                        reach[row, column],
                        instrumented,
                        nearest,
                        tan_low,
                        tan_high,
                        ground[row, column],
                        visible[row, column],
                        fraction[row, column],
                        surface_antenna[row, column],
                        surface_cell[row, column],
                        table,
                        extra,
                        scale_m,
                    )
            lowest[row, column] = low
            highest[row, column] = high


@compiled
def cover_profiles(
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
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
    lowest,
    highest,
):
    """The same along profiles: maps (azimuth, step), reach (azimuth,), distance (step,)."""
    for a in range(ground.shape[0]):
        for i in range(ground.shape[1]):
            d = distance[i]
            radius = 1.0 / (curvature[a] * inverse_factor((d / scale_m) ** 2, inverse_k))
            x_unit, y_unit = smooth_units(radius, wavelength)
            lowest[a, i], highest[a, i] = covered_interval(
                d,
                radius,
                x_unit,
                y_unit,
                wavelength,
                h0,
                reach[a],
                instrumented,
                nearest,
                tan_low,
                tan_high,
                ground[a, i],
                visible[a, i],
                fraction[a, i],
                surface_antenna[a, i],
                surface_cell[a, i],
                table,
                extra,
                scale_m,
            )


@compiled
def loss_profiles(
    altitude,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    distance,
    curvature,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    loss_db,
    slant_m,
):
    """One-way edge loss and slant range towards the given altitudes (azimuth, step)."""
    for a in range(altitude.shape[0]):
        for i in range(altitude.shape[1]):
            d = distance[i]
            radius = 1.0 / (curvature[a] * inverse_factor((d / scale_m) ** 2, inverse_k))
            slant_m[a, i] = slant_range(d, radius, h0, altitude[a, i])
            loss_db[a, i] = edge_loss_db(
                altitude[a, i],
                d,
                radius,
                wavelength,
                h0,
                visible[a, i],
                fraction[a, i],
                surface_antenna[a, i],
                surface_cell[a, i],
            )


@part
def limiting_factor(
    h,
    d,
    radius,
    wavelength,
    h0,
    in_sector,
    reach,
    instrumented,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    table,
    extra,
    farthest,
):
    """What forbids cover at altitude h of a cell that is not covered: the first in order.

    Horizon: the bare ellipsoid at sea level alone would cost too much of the echo. Terrain: the
    relief does. Both include the loss at the edge of sight.
    """
    if not in_sector:
        return SECTOR
    loss = extra_loss_db(d, max(h, ground), extra, farthest)
    reach = reach * 10.0 ** (-0.05 * loss)
    ratio = range_ratio(d, radius, h0, ground, reach)
    x_unit, y_unit = smooth_units(radius, wavelength)
    bare = lowest_with_edge_loss(
        d, x_unit, y_unit, wavelength, h0, ratio, 0.0, 0.0, 0.0, 0.0, table
    )
    if h < bare:
        return HORIZON
    relief = lowest_with_edge_loss(
        d,
        x_unit,
        y_unit,
        wavelength,
        h0,
        ratio,
        visible,
        fraction,
        surface_antenna,
        surface_cell,
        table,
    )
    if h < relief or h < ground:
        return TERRAIN
    slant = slant_range(d, radius, h0, h)
    if slant > instrumented:
        return INSTRUMENTED
    if slant > reach:
        return POWER
    return ELEVATION


@compiled
def limiting_map(
    altitude,
    lowest,
    highest,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    in_sector,
    reach,
    cell_m,
    curvature_north,
    curvature_east,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    instrumented,
    table,
    extra,
    factor,
):
    """Code of what forbids cover at `altitude` (row, column); 255 where unknown."""
    n = altitude.shape[0] // 2
    for row in range(2 * n + 1):
        y2 = ((row - n) * cell_m) ** 2
        for column in range(2 * n + 1):
            h = altitude[row, column]
            x2 = ((column - n) * cell_m) ** 2
            s = x2 + y2
            if not (h == h and visible[row, column] == visible[row, column]):
                factor[row, column] = UNKNOWN
            elif lowest[row, column] <= h <= highest[row, column]:
                factor[row, column] = COVERED
            elif s == 0.0:
                factor[row, column] = ELEVATION  # straight up
            else:
                bent = inverse_factor(s / (scale_m * scale_m), inverse_k)
                factor[row, column] = limiting_factor(
                    h,
                    math.sqrt(s),
                    s / ((y2 * curvature_north + x2 * curvature_east) * bent),
                    wavelength,
                    h0,
                    in_sector[row, column],
                    reach[row, column],
                    instrumented,
                    ground[row, column],
                    visible[row, column],
                    fraction[row, column],
                    surface_antenna[row, column],
                    surface_cell[row, column],
                    table,
                    extra,
                    scale_m,
                )
