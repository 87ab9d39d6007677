"""What forbids cover along profiles, sample by sample."""

from skyshed.kernels.compile import compiled
from skyshed.kernels.cover import COVERED, UNKNOWN, limiting_factor
from skyshed.kernels.sweep import inverse_factor


@compiled
def limiting_profiles(
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
    distance,
    curvature,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    instrumented,
    table,
    extra,
    farthest,
    factor,
):
    """As `skyshed.kernels.cover.limiting_map` along profiles: maps (azimuth, step), in_sector,
    reach and curvature (azimuth,), distance (step,); `factor` is filled."""
    for a in range(ground.shape[0]):
        for i in range(ground.shape[1]):
            h = altitude[a, i]
            if not (h == h and visible[a, i] == visible[a, i]):
                factor[a, i] = UNKNOWN
            elif lowest[a, i] <= h <= highest[a, i]:
                factor[a, i] = COVERED
            else:
                d = distance[i]
                bent = inverse_factor((d / scale_m) ** 2, inverse_k)
                factor[a, i] = limiting_factor(
                    h,
                    d,
                    1.0 / (curvature[a] * bent),
                    wavelength,
                    h0,
                    in_sector[a],
                    reach[a],
                    instrumented,
                    ground[a, i],
                    visible[a, i],
                    fraction[a, i],
                    surface_antenna[a, i],
                    surface_cell[a, i],
                    table,
                    extra,
                    farthest,
                )
