"""Where the battery of a scene can hit the target, and what it takes on the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Progress
from skyshed.analysis.live_cover import MercatorView
from skyshed.analysis.mercator_view import OUTSIDE, paint_map
from skyshed.analysis.page_words import range_words
from skyshed.analysis.plain_words import percent
from skyshed.analysis.reach import BatteryReach, ReachResult, batteries_reach
from skyshed.analysis.results import Interval
from skyshed.analysis.scene import DrawnScene
from skyshed.analysis.scene_answer import FULL_SHARE

FloatArray = NDArray[np.float64]
_LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class SceneReach:
    """What a battery reaches.

    Attributes
    ----------
    reach, pair : BatteryReach, ReachResult
        As in a study's results.
    latitude_deg, longitude_deg, cell_m : float
        Of the maps: the radar that guides, in the middle.
    ring_m : float
        The quoted ring, or the radius of the map. [m]
    radius_m : ndarray, shape (3, azimuth)
        Farthest intercept without a break by azimuth: 5, 50, 95 % of the draws. [m]
    share, factors : ndarray of uint8, shape (2n+1, 2n+1)
        Share of the draws that can hit, 200 being all; what forbids it with nominal values.
    sentence : str
        The answer in words.
    """

    reach: BatteryReach
    pair: ReachResult
    latitude_deg: float
    longitude_deg: float
    cell_m: float
    ring_m: float
    radius_m: FloatArray
    share: NDArray[np.uint8]
    factors: NDArray[np.uint8]
    sentence: str

    @property
    def nbytes(self) -> int:
        """Memory of the maps. [byte]"""
        return 8 * (self.share.nbytes + self.factors.nbytes)


def reach_scene(
    scene: DrawnScene, *, workers: int = 1, progress: Progress | None = None
) -> SceneReach:
    """Compute where the battery of a scene can hit its target.

    Parameters
    ----------
    scene : DrawnScene
        Of a study with a battery.
    workers : int
        Threads.
    progress : callable, optional
        Called with (done, in all) while missiles fly; what it raises ends the work.

    Returns
    -------
    SceneReach
        The same numbers as `run_study` gives.
    """
    (target,) = scene.model.study.targets
    (reach,) = batteries_reach(
        scene.model,
        scene.values,
        scene.nominal,
        workers=workers,
        progress=progress,
        envelope_altitudes_m=[target.altitude_m or target.agl_m or 0.0],  # it is not shown
    )
    (pair,) = reach.pairs
    layers = pair.layers
    if layers is None:
        raise ValueError("the radar that guides has no maps")
    share = np.nan_to_num(np.rint(layers.share[0] * FULL_SHARE), nan=float(OUTSIDE))
    unbroken = np.quantile(pair.unbroken_m, _LEVELS, axis=0, method="inverted_cdf")
    study = scene.model.study
    return SceneReach(
        reach=reach,
        pair=pair,
        latitude_deg=layers.latitude_deg,
        longitude_deg=layers.longitude_deg,
        cell_m=layers.cell_m,
        ring_m=study.ring_m or study.radius_m,
        radius_m=unbroken,
        share=share.astype(np.uint8),
        factors=layers.factors[0].astype(np.uint8),
        sentence=_sentence(reach.label, study.targets[0].label, pair),
    )


def _sentence(label: str, target: str, pair: ReachResult) -> str:
    far: Interval = pair.intercept_ground_m
    if not far.high > 0.0:
        return f"{label} hits {target} nowhere."
    share = pair.share_of_ring
    shares = [percent(value) for value in (share.median, share.low, share.high)]
    part = shares[0] if shares[1] == shares[2] else f"{shares[0]} ({shares[1]} to {shares[2]})"
    return f"{label} can hit {target} out to {range_words(far)}: {part} of the ring."


def paint_reach(found: SceneReach, layer: str, view: MercatorView) -> NDArray[np.uint8]:
    """The layer "share" or "factor" in the pixels of a view; 254 outside, 255 unknown."""
    return paint_map(
        view,
        found.share if layer == "share" else found.factors,
        latitude_deg=found.latitude_deg,
        longitude_deg=found.longitude_deg,
        cell_m=found.cell_m,
    )
