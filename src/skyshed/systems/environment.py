"""What all radars of a run share: the air's refractivity and the error of the terrain."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from skyshed.uncertainty.parameter import Parameter

REFRACTIVITY = "atmosphere.sea_level_refractivity"
TERRAIN_ERROR = "terrain.error_m"
_SCALE_HEIGHT_M = 7350.0  # ITU-R P.453, the global mean profile N = 315 exp(-h / 7.35 km)


def environment_parameters(
    terrain_error: Parameter,
    *,
    refractivity: Parameter | None = None,
    effects: Mapping[str, Parameter] | None = None,
) -> dict[str, Parameter]:
    """Uncertain numbers of the air and the terrain, by key.

    Parameters
    ----------
    terrain_error : Parameter
        Metres added to masking terrain, a property of the terrain dataset. [m]
    refractivity : Parameter, optional
        That of the air at sea level where a study knows better than the world's mean. [N-units]
    effects : mapping of str to Parameter, optional
        Unknowns of the effects that are switched on, see `skyshed.systems.effects`.

    Returns
    -------
    dict of str to Parameter
    """
    return {
        REFRACTIVITY: refractivity or _mean_of_the_world(),
        TERRAIN_ERROR: terrain_error,
        **(effects or {}),
    }


def _mean_of_the_world() -> Parameter:
    return Parameter(
        315.0,
        290.0,
        370.0,
        "N-units",
        basis="assumed",
        grade="D",
        sources=("itu_p453",),
        note=(
            "315 is the global mean of ITU-R P.453; the bounds are our choice for dry winter"
            " and humid summer air. Ducting is not modelled."
        ),
        label="refractivity of the air at sea level",
    )


def surface_refractivity(
    values: Mapping[str, NDArray[np.float64]], surface_altitude_m: float
) -> NDArray[np.float64]:
    """Refractivity at the ground of a site, shape (draw,): the sea-level one reduced by P.453."""
    reduced = values[REFRACTIVITY] * np.exp(-surface_altitude_m / _SCALE_HEIGHT_M)
    return np.asarray(reduced)
