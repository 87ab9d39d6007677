"""Edge loss towards single points, each at its own distance and azimuth."""

from skyshed.kernels.compile import compiled
from skyshed.kernels.cover import edge_loss_db, slant_range
from skyshed.kernels.sweep import inverse_factor


@compiled
def loss_at_points(
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
    """One-way loss and slant range of points (point,) at several altitudes (level, point).

    As `skyshed.kernels.cover.loss_profiles`, but only where it is asked for; visible, fraction,
    surface_antenna, surface_cell, distance and curvature are (point,), the last two arguments
    (level, point) are filled.
    """
    for level in range(altitude.shape[0]):
        for p in range(distance.size):
            d = distance[p]
            radius = 1.0 / (curvature[p] * inverse_factor((d / scale_m) ** 2, inverse_k))
            slant_m[level, p] = slant_range(d, radius, h0, altitude[level, p])
            loss_db[level, p] = edge_loss_db(
                altitude[level, p],
                d,
                radius,
                wavelength,
                h0,
                visible[p],
                fraction[p],
                surface_antenna[p],
                surface_cell[p],
            )
