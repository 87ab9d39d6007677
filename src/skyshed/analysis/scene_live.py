"""Nominal cover of one radar in the pixels of a view, by the exact path on the scene's cells."""

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import limiting_factors
from skyshed.analysis.mercator_view import MercatorView, paint_map
from skyshed.analysis.pairs import crop
from skyshed.analysis.scene import DrawnScene


def factor_view(scene: DrawnScene, key: str, view: MercatorView) -> NDArray[np.uint8]:
    """What forbids cover at the scene's height, pixel by pixel, with nominal values.

    Parameters
    ----------
    scene : DrawnScene
        The scene; only its nominal draw counts.
    key : str
        The radar.
    view : MercatorView
        The view.

    Returns
    -------
    ndarray of uint8, shape (height, width)
        Codes of `skyshed.analysis.coverage.FACTORS`; 254 outside the radius, 255 unknown terrain.
    """
    question, study = scene.question(key), scene.model.study
    grid = question.placed.grid
    n = min(int(np.ceil(study.radius_m / grid.cell_m - 1e-9)), grid.n)
    (factors,) = limiting_factors(
        question.nominal,
        crop(grid.ground_m, n),
        cell_m=grid.cell_m,
        reach_m=question.reach(study.pd, nominal=True),
        heights=scene.model.heights,
        error_weight=crop(question.placed.weight, n),
    )
    site = question.placed.radar.site
    return paint_map(
        view,
        factors,
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        cell_m=grid.cell_m,
    )
